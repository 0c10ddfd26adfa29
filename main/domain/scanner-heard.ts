/** What a scanner is known by while it is listened to. */
export interface HeardScanner {
  readonly id: string
  readonly name: string
  readonly channel: 'hid' | 'serial'
}

/** A keyboard of this machine, by the numbers of its plug. */
export interface UsbKeyboard {
  readonly vendorId: number
  readonly productId: number
  readonly name: string
}

/** A serial port, and whether it is listened to or why not. */
export interface HeardPort {
  readonly path: string
  readonly state: 'open' | 'offline' | 'in-use' | 'no-access'
}

/**
 * What scanners that are no keyboards send while one of them is set up or tried. It goes to the page that asked and is
 * kept nowhere: a code may be a customer's. `atMs` is on a clock that only runs forward.
 */
export type ScannerHeard =
  /** What there is to be heard; told first, and again when something is plugged in. */
  | {
      readonly type: 'around'
      readonly keyboards: readonly UsbKeyboard[]
      readonly ports: readonly HeardPort[]
    }
  /** One report, or bytes that came together. */
  | { readonly type: 'piece'; readonly by: HeardScanner; readonly atMs: number; readonly bytes: number }
  | {
      readonly type: 'code'
      readonly by: HeardScanner
      readonly atMs: number
      readonly text: string
      /** AIM identifier, `]Q1`, where the scanner tells it. */
      readonly symbology?: string
    }
  /** `why` is a word of the driver's. */
  | { readonly type: 'torn'; readonly by: HeardScanner; readonly atMs: number; readonly why: string }
  /** Everything that came on a serial line until it was silent, whatever it is. */
  | {
      readonly type: 'line'
      readonly by: HeardScanner
      readonly atMs: number
      readonly baud: number
      readonly bytes: readonly number[]
    }
