import type { ProviderFileKind } from '../../domain/reconciled.ts'
import type { Instant } from '../../domain/time.ts'
import { magnitude, negated, type AmountUnit, type Decimal } from './decimal.ts'

/** Layouts of provider's files, each known by its columns (reconciliation 1.2, 1.3, 1.8, 2.1 to 2.8). */
export const profiles = [
  'spot_txn_v1',
  'spot_settle_v1',
  'spot_portal',
  'fp_online',
  'fp_batch',
  'hk_app',
  'intl_2_0_4',
  'ams_1',
  'ams_2',
] as const
export type Profile = (typeof profiles)[number]

export type LineType = 'PAYMENT' | 'REFUND' | 'CANCEL' | 'REVERSAL' | 'OTHER'

/** One line of any provider's file, whatever it looked like (reconciliation 0, "Normalised line"). */
export interface ProviderLine {
  /** From 1, as an editor counts: of a quoted cell with line ends, the first one. */
  readonly line: number
  readonly account: string
  readonly type: LineType
  /** As it stands there: `R`, `PAYMENT`, `DISPUTE`. */
  readonly typeText: string
  /** '' where the file has none: money of a batch, disputes. */
  readonly merchantRef: string
  readonly providerRef: string
  readonly originalMerchantRef?: string | undefined
  /**
   * In the price currency. Unsigned in legacy files, with its sign in Antom reports. This and every other amount here is
   * the number that is printed; `minorUnitsOf` makes minor units of it, by the file's unit.
   */
  readonly amount: Decimal
  readonly currency: string
  /** Of an Antom report of which the unit is not known: an amount is printed with a decimal point, which major units have. */
  readonly hasPoint?: true
  /** In the settlement currency, before fees. */
  readonly gross?: Decimal | undefined
  /** In the settlement currency, after fees. */
  readonly net?: Decimal | undefined
  readonly settleCurrency?: string | undefined
  /** Unsigned cost in legacy files; in Antom reports the sum of all fee columns as printed, negative when charged. */
  readonly fee?: Decimal | undefined
  readonly feeCurrency?: string | undefined
  readonly cnyAmount?: Decimal | undefined
  readonly cnyNet?: Decimal | undefined
  /** CNY for one unit of the settlement currency. */
  readonly rate?: Decimal | undefined
  /** Of a legacy file, between price and settlement currency when they differ; in which direction is nowhere said (1.4). */
  readonly priceRate?: Decimal | undefined
  /** Of an Antom report: what its quote makes of the price amount (2.6). */
  readonly grossByQuote?: Decimal | undefined
  readonly occurredAt?: Instant | undefined
  readonly settledAt?: Instant | undefined
  /** settlementBatchId; of a legacy settlement its China day. */
  readonly batch?: string | undefined
  /** Of a summary: how many lines it adds up. */
  readonly count?: number | undefined
  readonly status?: string | undefined
  readonly storeRef?: string | undefined
  readonly operator?: string | undefined
  /** Free text of the provider; a hint for a person at most. */
  readonly remark?: string | undefined
  /** Every cell by the column's name as it is printed. */
  readonly raw: Readonly<Record<string, string>>
}

/** What is known of a file once its head has been read. */
export interface FileHead {
  readonly name: string
  readonly profile: Profile
  readonly kind: ProviderFileKind
  readonly unit: AmountUnit
  /** Whether amounts carry their own sign; if not, the type says it (reconciliation 0.3). */
  readonly signs: 'printed' | 'by-type'
}

/**
 * The number with the sign that money has for the shop: in is positive. Only a payment brings money in; what is neither
 * is taken as given back (reconciliation 1.5: "R when not P").
 */
export const signedFor = (
  { type }: Pick<ProviderLine, 'type'>,
  number: Decimal,
  signs: FileHead['signs'],
): Decimal => {
  if (signs === 'printed') return number
  return type === 'PAYMENT' ? magnitude(number) : negated(magnitude(number))
}

/** A refund that the provider says did not go through (reconciliation 1.8, Status F). */
export const isFailedRefund = ({ type, status }: ProviderLine): boolean =>
  type === 'REFUND' && status?.toUpperCase() === 'F'
