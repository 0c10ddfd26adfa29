import { createHash, createPublicKey, verify } from 'node:crypto'
import { isCashBody, type CashBody, type Closing, type ClosingSeal } from '../domain/cash.ts'
import { createClosingTally, type OpenAtEnd } from '../domain/closing-tally.ts'
import type { EntryBody } from '../domain/entry.ts'
import { reachedBy } from '../domain/milestone.ts'
import type { Money } from '../domain/money.ts'
import { isFinal } from '../domain/payment.ts'
import { isRefundFinal } from '../domain/refund.ts'
import { instant } from '../domain/time.ts'
import { canonicalJson } from './canonical.ts'
import type { JournalRecord } from './record.ts'
import type { Flaw } from './verdict.ts'

/**
 * The closings of a journal, made anew from its entries and held against what they say (docs/closing.md): numbers without
 * gaps, ranges that leave nothing out and take nothing twice, every sum, the closing before, and the signature.
 */
export interface ClosingCheck {
  readonly look: (record: JournalRecord, body: EntryBody) => Flaw | undefined
  readonly count: () => number
  /** Public keys that sealed them, SPKI in base64, in the order in which they came. */
  readonly keys: () => readonly string[]
}

/** SPKI of an Ed25519 key (RFC 8410): these bytes, then the 32 of the key. */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')

const bytesOf = (base64: string, length: number): Buffer | undefined => {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length === length && bytes.toString('base64') === base64 ? bytes : undefined
}
const isSealed = (text: string, { publicKey, signature }: ClosingSeal): boolean => {
  const key = bytesOf(publicKey, spkiHead.length + 32)
  const sealed = bytesOf(signature, 64)
  if (key === undefined || sealed === undefined || !key.subarray(0, spkiHead.length).equals(spkiHead))
    return false
  try {
    return verify(null, Buffer.from(text), createPublicKey({ key, format: 'der', type: 'spki' }), sealed)
  } catch {
    return false
  }
}

const isWhole = (value: unknown): value is number => typeof value === 'number' && value >= 0
const isText = (value: unknown): value is string => typeof value === 'string'
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isMoney = (value: unknown): boolean =>
  isObject(value) &&
  isWhole(value['minor']) &&
  isText(value['currency']) &&
  /^[A-Z]{3}$/.test(value['currency'])
const isCount = (value: unknown): boolean =>
  isObject(value) &&
  Object.entries(value).every(([key, count]) => /^[0-9]{1,10}$/.test(key) && isWhole(count))

type CashKind = CashBody['kind']
const hasBody: { readonly [Kind in CashKind]: (body: Readonly<Record<string, unknown>>) => boolean } = {
  'shift-opened': ({ shift, float }) => isWhole(shift) && isMoney(float),
  'cash-sold': ({ number, amount, tendered, change }) =>
    isWhole(number) && isMoney(amount) && isMoney(tendered) && isMoney(change),
  'cash-refunded': ({ number, amount, of }) =>
    isWhole(number) &&
    isMoney(amount) &&
    (of === undefined ||
      (isObject(of) && isWhole(of['left']) && isText(of['sale']) && /^[0-9]{28}$/.test(of['sale']))),
  'cash-moved': ({ direction, amount }) => (direction === 'in' || direction === 'out') && isMoney(amount),
  'drawer-opened': ({ why }) => isText(why),
  'cash-counted': ({ shift, denominations, total, difference }) =>
    isWhole(shift) &&
    isCount(denominations) &&
    isMoney(total) &&
    (difference === undefined || typeof difference === 'number'),
  'cash-explained': ({ shift, difference, reason }) =>
    isWhole(shift) && typeof difference === 'number' && isText(reason) && reason !== '',
  'day-closed': ({ closing, seal }) =>
    isObject(closing) && isObject(seal) && isText(seal['publicKey']) && isText(seal['signature']),
}

const noClosingBefore = '0'.repeat(64)
const wrongCash = (what: string): Flaw => ({ error: 'wrong-cash', what })

export const createClosingCheck = (): ClosingCheck => {
  const reached = new Set<string>()
  const openPayments = new Map<string, OpenAtEnd['payments'][number]>()
  const openRefunds = new Map<string, OpenAtEnd['refunds'][number]>()
  const failedPrints = new Set<number>()
  const matched = new Set<string>()
  const names = new Map<string, string>()
  const gross: Record<string, number> = {}
  const refunded: Record<string, number> = {}
  const keys = new Set<string>()
  const numbers = { shift: 0, 'cash-sold': 0, 'cash-refunded': 0 }
  /** What is left of each sale in cash, by the digits of its receipt that name the sale and its entry. */
  const left = new Map<string, Money>()

  let closings = 0
  let previous = noClosingBefore
  let from = 1
  let firstAt = 0
  /** What had been reached when the range began: a copy is not needed, because what is new in it is told apart. */
  const reachedBefore = (id: string, milestone: string): boolean => reached.has(`${id} ${milestone}`)
  let tally = createClosingTally(reachedBefore)

  /** The state after this entry, and what its milestones add to the counters. */
  const follow = (record: JournalRecord, body: EntryBody): void => {
    const found = reachedBy({ at: record.at, body })
    for (const milestone of found?.milestones ?? []) {
      const name = `${found?.id} ${milestone}`
      if (found === undefined || reached.has(name)) continue
      reached.add(name)
      const { currency, minor } = found.amount
      if (milestone === 'paid') gross[currency] = (gross[currency] ?? 0) + minor
      if (milestone === 'refunded') refunded[currency] = (refunded[currency] ?? 0) + minor
    }
    if (body.kind === 'payment-requested' || body.kind === 'payment-changed') {
      const { id, state, amount } = body.payment
      if (isFinal(body.payment)) openPayments.delete(id)
      else openPayments.set(id, { id, state, amount })
    } else if (body.kind === 'refund-requested' || body.kind === 'refund-changed') {
      const { id, state, amount } = body.refund
      if (isRefundFinal(body.refund)) openRefunds.delete(id)
      else openRefunds.set(id, { id, state, amount })
    } else if (body.kind === 'print-changed') {
      // What a forger wrote may lack anything; then nothing follows from it.
      if (body.job?.state === 'failed') failedPrints.add(body.job.number)
      else failedPrints.delete(body.job?.number)
    } else if (body.kind === 'day-reconciled') matched.add(body.day)
    else if (body.kind === 'operator-set') names.set(body.operator?.id, body.operator?.name)
  }

  const flawOfRefund = ({ amount, of }: Extract<CashBody, { kind: 'cash-refunded' }>): Flaw | undefined => {
    if (of === undefined) return undefined
    const sale = of.sale.slice(10, 26)
    const before = left.get(sale)
    if (before?.currency !== amount.currency) return wrongCash('it gives back of a sale that was never made')
    if (before.minor - amount.minor !== of.left) {
      return wrongCash('what is left of its sale is not what it says')
    }
    left.set(sale, { ...amount, minor: of.left as Money['minor'] })
    return undefined
  }

  const flawOfCash = (seq: number, body: CashBody): Flaw | undefined => {
    if (body.kind === 'drawer-opened' || body.kind === 'day-closed') return undefined
    const shift = tally.shift()
    if (body.kind === 'shift-opened') {
      if (shift !== undefined) return wrongCash('a shift is opened and one is open')
      if (body.shift !== numbers.shift + 1) return wrongCash(`shift ${numbers.shift + 1} is missing`)
      numbers.shift = body.shift
      return undefined
    }
    if (shift === undefined) return wrongCash('cash moves and no shift is open')
    if (body.kind === 'cash-explained') {
      if (body.shift !== shift.shift) return wrongCash('the difference is of another shift')
      return tally.differences().includes(body.difference)
        ? undefined
        : wrongCash('it explains a difference that is not there')
    }
    const { currency } = shift
    const sums =
      body.kind === 'cash-counted'
        ? [body.total]
        : body.kind === 'cash-sold'
          ? [body.amount, body.tendered, body.change]
          : [body.amount]
    if (sums.some((amount) => amount.currency !== currency)) {
      return wrongCash('it is in another currency than its shift')
    }
    switch (body.kind) {
      case 'cash-counted': {
        const sum = Object.entries(body.denominations).reduce(
          (all, [value, count]) => all + Number(value) * count,
          0,
        )
        if (body.shift !== shift.shift) return wrongCash('the count is of another shift')
        if (sum !== body.total.minor) return wrongCash('notes and coins are not what they sum up to')
        return body.difference === undefined || body.difference === sum - tally.expected(currency)
          ? undefined
          : wrongCash('it is not as far off as it says')
      }
      case 'cash-sold':
      case 'cash-refunded': {
        const next = numbers[body.kind] + 1
        if (body.number !== next) return wrongCash(`number ${next} is missing`)
        numbers[body.kind] = next
        if (body.kind === 'cash-refunded') {
          const flaw = flawOfRefund(body)
          if (flaw !== undefined) return flaw
          break
        }
        left.set([body.number, seq].map((digits) => String(digits).padStart(8, '0')).join(''), body.amount)
        return body.tendered.minor - body.amount.minor === body.change.minor
          ? undefined
          : wrongCash('the change is not what was given less what was to pay')
      }
      case 'cash-moved':
        if (body.direction === 'in') return undefined
        break
    }
    return body.amount.minor > tally.expected(currency)
      ? wrongCash('more is taken out than was in the drawer')
      : undefined
  }

  const expected = (record: JournalRecord): Closing => {
    const shift = tally.shift()
    const operators = [...new Set([...tally.operators(), record.operator])].sort()
    return {
      number: closings + 1,
      ...(shift === undefined ? {} : { shift: shift.shift, openedBy: shift.openedBy }),
      openedAt: instant(shift?.openedAt ?? firstAt),
      closedAt: instant(record.at),
      closedBy: record.operator,
      from,
      to: record.seq - 1,
      ...tally.facts({
        payments: [...openPayments.values()],
        refunds: [...openRefunds.values()],
        prints: [...failedPrints],
        isMatched: (day) => matched.has(day),
      }),
      integrity: { head: record.prev, gross, refunded, previous },
      operators: operators.map((id) => ({ id, name: names.get(id) ?? id })),
    }
  }

  const flawOfClosing = (
    record: JournalRecord,
    { closing, seal }: Extract<CashBody, { kind: 'day-closed' }>,
  ): Flaw | undefined => {
    const text = canonicalJson(closing)
    const wanted = expected(record)
    if (canonicalJson(wanted) !== text) {
      const names = [...new Set([...Object.keys(wanted), ...Object.keys(closing)])].sort()
      const said = (of: Closing, name: string): string =>
        canonicalJson((of as unknown as Readonly<Record<string, unknown>>)[name] ?? null)
      const first = names.find((name) => said(wanted, name) !== said(closing, name)) ?? ''
      return { error: 'wrong-closing', what: `its ${first} does not follow from the entries of its range` }
    }
    if (!isSealed(text, seal)) {
      return { error: 'wrong-seal', what: 'its signature is not that of the key it names' }
    }
    closings += 1
    keys.add(seal.publicKey)
    previous = createHash('sha256').update(text).digest('hex')
    from = record.seq
    tally = createClosingTally(reachedBefore)
    return undefined
  }

  return {
    look: (record, body) => {
      if (isCashBody(body)) {
        if (!hasBody[body.kind](body)) {
          return { error: 'wrong-body', what: 'it lacks what its kind must have' }
        }
        const flaw = body.kind === 'day-closed' ? flawOfClosing(record, body) : flawOfCash(record.seq, body)
        if (flaw !== undefined) return flaw
      }
      if (record.seq === from) firstAt = record.at
      tally.add({ seq: record.seq, at: record.at, operator: record.operator, body })
      follow(record, body)
      return undefined
    },
    count: () => closings,
    keys: () => [...keys],
  }
}
