import { adviceForDeclined } from './codes.ts'
import type { Silence, Unsent } from './outcome.ts'
import { isChargedOtherwise, isForAPerson, type Payment } from './payment.ts'
import type { Refund } from './refund.ts'
import { needsRefundByHand } from './refund-by-hand.ts'
import { say, type Sentences } from './sentences.ts'

const handsOff = {
  en: 'Do not hand over goods, do not scan again.',
  zh: '先不要交货，也不要再次扫码。',
} as const

/** The sale was given up, and then the gateway said that the customer had paid for it. */
const foundPaidLater = say(
  [
    'Not sold, yet the customer paid',
    'Do not hand over goods. The till gives the money back by itself. Tell the customer so.',
  ],
  ['未成交，但顾客已付款', '不要交货。收银机会自动退款，请告知顾客。'],
)

/** The same, when that refund was refused. */
const refundRefused = say(
  [
    'Not sold, yet paid: refund refused',
    'Do not hand over goods, pay no cash. Refund it by hand: open this sale (F11), then F6. If that is refused too, call the manager.',
  ],
  [
    '未成交但已付款，退款被拒',
    '不要交货，也不要付现金。请手动退款：在全部交易（F11）中打开此单，再按 F6。如再次被拒，请联系店长。',
  ],
)

const chargedOtherwise = say(
  [
    'Not sold, yet Alipay shows another amount as paid',
    'Do not charge again and hand over nothing. Call the manager, who looks it up in the portal.',
  ],
  ['未成交，但支付宝显示已付款且金额不同', '不要再次收款，也不要交货。请店长到商家平台核对。'],
)

const waitingSentence = (why: Silence | 'interrupted'): Sentences => {
  switch (why) {
    case 'waiting-for-buyer':
      return say(
        ['The customer is confirming', `Ask the customer to confirm on the phone. ${handsOff.en}`],
        ['等待顾客确认', `请顾客在手机上确认付款。${handsOff.zh}`],
      )
    case 'interrupted':
      return say(
        ['Not confirmed: the till was restarted', `${handsOff.en} The till is asking what became of it.`],
        ['尚未确认：收银机重启过', `${handsOff.zh}收银机正在查询结果。`],
      )
    case 'timed-out':
    case 'connection-lost':
      return say(
        ['Not confirmed: no answer yet', `${handsOff.en} The till asks again by itself.`],
        ['尚未确认：暂无应答', `${handsOff.zh}收银机会自动再次查询。`],
      )
    case 'system-error':
    case 'unknown-result':
    case 'http-status':
      return say(
        ['Not confirmed: Alipay is not sure', `${handsOff.en} The till asks again by itself.`],
        ['尚未确认：支付宝暂无明确结果', `${handsOff.zh}收银机会自动再次查询。`],
      )
    case 'too-large':
    case 'wrong-charset':
    case 'not-xml':
    case 'not-an-answer':
    case 'unsigned':
    case 'wrong-signature':
    case 'wrong-sign-type':
    case 'wrong-echo':
    case 'other-amount':
      return say(
        [
          'Not confirmed: the answer cannot be trusted',
          `${handsOff.en} The till asks again. If this comes back, tell the technician.`,
        ],
        ['尚未确认：应答不可信', `${handsOff.zh}收银机会再次查询。如反复出现，请通知技术人员。`],
      )
  }
}

const cancellingSentence = (payment: Extract<Payment, { state: 'cancelling' }>): Sentences => {
  if (isForAPerson(payment)) {
    const code =
      payment.lastRefusal === undefined || payment.lastRefusal === '' ? '' : ` (${payment.lastRefusal})`
    return say(
      [
        'Not settled: somebody has to look',
        `${handsOff.en} Alipay takes no cancel${code}. Call the manager: look this number up in Alipay's portal and ` +
          'give back there what was paid. You may serve the next customer. The till goes on asking.',
      ],
      [
        '尚未了结：需要人工核查',
        `${handsOff.zh}支付宝不接受撤销${code}。请联系店长：在支付宝商户平台按单号查询，如已付款请在平台退款。` +
          '然后可接待下一位顾客。收银机会继续查询。',
      ],
    )
  }
  const asksFirst = payment.lastRefusal !== undefined
  const next = asksFirst
    ? {
        en: 'Alipay did not take the cancel; the till asks whether it was paid.',
        zh: '支付宝未接受撤销，收银机正在查询是否已付款。',
      }
    : { en: 'The till cancels by itself until it has an answer.', zh: '收银机会自动撤销，直到有结果。' }
  return payment.because === 'limit'
    ? say(
        ['Not confirmed in time: cancelling', `${handsOff.en} ${next.en}`],
        ['未及时确认：正在撤销', `${handsOff.zh}${next.zh}`],
      )
    : say(
        ['Stopping: not confirmed yet', `${handsOff.en} ${next.en}`],
        ['正在停止：尚未确认', `${handsOff.zh}${next.zh}`],
      )
}

const cancelledSentence = (payment: Extract<Payment, { state: 'cancelled' }>): Sentences => {
  if (payment.watch.foundPaid !== undefined) return foundPaidLater
  if (isChargedOtherwise(payment)) return chargedOtherwise
  if (payment.action === 'refund') {
    return say(
      [
        'Cancelled: the money goes back',
        'The customer had paid and gets it all back. Start again with a new code.',
      ],
      ['已撤销：款项退回', '顾客已付的款项全部退回。如需继续，请用新的付款码重新收款。'],
    )
  }
  switch (payment.because) {
    case 'limit':
      return say(
        ['Cancelled: not paid in time', 'Nothing was charged. Ask for a new code and scan it, or take cash.'],
        ['已撤销：超时未付款', '没有扣款。请顾客刷新付款码后再扫，或改收现金。'],
      )
    case 'cashier':
      return say(
        ['Cancelled', 'Nothing was charged. Ask for a new code and scan it, or key the next amount.'],
        ['已撤销', '没有扣款。请扫新的付款码，或输入下一笔金额。'],
      )
    case 'closed-by-gateway':
      return say(
        ['Closed without payment', 'Nothing was charged. Ask for a new code and scan it, or take cash.'],
        ['交易已关闭，未付款', '没有扣款。请顾客刷新付款码后再扫，或改收现金。'],
      )
  }
}

const notSentSentence = (why: Unsent): Sentences => {
  switch (why) {
    case 'no-such-host':
    case 'refused':
    case 'unreachable':
    case 'connect-timed-out':
      return say(
        ['No connection. Nothing charged.', 'Try again with a fresh code, or take cash.'],
        ['没有网络。未扣款。', '请刷新付款码重试，或改收现金。'],
      )
    case 'tls':
      return say(
        [
          'No safe connection. Nothing charged.',
          'Take cash and tell the technician: the certificate was refused.',
        ],
        ['连接不安全。未扣款。', '请改收现金，并通知技术人员：网关证书不可信。'],
      )
    case 'not-configured':
      return say(
        [
          'No account set up. Nothing charged.',
          'Take cash. The manager sets the account in the settings (F9).',
        ],
        ['尚未设置账户。未扣款。', '请改收现金。由店长在设置（F9）中填写账户。'],
      )
  }
}

/** What to say about a payment, whatever its state and that of its refunds. */
export const sentenceFor = (payment: Payment, refunds: readonly Refund[] = []): Sentences => {
  if (needsRefundByHand(payment, refunds)) return refundRefused
  switch (payment.state) {
    case 'sending':
      return say(
        ['Asking the customer…', `${handsOff.en} The answer usually comes within seconds.`],
        ['正在收款…', `${handsOff.zh}通常几秒内有结果。`],
      )
    case 'waiting':
      return waitingSentence(payment.why)
    case 'cancelling':
      return cancellingSentence(payment)
    case 'paid':
      return payment.givenUp
        ? say(
            [
              'Paid too late: the money goes back',
              'Do not hand over goods. The till refunds it all by itself. Tell the customer so.',
            ],
            ['付款太迟：款项退回', '不要交货。收银机会自动全额退款，请告知顾客。'],
          )
        : say(['Paid', 'Hand over the goods.'], ['已收款', '可以交货。'])
    case 'declined': {
      if (payment.watch.foundPaid !== undefined) return foundPaidLater
      if (isChargedOtherwise(payment)) return chargedOtherwise
      const cashier = adviceForDeclined(payment.code)
      return say(['Declined', cashier.en], ['收款失败', cashier.zh])
    }
    case 'cancelled':
      return cancelledSentence(payment)
    case 'not-sent':
      return notSentSentence(payment.why)
  }
}

/**
 * The same of a payment that had ended before the till stopped, and that nobody perhaps has seen: what was done about
 * it then is not known (reliability F05).
 */
export const sentenceAgain = (payment: Payment, refunds: readonly Refund[] = []): Sentences =>
  payment.state === 'paid' && !payment.givenUp
    ? say(
        [
          'Paid before the till was restarted',
          'Hand over the goods if you have not yet. A receipt printed again is marked as a copy.',
        ],
        ['已收款（收银机重启前）', '如尚未交货，可以交货。再次打印的小票会标明“副本”。'],
      )
    : sentenceFor(payment, refunds)
