import { createScanMerge, type ScanChannel } from '../drivers/scanner/merge.ts'
import { attachWedge, type AttachedWedge } from '../drivers/scanner/wedge.dom.ts'
import { isPadDigits } from './amount.ts'
import type { SaleEvent } from './sale-state.ts'

/** Every way by which a code or a digit gets in, brought together before anything is made of it. */
export interface Scanning {
  /** A code from a channel that is not the keyboard. The same code by two channels is told once. */
  readonly hear: (text: string, channel: ScanChannel) => void
  /** Sends every scan elsewhere, as to the scanner test of the settings. Returns the way back. */
  readonly divert: (listener: (text: string) => void) => () => void
  /** Lets all keys through, while a code is typed by hand. Returns the way back. */
  readonly pause: () => () => void
  /** What the shop's keyboard scanner sends last. */
  readonly expect: (terminator: 'enter' | 'tab' | 'none') => void
}

export const createScanning = (send: (event: SaleEvent) => void): Scanning => {
  const merge = createScanMerge()
  let diverted: ((text: string) => void) | undefined
  let terminator: 'enter' | 'tab' | 'none' = 'enter'

  const scan = (text: string, channel: ScanChannel, tookBack: number): void => {
    if (!merge.isNew(text, channel, performance.now())) return
    if (diverted === undefined) send({ type: 'scanned', text, tookBack })
    else diverted(text)
  }
  const attach = (): AttachedWedge =>
    attachWedge(
      { terminator },
      {
        onKey: (key) => {
          if (isPadDigits(key)) send({ type: 'digits', digits: key })
        },
        onScan: (text, tookBack) => scan(text, 'keyboard', tookBack),
        onPartial: (_text, tookBack) => send({ type: 'scan-broken', tookBack }),
      },
    )
  let wedge = attach()

  return {
    hear: (text, channel) => scan(text, channel, 0),
    divert: (listener) => {
      diverted = listener
      return () => {
        if (diverted === listener) diverted = undefined
      }
    },
    pause: () => wedge.pause(),
    expect: (next) => {
      if (next === terminator) return
      terminator = next
      wedge.detach()
      wedge = attach()
    },
  }
}
