import { beijingDay } from '../../domain/time.ts'
import type { Cells } from './cells.ts'
import { magnitude, parseDecimal, type Decimal } from './decimal.ts'
import type { LineType, Profile, ProviderLine } from './line.ts'
import { parseChinaTime, parseOffsetTime } from './times.ts'

/** Lines of section 1 of the protocol: legacy in-store files and their siblings. Magnitudes only; the type says which way. */

const typesByText: Readonly<Record<string, LineType>> = {
  P: 'PAYMENT',
  R: 'REFUND',
  PAYMENT: 'PAYMENT',
  PAY: 'PAYMENT',
  REFUND: 'REFUND',
  CANCEL: 'CANCEL',
  REVERSAL: 'REVERSAL',
  REVERSE: 'REVERSAL',
}
/** By its text in whatever case; what is not known is neither, and a finding of the file. */
export const legacyType = (text: string): LineType => typesByText[text.toUpperCase()] ?? 'OTHER'

const unsigned = (number: Decimal | undefined): Decimal | undefined => number && magnitude(number)

interface Names {
  readonly gross: string
  readonly fee: string
  readonly net: string
  readonly type: string
  readonly merchantRef: string
  readonly providerRef: string
  readonly currency: string
}
const settled: Names = {
  gross: 'amount',
  fee: 'fee',
  net: 'settlement',
  type: 'type',
  merchantRef: 'partner_transaction_id',
  providerRef: 'transaction_id',
  currency: 'currency',
}
const names: Readonly<Partial<Record<Profile, Names>>> = {
  spot_txn_v1: {
    ...settled,
    gross: 'transaction_amount',
    fee: 'charge_amount',
    net: '',
    type: 'transaction_type',
  },
  spot_portal: { ...settled, gross: 'gross_amount', net: 'net_amount' },
  intl_2_0_4: {
    ...settled,
    gross: 'transamount',
    fee: 'commission',
    net: 'settlementamount',
    type: 'transtype',
    merchantRef: 'merchanttransid',
    providerRef: 'acquirementid',
    currency: 'transcurrency',
  },
}

export const readLegacyLine = (cells: Cells, profile: Profile, fileAccount: string): ProviderLine => {
  const column = names[profile] ?? settled
  const typeText = cells.filled(column.type)
  const merchantRef = cells.text(column.merchantRef)
  const providerRef = cells.text(column.providerRef)
  if (merchantRef === '' && providerRef === '') cells.filled(column.merchantRef)
  const known = legacyType(typeText)
  // The settlement file repeats Alipay's number where ours would be when a payment was cancelled (1.3, 1.5).
  const isCancel = merchantRef !== '' && merchantRef === providerRef && known !== 'PAYMENT'
  const settleCurrency = cells.currency(column.currency)
  const gross = magnitude(cells.needed(cells.amount(column.gross, settleCurrency, 'major'), column.gross))
  const hasPrice = cells.text('trans_currency') !== '' && cells.text('trans_amount') !== ''
  const currency = hasPrice ? cells.currency('trans_currency') : settleCurrency
  const price = hasPrice ? cells.amount('trans_amount', currency, 'major') : undefined
  const parse = profile === 'intl_2_0_4' ? parseOffsetTime : parseChinaTime
  const settledAt = cells.time(parse, 'settlement_time', 'settlementtime')
  const isTransaction = profile === 'spot_txn_v1'
  const net = isTransaction ? undefined : cells.amount(column.net, settleCurrency, 'major')
  const fee = cells.amount(column.fee, settleCurrency, 'major')
  return {
    line: cells.line,
    account: cells.first('merchantid') || fileAccount,
    type: isCancel ? 'CANCEL' : known,
    typeText,
    merchantRef,
    providerRef,
    amount: price === undefined ? gross : magnitude(price),
    currency,
    gross,
    settleCurrency,
    // Made when somebody asks: nobody does for most of a million lines.
    get raw() {
      return cells.raw()
    },
    originalMerchantRef: cells.first('original_partner_transaction_id', 'originalacquirementid') || undefined,
    net: unsigned(profile === 'intl_2_0_4' || isTransaction ? net : cells.needed(net, column.net)),
    fee: unsigned(profile === 'intl_2_0_4' ? fee : cells.needed(fee, column.fee)),
    feeCurrency: fee && settleCurrency,
    cnyAmount: unsigned(cells.amount('rmb_amount', 'CNY', 'major')),
    cnyNet: unsigned(cells.amount('rmb_settlement', 'CNY', 'major')),
    rate: cells.decimal('rate'),
    // A text by its documented type, and good for a finding only: what is no number is none.
    priceRate: currency === settleCurrency ? undefined : parseDecimal(cells.text('trans_forex_rate')),
    occurredAt: cells.time(parse, 'payment_time'),
    settledAt,
    batch: settledAt === undefined ? undefined : beijingDay(settledAt),
    status: cells.text('status') || undefined,
    storeRef: cells.text('storeid') || undefined,
    operator: cells.text('operator_name') || undefined,
    remark: cells.first('remarks', 'remark') || undefined,
  }
}
