import { adviceFor, adviceForDeclined } from './codes.ts'
import type { Silence, Unsent } from './outcome.ts'
import { isChargedOtherwise, isForAPerson, type Payment } from './payment.ts'
import type { Refund } from './refund.ts'

/**
 * What the till says about a payment, a refund or a refusal: a headline to be seen from two metres, and the one thing
 * to do. In both languages, for the screen and the command line alike, so that they can never disagree.
 */

export type Language = 'en' | 'zh'
export interface Sentence {
  readonly headline: string
  readonly todo: string
}
export type Sentences = Readonly<Record<Language, Sentence>>

const say = (en: readonly [string, string], zh: readonly [string, string]): Sentences => ({
  en: { headline: en[0], todo: en[1] },
  zh: { headline: zh[0], todo: zh[1] },
})

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

/** What to say about a payment, whatever its state. */
export const sentenceFor = (payment: Payment): Sentences => {
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
export const sentenceAgain = (payment: Payment): Sentences =>
  payment.state === 'paid' && !payment.givenUp
    ? say(
        [
          'Paid before the till was restarted',
          'Hand over the goods if you have not yet. A receipt printed again is marked as a copy.',
        ],
        ['已收款（收银机重启前）', '如尚未交货，可以交货。再次打印的小票会标明“副本”。'],
      )
    : sentenceFor(payment)

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

/**
 * Why the till did not take a charge, by the contract's name of the refusal. A test holds that none is missing: the
 * contract is above this folder and cannot be imported here.
 */
export const chargeRefusalSentences = {
  'payment-open': say(
    ['A payment is still open', 'Wait for its result. The code that was scanned now was not used.'],
    ['还有一笔未完成', '请等待结果。刚才扫的付款码没有使用。'],
  ),
  'no-amount': say(
    ['No amount yet', 'Key the amount first, then scan.'],
    ['还没有金额', '请先输入金额再扫码。'],
  ),
  'too-large': say(
    ['The amount is too large', 'Press Esc and key a smaller amount.'],
    ['金额过大', '请按 Esc 清除，重新输入。'],
  ),
  'wrong-currency': say(
    ['The currency has changed', 'Press Esc and key the amount again.'],
    ['币种已更改', '请按 Esc 清除，重新输入金额。'],
  ),
  'not-a-payment-code': say(
    ['This is not a payment code', 'Ask the customer for the payment code in the wallet app.'],
    ['这不是付款码', '请顾客打开钱包应用中的付款码。'],
  ),
  'other-wallet': say(
    ['This code is of another wallet', 'This till takes Alipay. Ask for the Alipay code, or take cash.'],
    ['这是其他钱包的付款码', '本机只收支付宝。请顾客出示支付宝付款码，或改收现金。'],
  ),
  'code-just-used': say(
    ['This code was just used', 'Ask the customer to refresh the code and scan the new one.'],
    ['此付款码刚刚用过', '请顾客刷新付款码后再扫。'],
  ),
  'no-shift': say(
    ['No shift is open', 'Open the shift first (F10), then scan again. Nothing was charged.'],
    ['尚未开班', '请先开班（F10），再重新扫码。没有扣款。'],
  ),
  'not-allowed': say(
    ['You may not sell', 'Nothing was charged. Call a cashier or a manager to sign in.'],
    ['您没有收款权限', '没有扣款。请收银员或店长登录。'],
  ),
  'till-stopped': say(
    ['The till has stopped selling', 'Nothing was charged. Take cash and call the manager.'],
    ['收银机已停止收款', '没有扣款。请改收现金，并通知店长。'],
  ),
} as const satisfies Readonly<Record<string, Sentences>>

/** Why the till did not start a refund, by the contract's name of the refusal. */
export const refundRefusalSentences = {
  'unknown-payment': say(
    ['This sale is not known here', 'Check the number. Another till or another shop may have made it.'],
    ['本机没有这笔交易', '请核对单号。可能是其他收银机或其他门店的交易。'],
  ),
  'not-paid': say(
    ['This sale was not paid', 'There is nothing to give back. Do not pay out cash for it.'],
    ['这笔交易没有付款', '无需退款，请勿为此付现金。'],
  ),
  'nothing-left': say(
    ['Nothing is left to refund', 'All of it was refunded, or the refund is under way. Do not refund again.'],
    ['没有可退金额', '已全部退款，或退款正在进行。请勿重复退款。'],
  ),
  'refusal-in-doubt': say(
    [
      'Asking Alipay first',
      'A refund of this sale was refused. The till is asking whether it was made after all. Try again in a moment.',
    ],
    ['正在先向支付宝查询', '此交易曾有退款被拒绝，收银机正在查询该退款是否仍被执行。请稍后再试。'],
  ),
  'more-than-the-rest': say(
    ['More than the rest', 'Key an amount up to what is left to refund.'],
    ['超过可退金额', '请输入不超过可退余额的金额。'],
  ),
  'wrong-currency': say(
    ['Another currency', 'Refund in the currency of the sale.'],
    ['币种不符', '请按原交易的币种退款。'],
  ),
  'needs-second-person': say(
    [
      'A second person has to agree',
      'Nothing was refunded. Call a manager, who enters a PIN or shows a badge.',
    ],
    ['需要第二人批准', '没有退款。请店长输入密码或刷工牌。'],
  ),
  'not-allowed': say(
    ['You may not refund', 'Nothing was refunded. Call a cashier or a manager to sign in.'],
    ['您没有退款权限', '没有退款。请收银员或店长登录。'],
  ),
  'till-stopped': say(
    ['The till has stopped', 'Nothing was refunded. Call the manager.'],
    ['收银机已停止', '没有退款。请通知店长。'],
  ),
} as const satisfies Readonly<Record<string, Sentences>>

/** Why the till did not do something with the drawer, by the contract's name of the refusal. */
export const cashRefusalSentences = {
  'no-shift': say(
    ['No shift is open', 'Count the float into the drawer and open the shift. Then do it again.'],
    ['尚未开班', '请清点备用金放入钱箱并开班，然后重做一次。'],
  ),
  'shift-open': say(
    ['A shift is open already', 'Go on with it. To begin a new one, close the day first.'],
    ['已经开班', '请继续当前班次。要开新班次，请先日结。'],
  ),
  'no-amount': say(
    ['No amount yet', 'Key the amount first, then press Enter.'],
    ['还没有金额', '请先输入金额，再按回车。'],
  ),
  'not-enough': say(
    ['The customer gave too little', 'Key how much was given, at least what is to pay.'],
    ['实收不足', '请输入实收金额，不得少于应收金额。'],
  ),
  'too-large': say(
    ['The amount is too large', 'Check it and key it again.'],
    ['金额过大', '请核对后重新输入。'],
  ),
  'wrong-currency': say(
    ['The shift is in another currency', 'The settings have changed. Close the day, then open a new shift.'],
    ['当前班次是其他币种', '设置已更改。请先日结，再重新开班。'],
  ),
  'reason-missing': say(
    ['A reason is missing', 'Choose a reason or write one. It stands in the books.'],
    ['缺少原因', '请选择或填写原因，原因会记入账簿。'],
  ),
  'difference-unexplained': say(
    ['Say why the cash differs', 'Count again, or choose or write a reason, then close the day.'],
    ['请说明现金差额的原因', '请重新清点，或选择、填写原因后再日结。'],
  ),
  'unknown-denomination': say(
    ['There is no such note or coin', 'Check the count: key only the values in the list.'],
    ['没有这种面额', '请核对清点，只输入列表中的面额。'],
  ),
  'float-differs': say(
    ['The float and its count differ', 'Check both and key them again, or key the sum alone.'],
    ['备用金与清点合计不符', '请核对后重新输入，或只输入总额。'],
  ),
  'more-than-there': say(
    ['More than is in the drawer', 'Key a smaller amount, or pay change money in first.'],
    ['超过钱箱内的现金', '请输入较小的金额，或先存入零钱。'],
  ),
  'unknown-sale': say(
    [
      'No such cash sale here',
      'Check the number: it must be on a cash receipt of this till, in its currency.',
    ],
    ['本机没有这笔现金销售', '请核对编号：须为本收银机、本币种的现金小票。'],
  ),
  'more-than-left': say(
    ['More than is left of this sale', 'Key what is left or less: part of it was given back before.'],
    ['超过此单剩余可退金额', '此单已退过一部分，请输入剩余金额或更少。'],
  ),
  'unknown-closing': say(
    ['There is no closing with this number', 'Check the number in the list of closings.'],
    ['没有这个编号的日结', '请在日结列表中核对编号。'],
  ),
  'needs-second-person': say(
    [
      'A second person has to agree',
      'Nothing was done yet. Call a manager, who enters a PIN or shows a badge.',
    ],
    ['需要第二人批准', '尚未执行。请店长输入密码或刷工牌。'],
  ),
  'not-allowed': say(
    ['You may not do this', 'Nothing was done. Call somebody who may, to sign in.'],
    ['您没有此权限', '没有执行。请有权限的人登录。'],
  ),
  'till-stopped': say(
    ['The till has stopped', 'Nothing was written down. Note it on paper and call the manager.'],
    ['收银机已停止', '没有记账。请先记在纸上，并通知店长。'],
  ),
} as const satisfies Readonly<Record<string, Sentences>>

/** What is the matter with the printer, by the port's name of the fault. */
export const printFaultSentences = {
  'not-configured': say(
    ['No printer set up', 'Set its address in the settings (F9), or print by the browser.'],
    ['未设置打印机', '请在设置（F9）中填写地址，或用浏览器打印。'],
  ),
  offline: say(
    ['The printer does not answer', 'Check that it is on and its cable is in, then try again.'],
    ['打印机无应答', '请检查电源和网线，然后重试。'],
  ),
  'timed-out': say(
    ['The printer was too slow', 'Look whether the receipt came out before you try again.'],
    ['打印机响应超时', '请先看小票是否已打出，再重试。'],
  ),
  'paper-out': say(
    ['The printer has no paper', 'Put in a new roll, then try again.'],
    ['打印机缺纸', '请换纸后重试。'],
  ),
  'cover-open': say(
    ['The cover of the printer is open', 'Close it, then try again.'],
    ['打印机盖子打开', '请合上盖子后重试。'],
  ),
  'in-use': say(
    ['Another program holds the printer', 'Close it, or give the printer a line of its own, then try again.'],
    ['打印机被其他程序占用', '请关闭该程序，或为打印机使用单独的端口，然后重试。'],
  ),
  'no-access': say(
    [
      'The till may not use the printer',
      'Let this user open its port (on Linux the groups lp and dialout), sign in anew, then try again.',
    ],
    ['收银机无权使用打印机', '请授权当前用户使用该端口（Linux 的 lp 和 dialout 组），重新登录后重试。'],
  ),
  'unknown-printer': say(
    [
      'The system has no printer of that name',
      'Choose one that is there in the settings (F9), then try again.',
    ],
    ['系统中没有该名称的打印机', '请在设置（F9）中选择现有的打印机，然后重试。'],
  ),
  interrupted: say(
    [
      'The till stopped while it printed',
      'Look whether the receipt came out, then print it. It is marked as a copy.',
    ],
    ['打印时收银机停止', '请先看小票是否已打出，再打印；小票会标明“副本”。'],
  ),
  'not-printable': say(
    ['The receipt could not be made', 'Show it on the screen (F8) and print it by the system.'],
    ['无法生成小票', '请在屏幕上打开小票（F8），并用系统打印。'],
  ),
  closed: say(
    ['The printer was closed', 'The till is stopping. Try again after it has started.'],
    ['打印机已关闭', '收银机正在停止，请启动后重试。'],
  ),
} as const satisfies Readonly<Record<string, Sentences>>

/** Where a connection test stopped, by the contract's name of the cause, and who does what about it. */
export const connectionSentences = {
  'no-such-host': say(
    ["The gateway's name was not found", "Check the address, then the network's DNS and the cable."],
    ['找不到网关域名', '请检查网关地址，再检查网络 DNS 和网线。'],
  ),
  refused: say(
    ['The gateway refused the connection', 'Check address and port; a firewall may stand in between.'],
    ['网关拒绝连接', '请检查地址和端口；中间可能有防火墙。'],
  ),
  unreachable: say(
    ['The gateway cannot be reached', 'Check that this computer is on the internet.'],
    ['无法到达网关', '请检查本机是否已联网。'],
  ),
  'timed-out': say(
    [
      'The gateway did not answer in time',
      "Try again. If it stays so, raise the deadline or ask the network's operator.",
    ],
    ['网关超时未应答', '请重试。如仍如此，请调大总时限或联系网络管理员。'],
  ),
  tls: say(
    [
      'No safe connection',
      "The certificate was refused. Check this computer's clock, and whether a proxy reads along.",
    ],
    ['无法建立安全连接', '证书被拒绝。请检查本机时间，以及是否有代理在中间。'],
  ),
  'not-the-gateway': say(
    ['Somebody else answered', 'Check the address, and whether the network asks for a log-in first.'],
    ['应答的不是网关', '请检查网关地址，并确认网络是否需要先登录。'],
  ),
  'our-signature': say(
    [
      'The gateway refused our signature',
      'Give Alipay the public key that is shown here, and check the sign type.',
    ],
    ['网关拒绝我方签名', '请将此处显示的公钥提供给支付宝，并检查签名类型。'],
  ),
  'their-signature': say(
    ["The gateway's signature does not fit", "Check Alipay's public key and the sign type."],
    ['网关签名不匹配', '请检查支付宝公钥和签名类型。'],
  ),
  partner: say(
    [
      'The partner id is not known',
      'Check the partner id (PID), and that it belongs to this gateway and not to the sandbox.',
    ],
    ['合作伙伴号无效', '请检查 PID，以及它是否属于该网关而不是沙箱。'],
  ),
  contract: say(
    ['No contract for in-store payment', 'Ask Alipay to switch the product on for this partner id.'],
    ['未签约当面付产品', '请联系支付宝为该合作伙伴号开通产品。'],
  ),
  keys: say(
    [
      'A key is missing or cannot be read',
      'Paste the keys again. Private keys begin with BEGIN PRIVATE KEY.',
    ],
    ['密钥缺失或无法读取', '请重新粘贴密钥。私钥以 BEGIN PRIVATE KEY 开头。'],
  ),
  settings: say(
    ['The account is not complete', 'Fill in the fields that are marked, then test again.'],
    ['账户设置不完整', '请填写标出的字段，然后再测试。'],
  ),
  other: say(
    ['The test failed', 'Read the detail below to the technician.'],
    ['测试失败', '请将下面的详情告知技术人员。'],
  ),
} as const satisfies Readonly<Record<string, Sentences>>
