/** What a contract says, and what no document says of the provider's files: each a setting (reconciliation, I and M). */
export interface MatchTerms {
  /** The contract's fee in hundredths of a per cent, 120 is 1.2 %. Absent: fees are not checked against it. */
  readonly feeBasisPoints?: number
  /** What the shop is paid out in, when it is not the currency of the prices. */
  readonly settlementCurrency?: string
  /** Whether a refund gives its part of the fee back (1.7). */
  readonly refundReturnsFee: boolean
  /** Minor units by which a fee may differ from the contract's, because nobody says how it is rounded. */
  readonly feeToleranceMinor: number
  /** A payment so close to midnight in China may stand in the file of the day beside it. */
  readonly nearMidnightMinutes: number
  /** China days after which a sale that is in no settlement file is missing from it: holidays pause settlement (1.1). */
  readonly settledWithinDays: number
  /** Nine digits of the installations of other tills under the same account. */
  readonly otherTills: readonly string[]
  /** Lines of other systems under the same account are expected. */
  readonly otherSystems: boolean
}

export const usualTerms: MatchTerms = {
  refundReturnsFee: true,
  feeToleranceMinor: 1,
  nearMidnightMinutes: 30,
  settledWithinDays: 10,
  otherTills: [],
  otherSystems: false,
}
