import { formatAmount } from '../../main/domain/money.ts'
import type { Violation } from './checker.ts'
import type { GatewayModel } from './gateway.ts'
import type { Paper } from './paper.ts'

/** Holds paper against the gateway's books (I3): PAID and refunded only what is, and one original of each. */
export interface PaperCheck {
  readonly printed: (till: string, paper: Paper, isWhole: boolean) => void
  readonly previewed: (till: string, paper: Paper) => void
}

export const createPaperCheck = (
  gateway: GatewayModel,
  violation: (invariant: Violation['invariant'], what: string) => void,
): PaperCheck => {
  const originals = new Set<string>()

  const isTrue = (till: string, paper: Paper): void => {
    const { payment, refund, saysPaid, saysRefunded, text } = paper
    if (payment === undefined) return
    const trade = gateway.trade(payment)
    if (saysPaid) {
      if (trade?.paidAt === undefined) violation('I3', `${till}'s paper says paid of ${payment}`)
      else if (!text.includes(`USD ${formatAmount(trade.order.price)}`)) {
        violation('I3', `${till}'s paper says another amount of ${payment}`)
      }
    }
    if (saysRefunded && refund !== undefined && (trade?.returned ?? 0) === 0) {
      violation('I3', `${till}'s paper says that ${refund} went back of ${payment}`)
    }
  }

  return {
    previewed: isTrue,
    printed: (till, paper, isWhole) => {
      isTrue(till, paper)
      const of = paper.refund ?? paper.payment
      if (isWhole && of === undefined) violation('I5', `${till} prints a paper without a number`)
      if (of === undefined || paper.isCopy || (!paper.saysPaid && !paper.saysRefunded)) return
      // A payment that was open when a folder was copied is known to both machines, and each prints it.
      const original = `${till} ${of} ${paper.isMerchants ? 'merchant' : 'customer'}`
      if (originals.has(original)) violation('I3', `${till} prints a second original of ${of}`)
      originals.add(original)
    },
  }
}
