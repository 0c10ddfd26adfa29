import type { Entry } from './entry.ts'
import type { RefundId } from './ids.ts'
import type { Money } from './money.ts'

/** Minor units of the till's currency. */
export interface HandedOut {
  /** Refunds, by wallet and in cash. */
  readonly givenBack: number
  /** Paid out of the drawer without a sale. */
  readonly paidOut: number
}

/** Money that somebody let go, as one entry has it. What the till gives back by itself is nobody's. */
interface Outlay {
  readonly by: string
  readonly as: keyof HandedOut
  readonly amount: Money
  /** Of a refund by wallet, which may turn out to have been refused. */
  readonly refund?: RefundId
}

/** Kinds of the entries that hand out money: all others need not be parsed to know that. */
export const outlayKinds: ReadonlySet<string> = new Set([
  'refund-requested',
  'cash-refunded',
  'cash-moved',
] satisfies readonly Entry['body']['kind'][])

const outlayIn = ({ operator: by, body }: Pick<Entry, 'operator' | 'body'>): Outlay | undefined => {
  if (body.kind === 'refund-requested') {
    const { id, operator, origin, amount } = body.refund
    return origin === 'cashier' ? { by: operator, as: 'givenBack', amount, refund: id } : undefined
  }
  if (body.kind === 'cash-refunded') return { by, as: 'givenBack', amount: body.amount }
  return body.kind === 'cash-moved' && body.direction === 'out'
    ? { by, as: 'paidOut', amount: body.amount }
    : undefined
}

/** Who handed out what in a stretch of the journal, one entry after another. */
export interface Outlays {
  readonly add: (entry: Pick<Entry, 'operator' | 'body'>) => void
  /** A refund that was refused moved nothing. */
  readonly of: (operator: string, isRefused: (refund: RefundId) => boolean) => HandedOut
}

export const createOutlays = (currency: string): Outlays => {
  const outlays = new Map<string, Outlay[]>()
  return {
    add: (entry) => {
      const outlay = outlayIn(entry)
      if (outlay?.amount.currency !== currency) return
      const known = outlays.get(outlay.by)
      if (known === undefined) outlays.set(outlay.by, [outlay])
      else known.push(outlay)
    },
    of: (operator, isRefused) => {
      const sums = { givenBack: 0, paidOut: 0 }
      for (const { as, amount, refund } of outlays.get(operator) ?? []) {
        if (refund === undefined || !isRefused(refund)) sums[as] += amount.minor
      }
      return sums
    },
  }
}
