import { hash } from 'node:crypto'
import type { ProviderFileFacts } from '../../../main/domain/reconciled.ts'
import { beijingStamp, instant, type Day } from '../../../main/domain/time.ts'
import type { ReadFile } from '../../../main/reconciliation/match-job.node.ts'

/** One line as the provider would write it, before a layout has given it a form. Amounts are minor units of EUR. */
export interface MadeRow {
  readonly type: 'PAYMENT' | 'REFUND' | 'CANCEL' | 'DISPUTE'
  readonly merchantRef: string
  readonly providerRef: string
  readonly minor: number
  readonly fee: number
  /** Settled amount before the fee, where it is not the price. */
  readonly gross?: number
  readonly at: number
  readonly currency?: string
  readonly settledAt?: number
}
export type MadeLayout = 'legacy' | 'antom-major' | 'antom-minor'

const account = '2088000000000011'
const amount = (minor: number): string => (minor / 100).toFixed(2)
const chinaTime = (at: number): string =>
  beijingStamp(instant(at)).replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6')
const isoTime = (at: number): string => `${chinaTime(at).replace(' ', 'T')}+08:00`

const legacyTransactions = (day: Day, rows: readonly MadeRow[]): string =>
  [
    `Partner:${account}|Payment_time: ${day}|Total_count:${rows.length}`,
    'Partner_transaction_id|Transaction_id|Transaction_amount|Charge_amount|Currency|Payment_time|Transaction_type|Remark|Trans_currency|Trans_amount|Trans_forex_rate',
    ...rows.map(({ type, merchantRef, providerRef, minor, gross = minor, fee, at, currency = 'EUR' }) =>
      [
        merchantRef,
        providerRef,
        amount(gross),
        amount(fee),
        currency,
        chinaTime(at),
        type,
        '',
        currency,
        amount(minor),
        '1',
      ].join('|'),
    ),
    '',
  ].join('\n')

const legacySettlement = (rows: readonly MadeRow[]): string =>
  [
    'Partner_transaction_id|Transaction_id|Amount|Fee|Settlement|Currency|Payment_time|Settlement_time|Type|Status|Remarks|Trans_currency|Trans_amount|Trans_forex_rate',
    ...rows.map(
      ({
        type,
        merchantRef,
        providerRef,
        minor,
        gross = minor,
        fee,
        at,
        currency = 'EUR',
        settledAt = at + 86_400_000,
      }) =>
        [
          // A cancelled payment's line has Alipay's number in both places (reconciliation 1.3).
          type === 'CANCEL' ? providerRef : merchantRef,
          providerRef,
          amount(gross),
          amount(fee),
          amount(gross - fee),
          currency,
          chinaTime(at),
          chinaTime(settledAt),
          type === 'PAYMENT' ? 'P' : 'R',
          'L',
          '',
          currency,
          amount(minor),
          '1',
        ].join('|'),
    ),
    '',
  ].join('\n')

const antom = (kind: 'transaction' | 'settlement', layout: MadeLayout, rows: readonly MadeRow[]): string => {
  const printed = (minor: number): string => (layout === 'antom-minor' ? String(minor) : amount(minor))
  const head = [
    'settlementBatchId,customerId,PSP,referenceStoreId,transactionType,transactionId,transactionRequestId',
    `,originalTransactionRequestId,paymentMethodType,transactionCompletionTime${kind === 'settlement' ? ',settlementInitiatedDate' : ',status'}`,
    ',transactionAmountValue,transactionCurrency,settlementAmountValue,settlementCurrency',
    ',paymentMethodFeeAmountValue,paymentMethodFeeCurrency',
  ].join('')
  const lines = rows.map(
    ({
      type,
      merchantRef,
      providerRef,
      minor,
      gross = minor,
      fee,
      at,
      currency = 'EUR',
      settledAt = at + 86_400_000,
    }) => {
      const sign = type === 'PAYMENT' ? 1 : -1
      const isDispute = type === 'DISPUTE'
      return [
        '202603041985500001',
        account,
        'Alipay_SG',
        'S012',
        type,
        providerRef,
        isDispute ? '' : merchantRef,
        isDispute ? merchantRef : '',
        'ALIPAY_CN',
        isoTime(at),
        kind === 'settlement' ? chinaTime(settledAt).slice(0, 10) : 'SUCCESS',
        printed(sign * minor),
        currency,
        printed(sign * (gross - fee)),
        currency,
        printed(-sign * fee),
        currency,
      ].join(',')
    },
  )
  return [head, ...lines, '<END>', ''].join('\n')
}

export interface MadeFiles {
  readonly files: readonly ProviderFileFacts[]
  readonly read: ReadFile
}

/** The bytes of made files, and what a shelf would say of them. */
export const madeFiles = (
  layout: MadeLayout,
  transactions: ReadonlyMap<Day, readonly MadeRow[]>,
  settlements: ReadonlyMap<Day, readonly MadeRow[]>,
): MadeFiles => {
  const bytesOf = new Map<string, Uint8Array>()
  const isAntom = layout !== 'legacy'
  const keep = (fileKind: 'transaction' | 'settlement', day: Day, text: string, lines: number) => {
    const bytes = new TextEncoder().encode(text)
    const sha256 = hash('sha256', bytes, 'hex')
    bytesOf.set(sha256, bytes)
    const compact = day.replaceAll('-', '')
    const facts: ProviderFileFacts = {
      sha256,
      name: isAntom
        ? `${fileKind === 'transaction' ? 'TRANSACTION' : 'SETTLEMENT'}_DETAIL_${compact}.csv`
        : `${account}_${fileKind}_${compact}.txt`,
      account,
      fileKind,
      profile: isAntom ? 'ams_2' : fileKind === 'transaction' ? 'spot_txn_v1' : 'spot_settle_v1',
      day,
      part: '',
      version: 1,
      unit: isAntom ? 'undecided' : 'major',
      encoding: 'utf-8',
      lines,
      bytes: bytes.length,
      source: 'sftp',
      findings: [],
      findingsInAll: 0,
    }
    return facts
  }
  const files = [
    ...[...transactions].map(([day, rows]) =>
      keep(
        'transaction',
        day,
        isAntom ? antom('transaction', layout, rows) : legacyTransactions(day, rows),
        rows.length,
      ),
    ),
    ...[...settlements].map(([day, rows]) =>
      keep(
        'settlement',
        day,
        isAntom ? antom('settlement', layout, rows) : legacySettlement(rows),
        rows.length,
      ),
    ),
  ]
  return {
    files,
    read: ({ sha256 }) => {
      const bytes = bytesOf.get(sha256)
      if (bytes === undefined) throw new Error(`no file ${sha256}`)
      return bytes
    },
  }
}
