/** The same words twice. The store's language is printed first, the other one beside it (the customer reads Chinese). */
export interface Words {
  readonly en: string
  readonly zh: string
}
export type Language = keyof Words

const words = (en: string, zh: string): Words => ({ en, zh })

/** `Amount 金额` in an English-speaking store, `金额 Amount` in a Chinese-speaking one. */
export const bilingual = ({ en, zh }: Words, first: Language): string =>
  first === 'en' ? `${en} ${zh}` : `${zh} ${en}`

/** What a paper calls itself. PAID stands on nothing but a confirmed payment. */
export const headings = {
  paid: words('PAID', '支付成功'),
  pending: words('PENDING, NOT PAID', '处理中'),
  cashPaid: words('PAID IN CASH', '现金已付'),
  cashRefunded: words('REFUND IN CASH', '现金退款'),
  notPaid: words('NOT PAID', '未支付'),
  cancelled: words('CANCELLED', '已撤销'),
  refunded: words('REFUND', '退款'),
  refundPending: words('REFUND PENDING, NOT YET PAID BACK', '退款处理中'),
  refundRefused: words('NOT REFUNDED', '退款失败'),
} as const

export const labels = {
  taxId: words('Tax ID', '税号'),
  store: words('Store', '门店'),
  till: words('Till', '终端'),
  cashier: words('Cashier', '收银员'),
  method: words('Paid with', '支付方式'),
  cash: words('Cash', '现金'),
  given: words('Given', '实收'),
  change: words('Change', '找零'),
  cashNumber: words('Cash sale', '现金单号'),
  cashRefundNumber: words('Cash refund', '现金退款单号'),
  receiptNumber: words('Receipt no.', '小票编号'),
  originalReceipt: words('Original receipt no.', '原小票编号'),
  amount: words('Amount', '交易金额'),
  amountCny: words('Charged', '人民币金额'),
  rate: words('Exchange rate', '汇率'),
  discount: words('Shop discount', '商家优惠'),
  refundedSoFar: words('Refunded so far', '累计退款'),
  time: words('Time', '交易完成时间'),
  startedAt: words('Started', '发起时间'),
  endedAt: words('Ended', '结束时间'),
  alipayNumber: words('Alipay transaction no.', '支付宝交易号'),
  orderNumber: words('Order no.', '商户交易号'),
  originalOrderNumber: words('Original order no.', '原商户交易号'),
  buyer: words('Buyer', '付款人'),
  refundAmount: words('Refunded now', '本次退款'),
  refundAsked: words('Refund asked', '申请退款'),
  refundCny: words('Refunded', '退款人民币'),
  originalAmount: words('Original amount', '原交易金额'),
  remaining: words('Remaining', '剩余可退'),
  refundTime: words('Refund time', '退款时间'),
  refundId: words('Refund no.', '退款编号'),
  approvedBy: words('Approved by', '经办收银员'),
  reason: words('Reason', '退款原因'),
  record: words('Record', '流水'),
  printed: words('Printed', '打印时间'),
} as const

export const wallets = {
  ALIPAYCN: words('Alipay', '支付宝'),
  ALIPAYHK: words('AlipayHK', '支付宝香港'),
} as const

export const notes = {
  keep: words('Keep for refunds', '退款请保留此单'),
  merchantCopy: words('Merchant copy', '商户存根'),
  waiting: words('The result is not known yet', '交易结果尚未确认'),
  nothingCharged: words('Nothing was charged', '未扣款'),
  moneyReturned: words('The money went back to the payer', '款项已退回付款人'),
  paidAfterGivenUp: words('Paid after the sale was given up', '放弃交易后到账'),
  toPayer: words("Goes back to the payer's Alipay account", '退款将退回付款人的支付宝账户'),
  madeLater: words('Refused at first, made later', '先被拒绝，后已退款'),
  automatic: words('Returned by the till itself', '系统自动退款'),
} as const

export const training = [words('TRAINING', '训练'), words('NO MONEY MOVED', '未动用资金')] as const
export const copyMark = words('COPY', '副本')

/** The slip that tests a printer. */
export const selfTest = {
  heading: words('PRINTER TEST', '打印测试'),
  profile: words('Profile', '打印机型号'),
  width: words('Columns / dots', '列数 / 点数'),
  chinese: words('Chinese font', '中文字库'),
  barcode: words('Code 128', '条码'),
  qr: words('QR', '二维码'),
  cut: words('Cut', '切纸'),
  ruler: words('Each of these is one full line', '以下每行应占满纸宽'),
  codePage: words('Code page', '代码页'),
  drawn: words('Drawn', '图形打印'),
  wrong: words(
    'Wrong letters or lines? Change profile, columns or encoding in the settings.',
    '字符或行宽有误？请在设置中更改打印机型号、列数或编码。',
  ),
} as const
