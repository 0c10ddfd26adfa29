/**
 * Fee columns of Antom reports, by the value's column, and the one of its currency where it is not named by the rule
 * `…AmountValue` → `…Currency` (reconciliation 2.4). The list grows at the provider's side: what it does not have and
 * ends in `FeeAmountValue` is counted all the same, and told as a finding.
 */
export const feeColumns: readonly string[] = [
  'feeAmountValue',
  'paymentMethodFeeAmountValue',
  'interchangeFeeAmountValue',
  'schemeFeeAmountValue',
  'acquirerMarkupAmountValue',
  'processingFeeAmountValue',
  'taxFeeAmountValue',
  'refundFeeAmountValue',
  'disputeHandlingFee',
  'disputeReverseFee',
  'financingFeeAmountValue',
  'rdrFeeAmountValue',
  'anticipationFeeAmountValue',
  'riskDecisionServiceFeeAmountValue',
  'riskManagementFeeAmountValue',
  'cdrnFeeAmountValue',
  'iofFeeAmountValue',
  'withholdingTaxAmountValue',
  'fxFeeAmountValue',
  'rtauServiceFeeAmountValue',
  'ntServiceFeeAmountValue',
  'revenueBoosterServiceFeeAmountValue',
]

const known = new Set(feeColumns.map((name) => name.toLowerCase()))
export const isFeeColumn = (name: string): boolean => known.has(name) || name.endsWith('feeamountvalue')
export const isKnownFeeColumn = (name: string): boolean => known.has(name)
