import { createAgenda } from '../agenda.ts'
import type { Answer, RefundRefusal } from '../contract.ts'
import type { CallRecord, EntryBody } from '../domain/entry.ts'
import { refundId, type InstallationId, type Mode, type PaymentId, type RefundId } from '../domain/ids.ts'
import { addMoney, money, subtractMoney, type Money } from '../domain/money.ts'
import {
  isRefundFinal,
  isWatchedRefund,
  mayGoBack,
  type Refund,
  type RefundEffect,
  type RefundNews,
  type RefundTiming,
} from '../domain/refund.ts'
import { holdMs, openRefund, stepRefund } from '../domain/refund-step.ts'
import { isInDoubt } from '../domain/refund-watch.ts'
import { isMoneyTaken } from '../domain/payment.ts'
import { correctedClock, type GatewayTime } from '../gateway-time.ts'
import { JournalFault, type Journal } from '../journal/journal.ts'
import { answerRecord, newsInWords, requestRecord } from '../payments/call-record.ts'
import { raised } from '../payments/raised.ts'
import type { Chance, Clock, GatewayLink, Log, Prepared, Seal } from '../ports.ts'

export interface RefundsParts {
  readonly journal: Journal
  readonly gateway: GatewayLink
  readonly clock: Clock
  readonly chance: Chance
  readonly seal: Seal
  readonly log: Log
  readonly mode: Mode
  readonly kind: Refund['kind']
  readonly gatewayTime: GatewayTime
  /** With which new ids begin. */
  readonly installation: InstallationId
  readonly timing: RefundTiming
  readonly operator: () => string
  readonly onChange: (refund: Refund) => void
  readonly onRefunded: (refund: Refund) => void
  readonly onFault: (fault: unknown, refund: RefundId, news: string) => void
}

/** A refund that is about to be written down, together with the news that makes it necessary. */
export interface RefundDraft {
  readonly id: RefundId
  readonly body: EntryBody
  /** Sends it. Call once its body is on disk. */
  readonly start: () => void
}

export interface Refunds {
  /** What may still be given back of a payment: its amount less every refund that was not refused. */
  readonly rest: (payment: PaymentId, amount: Money) => Money
  readonly draft: (payment: PaymentId, amount: Money, origin: Refund['origin']) => RefundDraft
  /** Whether a late copy of a refused refund may have been carried out, and nobody has asked lately; asks. */
  readonly asksOfRefusalFirst: (payment: PaymentId) => boolean
  readonly request: (payment: PaymentId, amount: Money) => Answer<RefundId, RefundRefusal>
  readonly resume: () => void
  readonly stop: () => void
}

/** Sum of what has been or may still be given back; a refused refund gives its amount free, unless it was made later. */
export const refundedSum = (refunds: readonly Refund[], currency: Money['currency']): Money =>
  refunds.filter(mayGoBack).reduce((sum, refund) => addMoney(sum, refund.amount), money(0, currency))

/** A refund that was to run by itself was refused: the customer is still charged for a sale that was given up. */
const isLeftToAPerson = (refund: Refund, before: Refund): boolean =>
  refund.origin === 'automatic' && refund.state === 'refused' && before.state !== 'refused'

export const createRefunds = (parts: RefundsParts): Refunds => {
  const { journal, gateway, chance, seal, log } = parts
  // The hours in which no refund is taken are the gateway's (spot-pay 5.6), and so is the time at which one was made.
  const clock = correctedClock(parts.clock, parts.gatewayTime)
  /** A journal that cannot even be read stops the till and not the program: its screen has to say so. */
  const agenda = createAgenda(clock, gateway.holdBackMs, (fault, id) => {
    if (!(fault instanceof JournalFault)) throw fault
    parts.onFault(fault, id as RefundId, 'not asked about any more')
  })
  const requests = new Map<RefundId, Prepared>()
  const sending = new Set<RefundId>()
  let stopped = false

  const rest: Refunds['rest'] = (payment, amount) =>
    subtractMoney(amount, refundedSum(journal.payment(payment)?.refunds ?? [], amount.currency))

  const requestOf = (id: RefundId): Prepared | undefined => {
    const kept = requests.get(id)
    if (kept !== undefined) return kept
    const record = journal.refund(id)
    return record === undefined
      ? undefined
      : { service: record.parameters['service'] ?? '', parameters: record.parameters }
  }

  const perform = (refund: Refund, effect: RefundEffect): void => {
    switch (effect.type) {
      case 'refund':
        agenda.set(refund.id, 'refund', effect.afterMs, () => send(refund.id))
        break
      case 'refund-query':
        agenda.set(refund.id, 'refund-query', effect.afterMs, () => query(refund.id))
        break
      case 'trade-query':
        agenda.set(refund.id, 'trade-query', effect.afterMs, () => askOfTrade(refund.id))
        break
      case 'wake':
        agenda.set(refund.id, 'wake', effect.afterMs, () => hear(refund.id, { type: 'due' }))
        break
      case 'refund-receipt':
        parts.onRefunded(refund)
        break
      case 'discrepancy':
        break
    }
  }

  const nextTry = ({ state }: Refund): RefundEffect => ({
    type: state === 'accepted' || state === 'refused' ? 'refund-query' : state === 'held' ? 'wake' : 'refund',
    afterMs: parts.timing.repeatMsMax,
  })

  const hear = (id: RefundId, news: RefundNews, call?: CallRecord): void => {
    if (stopped) return
    const words = newsInWords(news)
    let before: Refund | undefined
    try {
      before = journal.refund(id)?.refund
    } catch (fault) {
      parts.onFault(fault, id, words)
    }
    if (before === undefined) return
    const now = clock.now()
    const { refund, effects } = stepRefund(before, news, { now, timing: parts.timing })
    if (refund !== before) {
      try {
        journal.append(
          { now: parts.clock.now(), operator: 'till' },
          { kind: 'refund-changed', refund, news: words, ...(call === undefined ? {} : { call }) },
          ...(isLeftToAPerson(refund, before)
            ? [raised(refund.payment, 'automatic-refund-refused', refund.amount, now)]
            : []),
          ...effects.flatMap((effect) =>
            effect.type === 'discrepancy' ? [raised(refund.payment, effect.kind, refund.amount, now)] : [],
          ),
        )
      } catch (fault) {
        parts.onFault(fault, id, words)
        // It stays as it was. The journal itself takes entries: then it is asked about again, and not forgotten.
        if (journal.fault() === undefined && (!isRefundFinal(before) || isWatchedRefund(before)))
          perform(before, nextTry(before))
        return
      }
    }
    if (isRefundFinal(refund)) requests.delete(id)
    // What is watched has its next question set already when it is asked about between.
    if (isRefundFinal(refund) && !(isWatchedRefund(before) && isWatchedRefund(refund))) agenda.clear(id)
    for (const effect of effects) perform(refund, effect)
    parts.onChange(refund)
  }

  const send = async (id: RefundId): Promise<void> => {
    if (stopped || sending.has(id)) return
    const refund = journal.refund(id)?.refund
    const prepared = requestOf(id)
    if (refund === undefined || prepared === undefined) return
    // Looked at when it is sent, because a repeat that was set before midnight may be due after it.
    const hold = holdMs(refund.kind, clock.now())
    if (hold > 0) {
      perform(refund, { type: 'refund', afterMs: hold })
      return
    }
    sending.add(id)
    const heard = await gateway.refund(prepared).finally(() => sending.delete(id))
    hear(id, { type: 'refund-answered', outcome: heard.outcome }, answerRecord(prepared.service, heard))
  }

  const query = async (id: RefundId, outOfTurn = false): Promise<void> => {
    const refund = stopped ? undefined : journal.refund(id)?.refund
    if (refund === undefined) return
    const prepared = gateway.prepareRefundQuery(refund.payment, id)
    const heard = await gateway.refundQuery(prepared)
    hear(
      id,
      { type: 'refund-query-answered', outcome: heard.outcome, ...(outOfTurn ? { outOfTurn } : {}) },
      answerRecord(prepared.service, heard),
    )
  }

  /** Refused refunds that are asked about out of turn, and when each was answered last, on the monotonic clock. */
  const doubting = new Set<RefundId>()
  const doubtedMono = new Map<RefundId, number>()
  const asksOfRefusalFirst: Refunds['asksOfRefusalFirst'] = (payment) => {
    const inDoubt = (journal.payment(payment)?.refunds ?? []).filter((refund) =>
      isInDoubt(refund, clock.now()),
    )
    // One after the other, and again no sooner than any request is repeated.
    const id = inDoubt[0]?.id
    if (id !== undefined && !doubting.has(id)) {
      doubting.add(id)
      const sinceMs = clock.now().mono - (doubtedMono.get(id) ?? -Infinity)
      agenda.set(id, 'doubt', Math.max(0, parts.timing.repeatMs - sinceMs), async () => {
        await query(id, true).finally(() => doubting.delete(id))
        doubtedMono.set(id, clock.now().mono)
      })
    }
    return inDoubt.length > 0
  }

  const askOfTrade = async (id: RefundId): Promise<void> => {
    const payment = journal.refund(id)?.refund.payment
    const amount = payment === undefined ? undefined : journal.payment(payment)?.payment.amount
    if (stopped || payment === undefined || amount === undefined) return
    const prepared = gateway.prepareQuery(payment)
    const heard = await gateway.query(prepared, amount)
    hear(id, { type: 'trade-answered', outcome: heard.outcome }, answerRecord(prepared.service, heard))
  }

  const draft: Refunds['draft'] = (payment, amount, origin) => {
    const now = clock.now()
    const id = refundId({
      mode: parts.mode,
      installation: parts.installation,
      number: journal.head().seq + 1,
      chance: chance.digits(8),
    })
    const operator = origin === 'automatic' ? 'till' : parts.operator()
    const { refund, effects } = openRefund(
      { id, payment, amount, operator, origin, kind: parts.kind, createdAt: now.at },
      now,
    )
    const prepared = gateway.prepareRefund({ id, payment, amount, kind: parts.kind })
    return {
      id,
      body: {
        kind: 'refund-requested',
        refund,
        call: requestRecord(prepared, seal),
        parameters: prepared.parameters,
      },
      start: () => {
        requests.set(id, prepared)
        for (const effect of effects) perform(refund, effect)
        parts.onChange(refund)
      },
    }
  }

  return {
    rest,
    draft,
    asksOfRefusalFirst,
    request: (id, amount) => {
      const refuse = (error: RefundRefusal): Answer<RefundId, RefundRefusal> => ({ ok: false, error })
      if (stopped || journal.fault() !== undefined) return refuse('till-stopped')
      const record = journal.payment(id)
      if (record === undefined) return refuse('unknown-payment')
      if (!isMoneyTaken(record.payment)) return refuse('not-paid')
      if (amount.currency !== record.payment.amount.currency) return refuse('wrong-currency')
      const left = rest(id, record.payment.amount)
      if (left.minor === 0 || amount.minor === 0) return refuse('nothing-left')
      if (amount.minor > left.minor) return refuse('more-than-the-rest')
      if (asksOfRefusalFirst(id)) return refuse('refusal-in-doubt')
      const refund = draft(id, amount, 'cashier')
      try {
        journal.append({ now: parts.clock.now(), operator: parts.operator() }, refund.body)
      } catch (fault) {
        parts.onFault(fault, refund.id, 'refund-requested')
        return refuse('till-stopped')
      }
      refund.start()
      return { ok: true, value: refund.id }
    },
    resume: () => {
      for (const refund of [...journal.openRefunds(), ...journal.watchedRefunds()]) {
        log.info('refund-resumed', { id: refund.id, state: refund.state })
        hear(refund.id, { type: 'resumed' })
      }
    },
    stop: () => {
      stopped = true
      agenda.stop()
    },
  }
}
