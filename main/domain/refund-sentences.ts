import { adviceFor } from './codes.ts'
import type { Refund } from './refund.ts'
import { say, type Sentences } from './sentences.ts'

/** What to say about a refund, whatever its state. */
export const refundSentence = (refund: Refund): Sentences => {
  switch (refund.state) {
    case 'held':
      return say(
        [
          'Refund noted for 01:30 Beijing time',
          'Alipay takes no refunds from 00:00. The till sends it by itself. Do not refund again.',
        ],
        ['退款已登记，北京时间 01:30 后发送', '支付宝零点后暂停退款。收银机会自动发送，请勿重复退款。'],
      )
    case 'sending':
      return say(
        ['Refunding…', 'Wait a moment. Do not refund again and pay no cash.'],
        ['正在退款…', '请稍候。请勿重复退款，也不要付现金。'],
      )
    case 'unknown':
      return say(
        [
          'Refund not confirmed',
          'The till repeats the same request by itself. Do not refund again and pay no cash.',
        ],
        ['退款尚未确认', '收银机会自动重发同一请求。请勿重复退款，也不要付现金。'],
      )
    case 'short-of-funds':
      return say(
        [
          'Refund waits for funds',
          'The shop has too little unsettled money at Alipay. The till tries again; tell the manager.',
        ],
        ['退款等待资金', '商户在支付宝的未结算余额不足。收银机会重试，请告知店长。'],
      )
    case 'accepted':
      return say(
        ['Refund accepted', 'Alipay does it within the day and the till watches it. Do not refund again.'],
        ['退款已受理', '支付宝会在当天完成，收银机会跟踪结果。请勿重复退款。'],
      )
    case 'refunded':
      return say(
        ['Refunded', 'Tell the customer that the money goes back to the wallet or card of the payment.'],
        ['已退款', '请告知顾客：款项将退回付款时使用的账户。'],
      )
    case 'refused': {
      if (refund.madeLater === true) {
        return say(
          [
            'Refunded after all',
            'Alipay refused it first and made it later. Do not give the money back again.',
          ],
          ['事后已退款', '支付宝先拒绝、后又完成了退款。请勿再次退款。'],
        )
      }
      const { action, cashier } = adviceFor(refund.code)
      // The other advices speak of a charge.
      return action === 'correct-amount'
        ? say(['Refund refused', cashier.en], ['退款被拒绝', cashier.zh])
        : say(
            [
              'Refund refused',
              `The money was not given back. Call the manager${refund.code === '' ? '' : ` and name ${refund.code}`}.`,
            ],
            ['退款被拒绝', `款项没有退回。请联系店长${refund.code === '' ? '' : `，代码 ${refund.code}`}。`],
          )
    }
  }
}
