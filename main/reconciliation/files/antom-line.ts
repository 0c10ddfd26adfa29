import type { Cells } from './cells.ts'
import { minus, product, quotient, placesOf, sum, type AmountUnit, type Decimal } from './decimal.ts'
import { isFeeColumn } from './fees.ts'
import type { SniffedHead } from './head.ts'
import type { LineType, ProviderLine } from './line.ts'
import { parseOffsetTime } from './times.ts'

/** Lines of section 2 of the protocol: Antom reports of both generations. Signs as printed (2.6). */

const typesByText: Readonly<Record<string, LineType>> = {
  PAYMENT: 'PAYMENT',
  REFUND: 'REFUND',
  CANCEL: 'CANCEL',
  PAYMENT_REVERSAL: 'REVERSAL',
  REFUND_REVERSAL: 'REVERSAL',
}
/** Known to the protocol, and no sale or refund of a till (2.5). */
const otherTypes: ReadonlySet<string> = new Set([
  'AUTHORIZATION',
  'CAPTURE',
  'DISPUTE',
  'DISPUTE_REVERSAL',
  'RAPID_DISPUTE_RESOLUTION',
  'CDRN',
  'ADJUSTMENT_FEE',
  'SETTLEMENT_FEE',
  'COLLATERAL_WITHHELD',
  'COLLATERAL_RELEASED',
  'RESERVE',
  'RESERVE_RELEASED',
])
export const antomType = (text: string): LineType => typesByText[text.toUpperCase()] ?? 'OTHER'
export const isKnownAntomType = (text: string): boolean =>
  Object.hasOwn(typesByText, text.toUpperCase()) || otherTypes.has(text.toUpperCase())

/** Columns whose sum is the cost of a line. */
export const feeColumnsOf = ({ positions }: SniffedHead): readonly string[] =>
  [...positions.keys()].filter(isFeeColumn)

/** Columns of amounts, which are all in the same unit (2.6); prices of quotes are in none. */
export const amountColumnsOf = (head: SniffedHead): readonly string[] => [
  'transactionamountvalue',
  'settlementamountvalue',
  'convertedtransactionamountvalue',
  ...feeColumnsOf(head),
]

/** What the price amount is in the settlement currency, by the quote; `undefined` when there is none that fits (2.6). */
const grossByQuote = (
  amount: Decimal,
  currency: string,
  settleCurrency: string,
  pair: string,
  price: Decimal | undefined,
): Decimal | undefined => {
  if (currency === settleCurrency) return amount
  const [left, right] = pair.toUpperCase().split('/')
  if (price === undefined) return undefined
  if (left === currency && right === settleCurrency) return product(amount, price, placesOf(settleCurrency))
  if (right === currency && left === settleCurrency) return quotient(amount, price, placesOf(settleCurrency))
  return undefined
}

const feeOf = (
  cells: Cells,
  columns: readonly string[],
  currency: string,
  unit: AmountUnit,
): Decimal | undefined => {
  const fees = columns.flatMap((column) => cells.amount(column, currency, unit) ?? [])
  return fees.length === 0 ? undefined : sum(fees)
}

export const readAntomLine = (
  cells: Cells,
  unit: AmountUnit,
  feeColumns: readonly string[],
  amountColumns: readonly string[],
): ProviderLine => {
  const typeText = cells.filled('transactiontype')
  const currency = cells.currency('transactioncurrency')
  const amount = cells.needed(
    cells.amount('transactionamountvalue', currency, unit),
    'transactionamountvalue',
  )
  const settleCurrency =
    cells.text('settlementcurrency') === '' ? undefined : cells.currency('settlementcurrency')
  const net = settleCurrency && cells.amount('settlementamountvalue', settleCurrency, unit)
  const fee = feeOf(cells, feeColumns, settleCurrency ?? currency, unit)
  const converted = settleCurrency && cells.amount('convertedtransactionamountvalue', settleCurrency, unit)
  const quoted =
    settleCurrency &&
    (unit === 'major' || currency === settleCurrency
      ? grossByQuote(
          amount,
          currency,
          settleCurrency,
          cells.text('quotecurrencypair'),
          cells.decimal('quoteprice'),
        )
      : undefined)
  return {
    line: cells.line,
    account: cells.filled('customerid'),
    type: antomType(typeText),
    typeText,
    merchantRef: cells.text('transactionrequestid'),
    providerRef: cells.text('transactionid'),
    amount,
    currency,
    ...(unit === 'undecided' && cells.hasPoint(amountColumns) ? { hasPoint: true } : {}),
    // Made when somebody asks: nobody does for most of a million lines.
    get raw() {
      return cells.raw()
    },
    originalMerchantRef: cells.text('originaltransactionrequestid') || undefined,
    gross: converted || quoted || (net && fee && minus(net, fee)) || undefined,
    grossByQuote: quoted || undefined,
    net: net || undefined,
    settleCurrency,
    fee,
    feeCurrency: fee && (settleCurrency ?? currency),
    occurredAt: cells.time(
      parseOffsetTime,
      'transactioncompletiontime',
      'paymenttime',
      'transactiontime',
      'transactioncreationtime',
    ),
    settledAt: cells.time(parseOffsetTime, 'settlementtime', 'settlementinitiateddate'),
    batch: cells.text('settlementbatchid') || undefined,
    status: cells.text('status') || undefined,
    storeRef: cells.text('referencestoreid') || undefined,
    remark: cells.text('orderdescription') || undefined,
  }
}
