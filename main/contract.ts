import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import type { Discrepancy, Entry, PrintJob } from './domain/entry.ts'
import type { PaymentId, ReceiptId, RefundId } from './domain/ids.ts'
import type { CustomerView } from './domain/customer-view.ts'
import { currencies, type Currency, type Money } from './domain/money.ts'
import { discrepancyKinds, type Payment } from './domain/payment.ts'
import type { Refund } from './domain/refund.ts'
import type { Instant } from './domain/time.ts'
import { settingsSchema, type Settings, type SettingsFault } from './settings.ts'
import type { PrintFault, ScannerInfo } from './ports.ts'
import { output, type Answer } from './contract/answer.ts'
import { cashContract, type ShiftView } from './contract/cash.ts'
import { devicesContract } from './contract/devices.ts'
import { peopleContract, type PeopleView } from './contract/people.ts'
import { reconciliationContract, type ReconciliationSign } from './contract/reconciliation.ts'
import { reportsContract } from './contract/reports.ts'

export type { Answer } from './contract/answer.ts'

/**
 * What screen and till may say to each other, once. The screen sends commands, the till answers and streams its view.
 * Input crosses a process boundary and is parsed; output is made by the till and only typed.
 */

const money = z.strictObject({
  minor: z.int().min(0).max(10_000_000_000),
  currency: z.enum(currencies as readonly [Currency, ...Currency[]]),
})
const digits28 = z.string().regex(/^\d{28}$/)
const paymentId = digits28 as unknown as z.ZodType<PaymentId, string>
const receiptId = digits28 as unknown as z.ZodType<ReceiptId, string>
const scanned = z.string().min(1).max(64)

/** A payment and what became of its money, as the screen lists it. */
export interface PaymentView {
  readonly payment: Payment
  readonly refunds: readonly Refund[]
  /** What may still be refunded: paid less every refund that was not refused. */
  readonly refundable: Money
}

export type GatewayHealth =
  | { readonly state: 'untried' }
  | { readonly state: 'online'; readonly tookMs: number }
  | { readonly state: 'offline'; readonly why: string }

export type Stopped = {
  /** `halted`: the till stopped itself; what is open is still chased. A technician acknowledges it. */
  readonly why: 'journal' | 'in-use' | 'settings' | 'secrets' | 'halted'
  readonly detail: string
}

/** All that the sale screen shows. Sent whole at every change: it is small, and a late joiner needs no history. */
export interface TillView {
  readonly mode: 'training' | 'live'
  readonly till: string
  readonly shop: string
  readonly timeZone: string
  readonly currency: Currency
  readonly language: 'en' | 'zh'
  /** Minor units above which the screen asks once more. */
  readonly confirmAbove?: number
  readonly scannedCodeLifeMs: number
  readonly terminator: 'enter' | 'tab' | 'none'
  /** What else is known of the shop's keyboard-wedge scanner. */
  readonly wedge?: {
    readonly gapMs?: number | undefined
    readonly prefix?: string | undefined
    readonly layout?: 'french' | 'german' | undefined
  }
  /** Name of the camera to read codes with first, as browsers list it. */
  readonly camera?: string | undefined
  readonly gateway: GatewayHealth
  /** The gateway's clock less ours when they are more than two minutes apart: somebody has to mend ours. */
  readonly clockWrongByMs?: number
  readonly signType: 'MD5' | 'RSA' | 'RSA2'
  /** The till sells nothing until this is mended. */
  readonly stopped?: Stopped
  /** The payment the counter is busy with, or was last; absent after `sale.next`. */
  readonly current?: CurrentPayment
  /** Newest first. */
  readonly last: readonly PaymentView[]
  /** Not final, and not the current one; oldest first. */
  readonly open: readonly Payment[]
  readonly openRefunds: readonly Refund[]
  readonly discrepancies: readonly Discrepancy[]
  readonly failedPrints: readonly PrintJob[]
  readonly scanners: readonly ScannerInfo[]
  /** What the customer sees, where the settings have a display for it. */
  readonly customer?: CustomerView
  /** The host opens a window for the customer. */
  readonly customerWindow?: true
  readonly people?: PeopleView
  readonly shift?: ShiftView
  readonly reconciliation?: ReconciliationSign
}

export interface CurrentPayment extends PaymentView {
  /** Milliseconds since the payment was made, at the time of this view, on the monotonic clock. */
  readonly elapsedMs: number
  /** Milliseconds until the till stops asking and cancels; absent when it does not wait. */
  readonly limitInMs?: number
  /** It had ended before the till stopped, and is shown again because perhaps nobody saw it (reliability F05). */
  readonly beforeStart?: true
}

export type TillNotice =
  | { readonly type: 'view'; readonly view: TillView }
  /** A scanner that is not a keyboard read something. */
  | {
      readonly type: 'scanned'
      readonly text: string
      /** Name of the scanner. */
      readonly by?: string
      /** AIM identifier, `]Q1`, where the scanner tells it. */
      readonly symbology?: string
    }
  /** Such a scanner read something of which a part was lost. */
  | { readonly type: 'scan-broken'; readonly by: string }

export type ChargeRefusal =
  | 'payment-open'
  | 'no-amount'
  | 'too-large'
  | 'wrong-currency'
  | 'not-a-payment-code'
  | 'other-wallet'
  | 'code-just-used'
  /** The settings want an open shift for every sale. */
  | 'no-shift'
  | 'not-allowed'
  | 'till-stopped'
export type RefundRefusal =
  | 'unknown-payment'
  | 'not-paid'
  | 'nothing-left'
  | 'more-than-the-rest'
  /** A refund of this sale was refused lately, and Alipay is being asked whether it was made after all. */
  | 'refusal-in-doubt'
  | 'wrong-currency'
  | 'needs-second-person'
  | 'not-allowed'
  | 'till-stopped'
export interface ReceiptFaces {
  readonly svg: string
  readonly text: string
}

/** Where a connection test stopped, or that it passed. The sentence for each cause is the screen's. */
export type ConnectionTest =
  /** `answeredAt` by the gateway's clock; absent when it did not say. */
  | { readonly ok: true; readonly tookMs: number; readonly answeredAt?: Instant }
  | {
      readonly ok: false
      readonly cause:
        | 'no-such-host'
        | 'refused'
        | 'unreachable'
        | 'timed-out'
        | 'tls'
        | 'not-the-gateway'
        | 'our-signature'
        | 'their-signature'
        | 'partner'
        | 'contract'
        | 'keys'
        | 'settings'
        | 'other'
      readonly detail: string
      /** Of whatever answered. */
      readonly httpStatus?: number
    }

/** Keys as the settings screen hands them over: set or replaced, never read back. */
const keysInput = z.strictObject({
  md5: z.string().max(4096).optional(),
  privateKey: z.string().max(16_384).optional(),
  alipayPublicKey: z.string().max(16_384).optional(),
  sftpPassword: z.string().max(1024).optional(),
})
export interface SettingsView {
  readonly settings: Settings
  /** What is wrong with the file that the settings were read from. Then `settings` has what is right, and the rest as written. */
  readonly faults?: readonly SettingsFault[]
  /** Letters of the shop's name, address and tax number that come out of the printer as question marks. */
  readonly lostOnPaper?: string
  /** Which keys are there. Their values never cross this boundary. */
  readonly keysPresent: {
    readonly md5: boolean
    readonly privateKey: boolean
    readonly alipayPublicKey: boolean
    readonly sftpPassword: boolean
  }
  /** The public half of our private key, to give to Alipay; PEM. */
  readonly publicKeyPem?: string
  readonly file: string
}

export const contract = {
  till: {
    view: oc.output(output<TillView>()),
    notices: oc.output(eventIterator(output<TillNotice>())),
  },
  sale: {
    /** The scan is the command: it takes the payment. */
    charge: oc
      .input(z.strictObject({ amount: money, scanned }))
      .output(output<Answer<PaymentId, ChargeRefusal>>()),
    abort: oc.input(z.strictObject({ id: paymentId })).output(output<Answer<true, 'not-open'>>()),
    /** Turn to the next customer. Refused while the payment may still be waiting for this one. */
    next: oc.output(output<Answer<true, 'payment-open'>>()),
    /** The first digit of an amount was keyed: have the connection ready. */
    prepare: oc.output(output<true>()),
    /** What is keyed so far, for the customer to see, and how it is to be paid. Without an amount nothing is. */
    key: oc
      .input(z.strictObject({ amount: money.optional(), inCash: z.boolean().optional() }))
      .output(output<true>()),
  },
  payment: {
    find: oc.input(z.strictObject({ text: scanned })).output(output<PaymentView | null>()),
    list: oc
      .input(z.strictObject({ limit: z.int().min(1).max(500) }))
      .output(output<readonly PaymentView[]>()),
    query: oc
      .input(z.strictObject({ id: paymentId }))
      .output(output<Answer<PaymentView, 'unknown-payment' | 'till-stopped'>>()),
    story: oc.input(z.strictObject({ id: paymentId })).output(output<readonly Entry[]>()),
    /** One sale may have several; seen is the one that was shown. */
    discrepancySeen: oc
      .input(z.strictObject({ id: paymentId, kind: z.enum(discrepancyKinds) }))
      .output(output<true>()),
  },
  refund: {
    start: oc
      .input(z.strictObject({ payment: paymentId, amount: money, token: z.string().max(64).optional() }))
      .output(output<Answer<RefundId, RefundRefusal>>()),
  },
  receipt: {
    faces: oc
      .input(
        z.strictObject({
          of: receiptId,
          for: z.enum(['customer', 'merchant']),
        }),
      )
      .output(output<ReceiptFaces | null>()),
    /** Prints a copy (the first one is the original). A printer that fails keeps the job. */
    print: oc
      .input(z.strictObject({ of: receiptId, for: z.enum(['customer', 'merchant']) }))
      .output(output<Answer<true, 'unknown-payment' | PrintFault>>()),
    retry: oc
      .input(z.strictObject({ job: z.int().min(1) }))
      .output(output<Answer<true, 'unknown-job' | PrintFault>>()),
    drop: oc.input(z.strictObject({ job: z.int().min(1) })).output(output<true>()),
  },
  people: peopleContract,
  cash: cashContract,
  reconciliation: reconciliationContract,
  reports: reportsContract,
  devices: devicesContract,
  settings: {
    read: oc.output(output<SettingsView>()),
    /** Takes effect when it returns. Refused while a payment is open. `token`: a second person has agreed. */
    write: oc
      .input(
        z.strictObject({
          settings: settingsSchema,
          keys: keysInput.optional(),
          token: z.string().max(64).optional(),
        }),
      )
      .output(output<Answer<SettingsView, readonly SettingsFault[]>>()),
    test: oc
      .input(z.strictObject({ settings: settingsSchema, keys: keysInput.optional() }))
      .output(output<ConnectionTest>()),
  },
}
export type Contract = typeof contract
