import type { DaySummary, LineSide, MatchedLine } from '../../main/contract/reconciliation.ts'
import type { MatchOutcome } from '../../main/domain/reconciled.ts'
import { needsDecision, type LineType } from '../../main/domain/reconciliation-sentences.ts'
import { shownMinor } from '../amount.ts'
import type { Tone } from '../payment-mark.ts'

/** Outcomes in the order in which they are offered as filters: what may cost money comes first. */
export const outcomesInOrder: readonly MatchOutcome[] = [
  'missing-at-provider',
  'missing-in-journal',
  'missing-in-transactions',
  'duplicate-at-provider',
  'duplicate-in-journal',
  'amount-differs',
  'currency-differs',
  'status-differs',
  'fee-differs',
  'pending-file',
  'matched-late',
  'matched',
  'not-a-till-event',
]

export const outcomeTone = (outcome: MatchOutcome): Tone => {
  switch (outcome) {
    case 'matched':
    case 'matched-late':
      return 'good'
    case 'pending-file':
      return 'waiting'
    case 'not-a-till-event':
      return 'neutral'
    case 'fee-differs':
    case 'currency-differs':
    case 'status-differs':
    case 'amount-differs':
    case 'missing-in-transactions':
      return 'caution'
    case 'missing-at-provider':
    case 'missing-in-journal':
    case 'duplicate-at-provider':
    case 'duplicate-in-journal':
      return 'bad'
  }
}

export const dayTone: Readonly<Record<DaySummary['state'], Tone>> = {
  'waiting-for-file': 'waiting',
  late: 'caution',
  matching: 'waiting',
  'not-matched': 'caution',
  'to-decide': 'bad',
  'enter-bank-credit': 'caution',
  'sums-differ': 'bad',
  done: 'good',
  'nothing-sold': 'neutral',
}

export const typeOf = (line: MatchedLine): LineType => line.till?.type ?? line.provider?.type ?? 'OTHER'

/** Whether somebody has still to say what becomes of the line. */
export const isUndecided = ({ outcome, decision }: MatchedLine): boolean =>
  needsDecision(outcome) &&
  (decision === undefined || decision.decision === 'wait' || decision.outdated === true)

/** `USD 12.50`; `—` for a side that does not say it. */
export const shownSide = ({ minor, currency }: LineSide): string =>
  minor === undefined || currency === undefined ? '—' : `${currency} ${shownMinor(minor, currency)}`

export const shownSums = (sums: readonly { readonly minor: number; readonly currency: string }[]): string =>
  sums.map(({ minor, currency }) => `${currency} ${shownMinor(minor, currency)}`).join(' + ')
