import { createAgenda } from '../agenda.ts'
import type { Answer, ChargeRefusal } from '../contract.ts'
import type { CallRecord, Discrepancy } from '../domain/entry.ts'
import { paymentId, type InstallationId, type Mode, type PaymentId } from '../domain/ids.ts'
import { minorUnits, type Currency, type Money } from '../domain/money.ts'
import {
  isBeingUndone,
  isFinal,
  isStillAsked,
  type ChaseTiming,
  type Payment,
  type PaymentEffect,
  type PaymentNews,
} from '../domain/payment.ts'
import { nextTry } from '../domain/payment-moves.ts'
import { openPayment, stepPayment } from '../domain/payment-step.ts'
import { classifyScan } from '../domain/scan.ts'
import { believable } from '../domain/taken-number.ts'
import { correctedClock, type GatewayTime } from '../gateway-time.ts'
import { JournalFault, type Journal } from '../journal/journal.ts'
import type { Chance, Clock, GatewayLink, Log, Prepared, Seal } from '../ports.ts'
import type { Refunds } from '../refunds/refunds.ts'
import { answerRecord, newsInWords, requestRecord } from './call-record.ts'
import { createPreparedCancels } from './prepared-cancels.ts'
import { raised } from './raised.ts'
import { createRecentCodes } from './recent-codes.ts'

export interface PaymentsParts {
  readonly journal: Journal
  readonly gateway: GatewayLink
  readonly clock: Clock
  readonly chance: Chance
  readonly seal: Seal
  readonly log: Log
  readonly refunds: Refunds
  readonly timing: ChaseTiming
  readonly mode: Mode
  readonly currency: Currency
  readonly gatewayTime: GatewayTime
  /** With which new ids begin. */
  readonly installation: InstallationId
  readonly operator: () => string
  readonly onChange: (payment: Payment) => void
  readonly onPaid: (payment: Payment) => void
  /** Another till has made a payment under this number. */
  readonly onNumberTaken: (payment: PaymentId, code: string) => void
  /** The journal did not take what was just heard. Called with the news in words. */
  readonly onFault: (fault: unknown, payment: PaymentId, news: string) => void
}

export interface Payments {
  /** Takes a payment. The intent is on disk when this returns; the PAY is on its way. */
  readonly charge: (
    amount: Money,
    scanned: string,
    attended: boolean,
    /** Called with the id before anyone is told of the payment. */
    begun?: (id: PaymentId) => void,
  ) => Answer<PaymentId, ChargeRefusal>
  readonly abort: (id: PaymentId) => Answer<true, 'not-open'>
  /** Lets the cashier turn to the next customer once a cancel has been tried in vain. */
  readonly release: (id: PaymentId) => Answer<true, 'payment-open'>
  /** Asks the gateway now; resolves when it has answered or the call has ended. */
  readonly ask: (id: PaymentId) => Promise<Payment | undefined>
  /** Chases everything that is not final. Nothing is sent anew. */
  readonly resume: () => void
  readonly current: (id: PaymentId) => Payment | undefined
  readonly stop: () => void
}

export const createPayments = (parts: PaymentsParts): Payments => {
  const { journal, gateway, clock, chance, seal, log, refunds, timing, gatewayTime } = parts
  const agenda = createAgenda(clock, gateway.holdBackMs, (fault, id) => {
    if (!(fault instanceof JournalFault)) throw fault
    parts.onFault(fault, id as PaymentId, 'not asked about any more')
  })
  const live = new Map<PaymentId, Payment>()
  const paying = new Set<PaymentId>()
  const asking = new Map<PaymentId, Promise<void>>()
  const cancelling = new Set<PaymentId>()
  /** Queries whose payment was answered a cancel while they were out. */
  const overtaken = new Set<PaymentId>()
  const cancels = createPreparedCancels(gateway, () => correctedClock(clock, gatewayTime).now().at)
  /** What was written down last of a payment: the same answer again, that changes nothing, is no news. */
  const lastWords = new Map<PaymentId, string>()
  let stopped = false

  const current = (id: PaymentId): Payment | undefined => live.get(id) ?? journal.payment(id)?.payment
  const recentCodes = createRecentCodes(current)

  const keep = (payment: Payment): void => {
    if (!isStillAsked(payment)) {
      live.delete(payment.id)
      lastWords.delete(payment.id)
      cancels.forget(payment.id)
      agenda.clear(payment.id)
    } else {
      live.set(payment.id, payment)
    }
  }

  const perform = (payment: Payment, effect: PaymentEffect): void => {
    switch (effect.type) {
      case 'query':
        agenda.set(payment.id, 'query', effect.afterMs, () => query(payment.id))
        break
      case 'cancel':
        agenda.clear(payment.id)
        agenda.set(payment.id, 'cancel', effect.afterMs, () => cancel(payment.id))
        break
      case 'receipt':
        parts.onPaid(payment)
        break
      case 'pay':
      case 'discrepancy':
      case 'refund-all':
        break // Done before: the first by `charge`, the others in the same transaction as the news.
    }
  }

  /** A journal that cannot even be read stops the till and not the program: what was heard stands on its screen. */
  const hear = (id: PaymentId, told: PaymentNews, call?: CallRecord): void => {
    try {
      if (!stopped) take(id, told, call)
    } catch (fault) {
      if (!(fault instanceof JournalFault)) throw fault
      parts.onFault(fault, id, newsInWords(told))
    }
  }

  /** Writes down what was heard and what follows from it, in one transaction, and then does what follows. */
  const take = (id: PaymentId, told: PaymentNews, call?: CallRecord): void => {
    const before = current(id)
    if (before === undefined) return
    const now = clock.now()
    const news = believable(before, told)
    const correctionMs = gatewayTime.correctionMs()
    const { payment, effects } = stepPayment(before, news, { now, timing, correctionMs })
    const words = newsInWords(told, news.type)
    const isOfNoConcern = (kind: Discrepancy['kind']): boolean =>
      kind === 'closed-though-paid' && refunds.rest(id, payment.amount).minor === 0
    const discrepancies = effects.flatMap((effect) =>
      effect.type === 'discrepancy' && !isOfNoConcern(effect.kind)
        ? [raised(id, effect.kind, payment.amount, now)]
        : [],
    )
    const clear = 'outcome' in news && news.outcome.type !== 'unknown' && news.outcome.type !== 'not-sent'
    const isNews = clear && lastWords.get(id) !== words
    if (payment !== before || discrepancies.length > 0 || isNews) {
      // A refund that starts by itself must not be lost between the news and its own intent.
      const drafts = effects.some((effect) => effect.type === 'refund-all')
        ? [refunds.draft(payment.id, payment.amount, 'automatic')]
        : []
      try {
        journal.append(
          { now, operator: 'outcome' in told || news.type === 'resumed' ? 'till' : parts.operator() },
          { kind: 'payment-changed', payment, news: words, ...(call === undefined ? {} : { call }) },
          ...discrepancies,
          ...drafts.map((draft) => draft.body),
        )
      } catch (fault) {
        parts.onFault(fault, id, words)
        // It stays as it was. The journal itself takes entries: then the question is asked again, and not forgotten.
        if (journal.fault() === undefined && isStillAsked(before) && !isMoving(id)) {
          perform(before, { ...nextTry(before, timing), afterMs: timing.cancelEveryMsMax })
        }
        return
      }
      lastWords.set(id, words)
      keep(payment)
      for (const draft of drafts) draft.start()
    }
    for (const effect of effects) perform(payment, effect)
    if (news.type === 'number-taken') parts.onNumberTaken(id, news.code)
    if (!isFinal(payment) && !isMoving(id)) perform(payment, nextTry(payment, timing))
    parts.onChange(payment)
  }

  const isMoving = (id: PaymentId): boolean =>
    paying.has(id) || asking.has(id) || cancelling.has(id) || agenda.has(id)

  const pay = async (id: PaymentId, prepared: Prepared): Promise<void> => {
    paying.add(id)
    const heard = await gateway.pay(prepared).finally(() => paying.delete(id))
    hear(id, { type: 'pay-answered', outcome: heard.outcome }, answerRecord(prepared.service, heard))
  }

  const query = (id: PaymentId): Promise<void> => {
    const known = asking.get(id)
    if (known !== undefined) return known
    const payment = stopped ? undefined : current(id)
    if (payment === undefined) return Promise.resolve()
    const asked = (async (): Promise<void> => {
      const prepared = gateway.prepareQuery(id)
      overtaken.delete(id)
      const heard = await gateway.query(prepared, payment.amount).finally(() => asking.delete(id))
      // What was so before a cancel says nothing about after it: believed, it would refund money already returned.
      if (cancelling.has(id)) return
      if (overtaken.delete(id)) return query(id)
      hear(id, { type: 'query-answered', outcome: heard.outcome }, answerRecord(prepared.service, heard))
    })()
    asking.set(id, asked)
    return asked
  }

  const cancel = async (id: PaymentId): Promise<void> => {
    if (stopped || cancelling.has(id) || !isBeingUndone(current(id))) return
    const prepared = cancels.of(id)
    cancelling.add(id)
    const heard = await gateway.cancel(prepared).finally(() => cancelling.delete(id))
    if (asking.has(id)) overtaken.add(id)
    hear(id, { type: 'cancel-answered', outcome: heard.outcome }, answerRecord(prepared.service, heard))
  }

  const attendedOpen = (): Payment | undefined =>
    [...live.values()].find((payment) => payment.attended && !isFinal(payment))

  const charge: Payments['charge'] = (amount, scanned, attended, begun) => {
    const refuse = (error: ChargeRefusal): Answer<PaymentId, ChargeRefusal> => ({ ok: false, error })
    if (stopped || journal.fault() !== undefined) return refuse('till-stopped')
    if (amount.currency !== parts.currency) return refuse('wrong-currency')
    if (!minorUnits(amount.minor).ok) return refuse('too-large')
    if (amount.minor === 0) return refuse('no-amount')
    const scan = classifyScan(scanned)
    if (scan.kind === 'other-wallet') return refuse('other-wallet')
    if (scan.kind !== 'payment-code') return refuse('not-a-payment-code')
    if (attended && attendedOpen() !== undefined) return refuse('payment-open')
    const buyerCode = seal.buyerCode(scan.code)
    const now = clock.now()
    const refusal = recentCodes.refusal(buyerCode, now)
    if (refusal !== undefined) return refuse(refusal)

    const id = paymentId({
      mode: parts.mode,
      installation: parts.installation,
      number: journal.head().seq + 1,
      chance: chance.digits(8),
    })
    const operator = parts.operator()
    const { payment } = openPayment(
      { id, amount, buyerCode, operator, createdAt: now.at, attended },
      { now, timing },
    )
    const prepared = gateway.preparePay({ id, amount, createdAt: now.at }, scan.code)
    try {
      // On disk before the first byte leaves: whatever happens next, this payment will be asked about.
      journal.append(
        { now, operator },
        { kind: 'payment-requested', payment, call: requestRecord(prepared, seal) },
      )
    } catch (fault) {
      parts.onFault(fault, id, 'payment-requested')
      return refuse('till-stopped')
    }
    live.set(id, payment)
    recentCodes.remember(buyerCode, id, now)
    void pay(id, prepared)
    begun?.(id)
    parts.onChange(payment)
    return { ok: true, value: id }
  }

  return {
    charge,
    abort: (id) => {
      const payment = live.get(id)
      if (payment === undefined || (payment.state !== 'sending' && payment.state !== 'waiting')) {
        return { ok: false, error: 'not-open' }
      }
      hear(id, { type: 'abort-asked' })
      return { ok: true, value: true }
    },
    release: (id) => {
      const payment = live.get(id)
      if (payment === undefined || isFinal(payment) || !payment.attended) return { ok: true, value: true }
      if (payment.state !== 'cancelling' || payment.cancels === 0) return { ok: false, error: 'payment-open' }
      hear(id, { type: 'released' })
      return { ok: true, value: true }
    },
    ask: async (id) => {
      if (stopped || current(id) === undefined) return undefined
      await query(id)
      return stopped ? undefined : current(id)
    },
    resume: () => {
      for (const payment of journal.openPayments()) {
        live.set(payment.id, payment)
        log.info('payment-resumed', { id: payment.id, state: payment.state })
        hear(payment.id, { type: 'resumed' })
      }
    },
    current,
    stop: () => {
      stopped = true
      agenda.stop()
    },
  }
}
