import type { ChargeRefusal } from '../contract.ts'
import { classifyScan } from '../domain/scan.ts'
import { isSetUpCode } from '../domain/set-up-code.ts'
import type { Result } from '../domain/result.ts'
import type { Clock, ScannerInfo, Scanners } from '../ports.ts'

/** For so long after a scan a refused charge is an answer to it, milliseconds. */
const answerMs = 3000

export interface ScanAnswer {
  /** A code came from this scanner. It is told at once: some wait for an answer and are silent until they have one. */
  readonly heard: (text: string, scanner: ScannerInfo) => void
  /** What became of a charge; one that is refused takes back the good answer that its code had. */
  readonly charged: (scanned: string, result: Result<unknown, ChargeRefusal>) => void
}

/** Lets the scanner say by its own sound whether the till can do anything with what it read. */
export const createScanAnswer = (
  scanners: Pick<Scanners, 'tell'>,
  clock: Pick<Clock, 'now'>,
  mayCharge: () => boolean,
): ScanAnswer => {
  let last: { readonly text: string; readonly id: ScannerInfo['id']; readonly mono: number } | undefined
  const isGood = (text: string): boolean => {
    const { kind } = classifyScan(text)
    // Whoever tries a scanner with the till's own code hears that it works.
    if (isSetUpCode(text)) return true
    if (kind === 'unknown' || kind === 'other-wallet') return false
    return kind !== 'payment-code' || mayCharge()
  }
  return {
    heard: (text, { id }) => {
      const good = isGood(text)
      last = good ? { text, id, mono: clock.now().mono } : undefined
      scanners.tell(id, good ? 'good' : 'bad')
    },
    charged: (scanned, result) => {
      if (last === undefined || last.text !== scanned) return
      if (!result.ok && clock.now().mono - last.mono < answerMs) scanners.tell(last.id, 'bad')
      last = undefined
    },
  }
}
