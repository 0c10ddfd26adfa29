import { commandWords } from './command-words.ts'
import type { Halt, HaltReason } from './halt.ts'
import { say, type Language, type Sentences } from './sentences.ts'

/** What a till says that has stopped itself: what happened, and what a person has to look at before it sells again. */

export const haltSentences: Readonly<Record<HaltReason, Sentences>> = {
  'pay-without-intent': say(
    [
      'A payment was about to be sent twice',
      'It was held back. Look the number up in the portal: one payment at most.',
    ],
    ['有一笔付款险些重复发送', '已被拦下。请在平台按单号核对：最多只应有一笔付款。'],
  ),
  'second-open-payment': say(
    [
      'A second payment was about to begin',
      'It was held back. See that the open one ends before anything is sold.',
    ],
    ['上一笔未完成时险些开始第二笔', '已被拦下。请先确认未完成的那一笔有结果。'],
  ),
  'final-state-left': say(
    ['The result of a sale was about to change', 'It stands as it was. Compare the sale with the portal.'],
    ['一笔交易的最终结果险些被改动', '结果保持不变。请与平台核对该笔交易。'],
  ),
  'paid-unproven': say(
    ['A sale was about to count without proof', 'It does not count. Compare the sale with the portal.'],
    ['一笔交易在未获证实时险些记账', '没有记账。请与平台核对该笔交易。'],
  ),
  'cancel-unfounded': say(
    ['A sale was about to be cancelled by mistake', 'It was held back. Compare the sale with the portal.'],
    ['一笔交易险些被误撤销', '已被拦下。请与平台核对该笔交易。'],
  ),
  'refund-unfounded': say(
    [
      'More money was about to go back than was paid',
      'It was held back. Compare the refunds with the portal.',
    ],
    ['退款险些超过已付金额', '已被拦下。请与平台核对退款。'],
  ),
  'word-unfounded': say(
    ['A sale was about to be called paid by mistake', 'It was held back. Compare the sale with the portal.'],
    ['一笔交易险些被误显示为已付款', '已被拦下。请与平台核对该笔交易。'],
  ),
  'entries-out-of-order': say(
    ['The journal did not grow as it must', 'Keep the data folder as it is, and run verify.'],
    ['流水记录的增长不符合规则', '请保留数据文件夹原样，并运行 verify 检查。'],
  ),
  'number-taken': say(
    [
      "Another till uses this till's numbers",
      'Alipay has a payment of somebody else under this number. Find the copy of this till and close it; look the ' +
        'number up in the portal. After the acknowledgement this till makes other numbers.',
    ],
    [
      '有另一台收银机在使用本机的单号',
      '支付宝在此单号下有他人的付款。请找到并关闭本机的副本，并在平台核对该单号。确认后本机将使用新的单号。',
    ],
  ),
  'older-copy': say(
    [
      'The data folder is an older copy',
      'Sales of the till are missing from it. Put the newest backup in its place. If there is none, write down from ' +
        'the portal what was sold since; after the acknowledgement the till goes on with other numbers.',
    ],
    [
      '数据文件夹是旧的副本',
      '其中缺少本机的部分交易。请换上最新的备份；如没有备份，请从平台抄录此后的交易。确认后本机将使用新的单号继续。',
    ],
  ),
}

/** All that a technician needs, in one line: the sentence, what to do, which entry says so, and how to go on. */
export const haltText = ({ entry, because, about, detail }: Halt, language: Language): string => {
  const { headline, todo } = haltSentences[because][language]
  const [period, space] = language === 'en' ? ['.', ' '] : ['。', '']
  const next = commandWords(`acknowledge --entry ${entry}`, language)
  return `${headline}${period}${space}${todo} [${because}; ${about}; ${detail}; ${next}]`
}
