import type { TillNotice, TillView } from './contract.ts'
import type { Desks } from './desks.ts'
import type { Money } from './domain/money.ts'
import { mayGoBack } from './domain/refund.ts'
import type { PaymentId } from './domain/ids.ts'
import type { HandedOut } from './domain/outlay.ts'
import {
  aboutCashRefund,
  aboutOperator,
  aboutPayOut,
  aboutPurge,
  aboutRefund,
  aboutSettings,
  type Act,
} from './domain/rights.ts'
import type { HandedOutLimits } from './operators/handed-out.ts'
import type { People } from './operators/people.ts'
import type { Settings } from './settings.ts'
import { deskActs, readByThemselves, tillActs, type StreamRule } from './till-acts.ts'
import type { KeysInput, Till } from './till-face.ts'

/** Whoever is signed in may not do this, or nobody is. Hosts answer it as forbidden. */
export class NotAllowed extends Error {
  readonly act: Act
  constructor(act: Act) {
    super(`nobody who may do this (${act}) is signed in`)
    this.name = 'NotAllowed'
    this.act = act
  }
}

/** Methods whose answer has a word for it; all others throw `NotAllowed`. */
const refusesInWords: ReadonlySet<string> = new Set([
  'charge',
  'refund',
  'cash.openShift',
  'cash.sell',
  'cash.refund',
  'cash.move',
  'cash.openDrawer',
  'cash.count',
  'cash.x',
  'cash.close',
  'cash.print',
  'cash.pdf',
])
const notAllowed = { ok: false, error: 'not-allowed' } as const
const needsSecond = { ok: false, error: 'needs-second-person' } as const
const inPromise: ReadonlySet<string> = new Set(['cash.print', 'cash.pdf'])

type AnyRule = Act | 'anybody' | StreamRule | ((...given: readonly unknown[]) => Act)
type AnyMethods = Readonly<Record<string, (...given: readonly unknown[]) => unknown>>
type AnyStream = (asked: unknown, left: AbortSignal) => AsyncGenerator<unknown, void>

const actOf = (rule: AnyRule, values: readonly unknown[]): Act | 'anybody' => {
  if (typeof rule === 'function') return rule(...values)
  return typeof rule === 'object' ? rule.whileThere : rule
}

/** Nothing of a stream after `left`, also of one that is slow to hear of it, and nothing is asked of it any more. */
async function* until(left: AbortSignal, stream: AsyncGenerator<unknown, void>) {
  try {
    while (!left.aborted) {
      const told = await stream.next()
      if (left.aborted || told.done === true) return
      yield told.value
    }
  } finally {
    await stream.return()
  }
}

/**
 * `target` with every method held against its rule first. `room` is what its names begin with in the tables; `closed`
 * ends streams together with the till.
 */
const guarded = <T extends object>(
  target: T,
  rules: Readonly<Record<string, unknown>>,
  room: string,
  people: People,
  closed: AbortSignal,
): T => {
  const methods = target as unknown as AnyMethods
  const guardOf = ([name, given]: readonly [string, unknown]) => {
    const rule = given as AnyRule
    const path = `${room}${name}`
    const call = (...values: readonly unknown[]): unknown => {
      const act = actOf(rule, values)
      if (act !== 'anybody') {
        if (!people.may(act)) {
          if (!refusesInWords.has(path)) throw new NotAllowed(act)
          return inPromise.has(path) ? Promise.resolve(notAllowed) : notAllowed
        }
        if (!readByThemselves.has(path)) people.heard()
      }
      if (typeof rule !== 'object') return methods[name]?.(...values)
      const [asked, gone] = values as readonly [unknown, AbortSignal | undefined]
      const left = AbortSignal.any([people.presence(), closed, ...(gone === undefined ? [] : [gone])])
      return until(left, (methods[name] as AnyStream)(asked, left))
    }
    return [name, call] as const
  }
  return Object.fromEntries(Object.entries(rules).map(guardOf)) as T
}

/** While nobody is signed in, a screen is told what the counter is busy with and how the till is, and no sale else. */
const withoutSales = (view: TillView): TillView => {
  const { shift: _shift, reconciliation: _reconciliation, ...rest } = view
  return { ...rest, last: [], open: [], openRefunds: [], discrepancies: [], failedPrints: [] }
}

/** What a second person is asked about. */
export interface SecondPersonRules {
  readonly limits: HandedOutLimits
  /** By whoever is signed in, so far. */
  readonly handedOut: () => HandedOut
  /** Of exactly these settings and keys. */
  readonly markOf: (settings: Settings, keys: KeysInput | undefined) => string
}

/**
 * The till, done by somebody: every call is held against the rights of whoever is signed in, here in the engine,
 * whatever a screen shows (security S30, S33). Nothing is in its way as long as nobody has been entered.
 */
export const guardTill = (till: Till, people: People, rules: SecondPersonRules): Till => {
  const { refundLimit, payOutLimit } = rules.limits
  const shown = (view: TillView): TillView => {
    const told = people.view()
    if (told === undefined) return view
    const withPeople = { ...view, people: told }
    return told.signedIn === undefined ? withoutSales(withPeople) : withPeople
  }
  const closed = new AbortController()
  const held = <T extends object>(target: T, acts: Readonly<Record<string, unknown>>, room = ''): T =>
    guarded(target, acts, room, people, closed.signal)
  const guardedTill = held(till, tillActs)
  const guardedPeople = held(till.people, deskActs.people, 'people.')
  const managers = (): readonly string[] =>
    till.people.list().flatMap((one) => (one.role === 'manager' ? [one.id] : []))
  const guardedCash = held(till.cash, deskActs.cash, 'cash.')
  const guardedReports = held(till.reports, deskActs.reports, 'reports.')
  const isEntered = (): boolean => people.operator() !== undefined

  /** Whether somebody else must agree and has not. The token is used up by asking. */
  const lacksSecond = (act: Act, about: string, token: string | undefined): boolean =>
    isEntered() && people.hasSecond() && !people.agreed(token, act, about)
  /** Many small refunds are as much as a large one: of one sale, and of one person on a day. */
  const isRefundAboveLimit = (amount: number, ofSale: number): boolean =>
    refundLimit !== undefined && Math.max(ofSale, rules.handedOut().givenBack + amount) > refundLimit
  const isPayOutAboveLimit = (amount: number): boolean =>
    payOutLimit !== undefined && rules.handedOut().paidOut + amount > payOutLimit

  /** What would then have been given back of one sale, by whomever. */
  const givenBackWith = (payment: PaymentId, amount: Money): number =>
    (till.find(payment)?.refunds ?? [])
      .filter((refund) => mayGoBack(refund) && refund.origin !== 'automatic')
      .reduce<number>((sum, refund) => sum + refund.amount.minor, amount.minor)

  const givenBackOfCashWith = ({ amount, of }: Parameters<Till['cash']['refund']>[0]): number => {
    const sale = of && till.cash.sale(of)
    return sale === undefined ? amount : sale.amount.minor - sale.left.minor + amount
  }

  const desks: Desks = {
    people: {
      ...guardedPeople,
      set: (input) => {
        const { id, name, role, token } = input
        const isAboutManager = role === 'manager' || managers().includes(id ?? '')
        const isOneself = id !== undefined && id === people.operator()
        return people.may('set-people') &&
          isAboutManager &&
          !isOneself &&
          lacksSecond('set-people', aboutOperator(id, name, role), token)
          ? Promise.resolve(needsSecond)
          : guardedPeople.set(input)
      },
    },
    cash: {
      ...guardedCash,
      refund: (input) => {
        if (!people.may('refund-cash')) return notAllowed
        const about = aboutCashRefund(input.amount, input.of)
        return isRefundAboveLimit(input.amount, givenBackOfCashWith(input)) &&
          lacksSecond('refund-cash', about, input.token)
          ? needsSecond
          : guardedCash.refund(input)
      },
      move: (input) => {
        if (!people.may('move-cash')) return notAllowed
        return input.direction === 'out' &&
          isPayOutAboveLimit(input.amount) &&
          lacksSecond('move-cash', aboutPayOut(input.amount), input.token)
          ? needsSecond
          : guardedCash.move(input)
      },
    },
    devices: held(till.devices, deskActs.devices, 'devices.'),
    reconciliation: held(till.reconciliation, deskActs.reconciliation, 'reconciliation.'),
    reports: {
      ...guardedReports,
      // To look at what would go, nobody else has to agree.
      purge: (input) =>
        people.may('purge') && input.really && lacksSecond('purge', aboutPurge(input.before), input.token)
          ? Promise.resolve(needsSecond)
          : guardedReports.purge(input),
    },
  }

  return {
    ...guardedTill,
    ...desks,
    view: () => shown(till.view()),
    onNotice: (listener) =>
      till.onNotice((notice: TillNotice) =>
        listener(notice.type === 'view' ? { type: 'view', view: shown(notice.view) } : notice),
      ),
    refund: (payment, amount, token) => {
      if (!people.may('refund')) return notAllowed
      // Before the second person: her word is used up by one try.
      if (till.asksOfRefusalFirst(payment)) return { ok: false, error: 'refusal-in-doubt' }
      const about = aboutRefund(payment, amount.minor)
      return isRefundAboveLimit(amount.minor, givenBackWith(payment, amount)) &&
        lacksSecond('refund', about, token)
        ? needsSecond
        : guardedTill.refund(payment, amount)
    },
    writeSettings: (settings, keys, token) => {
      if (!people.may('change-settings')) throw new NotAllowed('change-settings')
      const about = aboutSettings(rules.markOf(settings, keys))
      return lacksSecond('change-settings', about, token)
        ? Promise.resolve({ ok: false, error: [{ field: '', message: secondPersonMissing, about }] })
        : guardedTill.writeSettings(settings, keys)
    },
    close: async () => {
      people.stop()
      await till.close()
      closed.abort()
    },
  }
}

export const secondPersonMissing = 'a second person, who is a manager, must agree to new settings'
