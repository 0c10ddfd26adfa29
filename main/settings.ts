import { z } from 'zod'
import { currencies, type Currency } from './domain/money.ts'
import { isTimeZone } from './domain/time.ts'
import { displaySettings, drawerSettings } from './settings/counter-devices.ts'
import { gatewaySettings } from './settings/gateway.ts'
import { matchingSettings } from './settings/matching.ts'
import { paperSettings } from './settings/paper.ts'
import { reconciliationSettings } from './settings/reconciliation.ts'
import { reportsSettings } from './settings/reports.ts'
import { scannerSettings } from './settings/scanners.ts'

export { gatewaySettings, type GatewaySettings } from './settings/gateway.ts'

/**
 * Everything a shop, an integrator or an acquirer can set: one file, `settings.json` in the data folder. What the
 * sources of the wire leave open is a setting here, with the choice the sources make most likely as its default.
 */

const currency = z.enum(currencies as readonly [Currency, ...Currency[]])
const text = (lengthMax: number) => z.string().max(lengthMax)

const keys = z
  .strictObject({
    md5: z.string().optional().describe('File with the MD5 key'),
    privateKey: z.string().optional().describe("File with the shop's private RSA key"),
    alipayPublicKey: z.string().optional().describe("File with Alipay's public RSA key"),
    sftpPassword: z.string().optional().describe("File with the password for the provider's SFTP server"),
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
          'Refunds above this many minor units need a second person who is a manager: with what was refunded of the sale before, and with all that whoever refunds has given back since the last closing or on the day, in cash too; no limit when left out, so that everybody at the counter refunds any amount alone',
        ),
      payOutLimit: z
        .int()
        .min(0)
        .max(10_000_000_000)
        .optional()
        .describe(
          'The same for money that is paid out of the drawer without a sale, which a shop that brings its notes to a safe sets higher; that of refunds when left out',
        ),
    })
    .prefault({}),
  printer: z
    .strictObject({
      address: z
        .string()
        .optional()
        .describe(
          'host:port of a network printer (usually port 9100), usb or usb:/dev/usb/lp0, serial:/dev/ttyUSB0?baud=19200&flow=rtscts (flow: none, rtscts or xonxoff), cups:QUEUE, or windows:PRINTER NAME',
        ),
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
      ...paperSettings,
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
        .refine((values) => new Set(values).size === values.length, 'each value once')
        .optional()
        .describe(
          "Values of the notes and coins that are counted, minor units; the currency's usual ones when left out",
        ),
      explainAbove: z
        .int()
        .min(0)
        .max(10_000_000_000)
        .optional()
        .describe(
          'Differences between counted and expected cash above this many minor units need a reason when the day is closed; left out: a reason is asked for and may be left empty',
        ),
      drawer: z
        .enum(['pin-2', 'pin-5', 'none'])
        .default('pin-2')
        .describe(
          "How the printer opens the drawer (ESC p): by its connector's pin 2 or 5, or there is none",
        ),
    })
    .prefault({}),
  drawer: drawerSettings,
  display: displaySettings,
  reports: reportsSettings,
  reconciliation: reconciliationSettings,
  matching: matchingSettings,
  scanners: scannerSettings,
})
export type Settings = z.infer<typeof settingsSchema>

export interface SettingsFault {
  /** Dotted path of the field, `gateway.partner`; empty for the file as a whole. */
  readonly field: string
  readonly message: string
  /** What a second person has to agree to before exactly this is written, in the words of `main/domain/rights.ts`. */
  readonly about?: string
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
