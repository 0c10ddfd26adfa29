import type { EntryBody } from '../domain/entry.ts'

/** A run of digits long enough to be most of a payment code; a masked one shows two and four (spot-pay 11.7). */
const digitsInClear = /\d{7}/

/**
 * Throws a RangeError for an intent whose call still carries the buyer's code in clear, or the signature: neither is
 * ever stored (security S25, S26). Only intents are looked at, because they carry the parameters, and because there
 * refusing is safe: nothing has been sent yet.
 */
export const refuseSecrets = (body: EntryBody): void => {
  if (body.kind !== 'payment-requested') return
  const { parameters } = body.call
  if (parameters === undefined) return
  if (digitsInClear.test(parameters['buyer_identity_code'] ?? '')) {
    throw new RangeError('the buyer’s code came to the journal in clear')
  }
  if (parameters['sign'] !== undefined) throw new RangeError('a signature came to the journal')
}
