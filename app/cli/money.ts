import { isPaymentId, isRefundId, type PaymentId } from '../../main/domain/ids.ts'
import { money, type Money } from '../../main/domain/money.ts'
import { isFinal } from '../../main/domain/payment.ts'
import { isRefundFinal } from '../../main/domain/refund.ts'
import { chargeRefusalSentences, refundRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import type { Till } from '../../main/till.ts'
import { settled, withTill } from './desk.ts'
import { checkout, type CommandHost } from './host.ts'
import { amountOption, readOptions, type Options } from './options.ts'
import {
  exitCodes,
  paymentExit,
  paymentLine,
  paymentResult,
  refundExit,
  refundLine,
  refundResult,
} from './result.ts'

const paymentOf = (till: Till, text: string): PaymentId => {
  const found = till.find(text)
  if (found === undefined) throw new Error(`No payment ${text} in this journal.`)
  return found.payment.id
}

const print = (options: Options, object: unknown, line: string): void =>
  console.log(options.flag('json') ? JSON.stringify(object) : line)

const reportPayment = (till: Till, id: PaymentId, options: Options): number => {
  const view = till.find(id)
  if (view === undefined) throw new Error(`No payment ${id} in this journal.`)
  print(options, paymentResult(view, till.story(id)), paymentLine(view))
  return paymentExit(view.payment)
}

const isSettled = (till: Till, id: PaymentId): boolean => {
  const view = till.find(id)
  return view !== undefined && isFinal(view.payment)
}

export const sell = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { texts: ['amount', 'currency', 'code'], flags: ['no-wait'] })
  const code = options.required('code')
  options.required('amount')
  return withTill(options, host, async (till) => {
    const amount = amountOption(options, till.view().currency)
    const charged = till.charge(amount, code)
    if (!charged.ok) {
      const { headline, todo } = chargeRefusalSentences[charged.error].en
      throw new Error(`${charged.error}: ${headline}. ${todo}`)
    }
    // Without waiting the PAY itself is still seen through, so that its answer is not thrown away.
    const isOn = (): boolean =>
      options.flag('no-wait')
        ? till.find(charged.value)?.payment.state !== 'sending'
        : isSettled(till, charged.value)
    await settled(till, isOn)
    return reportPayment(till, charged.value, options)
  })
}

export const query = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, {})
  const text = options.positional(0, 'the payment id')
  return withTill(
    options,
    host,
    async (till) => {
      const id = paymentOf(till, text)
      await till.query(id)
      return reportPayment(till, id, options)
    },
    'asks',
  )
}

export const cancel = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, {})
  const text = options.positional(0, 'the payment id')
  return withTill(
    options,
    host,
    async (till) => {
      const id = paymentOf(till, text)
      if (!isSettled(till, id)) {
        till.abort(id)
        await settled(till, () => isSettled(till, id))
      } else if (till.find(id)?.payment.state === 'paid') {
        throw new Error('This payment is paid; a paid payment is given back with "refund".')
      }
      const exit = reportPayment(till, id, options)
      return till.find(id)?.payment.state === 'cancelled' ? exitCodes.done : exit
    },
    'asks',
  )
}

/** How long Alipay is asked about an earlier refusal before this gives up, milliseconds. */
const askedFirstMs = 30_000

export const refund = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { texts: ['id', 'amount', 'currency'], flags: ['no-wait'] })
  const text = options.required('id')
  return withTill(options, host, async (till) => {
    const payment = paymentOf(till, text)
    const view = till.find(payment)
    const whole: Money = view?.refundable ?? money(0, till.view().currency)
    const amount = options.text('amount') === undefined ? whole : amountOption(options, whole.currency)
    // A till that were closed at once would ask about an earlier refusal anew at every try.
    await settled(till, () => !till.asksOfRefusalFirst(payment), askedFirstMs)
    const asked = till.refund(payment, amount)
    if (!asked.ok) {
      const { headline, todo } = refundRefusalSentences[asked.error].en
      throw new Error(`${asked.error}: ${headline}. ${todo}`)
    }
    const found = () => till.find(payment)?.refunds.find(({ id }) => id === asked.value)
    await settled(till, () => {
      const current = found()
      if (current === undefined) return false
      return isRefundFinal(current) || (options.flag('no-wait') && current.state !== 'sending')
    })
    const done = found()
    if (done === undefined || view === undefined)
      throw new Error(`The refund ${asked.value} is not in the journal.`)
    print(options, refundResult(done, view.payment, till.story(payment)), refundLine(done))
    return refundExit(done)
  })
}

export const recover = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { texts: ['for'] })
  const seconds = options.count('for')
  return withTill(
    options,
    host,
    async (till) => {
      const openIds = (): readonly string[] => {
        const { current, open, openRefunds } = till.view()
        const atCounter = current !== undefined && !isFinal(current.payment) ? [current.payment.id] : []
        return [...atCounter, ...open.map(({ id }) => id), ...openRefunds.map(({ id }) => id)]
      }
      const chased = openIds()
      await settled(
        till,
        () => openIds().length === 0,
        seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 1000,
      )
      for (const id of chased) {
        if (isPaymentId(id)) reportPayment(till, id, options)
        else if (isRefundId(id)) {
          const view = till.find(id)
          const found = view?.refunds.find((refund) => refund.id === id)
          if (view !== undefined && found !== undefined) {
            print(options, refundResult(found, view.payment, till.story(view.payment.id)), refundLine(found))
          }
        }
      }
      const left = openIds().length
      if (!options.flag('json')) {
        console.log(left === 0 ? `Nothing is open. ${chased.length} chased.` : `${left} still open.`)
      }
      return left === 0 ? exitCodes.done : exitCodes.unknown
    },
    'asks',
  )
}
