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

export const oddFiles: readonly OddFile[] = [
  {
    what: 'transaction file as in 1.10',
    name: transactionName,
    bytes: bytesOf(transaction),
    result: 'kept 4 lines',
  },
  {
    what: 'settlement file as in 1.10',
    name: settlementName,
    bytes: bytesOf(settlement),
    result: 'kept 4 lines',
  },
  {
    what: 'settlement summary as in 2.9',
    name: summaryName,
    bytes: bytesOf(summary),
    result: 'kept 3 lines',
  },
  { what: 'settlement detail as in 2.9', name: detailName, bytes: bytesOf(detail), result: 'kept 2 lines' },
  {
    what: 'transaction file of an older contract, 8 columns',
    name: transactionName,
    bytes: joined(narrowed(transaction, 8)),
    result: 'kept 4 lines',
  },
  {
    what: 'AlipayHK settlement, no CNY columns',
    name: settlementName,
    bytes: joined(without(settlement, ['Rmb_amount', 'Rmb_settlement', 'Rate'])),
    result: 'kept 4 lines',
  },
  {
    what: 'UTF-8 byte order mark',
    name: transactionName,
    bytes: bytesOf(`\uFEFF${transaction}`),
    result: 'kept 4 lines',
  },
  {
    what: 'store name in GB18030',
    name: transactionName,
    bytes: gb18030(transaction, beijingStore),
    result: 'kept 4 lines',
  },
  {
    what: 'a GB18030 letter with the byte of a bar in it',
    name: transactionName,
    bytes: gb18030(transaction, letterWithBar),
    result: 'kept 4 lines',
  },
  {
    what: 'CR LF',
    name: transactionName,
    bytes: joined(linesOf(transaction), '\r\n'),
    result: 'kept 4 lines',
  },
  {
    what: 'blank lines between and at the end',
    name: transactionName,
    bytes: bytesOf(`\n${transaction.replaceAll('\n', '\n \n')}\n\n`),
    result: 'kept 4 lines',
  },
  {
    what: 'no line end at the end',
    name: transactionName,
    bytes: bytesOf(transaction.trimEnd()),
    result: 'kept 4 lines',
  },
  {
    what: 'Total_count too high',
    name: transactionName,
    bytes: changed(transaction, 1, (line) => line.replace('Total_count:4', 'Total_count:5')),
    result: 'count-differs 4/5',
  },
  {
    what: 'Total_count too low',
    name: transactionName,
    bytes: changed(transaction, 1, (line) => line.replace('Total_count:4', 'Total_count:3')),
    result: 'count-differs 4/3',
  },
  {
    what: 'first line with a time of day (AlipayHK)',
    name: transactionName,
    bytes: changed(transaction, 1, (line) => line.replace('2026-03-02', '2026-03-02 23:59:59')),
    result: 'kept 4 lines',
  },
  {
    what: 'an empty day',
    name: transactionName,
    bytes: bytesOf(
      `${linesOf(transaction).slice(0, 2).join('\n').replace('Total_count:4', 'Total_count:0')}\n`,
    ),
    result: 'kept 0 lines',
  },
  {
    what: 'no first line',
    name: transactionName,
    bytes: joined(linesOf(transaction).slice(1)),
    result: '1: bad-first-line /Partner|Payment_time|Total_count',
  },
  {
    what: 'more columns: Stem_from and Refund',
    name: settlementName,
    bytes: joined(withColumn(withColumn(settlement, 'Stem_from', 'x').join('\n'), 'Refund', '')),
    result: 'kept 4 lines',
  },
  {
    what: 'columns in another order and other spelling',
    name: settlementName,
    bytes: joined(
      linesOf(settlement).map((line) =>
        cellsOf(
          line.replace('Partner_transaction_id', 'Partner_transaction_ id').replace('|Fee|', '|fee|'),
          (cells) => cells.toReversed(),
        ),
      ),
    ),
    result: 'kept 4 lines',
  },
  {
    what: 'refund amounts below zero',
    name: settlementName,
    bytes: changed(settlement, 5, (line) =>
      line.replace('|5.00|39.21|0.06|4.94|38.74|', '|-5.00|-39.21|-0.06|-4.94|-38.74|'),
    ),
    result: 'kept 4 lines',
  },
  {
    what: '0.0 and a trailing blank',
    name: settlementName,
    bytes: changed(settlement, 2, (line) =>
      line.replace('|12.50|98.03|0.15|12.35|96.85|', '|12.5 |98.03|0.0|12.50 |98.03|'),
    ),
    result: 'kept 4 lines',
  },
  {
    what: 'tabs and blanks around ids',
    name: transactionName,
    bytes: changed(
      transaction,
      3,
      (line) => `\t${line.replace('|2026030222001400010000000017|', '| 2026030222001400010000000017\t|')}`,
    ),
    result: 'kept 4 lines',
  },
  {
    what: 'a bar in a remark',
    name: transactionName,
    bytes: changed(transaction, 6, (line) => line.replace('item returned', 'item|returned')),
    result: '6: more-cells 16/15',
  },
  {
    what: 'a line cut off',
    name: transactionName,
    bytes: bytesOf(transaction.slice(0, -30)),
    result: '6: fewer-cells 11/15',
  },
  {
    what: 'cut off after a line',
    name: transactionName,
    bytes: joined(linesOf(transaction).slice(0, -1)),
    result: 'count-differs 3/4',
  },
  {
    what: 'thousands separators',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => withCell(line, 2, '1,012.50')),
    result: '2: not-an-amount 1,012.50/amount',
  },
  {
    what: 'a decimal comma',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => withCell(line, 2, '12,50')),
    result: '2: not-an-amount 12,50/amount',
  },
  {
    what: 'an exponent',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => withCell(line, 2, '1.25E1')),
    result: '2: not-an-amount 1.25E1/amount',
  },
  {
    what: 'a fraction of a cent',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => withCell(line, 2, '12.505')),
    result: '2: not-an-amount 12.505/amount',
  },
  {
    what: 'an amount that no double holds',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => withCell(line, 2, '90071992547409930.25')),
    result: '2: not-an-amount 90071992547409930.25/amount',
  },
  {
    what: 'no amount',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => withCell(line, 2, '')),
    result: '2: blank-cell /amount',
  },
  {
    what: 'no id at all',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => withCell(withCell(line, 0, ''), 1, ' ')),
    result: '2: blank-cell /partner_transaction_id',
  },
  {
    what: 'a currency in small letters',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => withCell(line, 7, 'eur')),
    result: '2: not-a-currency eur/currency',
  },
  {
    what: 'a day that does not exist',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => withCell(line, 9, '2026-02-30 10:00:00')),
    result: '2: not-a-time 2026-02-30 10:00:00/payment_time',
  },
  {
    what: 'an unknown type',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => withCell(line, 11, 'X')),
    result: 'kept 4 lines; 2: unknown-type X/',
  },
  {
    what: 'REVERSE of an older page',
    name: transactionName,
    bytes: changed(transaction, 5, (line) => line.replace('|CANCEL|', '|REVERSE|')),
    result: 'kept 4 lines',
  },
  {
    what: 'a net amount that is not amount less fee',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => line.replace('|12.35|', '|12.36|')),
    result: 'kept 4 lines; 2: net-differs 12.36/12.35, 2: cny-net-differs 96.85/96.9308',
  },
  {
    what: 'the sample of the official page whose rate fits neither way',
    name: transactionName,
    bytes: changed(transaction, 3, (line) => line.replace('|EUR|12.50|1', '|TWD|100|0.031')),
    result: 'kept 4 lines; 3: rate-differs 12.50/3.10',
  },
  {
    what: 'a line of another day',
    name: transactionName,
    bytes: changed(transaction, 3, (line) => line.replace('2026-03-02 17:04:11', '2026-03-01 23:59:58')),
    result: 'kept 4 lines; 3: other-day 2026-03-01/2026-03-02',
  },
  {
    what: 'a name of another day than the file',
    name: `${account}_transaction_20260303.txt`,
    bytes: bytesOf(transaction),
    result: 'kept 4 lines; name-disagrees 2026-03-03/2026-03-02',
  },
  {
    what: 'a name of another account than the file',
    name: '2088000000000099_transaction_20260302.txt',
    bytes: bytesOf(transaction.replaceAll('2088000000000011', '2088000000000012')),
    result: 'kept 4 lines; name-disagrees 2088000000000099/2088000000000012',
  },
  {
    what: 'a name that says nothing',
    name: 'download (1).txt',
    bytes: bytesOf(transaction),
    result: 'kept 4 lines',
  },
  {
    what: 'a column twice',
    name: settlementName,
    bytes: joined(withColumn(settlement, 'FEE', '0.15')),
    result: '1: repeated-column fee/',
  },
  {
    what: 'a column missing',
    name: settlementName,
    bytes: joined(without(settlement, ['Fee'])),
    result: '1: missing-column /fee',
  },
  { what: 'no bytes', name: transactionName, bytes: new Uint8Array(), result: 'empty' },
  { what: 'blank lines only', name: transactionName, bytes: bytesOf('\r\n\r\n'), result: 'empty' },
  {
    what: 'a photograph',
    name: 'receipt.jpg',
    bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70]),
    result: 'binary',
  },
  {
    what: 'neither UTF-8 nor GB18030',
    name: transactionName,
    bytes: new Uint8Array([...bytesOf(transaction), 0x80, 0xff, 0x0a]),
    result: 'not-text',
  },
  {
    what: 'a workbook',
    name: 'SETTLEMENT_DETAIL_1_20260304.xlsx',
    bytes: new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]),
    result: 'workbook',
  },
  {
    what: 'an archive',
    name: `${account}_20260303.zip`,
    bytes: new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]),
    result: 'archive',
  },
  {
    what: 'some other table',
    name: 'customers.csv',
    bytes: bytesOf('name,city\nAnna,Linz\n'),
    result: '1: unknown-columns name,city/',
  },
  {
    what: 'a web page instead of the file',
    name: settlementName,
    bytes: bytesOf('<html><body>Session expired</body></html>\n'),
    result: '1: unknown-columns <html><body>Session expired</body></html>/',
  },
  {
    what: 'a control character in a cell',
    name: settlementName,
    bytes: changed(settlement, 2, (line) => line.replace('Cafe Example', 'Cafe\u0007Example')),
    result: '2: control-character',
  },
  {
    what: 'a line without an end in sight',
    name: settlementName,
    bytes: bytesOf(`${settlement}${'x'.repeat(300_000)}`),
    result: '6: line-too-long /65536',
  },
  {
    what: 'Antom report without <END>',
    name: detailName,
    bytes: joined(linesOf(detail).slice(0, -1)),
    result: 'no-end-mark',
  },
  {
    what: 'lines after <END>',
    name: detailName,
    bytes: bytesOf(`${detail}${linesOf(detail)[1]}\n`),
    result: '5: after-end-mark',
  },
  {
    what: '<END> with the commas of a spreadsheet program',
    name: detailName,
    bytes: bytesOf(detail.replace('<END>', `<END>${','.repeat(21)}`)),
    result: 'kept 2 lines',
  },
  {
    what: 'quoted cells with commas and line ends',
    name: detailName,
    bytes: changed(detail, 2, (line) => withCell(line, 10, '"Wallet ""A"",\nsecond line"', ',')),
    result: 'kept 2 lines',
  },
  {
    what: 'a quotation mark that nothing closes',
    name: detailName,
    bytes: changed(detail, 2, (line) => withCell(line, 10, '"Wallet', ',')),
    result: '2: bad-quotes',
  },
  {
    what: 'a fee column that nobody has heard of',
    name: detailName,
    bytes: joined(withColumn(detail, 'loyaltyFeeAmountValue', '', ',').map((line) => line)),
    result: 'kept 2 lines; unknown-fee-column loyaltyfeeamountvalue/',
  },
  {
    what: 'money of the batch: a net that comes from nothing',
    name: detailName,
    bytes: changed(detail, 3, (line) =>
      line
        .replace(',REFUND,', ',RESERVE,')
        .replace(',-5.00,EUR,-4.94,EUR,,,0.06,EUR', ',0.00,EUR,-100.00,EUR,,,0.00,EUR'),
    ),
    result: 'kept 2 lines',
  },
  {
    what: 'gross and fees that do not make the net',
    name: detailName,
    bytes: changed(detail, 2, (line) => line.replace(',12.35,', ',12.30,')),
    result: 'kept 2 lines; 2: net-differs 12.30/12.35',
  },
  {
    what: 'the empty cycle of 2.8',
    name: 'settlementSummary_EUR_0000000000000000000_000.csv',
    bytes: joined([linesOf(summary)[0] ?? '', '<END>']),
    result: 'no-account, no-day',
  },
  {
    what: 'the empty cycle of 2.8, in its folder on the server',
    name: '2088000000000011/20260304/settlementSummary_EUR_2088000000000011_000.csv',
    bytes: joined([linesOf(summary)[0] ?? '', '<END>']),
    result: 'kept 0 lines',
  },
  {
    what: 'two accounts in one report',
    name: detailName,
    bytes: changed(detail, 3, (line) => line.replace('1022000000000000011', '1022000000000000099')),
    result: 'other-account 1022000000000000099/1022000000000000011',
  },
  {
    what: 'AlipayHK in-store report, types in small letters',
    name: '102_fptrade_20260302.csv',
    bytes: hkInStore,
    result: 'kept 1 lines',
  },
  {
    what: 'online product, refunds not below zero',
    name: `${account}_settle_20260303_0123456789abcdef0123456789abcdef.csv`,
    bytes: online('R', ['A-1']),
    result: 'kept 1 lines',
  },
  {
    what: 'online product, a refund that failed',
    name: `${account}_fptrade_20260302.csv`,
    bytes: bytesOf(new TextDecoder().decode(online('R', ['A-1'])).replace(',R,L,', ',R,F,')),
    result: 'kept 1 lines; 2: refund-failed A-1/',
  },
  {
    what: 'AlipayHK app, times month first',
    name: `${account}_settle_20260303_1.csv`,
    bytes: hkApp,
    result: 'kept 2 lines',
  },
  {
    what: 'portal export, times with points and tabs before ids',
    name: `${account}_20260303.csv`,
    bytes: portal('2026.03.03'),
    result: 'kept 2 lines',
  },
  {
    what: 'portal export of several days',
    name: `${account}_202603.csv`,
    bytes: portal('2026.03.04'),
    result: 'several-days 2026-03-03, 2026-03-04/',
  },
  {
    what: 'batch file of the online product',
    name: `${account}_settlebatch_20260303.csv`,
    bytes: joined([
      'Settle_batch_no,Settle_date,Amount,Fee,Settlement,Currency',
      'B1,20260303,12.50,0.15,12.35,EUR',
    ]),
    result: 'kept 1 lines',
  },
  {
    what: 'summary of interface 2.0.4',
    name: 'ALIPAY_SETTLEMENT_SUMMARY_EUR_20260303.csv',
    bytes: intlSummary,
    result: 'kept 1 lines',
  },
  {
    what: 'detail of interface 2.0.4, whose amounts nobody has described',
    name: 'ALIPAY_TRANSACTION_DETAIL_EUR_20260303.csv',
    bytes: joined([
      'merchantId,sellerID,storeId,transType,merchantTransId,acquirementId',
      '2160120000000001,1,2,PAYMENT,M1,A1',
    ]),
    result: '1: missing-column /transamount, 1: missing-column /transcurrency',
  },
]
