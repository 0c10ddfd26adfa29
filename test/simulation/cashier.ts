import type { PaymentView } from '../../main/contract.ts'
import { money } from '../../main/domain/money.ts'
import type { PaymentId } from '../../main/domain/ids.ts'
import { isFinal } from '../../main/domain/payment.ts'
import { JournalFault } from '../../main/journal/journal.ts'
import type { Till } from '../../main/till.ts'
import { trainingCode } from '../../main/training/wallet.ts'
import type { Checker } from './checker.ts'
import { Gone } from './disk-access.ts'
import { readFace } from './paper.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import type { TillHost } from './till-host.ts'

/** A person at a till: serves one customer after the other, and does what people do besides. */
export interface Cashier {
  /** Looks at the screen and does one thing. Says after how many milliseconds to look again. */
  readonly act: () => number
  readonly isDone: () => boolean
  readonly sales: () => number
}

export interface CashierParts {
  readonly plan: Plan
  readonly random: Random
  readonly host: TillHost
  readonly checker: Checker
  readonly note: (line: string) => void
  readonly onFault: (kind: string) => void
  /** The till does not work: a person who can help is called. */
  readonly callForHelp: () => void
}

/** What a basket's customer shows. The same customer shows a new code for each try, or the old one by mistake. */
interface Basket {
  readonly name: string
  readonly minor: number
  readonly customer: number
  tries: number
}

const otherWallet = '134567890123456789' // WeChat Pay
const garbage = ['', '28', '285902802486590277x', '4006381333931', 'https://example.org', otherWallet]

export const createCashier = (parts: CashierParts): Cashier => {
  const { plan, random, host, checker, note } = parts
  let served = 0
  let sales = 0
  let basket: Basket | undefined
  let lastCode: string | undefined
  let waited = 0

  const codeFor = (own: Basket): string => trainingCode(own.customer, (own.tries += 1))

  const charge = (till: Till, own: Basket, code: string): void => {
    const charged = till.charge(money(own.minor, 'USD'), code)
    note(`${host.name} charges ${own.name} ${own.minor} ${charged.ok ? charged.value : charged.error}`)
    if (charged.ok) {
      sales += 1
      lastCode = code
      checker.charged(host.name, own.name, charged.value, code)
    }
  }

  /**
   * A disk that does not let the till read any more is said on the screen; the question itself then has no answer. Nor
   * has one that was still out when the machine went off.
   */
  const ask = (till: Till, id: PaymentId): void => {
    till.query(id).catch((fault: unknown) => {
      const isOff = fault instanceof Gone || host.till() !== till
      if (!isOff && !(fault instanceof JournalFault))
        checker.violation('I5', `${host.name}: a question broke: ${String(fault)}`)
    })
  }

  const begin = (till: Till): void => {
    served += 1
    const customer = random.int(0, 99_999_999)
    basket = { name: `${host.name}/${served}`, minor: random.int(1, 20_000), customer, tries: 0 }
    till.prepare()
    if (random.chance(0.1 * plan.haste)) {
      parts.onFault('scan of garbage')
      const refused = till.charge(money(basket.minor, 'USD'), random.pick(garbage))
      if (refused.ok) checker.violation('I1', `${host.name} took a payment from what is no code`)
    }
    if (lastCode !== undefined && random.chance(0.1 * plan.haste)) {
      parts.onFault('code of the customer before')
      charge(till, basket, lastCode)
      return
    }
    charge(till, basket, codeFor(basket))
    if (random.chance(0.3 * plan.haste)) {
      parts.onFault('double scan')
      const again = till.charge(
        money(basket.minor, 'USD'),
        random.chance(0.5) ? (lastCode ?? '') : codeFor(basket),
      )
      if (again.ok) checker.violation('I1', `${host.name} charged ${basket.name} twice`)
    }
  }

  const giveBack = (till: Till): void => {
    const sold: readonly PaymentView[] = till.list(30).filter(({ refundable }) => refundable.minor > 0)
    if (sold.length === 0) return
    const { payment, refundable } = random.pick(sold)
    const minor = random.pick([refundable.minor, random.int(1, refundable.minor), refundable.minor + 1])
    const refund = till.refund(payment.id, money(minor, 'USD'))
    note(`${host.name} refunds ${payment.id} ${minor} ${refund.ok ? refund.value : refund.error}`)
    if (refund.ok && minor > refundable.minor) checker.violation('I4', `${host.name} refunds too much`)
    if (refund.ok && random.chance(0.3 * plan.haste)) {
      parts.onFault('refund twice')
      const again = till.refund(payment.id, money(minor, 'USD'))
      const left = refundable.minor - minor
      if (again.ok && minor > left) checker.violation('I4', `${host.name} refunds ${payment.id} twice`)
    }
  }

  /** Between two customers. */
  const idle = (till: Till): void => {
    if (random.chance(plan.refundRate)) giveBack(till)
    if (random.chance(0.25)) {
      const known = till.list(10)
      if (known.length > 0) ask(till, random.pick(known).payment.id)
    }
    const view = host.screen()
    if (view === undefined) return
    for (const { payment, kind } of view.discrepancies)
      if (random.chance(0.3)) till.discrepancySeen(payment, kind)
    for (const { number } of view.failedPrints) {
      if (random.chance(0.3)) void till.retryPrint(number)
      else if (random.chance(0.1)) till.dropPrint(number)
    }
  }

  const onEnd = (till: Till, shown: PaymentView): void => {
    const { payment } = shown
    if (plan.printer.used && random.chance(0.1)) void till.print(payment.id, 'customer')
    if (random.chance(0.02)) {
      const faces = till.receiptFaces(payment.id, 'customer')
      if (faces !== undefined) checker.previewed(host.name, readFace(faces.text))
    }
    const sold = payment.state === 'paid'
    if (!sold && basket !== undefined && basket.tries < 4 && random.chance(0.6)) {
      const again = random.chance(0.3) ? lastCode : undefined
      charge(till, basket, again ?? codeFor(basket))
      return
    }
    basket = undefined
    till.next()
    idle(till)
  }

  const act = (): number => {
    const till = host.till()
    const view = host.screen()
    if (till === undefined || view === undefined) {
      if (!host.isOn() && random.chance(0.1)) parts.callForHelp()
      return random.int(500, 5000)
    }
    const { stopped, current } = view
    if (stopped !== undefined) {
      parts.callForHelp()
      return random.int(5000, 30_000)
    }
    if (current === undefined) {
      basket = undefined
      if (served < plan.salesPerTill) begin(till)
      else idle(till)
      return random.int(300, 3000)
    }
    // Begun before the power went, and not answered to the cashier: it is on the screen, so it is this basket's.
    if (basket !== undefined) checker.charged(host.name, basket.name, current.payment.id)
    if (isFinal(current.payment)) {
      waited = 0
      onEnd(till, current)
      return random.int(300, 6000)
    }
    waited += 1
    if (random.chance(0.04 * plan.haste + plan.impatience) || waited > 60) {
      parts.onFault('abort')
      note(`${host.name} aborts ${current.payment.id}`)
      till.abort(current.payment.id)
    }
    if (random.chance(0.1 * plan.haste) && basket !== undefined) {
      parts.onFault('scan while a payment is open')
      const again = till.charge(money(basket.minor, 'USD'), codeFor(basket))
      if (again.ok) checker.violation('I1', `${host.name} charged ${basket.name} while a payment was open`)
    }
    if (random.chance(0.05)) ask(till, current.payment.id)
    if (current.payment.state === 'cancelling' && random.chance(0.2)) {
      // The customer pays otherwise: this basket is not charged again.
      if (till.next().ok) basket = undefined
    }
    return random.int(500, 8000)
  }

  return { act, isDone: () => served >= plan.salesPerTill && basket === undefined, sales: () => sales }
}
