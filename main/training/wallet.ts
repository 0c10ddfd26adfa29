/**
 * The training wallet. A real wallet turns its code into another every minute and only the gateway knows whose it is;
 * here the digits after the first two say it, so that a refreshed code of the same customer is recognised:
 *
 *     28 00000007 00000003
 *     │  │        └──────── refresh: anything, 6 to 14 digits; the last six may ask for a bad day
 *     │  └───────────────── the customer
 *     └──────────────────── 25 to 30 (spot-pay 6)
 */
export interface Buyer {
  /** `alipay_buyer_user_id`, 16 digits. */
  readonly id: string
  /** `alipay_buyer_login_id`, masked as Alipay masks it. */
  readonly login: string
}

export const buyerOf = (code: string): Buyer => {
  const customer = code.slice(2, 10)
  return { id: `20887001${customer}`, login: `139****${customer.slice(-4)}` }
}

/** The code that customer 0 … 99999999 shows after `refresh` minutes: 18 digits. */
export const trainingCode = (customer: number, refresh: number): string => {
  if (!Number.isInteger(customer) || customer < 0 || customer > 99_999_999) {
    throw new RangeError(`${customer} is not a training customer`)
  }
  return `28${String(customer).padStart(8, '0')}${String(refresh).padStart(8, '0').slice(-8)}`
}
