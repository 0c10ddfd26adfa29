import {
  linesOf,
  joined,
  changed,
  cellsOf,
  withCell,
  narrowed,
  without,
  withColumn,
  gb18030,
  beijingStore,
  letterWithBar,
  online,
  hkApp,
  portal,
  intlSummary,
  hkInStore,
} from './altered.ts'
import {
  account,
  bytesOf,
  detailName,
  fixture,
  settlementName,
  summaryName,
  transactionName,
} from './given.ts'

/** Files as they may come one day, each with what becomes of it. */
export interface OddFile {
  readonly what: string
  readonly name: string
  readonly bytes: Uint8Array
  /** `kept N lines`, with the findings behind; or every reason for which it is set apart. */
  readonly result: string
}

const transaction = fixture(transactionName)
const settlement = fixture(settlementName)
const detail = fixture(detailName)
const summary = fixture(summaryName)

const odd = (what: string, name: string, bytes: Uint8Array, result: string): OddFile => ({
  what,
  name,
  bytes,
  result,
})
const inTransactions = (what: string, bytes: Uint8Array, result = 'kept 4 lines'): OddFile =>
  odd(what, transactionName, bytes, result)
const inSettlement = (what: string, bytes: Uint8Array, result = 'kept 4 lines'): OddFile =>
  odd(what, settlementName, bytes, result)
const inDetail = (what: string, bytes: Uint8Array, result = 'kept 2 lines'): OddFile =>
  odd(what, detailName, bytes, result)
/** Another text in one cell of the settlement's first line. */
const inCell = (what: string, cell: number, text: string, result: string): OddFile =>
  inSettlement(
    what,
    changed(settlement, 2, (line) => withCell(line, cell, text)),
    result,
  )

export const oddFiles: readonly OddFile[] = [
  inTransactions('transaction file as in 1.10', bytesOf(transaction)),
  inSettlement('settlement file as in 1.10', bytesOf(settlement)),
  odd('settlement summary as in 2.9', summaryName, bytesOf(summary), 'kept 3 lines'),
  inDetail('settlement detail as in 2.9', bytesOf(detail)),
  inTransactions('transaction file of an older contract, 8 columns', joined(narrowed(transaction, 8))),
  inSettlement(
    'AlipayHK settlement, no CNY columns',
    joined(without(settlement, ['Rmb_amount', 'Rmb_settlement', 'Rate'])),
  ),
  inTransactions('UTF-8 byte order mark', bytesOf(`\uFEFF${transaction}`)),
  inTransactions('store name in GB18030', gb18030(transaction, beijingStore)),
  inTransactions('a GB18030 letter with the byte of a bar in it', gb18030(transaction, letterWithBar)),
  inTransactions('CR LF', joined(linesOf(transaction), '\r\n')),
  inTransactions(
    'blank lines between and at the end',
    bytesOf(`\n${transaction.replaceAll('\n', '\n \n')}\n\n`),
  ),
  inTransactions('no line end at the end', bytesOf(transaction.trimEnd())),
  inTransactions(
    'Total_count too high',
    changed(transaction, 1, (line) => line.replace('Total_count:4', 'Total_count:5')),
    'count-differs 4/5',
  ),
  inTransactions(
    'Total_count too low',
    changed(transaction, 1, (line) => line.replace('Total_count:4', 'Total_count:3')),
    'count-differs 4/3',
  ),
  inTransactions(
    'first line with a time of day (AlipayHK)',
    changed(transaction, 1, (line) => line.replace('2026-03-02', '2026-03-02 23:59:59')),
  ),
  inTransactions(
    'an empty day',
    bytesOf(`${linesOf(transaction).slice(0, 2).join('\n').replace('Total_count:4', 'Total_count:0')}\n`),
    'kept 0 lines',
  ),
  inTransactions(
    'no first line',
    joined(linesOf(transaction).slice(1)),
    '1: bad-first-line /Partner|Payment_time|Total_count',
  ),
  inSettlement(
    'more columns: Stem_from and Refund',
    joined(withColumn(withColumn(settlement, 'Stem_from', 'x').join('\n'), 'Refund', '')),
  ),
  inSettlement(
    'columns in another order and other spelling',
    joined(
      linesOf(settlement).map((line) =>
        cellsOf(
          line.replace('Partner_transaction_id', 'Partner_transaction_ id').replace('|Fee|', '|fee|'),
          (cells) => cells.toReversed(),
        ),
      ),
    ),
  ),
  inSettlement(
    'refund amounts below zero',
    changed(settlement, 5, (line) =>
      line.replace('|5.00|39.21|0.06|4.94|38.74|', '|-5.00|-39.21|-0.06|-4.94|-38.74|'),
    ),
  ),
  inSettlement(
    '0.0 and a trailing blank',
    changed(settlement, 2, (line) =>
      line.replace('|12.50|98.03|0.15|12.35|96.85|', '|12.5 |98.03|0.0|12.50 |98.03|'),
    ),
  ),
  inTransactions(
    'tabs and blanks around ids',
    changed(
      transaction,
      3,
      (line) => `\t${line.replace('|2026030222001400010000000017|', '| 2026030222001400010000000017\t|')}`,
    ),
  ),
  inTransactions(
    'a bar in a remark',
    changed(transaction, 6, (line) => line.replace('item returned', 'item|returned')),
    '6: more-cells 16/15',
  ),
  inTransactions('a line cut off', bytesOf(transaction.slice(0, -30)), '6: fewer-cells 11/15'),
  inTransactions('cut off after a line', joined(linesOf(transaction).slice(0, -1)), 'count-differs 3/4'),
  inCell('thousands separators', 2, '1,012.50', '2: not-an-amount 1,012.50/amount'),
  inCell('a decimal comma', 2, '12,50', '2: not-an-amount 12,50/amount'),
  inCell('an exponent', 2, '1.25E1', '2: not-an-amount 1.25E1/amount'),
  inCell('a fraction of a cent', 2, '12.505', '2: not-an-amount 12.505/amount'),
  inCell(
    'an amount that no double holds',
    2,
    '90071992547409930.25',
    '2: not-an-amount 90071992547409930.25/amount',
  ),
  inCell('no amount', 2, '', '2: blank-cell /amount'),
  inSettlement(
    'no id at all',
    changed(settlement, 2, (line) => withCell(withCell(line, 0, ''), 1, ' ')),
    '2: blank-cell /partner_transaction_id',
  ),
  inCell('a currency in small letters', 7, 'eur', '2: not-a-currency eur/currency'),
  inCell(
    'a day that does not exist',
    9,
    '2026-02-30 10:00:00',
    '2: not-a-time 2026-02-30 10:00:00/payment_time',
  ),
  inCell('an unknown type', 11, 'X', 'kept 4 lines; 2: unknown-type X/'),
  inTransactions(
    'REVERSE of an older page',
    changed(transaction, 5, (line) => line.replace('|CANCEL|', '|REVERSE|')),
  ),
  inSettlement(
    'a net amount that is not amount less fee',
    changed(settlement, 2, (line) => line.replace('|12.35|', '|12.36|')),
    'kept 4 lines; 2: net-differs 12.36/12.35, 2: cny-net-differs 96.85/96.9308',
  ),
  inTransactions(
    'the sample of the official page whose rate fits neither way',
    changed(transaction, 3, (line) => line.replace('|EUR|12.50|1', '|TWD|100|0.031')),
    'kept 4 lines; 3: rate-differs 12.50/3.10',
  ),
  inTransactions(
    'a line of another day',
    changed(transaction, 3, (line) => line.replace('2026-03-02 17:04:11', '2026-03-01 23:59:58')),
    'kept 4 lines; 3: other-day 2026-03-01/2026-03-02',
  ),
  odd(
    'a name of another day than the file',
    `${account}_transaction_20260303.txt`,
    bytesOf(transaction),
    'kept 4 lines; name-disagrees 2026-03-03/2026-03-02',
  ),
  odd(
    'a name of another account than the file',
    '2088000000000099_transaction_20260302.txt',
    bytesOf(transaction.replaceAll('2088000000000011', '2088000000000012')),
    'kept 4 lines; name-disagrees 2088000000000099/2088000000000012',
  ),
  odd('a name that says nothing', 'download (1).txt', bytesOf(transaction), 'kept 4 lines'),
  inSettlement('a column twice', joined(withColumn(settlement, 'FEE', '0.15')), '1: repeated-column fee/'),
  inSettlement('a column missing', joined(without(settlement, ['Fee'])), '1: missing-column /fee'),
  inTransactions('no bytes', new Uint8Array(), 'empty'),
  inTransactions('blank lines only', bytesOf('\r\n\r\n'), 'empty'),
  odd(
    'a photograph',
    'receipt.jpg',
    new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70]),
    'binary',
  ),
  inTransactions(
    'neither UTF-8 nor GB18030',
    new Uint8Array([...bytesOf(transaction), 0x80, 0xff, 0x0a]),
    'not-text',
  ),
  odd(
    'a workbook',
    'SETTLEMENT_DETAIL_1_20260304.xlsx',
    new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]),
    'workbook',
  ),
  odd('an archive', `${account}_20260303.zip`, new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), 'archive'),
  odd(
    'some other table',
    'customers.csv',
    bytesOf('name,city\nAnna,Linz\n'),
    '1: unknown-columns name,city/',
  ),
  inSettlement(
    'a web page instead of the file',
    bytesOf('<html><body>Session expired</body></html>\n'),
    '1: unknown-columns <html><body>Session expired</body></html>/',
  ),
  inSettlement(
    'a control character in a cell',
    changed(settlement, 2, (line) => line.replace('Cafe Example', 'Cafe\u0007Example')),
    '2: control-character',
  ),
  inSettlement(
    'a line without an end in sight',
    bytesOf(`${settlement}${'x'.repeat(300_000)}`),
    '6: line-too-long /65536',
  ),
  inDetail('Antom report without <END>', joined(linesOf(detail).slice(0, -1)), 'no-end-mark'),
  inDetail('lines after <END>', bytesOf(`${detail}${linesOf(detail)[1]}\n`), '5: after-end-mark'),
  inDetail(
    '<END> with the commas of a spreadsheet program',
    bytesOf(detail.replace('<END>', `<END>${','.repeat(21)}`)),
  ),
  inDetail(
    'quoted cells with commas and line ends',
    changed(detail, 2, (line) => withCell(line, 10, '"Wallet ""A"",\nsecond line"', ',')),
  ),
  inDetail(
    'a quotation mark that nothing closes',
    changed(detail, 2, (line) => withCell(line, 10, '"Wallet', ',')),
    '2: bad-quotes',
  ),
  inDetail(
    'a fee column that nobody has heard of',
    joined(withColumn(detail, 'loyaltyFeeAmountValue', '', ',')),
    'kept 2 lines; unknown-fee-column loyaltyfeeamountvalue/',
  ),
  inDetail(
    'money of the batch: a net that comes from nothing',
    changed(detail, 3, (line) =>
      line
        .replace(',REFUND,', ',RESERVE,')
        .replace(',-5.00,EUR,-4.94,EUR,,,0.06,EUR', ',0.00,EUR,-100.00,EUR,,,0.00,EUR'),
    ),
  ),
  inDetail(
    'gross and fees that do not make the net',
    changed(detail, 2, (line) => line.replace(',12.35,', ',12.30,')),
    'kept 2 lines; 2: net-differs 12.30/12.35',
  ),
  odd(
    'the empty cycle of 2.8',
    'settlementSummary_EUR_0000000000000000000_000.csv',
    joined([linesOf(summary)[0] ?? '', '<END>']),
    'no-account, no-day',
  ),
  odd(
    'the empty cycle of 2.8, in its folder on the server',
    '2088000000000011/20260304/settlementSummary_EUR_2088000000000011_000.csv',
    joined([linesOf(summary)[0] ?? '', '<END>']),
    'kept 0 lines',
  ),
  inDetail(
    'two accounts in one report',
    changed(detail, 3, (line) => line.replace('1022000000000000011', '1022000000000000099')),
    'other-account 1022000000000000099/1022000000000000011',
  ),
  odd(
    'AlipayHK in-store report, types in small letters',
    '102_fptrade_20260302.csv',
    hkInStore,
    'kept 1 lines',
  ),
  odd(
    'online product, refunds not below zero',
    `${account}_settle_20260303_0123456789abcdef0123456789abcdef.csv`,
    online('R', ['A-1']),
    'kept 1 lines',
  ),
  odd(
    'online product, a refund that failed',
    `${account}_fptrade_20260302.csv`,
    bytesOf(new TextDecoder().decode(online('R', ['A-1'])).replace(',R,L,', ',R,F,')),
    'kept 1 lines; 2: refund-failed A-1/',
  ),
  odd('AlipayHK app, times month first', `${account}_settle_20260303_1.csv`, hkApp, 'kept 2 lines'),
  odd(
    'portal export, times with points and tabs before ids',
    `${account}_20260303.csv`,
    portal('2026.03.03'),
    'kept 2 lines',
  ),
  odd(
    'portal export of several days',
    `${account}_202603.csv`,
    portal('2026.03.04'),
    'several-days 2026-03-03, 2026-03-04/',
  ),
  odd(
    'batch file of the online product',
    `${account}_settlebatch_20260303.csv`,
    joined([
      'Settle_batch_no,Settle_date,Amount,Fee,Settlement,Currency',
      'B1,20260303,12.50,0.15,12.35,EUR',
    ]),
    'kept 1 lines',
  ),
  odd(
    'summary of interface 2.0.4',
    'ALIPAY_SETTLEMENT_SUMMARY_EUR_20260303.csv',
    intlSummary,
    'kept 1 lines',
  ),
  odd(
    'detail of interface 2.0.4, whose amounts nobody has described',
    'ALIPAY_TRANSACTION_DETAIL_EUR_20260303.csv',
    joined([
      'merchantId,sellerID,storeId,transType,merchantTransId,acquirementId',
      '2160120000000001,1,2,PAYMENT,M1,A1',
    ]),
    '1: missing-column /transamount, 1: missing-column /transcurrency',
  ),
]
