import type { Words } from '../receipts/wording.ts'

const words = (en: string, zh: string): Words => ({ en, zh })

/** What stands on the paper of an X and a Z. */
export const closingWords = {
  z: words('DAY CLOSED', '日结'),
  x: words('INTERIM REPORT', '中途报表'),
  xNote: words('Nothing is closed by this', '仅供查看，未日结'),
  notBlind: words('Expected cash is told after the count', '清点后显示应有现金'),

  till: words('Till', '终端'),
  shift: words('Shift', '班次'),
  noShift: words('none opened', '未开班'),
  openedAt: words('Opened', '开班时间'),
  from: words('From', '起始时间'),
  openedBy: words('Opened by', '开班人'),
  closedAt: words('Closed', '日结时间'),
  closedBy: words('Closed by', '日结人'),
  readAt: words('Read', '查看时间'),
  readBy: words('Read by', '查看人'),
  entries: words('Entries', '流水范围'),

  sales: words('Sales', '销售'),
  refunds: words('Refunds', '退款'),
  net: words('Net', '净额'),
  alipay: words('Alipay', '支付宝'),
  cash: words('Cash', '现金'),
  nothing: words('None', '无'),

  paid: words('Paid', '已支付'),
  refunded: words('Refunded', '已退款'),
  cancelled: words('Cancelled', '已撤销'),
  declined: words('Declined', '未成功'),
  foundPaid: words('Paid after giving up', '放弃后到账'),
  unknown: words('Not known yet', '结果未明'),

  float: words('Float', '备用金'),
  sold: words('Cash sales', '现金销售'),
  cashRefunded: words('Cash refunds', '现金退款'),
  movedIn: words('Paid in', '存入'),
  movedOut: words('Paid out', '取出'),
  expected: words('Expected', '应有'),
  counted: words('Counted', '实点'),
  notCounted: words('not counted', '未清点'),
  difference: words('Difference', '差额'),
  earlier: words('Counted before', '此前清点'),
  earlierDifference: words('Difference then', '当时差额'),
  reason: words('Reason', '原因'),
  drawerOpenings: words('Drawer opened without a sale', '无交易开钱箱'),

  openQuestions: words('Open when closed', '未结事项'),
  payment: words('Payment', '付款'),
  refund: words('Refund', '退款'),
  print: words('Print that failed', '打印失败'),
  chinaDay: words('Not matched with Alipay yet', '尚未与支付宝对账'),

  record: words('Record', '校验'),
  head: words('Up to entry', '截至流水'),
  ownRecord: words('This closing', '本次日结'),
  gross: words('Paid since the beginning', '累计收款'),
  refundedAll: words('Refunded since the beginning', '累计退款'),
  digest: words('Digest', '摘要'),
  previous: words('Closing before', '上次日结'),
  firstClosing: words('none', '无'),
  key: words("The till's key", '终端密钥'),
  operators: words('Operators', '操作员'),
} as const

/** What an open payment or refund is waiting for, in the fewest words. */
export const stateWords: Readonly<Record<string, Words>> = {
  sending: words('being sent', '发送中'),
  waiting: words('waiting', '等待结果'),
  cancelling: words('being cancelled', '撤销中'),
  held: words('not sent yet', '尚未发送'),
  unknown: words('not known yet', '结果未明'),
  'short-of-funds': words('short of funds', '余额不足'),
  accepted: words('accepted', '已受理'),
}
