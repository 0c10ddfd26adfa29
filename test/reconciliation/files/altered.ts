import { bytesOf } from './given.ts'

/** The samples made odd: other cells, other columns, other letters; and files of layouts that have no sample. */

export const linesOf = (text: string): string[] => text.trimEnd().split('\n')
export const joined = (lines: readonly string[], end = '\n'): Uint8Array =>
  bytesOf(`${lines.join(end)}${end}`)
/** One line of a text changed, counted from 1. */
export const changed = (text: string, line: number, change: (line: string) => string): Uint8Array =>
  joined(linesOf(text).map((each, index) => (index === line - 1 ? change(each) : each)))
export const cellsOf = (line: string, change: (cells: string[]) => readonly string[], by = '|'): string =>
  change(line.split(by)).join(by)
export const withCell = (line: string, at: number, text: string, by = '|'): string =>
  cellsOf(line, (cells) => cells.with(at, text), by)

/** The same records with other columns: the first `count` ones, or with one more. */
export const narrowed = (text: string, count: number, by = '|'): string[] =>
  linesOf(text).map((line, index) =>
    index === 0 && line.startsWith('Partner:') ? line : cellsOf(line, (cells) => cells.slice(0, count), by),
  )
export const without = (text: string, names: readonly string[], by = '|'): string[] => {
  const lines = linesOf(text)
  const header = lines.find((line) => line.split(by).length > 5) ?? ''
  const gone = new Set(names.map((name) => header.split(by).indexOf(name)))
  return lines.map((line) =>
    line.split(by).length < 5 ? line : cellsOf(line, (cells) => cells.filter((_, at) => !gone.has(at)), by),
  )
}
export const withColumn = (text: string, header: string, cell: string, by = '|'): string[] =>
  linesOf(text).map((line, index, all) => {
    if (line.split(by).length < 5) return line
    const isHeader = index === all.findIndex((each) => each.split(by).length >= 5)
    return `${line}${by}${isHeader ? header : cell}`
  })

/** `Café Beispiel 北京店` in GB18030, where the second byte of a letter may be a `|`: 皘 is 0xB0 0x7C. */
export const gb18030 = (text: string, store: readonly number[]): Uint8Array => {
  const [before = '', ...after] = text.split('Cafe Example Linz')
  const parts: number[] = [...bytesOf(before)]
  for (const part of after) parts.push(...store, ...bytesOf(part))
  return new Uint8Array(parts)
}
export const beijingStore = [0xb1, 0xb1, 0xbe, 0xa9, 0xb5, 0xea]
export const letterWithBar = [0xb0, 0x7c, 0xb5, 0xea]

export const online = (type: string, rows: readonly string[]): Uint8Array =>
  joined([
    'Partner_transaction_id,Amount,Rmb_amount,Fee,Settlement,Rmb_settlement,Currency,Rate,Payment_time,Settlement_time,Type,Status,Stem_from,Remarks',
    ...rows.map(
      (id) =>
        `${id},555.0,3538.90,6.66,548.34,3496.43,USD,6.37640000,2026-03-02 15:46:00,2026-03-03 16:00:00,${type},L,,`,
    ),
  ])
export const hkApp = joined([
  'Partner_transaction_id,Transaction_id,Amount,Fee,Settlement,Currency,Payment_time,Settlement_time,Issue,Product,Type,Status,Remarks,Original_partner_transaction_ID',
  'HK-1,2026030200001,0.3,0.0,0.3,HKD,3/2/2026 9:05,3/3/2026 16:00,ALIPAY_HK,IN_STORE,PAYMENT,SETTLED,,',
  'HK-R1,2026030200002,0.2,0.0,-0.2,HKD,3/2/2026 19:05,3/3/2026 16:00,ALIPAY_HK,IN_STORE,REFUND,SETTLED,,HK-1',
])
export const portal = (second: string): Uint8Array =>
  joined([
    'Payment Time,Partner_transaction_id,Gross Amount,Fee,Net Amount,Currency,Rate,Settlement Time,Type,Status,Remarks',
    `2026.03.02 17:04:11,"\tS012T03-20260302-000017",12.50,0.15,12.35,EUR,7.84230000,2026.03.03 16:50:00,P,L,"coffee, large"`,
    `2026.03.02 18:02:09,"\tS012T03-20260302-R00002",5.00,0.06,4.94,EUR,7.84230000,${second} 16:50:00,R,L,"said ""cold"""`,
  ])
export const intlSummary = joined([
  'type,settlementTime,count,settlementAmount,settlementCurrency,commission,referenceId,merchantId',
  'PAYMENT,2026-03-03T16:50:00+08:00,2,51.87,EUR,0.63,R1,2160120000000001',
])
export const hkInStore = joined([
  'customerId,transactionId,originalTransactionId,transactionRequestId,orderDescription,paymentMethodType,pspName,transactionType,paymentTime,productCode,transactionAmountValue,transactionCurrency,originalTransactionRequestId,voucherAmount',
  '1022000000000000011,20260302111,,REQ-1,tea,ALIPAY_HK,AlipayHK,payment,2026-03-02T17:04:11+08:00,In-store Payment,1450,HKD,,',
  '<END>',
])
