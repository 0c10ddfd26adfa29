import { z } from 'zod'

const account = (number: string, what: string) =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$/,
      'up to 24 letters, digits, dots, - and _, a letter or digit first',
    )
    .default(number)
    .describe(what)

/** What is kept for how long, and on which accounts it is booked. */
export const reportsSettings = z
  .strictObject({
    keepFilesDays: z
      .int()
      .min(30)
      .max(36_500)
      .default(3650)
      .describe("Days for which the provider's files are kept at least; ask what the law wants"),
    keepLogsDays: z
      .int()
      .min(1)
      .max(3650)
      .default(90)
      .describe('Days for which old logs of the technician are kept at least'),
    accounts: z
      .strictObject({
        cash: account('1000', 'Cash in the drawer'),
        cashTransit: account('1010', 'Cash on its way between drawer, safe and bank'),
        bank: account('1100', 'Bank account that Alipay pays into'),
        alipayClearing: account('1200', 'What wallets paid and Alipay has not settled yet'),
        customerMoney: account(
          '2100',
          'What a customer paid for a sale that was given up, until it is given back',
        ),
        sales: account('4000', 'Sales; refunds are booked the other way round'),
        fees: account('6100', "Alipay's fees"),
        cashDifference: account(
          '6200',
          'What was counted in the drawer and not expected, or the other way round',
        ),
        settlementDifference: account('6300', 'What the bank credited otherwise than Alipay settled'),
      })
      .prefault({})
      .describe('Account numbers of the bookkeeping export'),
  })
  .prefault({})
