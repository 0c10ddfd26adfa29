import { z } from 'zod'

/** What a contract says, and what no document says of the provider's files (reconciliation, marks I and M). */
export const matchingSettings = z
  .strictObject({
    feeBasisPoints: z
      .int()
      .min(0)
      .max(10_000)
      .optional()
      .describe(
        "The contract's fee in hundredths of a per cent, 120 is 1.2 %; left out, fees are not checked",
      ),
    refundReturnsFee: z
      .boolean()
      .default(true)
      .describe('Whether a refund gives its part of the fee back (reconciliation 1.7)'),
    feeToleranceMinor: z
      .int()
      .min(0)
      .max(1000)
      .default(1)
      .describe("Minor units by which a fee may differ from the contract's, for its rounding"),
    amountUnit: z
      .enum(['major', 'minor'])
      .optional()
      .describe('How Antom reports print amounts; left out, the till compares (reconciliation 2.6)'),
    nearMidnightMinutes: z
      .int()
      .min(0)
      .max(360)
      .default(30)
      .describe('So near to midnight in China a payment may stand in the file of the day beside it'),
    settledWithinDays: z
      .int()
      .min(1)
      .max(30)
      .default(10)
      .describe('China days after which a sale in no settlement file is missing from it'),
    otherTills: z
      .array(z.string().regex(/^\d{9}$/, 'nine digits, the second to the tenth of its sale numbers'))
      .max(1000)
      .default([])
      .describe("Installations of the shop's other tills under the same account"),
    otherSystems: z
      .boolean()
      .default(false)
      .describe('Whether other programs sell under the same account, whose lines are none of this till'),
  })
  .prefault({})
  .describe("How the till's days are matched with the provider's files")
