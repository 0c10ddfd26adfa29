import { say, type Sentences } from './sentences.ts'

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
