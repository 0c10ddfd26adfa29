import { z } from 'zod'
import { currencies, type Currency } from './domain/money.ts'
import { isTimeZone } from './domain/time.ts'

/**
 * Everything a shop, an integrator or an acquirer can set: one file, `settings.json` in the data folder. What the
 * sources of the wire leave open is a setting here, with the choice the sources make most likely as its default.
 */

const currency = z.enum(currencies as readonly [Currency, ...Currency[]])
const partnerId = z.string().regex(/^2088\d{12}$/, 'a partner id (PID) has 16 digits and begins with 2088')
const storeKey = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, 'up to 32 letters, digits, - and _')
const text = (lengthMax: number) => z.string().max(lengthMax)

const account = (number: string, what: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$/, 'up to 24 letters, digits, dots, - and _, a letter or digit first')
    .default(number)
    .describe(what)

const extendInfo = z
  .strictObject({
    secondaryMerchantId: storeKey.optional().describe('Id of the merchant under the account'),
    secondaryMerchantName: text(256).optional().describe("On the payer's statement"),
    secondaryMerchantIndustry: z
      .string()
      .regex(/^\d{4}$/, 'four digits, the merchant category code')
      .optional(),
    storeId: storeKey.optional().describe('Your id of the store; payments without it may be blocked'),
    storeName: text(256).optional().describe("Shown in the wallet and in the provider's files"),
    terminalId: storeKey.optional().describe('Terminal that sends the call'),
    serviceProviderId: partnerId.optional().describe("The integrator's partner id"),
  })
  .describe('Secondary merchant and store, sent as extend_info (spot-pay 3.2). What is left out is not sent.')

export const gatewaySettings = z
  .strictObject({
    url: z.url().describe('https address of the gateway; http is taken for 127.0.0.1 only'),
    edition: z
      .enum(['global', 'hk'])
      .default('global')
      .describe('Mainland wallets abroad, or AlipayHK (HKD only)'),
    integration: z
      .enum(['direct', 'integrator', 'acquirer', 'integrator-acquirer'])
      .default('direct')
      .describe('Who holds the contract and who runs the till (spot-pay 8)'),
    partner: partnerId.describe('Partner id (PID) of whoever holds the contract'),
    sellerId: partnerId.optional().describe('alipay_seller_id; the partner id when left out'),
    signType: z
      .enum(['MD5', 'RSA', 'RSA2'])
      .default('RSA2')
      .describe('Of calls and answers; an answer signed otherwise is not believed'),
    allowMd5: z.boolean().default(false).describe('MD5 is a legacy signature; it must be allowed on purpose'),
    transName: text(256).min(1).describe("What the customer's bill list shows"),
    settlementCurrency: currency
      .optional()
      .describe('`currency` on the wire when it differs from the price currency'),
    extendInfo: extendInfo.default({}),
    notifyUrl: z
      .url()
      .max(200)
      .optional()
      .describe('Sent as notify_url; the till itself asks and needs none'),
    memo: text(128).min(1).optional().describe('Note that goes with every payment'),
    tradeInformation: z
      .strictObject({
        goodsInfo: text(512).min(1).optional(),
        businessType: z
          .string()
          .regex(/^\d{1,2}$/, 'one or two digits')
          .optional(),
        totalQuantity: z
          .string()
          .regex(/^\d{1,9}$/, 'a whole number')
          .optional(),
      })
      .optional()
      .describe('What is sold, sent as trade_information (spot-pay 3.2), for shops that sell one thing'),
    sendCreateTime: z.boolean().default(true).describe('Send trans_create_time (Beijing time)'),
    identityCodeType: z
      .enum(['barcode', 'QRcode', 'qrcode'])
      .default('barcode')
      .describe('Sent as identity_code_type, for bar codes and QR alike'),
    cancelTimestamp: z
      .enum(['milliseconds', 'beijing-text', 'none'])
      .default('milliseconds')
      .describe('How a cancel writes its timestamp (spot-pay 3.4)'),
    sendTerminalTimestamp: z
      .boolean()
      .default(false)
      .describe("Send the till's own clock as terminal_timestamp with a cancel (spot-pay 3.4)"),
    refundReason: z
      .enum(['none', 'refund_reason', 'refund_reson'])
      .default('none')
      .describe('Under which name a reason goes with a refund, if any (spot-pay 3.5)'),
    refundReasonText: text(128).default('Customer refund').describe('The reason that is sent'),
    refundKind: z
      .enum(['immediate', 'queued'])
      .default('immediate')
      .describe('is_sync Y or N (spot-pay 5.6)'),
    connectTimeoutMs: z
      .int()
      .min(200)
      .max(10_000)
      .default(3000)
      .describe('Until a connection stands, milliseconds'),
    deadlineMs: z
      .int()
      .min(1000)
      .max(60_000)
      .default(15_000)
      .describe('Total time of one call, milliseconds'),
  })
  .refine((gateway) => gateway.signType !== 'MD5' || gateway.allowMd5, {
    path: ['allowMd5'],
    message: 'signType MD5 needs allowMd5: true',
  })
  .refine(
    (gateway) => {
      // What is no address at all is told by its own field.
      if (!URL.canParse(gateway.url)) return true
      const url = new URL(gateway.url)
      return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === '127.0.0.1')
    },
    { path: ['url'], message: 'the gateway must be reached by https' },
  )
export type GatewaySettings = z.infer<typeof gatewaySettings>

const keys = z
  .strictObject({
    md5: z.string().optional().describe('File with the MD5 key'),
    privateKey: z.string().optional().describe("File with the shop's private RSA key"),
    alipayPublicKey: z.string().optional().describe("File with Alipay's public RSA key"),
  })
  .describe(
    'Files with the keys, from the data folder or by their full path; private ones must have mode 0600',
  )

export const settingsSchema = z.strictObject({
  $schema: z.string().optional(),
  mode: z
    .enum(['training', 'live'])
    .default('training')
    .describe('Training moves no money and has a journal of its own'),
  till: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,32}$/)
    .default('till-1')
    .describe('Name of this till in journal and receipts'),
  language: z.enum(['en', 'zh']).default('en').describe('First language of screen and receipts'),
  currency: currency.default('USD').describe('What amounts are keyed in'),
  shop: z
    .strictObject({
      name: text(64).default('Spot Till').describe('Heads the receipt'),
      address: z.array(text(64)).max(4).default([]).describe('Lines of the receipt, up to four'),
      taxId: text(32).optional().describe('Printed on the receipt'),
      timeZone: z
        .string()
        .refine(isTimeZone, 'an IANA time zone such as Europe/Vienna')
        .default('UTC')
        .describe("The shop's time zone by its IANA name"),
      dayStartsAtMinute: z
        .int()
        .min(0)
        .max(1439)
        .default(0)
        .describe("Minutes after midnight at which the shop's day begins"),
    })
    .prefault({}),
  gateway: gatewaySettings.optional().describe('The account for live payments; training needs none'),
  keys: keys.prefault({}),
  training: z
    .strictObject({
      gatewayUrl: z
        .url()
        .regex(
          /^http:\/\/127\.0\.0\.1:\d{1,5}(\/|$)/,
          'a training gateway on this machine: http://127.0.0.1:PORT/',
        )
        .optional()
        .describe('A training gateway started alone; when left out the till runs one of its own'),
    })
    .prefault({}),
  sale: z
    .strictObject({
      confirmAbove: z
        .int()
        .positive()
        .optional()
        .describe('Amounts above this many minor units ask for one more key'),
      scannedCodeLifeMs: z
        .int()
        .min(5000)
        .max(60_000)
        .default(45_000)
        .describe('How long a code that was scanned before the amount is kept, milliseconds'),
      firstQueryMs: z
        .int()
        .min(100)
        .max(30_000)
        .default(5000)
        .describe('First question after a payment without a result, milliseconds'),
      queryEveryMs: z.int().min(100).max(30_000).default(3000).describe('Between questions, milliseconds'),
      limitMs: z
        .int()
        .min(1000)
        .max(170_000)
        .default(60_000)
        .describe(
          'Until the till cancels, milliseconds; below the three minutes after which an unpaid trade closes',
        ),
      cancelEveryMs: z
        .int()
        .min(100)
        .max(60_000)
        .default(5000)
        .describe('Between repeats of a cancel without an answer, milliseconds'),
    })
    .prefault({}),
  people: z
    .strictObject({
      idleMinutes: z
        .int()
        .min(1)
        .max(30)
        .default(2)
        .describe('Minutes without a touch or key after which the till locks, once people have been entered'),
      refundLimit: z
        .int()
        .min(0)
        .max(10_000_000_000)
        .optional()
        .describe(
          'A refund above this many minor units, with what was refunded of the sale before, needs a second person who is a manager; no limit when left out',
        ),
    })
    .prefault({}),
  printer: z
    .strictObject({
      address: z.string().optional().describe('host:port of a network printer, usually port 9100'),
      columns: z
        .int()
        .min(32)
        .max(48)
        .default(42)
        .describe('Letters in a line: 32 on 58 mm paper, 42 or 48 on 80 mm'),
      copies: z
        .enum(['customer', 'customer-and-merchant', 'none'])
        .default('customer')
        .describe('What is printed by itself after a payment'),
    })
    .prefault({}),
  cash: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Take cash; the day is closed with or without'),
      requireShift: z
        .boolean()
        .default(false)
        .describe('Sell nothing, by wallet neither, before a shift is open'),
      denominations: z
        .array(z.int().min(1).max(1_000_000_000))
        .max(40)
        .optional()
        .describe(
          "Values of the notes and coins that are counted, minor units; the currency's usual ones when left out",
        ),
      drawer: z
        .enum(['pin-2', 'pin-5', 'none'])
        .default('pin-2')
        .describe(
          "How the printer opens the drawer (ESC p): by its connector's pin 2 or 5, or there is none",
        ),
    })
    .prefault({}),
  reports: z
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
          customerMoney: account('2100', 'What a customer paid for a sale that was given up, until it is given back'),
          sales: account('4000', 'Sales; refunds are booked the other way round'),
          fees: account('6100', "Alipay's fees"),
          cashDifference: account('6200', 'What was counted in the drawer and not expected, or the other way round'),
          settlementDifference: account('6300', 'What the bank credited otherwise than Alipay settled'),
        })
        .prefault({})
        .describe('Account numbers of the bookkeeping export'),
    })
    .prefault({}),
  scanners: z
    .strictObject({
      hid: z.boolean().default(true).describe('Open HID POS scanners by themselves'),
      terminator: z
        .enum(['enter', 'tab', 'none'])
        .default('enter')
        .describe('What a keyboard-wedge scanner sends last'),
    })
    .prefault({}),
})
export type Settings = z.infer<typeof settingsSchema>

export interface SettingsFault {
  /** Dotted path of the field, `gateway.partner`; empty for the file as a whole. */
  readonly field: string
  readonly message: string
}

/** Reads settings, or names every field that is wrong. An empty object is a training till. */
export const parseSettings = (
  value: unknown,
):
  | { readonly ok: true; readonly value: Settings }
  | { readonly ok: false; readonly error: readonly SettingsFault[] } => {
  const parsed = settingsSchema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  return {
    ok: false,
    error: parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message })),
  }
}
