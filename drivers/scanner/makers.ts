/** A maker of scanners by its USB vendor number. */
export interface ScannerMaker {
  readonly vendorId: number
  readonly name: string
  /** Some of its scanners can be HID POS, by a code of the manual. Where no source says so it is not advised. */
  readonly hidPos: boolean
  /** Product numbers that were seen with a scanner that types. Others may be. */
  readonly keyboards: readonly number[]
}

export const scannerMakers: readonly ScannerMaker[] = [
  { vendorId: 0x0c2e, name: 'Honeywell', hidPos: true, keyboards: [0x0200, 0x0907] },
  { vendorId: 0x23d0, name: 'Youjie (Honeywell)', hidPos: true, keyboards: [] },
  { vendorId: 0x05e0, name: 'Zebra', hidPos: true, keyboards: [0x1200] },
  { vendorId: 0x1eab, name: 'Newland', hidPos: true, keyboards: [0x0d00, 0x0200, 0x0100] },
  { vendorId: 0x05f9, name: 'Datalogic', hidPos: false, keyboards: [0x220d, 0x221c] },
]

export const makerOf = (vendorId: number): ScannerMaker | undefined =>
  scannerMakers.find((maker) => maker.vendorId === vendorId)
