import type { Day } from '../domain/time.ts'
import { accountNames, voucherTexts, type AccountName, type VoucherText } from './accounts.ts'
import type { Column, Sum } from './columns.ts'
import type { ShopDays } from './shop-days.ts'

/** One side of a voucher. Exactly one of debit and credit is above zero. */
export interface Posting {
  readonly voucher: string
  readonly day: Day
  readonly at: number | undefined
  readonly account: AccountName
  readonly side: 'debit' | 'credit'
  readonly amount: Sum
  readonly text: VoucherText
  readonly reason: string | undefined
  readonly document: string
  readonly operator: string | undefined
  readonly closing: number | undefined
}

export interface BookkeepingContext {
  readonly days: ShopDays
  readonly timeZone: string
  readonly till: string
  readonly language: 'en' | 'zh'
  readonly accounts: Readonly<Record<AccountName, string>>
}

export const bookkeepingColumns = (context: BookkeepingContext): readonly Column<Posting>[] => {
  const { days, language } = context
  return [
    {
      name: 'voucher',
      zh: '凭证号',
      is: 'text',
      about:
        'Lines of one voucher have the same, and balance: `E` and the number of the journal entry; `S`, day and currency of a settlement; `B` of a bank credit.',
      of: ({ voucher }) => voucher,
    },
    {
      name: 'day',
      zh: '记账日',
      is: 'time',
      about: "The shop's day on which it happened; of settlements and bank credits the day in China.",
      of: ({ day }) => day,
    },
    {
      name: 'time',
      zh: '时间',
      is: 'time',
      about: "When the journal noted it, on the shop's clock with its offset; empty for settlements.",
      of: ({ at }) => (at === undefined ? undefined : days.timeOf(at)),
    },
    {
      name: 'time_zone',
      zh: '时区',
      is: 'text',
      about: 'IANA zone of `day` and `time`.',
      of: ({ at }) => (at === undefined ? 'Asia/Shanghai' : context.timeZone),
    },
    {
      name: 'account',
      zh: '科目',
      is: 'text',
      about: 'Number of the account, from settings `reports.accounts`.',
      of: ({ account }) => context.accounts[account],
    },
    {
      name: 'account_name',
      zh: '科目名称',
      is: 'text',
      about: "Its name, in the till's first language.",
      of: ({ account }) => accountNames[account][language],
    },
    {
      name: 'debit',
      zh: '借方',
      is: 'amount',
      about: 'Above zero, or empty.',
      of: ({ side, amount }) => (side === 'debit' ? amount : undefined),
    },
    {
      name: 'credit',
      zh: '贷方',
      is: 'amount',
      about: 'Above zero, or empty.',
      of: ({ side, amount }) => (side === 'credit' ? amount : undefined),
    },
    {
      name: 'currency',
      zh: '币种',
      is: 'text',
      about: 'ISO 4217. A voucher has one; settlements are in the currency that Alipay pays out.',
      of: ({ amount }) => amount.currency,
    },
    {
      name: 'text',
      zh: '摘要',
      is: 'text',
      about: "What happened, in the till's first language, with the reason that was typed.",
      of: ({ text, reason }) => {
        const words = voucherTexts[text][language]
        return reason === undefined || reason === '' ? words : `${words}: ${reason}`
      },
    },
    {
      name: 'document',
      zh: '单据号',
      is: 'text',
      about:
        "Our id of the payment or refund, the drawer's running number, `Z` and the number of a closing; empty for settlements.",
      of: ({ document }) => document,
    },
    {
      name: 'operator',
      zh: '操作员',
      is: 'text',
      about:
        'Who sold, refunded or wrote the entry, as the journal names them: of a wallet sale who asked for it, although the till itself notes the answer.',
      of: ({ operator }) => operator,
    },
    { name: 'till', zh: '收银机', is: 'text', about: 'Name of the till.', of: () => context.till },
    {
      name: 'closing',
      zh: '日结编号',
      is: 'whole',
      about: 'Number of the Z that counts it; empty before the day is closed, and for settlements.',
      of: ({ closing }) => closing,
    },
  ]
}
