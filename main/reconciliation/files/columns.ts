import type { ProviderFileKind } from '../../domain/reconciled.ts'
import type { FileHead, Profile } from './line.ts'

/** Columns are found by name, and compared like this (reconciliation 0.1): `Partner_transaction_ id` is one of ours. */
export const columnName = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '_')

export interface Layout {
  readonly profile: Profile
  /** Absent where the name or the lines have to say it. */
  readonly kind?: ProviderFileKind
  /** Columns that nothing else has. */
  readonly knownBy: readonly string[]
  /** What must be there besides; a file without one of them is set apart (reconciliation 0.2). */
  readonly required: readonly string[]
  readonly signs: FileHead['signs']
  readonly end: 'total-count' | 'end-mark' | 'none'
}

const legacySettled = ['fee', 'settlement', 'currency', 'payment_time', 'settlement_time', 'type'] as const
const antom = ['customerid', 'transactioncurrency', 'transactionid'] as const
const antomNet = ['settlementamountvalue', 'settlementcurrency'] as const

/** The first one that fits is meant: those that are known by more stand before those that are known by less. */
const layouts: readonly Layout[] = [
  {
    profile: 'spot_txn_v1',
    kind: 'transaction',
    knownBy: ['transaction_amount', 'transaction_type'],
    required: ['partner_transaction_id', 'transaction_id', 'charge_amount', 'currency', 'payment_time'],
    signs: 'by-type',
    end: 'total-count',
  },
  {
    profile: 'ams_2',
    kind: 'settlement-summary',
    knownBy: ['summarytype', 'count', 'psp'],
    required: ['customerid', ...antomNet],
    signs: 'printed',
    end: 'end-mark',
  },
  {
    profile: 'ams_1',
    kind: 'settlement-summary',
    knownBy: ['summarytype', 'count'],
    required: ['customerid', ...antomNet],
    signs: 'printed',
    end: 'end-mark',
  },
  // Settlement details carry the batch's net; what only transaction details have tells the two apart (2.1).
  {
    profile: 'ams_2',
    kind: 'transaction',
    knownBy: [
      'transactionrequestid',
      'transactiontype',
      'transactionamountvalue',
      'transactioncompletiontime',
      'status',
    ],
    required: antom,
    signs: 'printed',
    end: 'end-mark',
  },
  {
    profile: 'ams_2',
    kind: 'settlement',
    knownBy: ['transactionrequestid', 'transactiontype', 'transactionamountvalue', 'settlementinitiateddate'],
    required: [...antom, ...antomNet, 'settlementbatchid'],
    signs: 'printed',
    end: 'end-mark',
  },
  {
    profile: 'ams_2',
    kind: 'transaction',
    knownBy: [
      'transactionrequestid',
      'transactiontype',
      'transactionamountvalue',
      'transactioncompletiontime',
    ],
    required: antom,
    signs: 'printed',
    end: 'end-mark',
  },
  {
    profile: 'ams_1',
    kind: 'settlement',
    knownBy: [
      'transactionrequestid',
      'transactiontype',
      'transactionamountvalue',
      'settlementbatchid',
      'settlementtime',
    ],
    required: [...antom, ...antomNet],
    signs: 'printed',
    end: 'end-mark',
  },
  {
    profile: 'ams_1',
    kind: 'transaction',
    knownBy: ['transactionrequestid', 'transactiontype', 'transactionamountvalue'],
    required: antom,
    signs: 'printed',
    end: 'end-mark',
  },
  {
    profile: 'intl_2_0_4',
    kind: 'settlement-summary',
    knownBy: ['settlementtime', 'count', 'settlementamount', 'commission'],
    required: ['type', 'settlementcurrency', 'merchantid'],
    signs: 'printed',
    end: 'none',
  },
  {
    // Beyond these columns nothing is documented: kind by its name, amounts by the names of the summary's family.
    profile: 'intl_2_0_4',
    knownBy: ['transtype', 'merchanttransid', 'acquirementid'],
    required: ['merchantid', 'transamount', 'transcurrency'],
    signs: 'by-type',
    end: 'none',
  },
  {
    profile: 'fp_batch',
    kind: 'settlement-summary',
    knownBy: ['settle_batch_no', 'settle_date'],
    required: ['amount', 'fee', 'settlement', 'currency'],
    signs: 'printed',
    end: 'none',
  },
  {
    profile: 'spot_portal',
    kind: 'settlement',
    knownBy: ['gross_amount', 'net_amount'],
    required: ['partner_transaction_id', 'fee', 'currency', 'payment_time', 'settlement_time', 'type'],
    signs: 'by-type',
    end: 'none',
  },
  {
    profile: 'hk_app',
    knownBy: ['amount', 'settlement', 'issue', 'product'],
    required: [
      'partner_transaction_id',
      'transaction_id',
      ...legacySettled.filter((name) => name !== 'settlement'),
    ],
    signs: 'by-type',
    end: 'none',
  },
  {
    profile: 'spot_settle_v1',
    kind: 'settlement',
    knownBy: ['amount', 'settlement', 'partner_transaction_id'],
    required: ['transaction_id', ...legacySettled],
    signs: 'by-type',
    end: 'none',
  },
  {
    profile: 'fp_online',
    knownBy: ['amount', 'settlement', 'partner_transaction_id'],
    required: [...legacySettled, 'status'],
    signs: 'by-type',
    end: 'none',
  },
]

/**
 * The layout that these columns are of; `undefined` when they are of none. An in-store settlement file is the one with
 * bars between its cells: the online product's has commas, and may have the same columns.
 */
export const layoutOf = (columns: ReadonlySet<string>, delimiter: string): Layout | undefined =>
  layouts.find(
    ({ knownBy, profile }) =>
      knownBy.every((name) => columns.has(name)) && (profile !== 'spot_settle_v1' || delimiter === '|'),
  )
export const requiredOf = ({ knownBy, required }: Layout): readonly string[] => [...knownBy, ...required]
