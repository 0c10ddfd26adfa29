import type { TillNotice } from '../contract.ts'
import type { ScannerInfo, Scanners } from '../ports.ts'

export interface ScannersHeard {
  /** A scanner came, went, or says something else of itself. */
  readonly changed: () => void
  readonly tell: (notice: () => TillNotice) => void
  readonly scanned: (text: string, scanner: ScannerInfo) => void
}

/** Tells the screens what the scanners read. Returns a way to stop. */
export const listenToScanners = (
  scanners: Pick<Scanners, 'onChange' | 'onScan' | 'onBroken'>,
  { changed, tell, scanned }: ScannersHeard,
): (() => void) => {
  const stops = [
    scanners.onChange(changed),
    scanners.onScan((text, scanner, symbology) => {
      const read = { text, by: scanner.name, ...(symbology === undefined ? {} : { symbology }) }
      tell(() => ({ type: 'scanned', ...read }))
      scanned(text, scanner)
    }),
    scanners.onBroken(({ name }) => tell(() => ({ type: 'scan-broken', by: name }))),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
