import type { Settings } from '../settings.ts'

/** Accounts of the bookkeeping export; their numbers are settings. */
export type AccountName = keyof Settings['reports']['accounts']

export const accountNames: Readonly<Record<AccountName, Readonly<Record<'en' | 'zh', string>>>> = {
  cash: { en: 'Cash in the drawer', zh: '收银抽屉现金' },
  cashTransit: { en: 'Cash in transit', zh: '在途现金' },
  alipayClearing: { en: 'Alipay clearing', zh: '支付宝清算' },
  bank: { en: 'Bank', zh: '银行存款' },
  customerMoney: { en: 'Owed to customers', zh: '应退顾客款' },
  sales: { en: 'Sales', zh: '销售收入' },
  fees: { en: 'Alipay fees', zh: '支付宝手续费' },
  cashDifference: { en: 'Cash differences', zh: '现金长短款' },
  settlementDifference: { en: 'Settlement differences', zh: '结算差异' },
}

/** What a voucher is about, as its text says it. */
export const voucherTexts = {
  walletSale: { en: 'Wallet sale', zh: '钱包销售' },
  walletRefund: { en: 'Wallet refund', zh: '钱包退款' },
  walletFoundPaid: { en: 'Paid after the sale was given up', zh: '放弃后仍付款' },
  walletGivenBack: { en: 'Given back: paid after the sale was given up', zh: '退回：放弃后仍付款' },
  cashSale: { en: 'Cash sale', zh: '现金销售' },
  cashRefund: { en: 'Cash refund', zh: '现金退款' },
  float: { en: 'Float', zh: '备用金' },
  payIn: { en: 'Paid in', zh: '存入' },
  payOut: { en: 'Paid out', zh: '取出' },
  cashDifference: { en: 'Counted differently', zh: '盘点差异' },
  drawerEmptied: { en: 'Drawer emptied at closing', zh: '日结取款' },
  settlement: { en: 'Settlement', zh: '结算' },
  bankCredit: { en: 'Bank credited otherwise than settled', zh: '入账与结算不符' },
} as const satisfies Readonly<Record<string, Readonly<Record<'en' | 'zh', string>>>>
export type VoucherText = keyof typeof voucherTexts
