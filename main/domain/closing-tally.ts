import {
  isCashBody,
  type AlipayBlock,
  type CashBlock,
  type CashBody,
  type Closing,
  type ClosingLine,
  type CountAndSum,
  type CountedOff,
  type OpenQuestion,
} from './cash.ts'
import type { Entry } from './entry.ts'
import { reachedBy, type Milestone, type Reached } from './milestone.ts'
import type { Money } from './money.ts'
import { beijingDay, instant, type Day } from './time.ts'

/**
 * What a stretch of the journal comes to, one entry after another: the sums of an X or a Z. Pure, so that the till which
 * closes the day and the verifier which checks it years later count by the same rules (docs/closing.md).
 */

export type TalliedEntry = Pick<Entry, 'seq' | 'at' | 'operator' | 'body'>

/** What stands open when a range ends. */
export interface OpenAtEnd {
  readonly payments: readonly { readonly id: string; readonly state: string; readonly amount: Money }[]
  readonly refunds: readonly { readonly id: string; readonly state: string; readonly amount: Money }[]
  /** Numbers of print jobs that failed. */
  readonly prints: readonly number[]
  readonly isMatched: (day: Day) => boolean
}

/** The part of a closing that follows from the entries of its range and from what is open at its end. */
export type ClosingFacts = Pick<Closing, 'lines' | 'alipay' | 'cash' | 'openQuestions' | 'drawerOpenings'>

export interface OpenShift {
  readonly shift: number
  readonly seq: number
  readonly openedAt: number
  readonly openedBy: string
  readonly currency: string
}

export interface ClosingTally {
  readonly add: (entry: TalliedEntry) => void
  /** The shift that was opened in this range. */
  readonly shift: () => OpenShift | undefined
  /**
   * By how much counts of the shift are off, minor units, none of them 0: the newest one, unless cash has moved since, and
   * the one before it that was furthest off.
   */
  readonly differences: () => readonly number[]
  /** What must be in the drawer, minor units; 0 in a currency that did not occur. */
  readonly expected: (currency: string) => number
  /** Who wrote entries, the till itself left out. */
  readonly operators: () => ReadonlySet<string>
  readonly facts: (open: OpenAtEnd) => ClosingFacts
}

/** The till writes entries by itself under this name. */
const theTillItself = 'till'

interface Wallet {
  paid: CountAndSum
  cancelled: CountAndSum
  declined: CountAndSum
  foundPaid: CountAndSum
  refunded: CountAndSum
}
type Counted = Extract<CashBody, { kind: 'cash-counted' }>
interface Drawer {
  float: number
  sold: CountAndSum
  refunded: CountAndSum
  movedIn: number
  movedOut: number
  counted: number | undefined
  reason: string | undefined
  furthest: CountedOff
}

const none: CountAndSum = { count: 0, minor: 0 }
const more = ({ count, minor }: CountAndSum, amount: Pick<Money, 'minor'>): CountAndSum => ({
  count: count + 1,
  minor: minor + amount.minor,
})
const newWallet = (): Wallet => ({
  paid: none,
  cancelled: none,
  declined: none,
  foundPaid: none,
  refunded: none,
})
const newDrawer = (): Drawer => ({
  float: 0,
  sold: none,
  refunded: none,
  movedIn: 0,
  movedOut: 0,
  counted: undefined,
  reason: undefined,
  furthest: { counted: 0, difference: 0 },
})
const expectedIn = ({ float, sold, refunded, movedIn, movedOut }: Drawer): number =>
  float + sold.minor - refunded.minor + movedIn - movedOut
const differenceIn = (drawer: Drawer): number | undefined =>
  drawer.counted === undefined ? undefined : drawer.counted - expectedIn(drawer)
/** The count that was furthest off, unless the newest one is as far off and holds. */
const earlierIn = (drawer: Drawer): CountedOff | undefined => {
  const { furthest } = drawer
  return furthest.difference === 0 || furthest.difference === differenceIn(drawer) ? undefined : furthest
}

/** Currencies and ids are ASCII, so that this is the same order everywhere. */
const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const byName = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...map].sort(([one], [other]) => inOrder(one, other))

/** `isEarlier`: whether it had come to that in an entry before the range. */
export const createClosingTally = (
  isEarlier: (id: string, milestone: Milestone) => boolean,
): ClosingTally => {
  const wallets = new Map<string, Wallet>()
  const drawers = new Map<string, Drawer>()
  const reached = new Set<string>()
  /** Requested in this range, so that nothing can have come of them before. */
  const begunHere = new Set<string>()
  const operators = new Set<string>()
  const days = new Set<Day>()
  let drawerOpenings = 0
  let shift: OpenShift | undefined

  const sumsOf = <T>(map: Map<string, T>, currency: string, make: () => T): T => {
    const known = map.get(currency)
    if (known !== undefined) return known
    const made = make()
    map.set(currency, made)
    return made
  }
  const drawer = (amount: Money): Drawer => sumsOf(drawers, amount.currency, newDrawer)

  const addReached = ({ id, amount, milestones, movedAt }: Reached): void => {
    for (const milestone of milestones) {
      const name = `${id} ${milestone}`
      if (reached.has(name)) continue
      reached.add(name)
      if (!begunHere.has(id) && isEarlier(id, milestone)) continue
      const wallet = sumsOf(wallets, amount.currency, newWallet)
      wallet[milestone] = more(wallet[milestone], amount)
      if (milestone === 'paid' || milestone === 'foundPaid' || milestone === 'refunded') {
        days.add(beijingDay(instant(movedAt)))
      }
    }
  }

  /** A count says what was in the drawer then; once cash has moved, nobody has counted any more. */
  const moved = (amount: Money): Drawer => {
    const known = drawer(amount)
    known.counted = undefined
    known.reason = undefined
    return known
  }

  const counted = (known: Drawer, { total, difference = 0 }: Counted): void => {
    known.counted = total.minor
    known.reason = undefined
    if (Math.abs(difference) > Math.abs(known.furthest.difference)) {
      known.furthest = { counted: total.minor, difference }
    }
  }

  const addCash = (body: CashBody, { seq, at, operator }: TalliedEntry): void => {
    switch (body.kind) {
      case 'shift-opened': {
        const { minor, currency } = body.float
        shift = { shift: body.shift, seq, openedAt: at, openedBy: operator, currency }
        moved(body.float).float += minor
        return
      }
      case 'cash-sold':
      case 'cash-refunded': {
        const known = moved(body.amount)
        const what = body.kind === 'cash-sold' ? 'sold' : 'refunded'
        known[what] = more(known[what], body.amount)
        return
      }
      case 'cash-moved':
        moved(body.amount)[body.direction === 'in' ? 'movedIn' : 'movedOut'] += body.amount.minor
        return
      case 'cash-counted':
        counted(drawer(body.total), body)
        return
      case 'cash-explained':
        if (shift !== undefined) sumsOf(drawers, shift.currency, newDrawer).reason = body.reason
        return
      case 'drawer-opened':
        drawerOpenings += 1
        return
      case 'day-closed':
        return
    }
  }

  const add = (entry: TalliedEntry): void => {
    const { operator, body } = entry
    if (operator !== theTillItself) operators.add(operator)
    if (body.kind === 'payment-requested') begunHere.add(body.payment.id)
    if (body.kind === 'refund-requested') begunHere.add(body.refund.id)
    if (isCashBody(body)) addCash(body, entry)
    const found = reachedBy(entry)
    if (found !== undefined) addReached(found)
  }

  const lines = (): readonly ClosingLine[] => {
    const line = (
      type: ClosingLine['type'],
      method: ClosingLine['method'],
      currency: string,
      sum: CountAndSum,
    ): readonly ClosingLine[] => (sum.count === 0 ? [] : [{ type, method, currency, ...sum }])
    return [
      ...byName(wallets).flatMap(([currency, { paid }]) => line('sale', 'alipay', currency, paid)),
      ...byName(drawers).flatMap(([currency, { sold }]) => line('sale', 'cash', currency, sold)),
      ...byName(wallets).flatMap(([currency, { refunded }]) => line('refund', 'alipay', currency, refunded)),
      ...byName(drawers).flatMap(([currency, { refunded }]) => line('refund', 'cash', currency, refunded)),
    ]
  }
  const alipay = (open: OpenAtEnd): readonly AlipayBlock[] => {
    const unknown = new Map<string, CountAndSum>()
    for (const { amount } of open.payments) {
      unknown.set(amount.currency, more(unknown.get(amount.currency) ?? none, amount))
    }
    return [...new Set([...wallets.keys(), ...unknown.keys()])].sort(inOrder).map((currency) => ({
      currency,
      ...(wallets.get(currency) ?? newWallet()),
      unknown: unknown.get(currency) ?? none,
    }))
  }
  const cash = (): readonly CashBlock[] =>
    byName(drawers).map(([currency, known]) => {
      const { float, sold, refunded, movedIn, movedOut, counted, reason } = known
      const [expected, earlier] = [expectedIn(known), earlierIn(known)]
      const sums = { float, sold: sold.minor, refunded: refunded.minor, movedIn, movedOut, expected }
      return {
        currency,
        ...sums,
        ...(counted === undefined ? {} : { counted, difference: counted - expected }),
        ...(earlier === undefined ? {} : { earlier }),
        ...(reason === undefined ? {} : { reason }),
      }
    })
  const openQuestions = (open: OpenAtEnd): readonly OpenQuestion[] => {
    const ofMoney = (of: 'payment' | 'refund', list: OpenAtEnd['payments']): readonly OpenQuestion[] =>
      list
        .map(({ id, state, amount: { minor, currency } }) => ({ of, id, state, minor, currency }))
        .sort((one, other) => inOrder(one.id, other.id))
    return [
      ...ofMoney('payment', open.payments),
      ...ofMoney('refund', open.refunds),
      ...[...open.prints]
        .sort((one, other) => one - other)
        .map((number) => ({ of: 'print', id: String(number), state: 'failed' }) as const),
      ...[...days]
        .filter((day) => !open.isMatched(day))
        .sort(inOrder)
        .map((day) => ({ of: 'china-day', id: day }) as const),
    ]
  }

  return {
    add,
    shift: () => shift,
    differences: () => {
      const known = shift && drawers.get(shift.currency)
      if (known === undefined) return []
      return [differenceIn(known) ?? 0, earlierIn(known)?.difference ?? 0].filter((by) => by !== 0)
    },
    expected: (currency) => {
      const known = drawers.get(currency)
      return known === undefined ? 0 : expectedIn(known)
    },
    operators: () => operators,
    facts: (open) => ({
      lines: lines(),
      alipay: alipay(open),
      cash: cash(),
      openQuestions: openQuestions(open),
      drawerOpenings,
    }),
  }
}
