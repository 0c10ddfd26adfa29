import { z } from 'zod'
import { currencies, type Currency } from '../domain/money.ts'

const currency = z.enum(currencies as readonly [Currency, ...Currency[]])
const partnerId = z.string().regex(/^2088\d{12}$/, 'a partner id (PID) has 16 digits and begins with 2088')
const storeKey = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, 'up to 32 letters, digits, - and _')
const text = (lengthMax: number) => z.string().max(lengthMax)

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
