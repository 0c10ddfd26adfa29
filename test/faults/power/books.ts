import { systemClock } from '../../../app/system.ts'
import { money, subtractMoney } from '../../../main/domain/money.ts'
import { isFinal, type Payment } from '../../../main/domain/payment.ts'
import { isRefundFinal } from '../../../main/domain/refund.ts'
import type { Journal, PaymentRecord } from '../../../main/journal/journal.ts'
import { services } from '../../../main/training/requests.ts'
import type { TrainingGateway } from '../../../main/training/server.node.ts'

const watchEnds: readonly string[] = ['at-next-start', 'over']

/** Whether nothing more will be asked about it, so that its money must fit the gateway's to the cent. */
const isSettled = ({ payment, refunds }: PaymentRecord): boolean =>
  isFinal(payment) &&
  (!('watch' in payment) || watchEnds.includes(payment.watch.stage)) &&
  refunds.every(isRefundFinal)

/** What the shop believes to have, in minor units. */
const keptByShop = ({ payment, refunds }: PaymentRecord): number => {
  if (payment.state !== 'paid') return 0
  const none = money(0, payment.amount.currency)
  return refunds
    .filter(({ state }) => state === 'refunded')
    .reduce((rest, { amount }) => subtractMoney(rest, amount), subtractMoney(payment.amount, none)).minor
}

const isOpenQuestion = (journal: Journal, payment: Payment): boolean =>
  journal.openPayments().some(({ id }) => id === payment.id) ||
  journal.discrepancies().some((discrepancy) => discrepancy.payment === payment.id)

/**
 * Holds the till's books against the gateway's own, which no power cut reached, and names what breaks an invariant.
 * Payments that are still being asked about only have to be in the list of open questions.
 */
export const disagreements = (journal: Journal, gateway: TrainingGateway): readonly string[] => {
  const found: string[] = []
  const trades = new Map(
    gateway.ledger.trades(systemClock.now().at).map((trade) => [trade.order.id, trade] as const),
  )
  const records = new Map(journal.payments().map((record) => [record.payment.id as string, record] as const))
  for (const id of trades.keys()) {
    if (!records.has(id)) found.push(`I2: the gateway has ${id} and the journal does not`)
  }
  for (const [id, record] of records) {
    const { payment } = record
    const pays = gateway.requests.count(services.pay, id)
    if (pays > 1) found.push(`I1: ${pays} PAY requests for ${id}`)
    const trade = trades.get(id)
    if (payment.state === 'paid' && trade?.paidAt === undefined) {
      found.push(`I3: ${id} reads paid, and the gateway was never paid`)
    }
    if (!isSettled(record)) {
      const listed = isOpenQuestion(journal, payment) || !record.refunds.every(isRefundFinal)
      if (!listed) found.push(`I4: ${id} is ${payment.state} and in no list`)
      continue
    }
    const kept = trade?.paidAt === undefined ? 0 : trade.order.price.minor - trade.returned
    if (kept !== keptByShop(record) && !isOpenQuestion(journal, payment)) {
      found.push(`I2: ${id} is ${payment.state}, the shop counts ${keptByShop(record)}, the gateway ${kept}`)
    }
  }
  return found
}

/** How many are not final, or final with a question still to be asked while this till runs. */
export const unsettled = (journal: Journal): number => {
  const questions = journal
    .openPayments()
    .filter((payment) => !('watch' in payment && watchEnds.includes(payment.watch.stage)))
  return questions.length + journal.openRefunds().filter((refund) => !isRefundFinal(refund)).length
}
