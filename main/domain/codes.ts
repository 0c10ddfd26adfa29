/**
 * What every known code of the gateway means for the people at the till (spot-pay 3.8). The screen shows the cashier's
 * sentence, the page docs/codes.md is made from all of it.
 */
export type CodeAction =
  /** Ask the customer to refresh the code, scan again: a new payment. */
  | 'retry-scan'
  | 'other-tender'
  /** The till asks the gateway by itself; nothing is to be charged again. */
  | 'query'
  | 'new-payment'
  /** The same request is sent again by the till. */
  | 'repeat'
  | 'correct-amount'
  /** Too late for a cancel: give the money back by a refund. */
  | 'refund'
  | 'technician'
  /** Alipay or the acquirer has to act. */
  | 'support'

export interface Advice {
  readonly code: string
  readonly meaning: string
  readonly action: CodeAction
  /** The one thing to do or to say. */
  readonly cashier: { readonly en: string; readonly zh: string }
  readonly technician: string
}
type Sentence = Advice['cashier']

const scanAgain: Sentence = {
  en: 'Nothing charged. Ask the customer to refresh the payment code, then scan again.',
  zh: '未扣款。请顾客刷新付款码后重新扫码。',
}
const otherTender: Sentence = {
  en: 'Nothing charged. Ask the customer for another way to pay.',
  zh: '未扣款。请顾客换一种方式付款。',
}
const balance: Sentence = {
  en: 'Nothing charged: not enough money. Ask for another card in the wallet, or another way to pay.',
  zh: '未扣款：余额不足。请顾客更换付款方式或银行卡。',
}
const limit: Sentence = {
  en: 'Nothing charged: over a limit. Ask for another card in the wallet, or another way to pay.',
  zh: '未扣款：已超过限额。请顾客更换付款方式或银行卡。',
}
const callTechnician: Sentence = {
  en: 'Nothing charged. Take another way to pay and call the technician.',
  zh: '未扣款。请改用其他方式收款，并联系技术人员。',
}
const callSupport: Sentence = {
  en: 'Nothing charged. Take another way to pay; the shop has to call Alipay or the acquirer.',
  zh: '未扣款。请改用其他方式收款，并由店方联系支付宝或收单机构。',
}
const wait: Sentence = {
  en: 'Not clear yet. Do not charge again: the till is asking.',
  zh: '结果尚未确认。请勿重复收款，系统正在查询。',
}
const startAnew: Sentence = {
  en: 'This payment is over. Start a new one and scan again.',
  zh: '该笔付款已结束。请重新输入金额并扫码。',
}
const amountAgain: Sentence = {
  en: 'The refund was not made. Check the amount and try again.',
  zh: '未退款。请核对退款金额后重试。',
}
const refundWaits: Sentence = {
  en: 'The refund is waiting for money of the shop. The till tries again by itself.',
  zh: '退款暂未成功：商户可退余额不足，系统会自动重试。',
}
const refundInstead: Sentence = {
  en: 'It can no longer be cancelled. Give the money back by a refund.',
  zh: '已无法撤销。如需退钱，请使用退款。',
}
const frozen: Sentence = {
  en: 'Alipay is holding this payment. Call the manager; the shop has to call Alipay.',
  zh: '该笔交易被支付宝冻结。请联系店长，由店方联系支付宝。',
}

const askedByTill = 'Nothing, as long as it is rare; if it repeats for an hour, call Alipay or the acquirer.'
const payersMatter = "Nothing at the till: it is a matter between the customer and the customer's wallet."
const contract =
  'Ask Alipay or the acquirer whether the contract of this partner id includes in-store barcode payment.'

type Row = readonly [code: string, action: CodeAction, meaning: string, cashier: Sentence, technician: string]

const rows: readonly Row[] = [
  [
    'SYSTEM_ERROR',
    'query',
    "A fault on Alipay's side. Whether it had an effect is unknown.",
    wait,
    askedByTill,
  ],
  ['ERROR', 'query', 'A fault without a name. Whether it had an effect is unknown.', wait, askedByTill],
  [
    'ILLEGAL_SIGN',
    'technician',
    'The gateway does not accept our signature.',
    callTechnician,
    'Check the key, the sign type and that the public key at Alipay belongs to our private key; then try the connection.',
  ],
  [
    'ILLEGAL_SIGN_TYPE',
    'technician',
    'This kind of signature is not enabled for the account.',
    callTechnician,
    'Set gateway.signType to what the account uses (RSA2, RSA or MD5) and load the key for it.',
  ],
  [
    'INVALID_PARAMETER',
    'technician',
    'A parameter is missing or malformed.',
    callTechnician,
    'Check the decimals of the amount first (JPY and KRW have none), then store and merchant fields in gateway.extendInfo.',
  ],
  [
    'ILLEGAL_ARGUMENT',
    'technician',
    'A parameter was rejected.',
    callTechnician,
    'Compare the parameters of the call in the journal with the account: currency, seller id, store.',
  ],
  [
    'ILLEGAL_PARTNER',
    'technician',
    'The partner id is wrong.',
    callTechnician,
    'Check gateway.partner: 16 digits beginning with 2088, and the gateway address it belongs to (live or sandbox).',
  ],
  [
    'ILLEGAL_EXTERFACE',
    'technician',
    'The gateway does not know the service.',
    callTechnician,
    'Check gateway.url: this address is not the one of the global gateway.',
  ],
  [
    'ILLEGAL_PARTNER_EXTERFACE',
    'support',
    'The partner id has no contract for this service.',
    callSupport,
    contract,
  ],
  ['HAS_NO_PRIVILEGE', 'support', 'The account has no right to this service.', callSupport, contract],
  ['ACCESS_FORBIDDEN', 'support', 'The contract does not allow this call.', callSupport, contract],
  ['AGREEMENT_NOT_EXIST', 'support', 'There is no contract for this.', callSupport, contract],
  [
    'EXTERFACE_IS_CLOSED',
    'technician',
    'The service is closed for now.',
    callTechnician,
    'Look for a notice of maintenance; the sandbox is closed from Sunday to Monday 12:00 Beijing time.',
  ],
  [
    'SESSION_TIMEOUT',
    'technician',
    'The request was too old when it arrived.',
    callTechnician,
    'Check the clock of this computer and its time synchronisation.',
  ],
  [
    'TRADE_BUYER_NOT_MATCH',
    'technician',
    'Another customer has paid under this number. The till uses a number once, so a copy of it did.',
    callTechnician,
    'The till has halted. Close the copy of this till, look the number up in the portal, and acknowledge.',
  ],
  [
    'CONTEXT_INCONSISTENT',
    'technician',
    'Another payment was made under this number. The till uses a number once, so a copy of it did.',
    callTechnician,
    'The till has halted. Close the copy of this till, look the number up in the portal, and acknowledge.',
  ],
  [
    'TRADE_HAS_CLOSE',
    'new-payment',
    'The payment is closed already: cancelled, expired or refunded in full.',
    startAnew,
    'Nothing.',
  ],
  [
    'TRADE_HAS_SUCCESS',
    'query',
    'The customer has paid already under this number.',
    wait,
    'Nothing: the till asks and will find it paid.',
  ],
  [
    'TRADE_HAS_FINISHED',
    'support',
    'Paid, and the time for refunds is over.',
    {
      en: 'It is too old for a refund. Call the manager.',
      zh: '该交易已超过退款期限。请联系店长。',
    },
    'No cancel or refund is possible through the gateway any more; settle with the customer another way.',
  ],
  [
    'TRADE_STATUS_ERROR',
    'query',
    'The state of the payment does not allow this.',
    {
      en: 'Not possible in the state this payment is in. Look it up with Query.',
      zh: '当前交易状态不允许此操作。请先查询该笔交易。',
    },
    "Read the payment's story: it was closed, refunded or is still open.",
  ],
  [
    'TRADE_NOT_EXIST',
    'query',
    'The gateway knows no such payment (yet).',
    wait,
    'Nothing while the till is asking. For a refund: the number belongs to another account or to training.',
  ],
  [
    'TRANS_NOT_FOUND',
    'query',
    'The gateway knows no such payment (yet); another spelling of TRADE_NOT_EXIST.',
    wait,
    'As for TRADE_NOT_EXIST.',
  ],
  [
    'SOUNDWAVE_PARSER_FAIL',
    'retry-scan',
    'The payment code is unreadable or has expired.',
    scanAgain,
    'Nothing; if every scan fails, check what the scanner adds to or drops from the code.',
  ],
  [
    'BUYER_NOT_EXIST',
    'retry-scan',
    'The code leads to no account.',
    {
      en: 'Nothing charged. Scan a fresh code; if it fails again, ask for another way to pay.',
      zh: '未扣款。请顾客刷新付款码重扫；仍失败请换一种方式付款。',
    },
    payersMatter,
  ],
  ['BUYER_BALANCE_NOT_ENOUGH', 'other-tender', 'Not enough balance.', balance, payersMatter],
  [
    'BUYER_BANKCARD_BALANCE_NOT_ENOUGH',
    'other-tender',
    'Not enough money on the bank card.',
    balance,
    payersMatter,
  ],
  [
    'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR',
    'other-tender',
    "The customer's daily limit is reached.",
    limit,
    payersMatter,
  ],
  ['BEYOND_PAY_RESTRICTION', 'other-tender', 'The way of payment has a limit.', limit, payersMatter],
  [
    'BUYER_ENABLE_STATUS_FORBID',
    'other-tender',
    "The customer's account is disabled.",
    {
      en: 'Nothing charged. Ask for another way to pay; the customer can call Alipay.',
      zh: '未扣款。请顾客换一种方式付款，账户问题请顾客联系支付宝。',
    },
    payersMatter,
  ],
  ['BUYER_NOT_MAINLAND_CERT', 'other-tender', 'This account may not pay abroad.', otherTender, payersMatter],
  [
    'BUYER_SELLER_EQUAL',
    'other-tender',
    'The customer is the shop itself.',
    otherTender,
    "Someone pays with the shop's own account, perhaps a test.",
  ],
  [
    'CLIENT_VERSION_NOT_MATCH',
    'other-tender',
    'The wallet app is too old.',
    {
      en: 'Nothing charged. Ask for an update of the wallet app, or for another way to pay.',
      zh: '未扣款。请顾客更新钱包应用，或换一种方式付款。',
    },
    payersMatter,
  ],
  [
    'SELLER_NOT_EXIST',
    'technician',
    'The seller id is wrong.',
    callTechnician,
    'Leave gateway.sellerId out, or make it equal to gateway.partner.',
  ],
  [
    'SELLER_BALANCE_NOT_ENOUGH',
    'repeat',
    'Not enough unsettled money of the shop for this refund.',
    refundWaits,
    'Nothing; sales of the coming hours make the refund possible. Queued refunds (gateway.refundKind) wait at Alipay instead.',
  ],
  [
    'MERCHANT_BALANCE_NOT_ENOUGH',
    'repeat',
    'Not enough unsettled money of the shop for this refund.',
    refundWaits,
    'As for SELLER_BALANCE_NOT_ENOUGH.',
  ],
  [
    'SECONDARY_MERCHANT_STATUS_ERROR',
    'technician',
    'The secondary merchant is incomplete, closed, or sent by an account that must not send one.',
    callTechnician,
    'Via an acquirer: have the shop registered. Direct account: leave the secondary merchant fields out of gateway.extendInfo.',
  ],
  [
    'EXIST_FORBIDDEN_WORD',
    'technician',
    'A text contains a blocked word.',
    callTechnician,
    'Change gateway.transName or gateway.memo.',
  ],
  [
    'TOTAL_FEE_EXCEED',
    'other-tender',
    'The amount is over a limit.',
    {
      en: 'Nothing charged: the amount is too high. Split it, or ask for another way to pay.',
      zh: '未扣款：金额超过上限。请分次收款或换一种方式付款。',
    },
    'Ask Alipay or the acquirer for the limit of the contract.',
  ],
  [
    'REQUEST_AMOUNT_EXCEED',
    'other-tender',
    'The amount is over a limit.',
    {
      en: 'Nothing charged: the amount is too high. Split it, or ask for another way to pay.',
      zh: '未扣款：金额超过上限。请分次收款或换一种方式付款。',
    },
    'Ask Alipay or the acquirer for the limit of the contract.',
  ],
  [
    'RETURN_AMOUNT_EXCEED',
    'correct-amount',
    'The refund is more than what is left of the payment.',
    amountAgain,
    'Someone else may have refunded the payment outside this till; compare with the transaction file.',
  ],
  [
    'REFUND_AMT_RESTRICTION',
    'correct-amount',
    'The refund amount is not permitted.',
    amountAgain,
    'Check the decimals of the currency and the smallest refund of the contract.',
  ],
  [
    'REASON_TRADE_BEEN_FREEZEN',
    'support',
    'The payment is frozen by risk control.',
    frozen,
    'Call Alipay or the acquirer with both numbers of the payment.',
  ],
  [
    'REASON_TRADE_REFUND_FEE_ERR',
    'support',
    'The refund amount is wrong.',
    amountAgain,
    'Call Alipay or the acquirer with the numbers of payment and refund.',
  ],
  [
    'DISCORDANT_REPEAT_REQUEST',
    'support',
    'The same refund number was sent again with another amount.',
    amountAgain,
    'Should not happen: the till repeats a refund byte for byte. Check that no copy of this till runs elsewhere.',
  ],
  [
    'REFUND_AMT_NOT_EQUAL_TOTAL',
    'correct-amount',
    'The same refund number was used with another amount, or only a full refund is possible.',
    amountAgain,
    'Try the full amount under a new refund.',
  ],
  [
    'TRADE_CANCEL_TIME_OUT',
    'refund',
    'The time for cancelling is over: it ends with the Beijing day.',
    refundInstead,
    'Nothing.',
  ],
  [
    'CANCEL_NOT_ALLOWED',
    'refund',
    'The state of the payment forbids a cancel.',
    refundInstead,
    "Read the payment's story; a paid one is refunded.",
  ],
  [
    'PULL_MOBILE_CASHIER_FAIL',
    'retry-scan',
    "The confirmation did not open on the customer's phone.",
    scanAgain,
    payersMatter,
  ],
  [
    'TRADE_ROLE_ERROR',
    'technician',
    'The payment belongs to another account.',
    {
      en: 'This payment belongs to another account. Call the technician.',
      zh: '该交易不属于本商户。请联系技术人员。',
    },
    'The payment was made under another partner id; check gateway.partner.',
  ],
  [
    'ALIN10070',
    'technician',
    'The gateway does not accept our signature.',
    callTechnician,
    'As for ILLEGAL_SIGN.',
  ],
  [
    'ALIN42282',
    'new-payment',
    'The same payment number was sent again with other data.',
    startAnew,
    'As for CONTEXT_INCONSISTENT.',
  ],
  [
    'ALIN10023',
    'new-payment',
    'A second customer tried to pay the same payment.',
    startAnew,
    'As for TRADE_BUYER_NOT_MATCH.',
  ],
  [
    'ALIN43400',
    'technician',
    'A fault in the secondary merchant.',
    callTechnician,
    'As for SECONDARY_MERCHANT_STATUS_ERROR.',
  ],
  ['ALIN43911', 'other-tender', 'Declined by risk control.', otherTender, payersMatter],
  [
    'ALIN43877',
    'other-tender',
    'Declined; Alipay does not publish why.',
    otherTender,
    'Call Alipay or the acquirer if it repeats.',
  ],
  [
    'NOT_FOUND',
    'query',
    'A refund query: the gateway knows no such refund (yet).',
    { en: 'Not clear yet. The till is asking for the refund.', zh: '退款结果尚未确认，系统正在查询。' },
    'Nothing; the till sends the same refund again if it must.',
  ],
  [
    'QUERY_FAILED',
    'query',
    'A refund query that did not work.',
    { en: 'Not clear yet. The till is asking for the refund.', zh: '退款结果尚未确认，系统正在查询。' },
    askedByTill,
  ],
]

/** Every documented code, in the order of the wire's own list. */
export const advices: readonly Advice[] = rows.map(([code, action, meaning, cashier, technician]) => ({
  code,
  action,
  meaning,
  cashier,
  technician,
}))
const adviceByCode = new Map(advices.map((advice) => [advice.code, advice]))

const refusedWith = (code: string): Sentence =>
  code === ''
    ? otherTender
    : {
        en: `Nothing charged (${code}). Ask the customer for another way to pay.`,
        zh: `未扣款（${code}）。请顾客换一种方式付款。`,
      }

const inSale = (code: string): Advice =>
  adviceByCode.get(code) ?? {
    code,
    meaning: code === '' ? 'The gateway refused and gave no reason.' : 'A code that is not documented.',
    action: 'other-tender',
    cashier: refusedWith(code),
    technician: 'Ask Alipay or the acquirer with the code, the time and the number of the payment.',
  }

/**
 * What to do about a payment that was declined with this code. The advice of a code that is made for another call
 * (a refund, a query) would speak of that call, and here it was a charge.
 */
export const adviceForDeclined = (code: string): Sentence => {
  const { action, cashier } = inSale(code)
  return action === 'new-payment' || cashier.en.startsWith('Nothing charged') ? cashier : refusedWith(code)
}

/** The actions whose own sentence is about a refund already. */
const aboutRefunds: readonly CodeAction[] = ['repeat', 'correct-amount']
const leaveRefundOpen: readonly string[] = ['SYSTEM_ERROR', 'ERROR', 'NOT_FOUND', 'QUERY_FAILED']

const inRefund = (code: string): Advice => {
  const advice = inSale(code)
  if (aboutRefunds.includes(advice.action)) return advice
  if (leaveRefundOpen.includes(code)) {
    const cashier = {
      en: 'The refund is not clear yet. The till asks again by itself; do not refund a second time.',
      zh: '退款结果尚未确认，系统会自动确认，请勿重复退款。',
    }
    return { ...advice, cashier }
  }
  const shown = code === '' ? '' : ` (${code})`
  const shownChinese = code === '' ? '' : `（${code}）`
  const cashier = {
    en: `The refund was refused${shown}: the money is not back. Call the manager.`,
    zh: `退款被拒绝${shownChinese}，款项未退回。请联系店长。`,
  }
  return { ...advice, action: advice.action === 'technician' ? 'technician' : 'support', cashier }
}

/**
 * What to do about a code. An unknown one is a refusal of this attempt (spot-pay 3.8, last row): the sentence shows
 * it, so that it can be told to a technician. An empty code is a refusal without a reason. The same code asks for
 * something else in a refund: "nothing charged" would be no answer there.
 */
export const adviceFor = (code: string, during: 'sale' | 'refund' = 'sale'): Advice =>
  during === 'sale' ? inSale(code) : inRefund(code)
