import type { Decision, MatchOutcome } from './reconciled.ts'
import { say, type Sentences } from './sentences.ts'

/**
 * What a line of a reconciled day means and what somebody does about it, for the screen and the command line alike.
 * `Q` is the key that asks the gateway about the line.
 */

export type LineType = 'PAYMENT' | 'REFUND' | 'CANCEL' | 'REVERSAL' | 'OTHER'

const missingAtProvider = (type: LineType): Sentences => {
  switch (type) {
    case 'PAYMENT':
    case 'OTHER':
      return say(
        [
          "Paid here, not in Alipay's file",
          'Press Q to ask Alipay now. If it says paid, claim the money with both numbers. If it says not paid, the shop ' +
            'has nothing for this sale: write it off.',
        ],
        [
          '本机已收款，支付宝文件中没有',
          '按 Q 向支付宝查询。若已付款，凭双方单号向支付宝追款；若未付款，本店这笔没有收到钱，请作损失处理。',
        ],
      )
    case 'REFUND':
      return say(
        [
          "Refunded here, not in Alipay's file",
          'Press Q to ask Alipay now. The customer may still be without the money: wait for the next file, then ask Alipay.',
        ],
        [
          '本机已退款，支付宝文件中没有',
          '按 Q 向支付宝查询。顾客可能尚未收到退款：先等下一份文件，仍没有再联系支付宝。',
        ],
      )
    case 'CANCEL':
    case 'REVERSAL':
      return say(
        [
          "Cancelled here, not in Alipay's file",
          'Press Q to ask Alipay now. If the payment stands there, the customer paid for nothing: give the money back.',
        ],
        ['本机已撤销，支付宝文件中没有', '按 Q 向支付宝查询。若付款仍然有效，顾客白付了钱，请退款。'],
      )
  }
}

const missingInJournal = (type: LineType): Sentences => {
  switch (type) {
    case 'PAYMENT':
    case 'OTHER':
      return say(
        [
          "In Alipay's file, not on this till",
          'See whether another till of the shop made this sale. If none did, tell the technician: somebody sells with ' +
            "the shop's account.",
        ],
        [
          '支付宝文件中有，本机没有',
          '请核对是否为本店其他收银机的交易。若都不是，请通知技术人员：有人在使用本店账户收款。',
        ],
      )
    case 'REFUND':
      return say(
        [
          'Refunded at Alipay, not by this till',
          "See in Alipay's portal and at the other tills who gave it back. If nobody did, call Alipay: money has left the shop.",
        ],
        [
          '支付宝已退款，但不是本机操作',
          '请在支付宝商户平台和其他收银机上查明是谁退的。若无人操作，请联系支付宝：本店的钱已转出。',
        ],
      )
    case 'CANCEL':
    case 'REVERSAL':
      return say(
        [
          'Cancelled at Alipay, not by this till',
          'See whether the goods of this sale were handed over. If they were, ask Alipay for the money.',
        ],
        ['支付宝已撤销，但不是本机操作', '请核对这笔交易是否已交货。如已交货，请向支付宝追款。'],
      )
  }
}

const fixed: Readonly<
  Record<Exclude<MatchOutcome, 'missing-at-provider' | 'missing-in-journal'>, Sentences>
> = {
  matched: say(['The same on both sides', 'Nothing to do.'], ['双方一致', '无需处理。']),
  'matched-late': say(
    [
      "The same, in another day's file",
      'Nothing to do: it was made near midnight in China, or booked a day later.',
    ],
    ['一致，但在另一天的文件中', '无需处理：交易临近中国时间午夜，或晚一天入账。'],
  ),
  'amount-differs': say(
    [
      'The amounts differ',
      "Compare with the receipt, and press Q to ask Alipay. If Alipay's amount is wrong, claim the difference; if ours is, " +
        'write it off and say why.',
    ],
    [
      '金额不一致',
      '请核对小票，并按 Q 向支付宝查询。若支付宝的金额有误，追回差额；若本机有误，请注明原因后作损失处理。',
    ],
  ),
  'currency-differs': say(
    [
      'The currencies differ',
      'Compare both sides with the contract. If the till has the wrong currency, tell the technician before the next sale.',
    ],
    ['币种不一致', '请将双方与合同核对。若收银机的币种设置有误，请在下一笔收款前通知技术人员。'],
  ),
  'status-differs': say(
    [
      'The two sides ended differently',
      'Press Q to ask Alipay now. If the customer paid for nothing, refund the sale; if a sold sale was taken back, claim it.',
    ],
    ['双方结果不一致', '按 Q 向支付宝查询。若顾客白付了钱，请退款；若已成交的交易被收回，请向支付宝追款。'],
  ),
  'fee-differs': say(
    [
      'The fee is not the agreed one',
      'Compare with the contract. Claim the difference from Alipay, or correct the agreed fee in the settings (F9).',
    ],
    ['手续费与约定不符', '请与合同核对。向支付宝追回差额，或在设置（F9）中更正约定费率。'],
  ),
  'duplicate-at-provider': say(
    [
      "Twice in Alipay's file",
      'Press Q to ask Alipay now. The customer may have been charged twice: ask Alipay for the second line with both numbers.',
    ],
    ['支付宝文件中出现两次', '按 Q 向支付宝查询。顾客可能被重复扣款：请凭双方单号向支付宝核实第二条。'],
  ),
  'duplicate-in-journal': say(
    [
      'Two sales here, one trade at Alipay',
      'Alipay pays once for both. Press Q on each, look both up in the portal, and call the technician.',
    ],
    ['本机两笔交易，支付宝同一笔', '支付宝只付一次。请对两笔分别按 Q 查询，在商户平台核对，并通知技术人员。'],
  ),
  'missing-in-transactions': say(
    [
      'Settled, but in no transaction file',
      'Compare with the receipt. If the amount is right, accept this line and the one that says the transaction file ' +
        'lacks it. If Alipay sends the transaction file again, the till compares once more.',
    ],
    [
      '已结算，但交易文件中没有',
      '请与小票核对。若金额无误，请将此条与“支付宝文件中没有”的那条一并认可；如支付宝重发交易文件，收银机会重新比对。',
    ],
  ),
  'pending-file': say(
    [
      "Alipay's file is not here yet",
      'Wait: the file of a day comes on the next one, after ten in the morning in China. The till fetches it by itself.',
    ],
    ['支付宝的文件尚未到', '请等待：当天的文件在次日上午十点（中国时间）后生成，收银机会自动获取。'],
  ),
  'not-a-till-event': say(
    [
      'No sale and no refund of a till',
      'Nothing to do at the till: fees, transfers and disputes are for the accountant.',
    ],
    ['不是收银机的交易或退款', '收银机上无需处理：费用、划款和争议由会计核对。'],
  ),
}

/** What a line means. `type` is what kind of line it is, on the till's side where there is one. */
export const outcomeSentence = (outcome: MatchOutcome, type: LineType): Sentences => {
  if (outcome === 'missing-at-provider') return missingAtProvider(type)
  return outcome === 'missing-in-journal' ? missingInJournal(type) : fixed[outcome]
}

/** Lines of these come to nothing that somebody has to decide. */
const settledOutcomes: ReadonlySet<MatchOutcome> = new Set<MatchOutcome>([
  'matched',
  'matched-late',
  'pending-file',
  'not-a-till-event',
])
export const needsDecision = (outcome: MatchOutcome): boolean => !settledOutcomes.has(outcome)

/** What somebody says with a decision: its name on the button, and what follows from it. */
export const decisionSentences: Readonly<Record<Decision, Sentences>> = {
  accepted: say(
    ['Accept', 'It is right as it is. The line is done.'],
    ['认可', '情况属实，无需再处理。此条完结。'],
  ),
  claimed: say(
    ['Claimed', 'The money was asked for at Alipay. The line is done here.'],
    ['已追款', '已向支付宝提出追款。此条在本机完结。'],
  ),
  'written-off': say(
    ['Write off', 'The shop bears it. The line is done.'],
    ['作损失', '由本店承担。此条完结。'],
  ),
  wait: say(
    ['Wait', 'Looked at, and not decided yet. The line stays on the list.'],
    ['等待', '已看过，暂不决定。此条保留在列表中。'],
  ),
}
