import type { CurrentPayment, GatewayHealth, PaymentView, Stopped, TillView } from './contract.ts'
import type { ShiftView } from './contract/cash.ts'
import type { Discrepancy } from './domain/entry.ts'
import type { Halt } from './domain/halt.ts'
import { haltText } from './domain/halt-sentences.ts'
import { money, subtractMoney } from './domain/money.ts'
import { isFinal, isMoneyTaken, type Payment } from './domain/payment.ts'
import type { PaymentId } from './domain/ids.ts'
import { isOwnRefundRefused, needsRefundByHand } from './domain/refund-by-hand.ts'
import type { Moment } from './domain/time.ts'
import type { Journal, PaymentRecord } from './journal/journal.ts'
import type { ScannerInfo } from './ports.ts'
import { refundedSum } from './refunds/refunds.ts'
import type { Settings } from './settings.ts'

/** How many sales the screen lists. */
const lastCount = 8

export const paymentView = ({ payment, refunds }: PaymentRecord): PaymentView => ({
  payment,
  refunds,
  refundable: isMoneyTaken(payment)
    ? subtractMoney(payment.amount, refundedSum(refunds, payment.amount.currency))
    : money(0, payment.amount.currency),
})

const unseenMs = 15 * 60_000

/** When the till wrote down that it was over, ms by its own clock; the gateway may have known for an hour. */
const overSince = (journal: Journal, id: PaymentId): number | undefined =>
  journal.story(id).find(({ body }) => body.kind === 'payment-changed' && isFinal(body.payment))?.at

/**
 * The last payment of the counter when it ended shortly before the till stopped, however long it had taken: perhaps
 * nobody has seen how, and so the screen shows it again (reliability F05). What was seen is not written down, because
 * it would cost every sale a write to the disk; the sentence of a payment that is shown again is true for both.
 */
export const endedUnseen = (journal: Journal, now: Moment): PaymentId | undefined => {
  const last = journal.lastPayment()?.payment
  const over = last?.attended === true && isFinal(last) ? overSince(journal, last.id) : undefined
  return over !== undefined && now.at - over < unseenMs ? last?.id : undefined
}

const currentView = (journal: Journal, id: PaymentId, now: Moment): CurrentPayment | undefined => {
  const record = journal.payment(id)
  if (record === undefined) return undefined
  const { payment } = record
  const limitMono = payment.state === 'sending' || payment.state === 'waiting' ? payment.limitMono : undefined
  return {
    ...paymentView(record),
    elapsedMs: Math.max(0, now.at - payment.createdAt),
    ...(limitMono === undefined ? {} : { limitInMs: Math.max(0, Math.round(limitMono - now.mono)) }),
  }
}

/** What stands on the screen whether the till can sell or not. */
export const settingsView = (settings: Settings) => ({
  mode: settings.mode,
  till: settings.till,
  shop: settings.shop.name,
  timeZone: settings.shop.timeZone,
  currency: settings.currency,
  language: settings.language,
  ...(settings.sale.confirmAbove === undefined ? {} : { confirmAbove: settings.sale.confirmAbove }),
  scannedCodeLifeMs: settings.sale.scannedCodeLifeMs,
  terminator: settings.scanners.terminator,
  ...(settings.display.window === 'on' ? { customerWindow: true as const } : {}),
  wedge: settings.scanners.wedge,
  camera: settings.scanners.camera,
  signType: settings.mode === 'live' ? (settings.gateway?.signType ?? 'RSA2') : 'RSA2',
})

export const stoppedBy = (halted: Halt, { language }: Settings): Stopped => ({
  why: 'halted',
  detail: haltText(halted, language),
})

/** Whether every sale that the screen would call paid is one that the journal calls paid (reliability I3). */
export const showsPaidRightly = (
  { current, last }: TillView,
  mayCallPaid: (payment: Payment, where: string) => boolean,
): boolean =>
  [...(current === undefined ? [] : [current]), ...last].every(
    ({ payment }) => payment.state !== 'paid' || mayCallPaid(payment, 'the screen'),
  )

/** Nothing new is taken; the payment at the counter is finished before the screen says so. */
const takesNoNew = (
  settings: Settings,
  journal: Journal,
  halted: Halt | undefined,
  current: Payment | undefined,
): Stopped | undefined => {
  if (current !== undefined && !isFinal(current)) return undefined
  if (halted !== undefined) return stoppedBy(halted, settings)
  const fault = journal.fault()
  return fault === undefined ? undefined : { why: 'journal', detail: fault.message }
}

/** A view without anything of the journal, for a till that cannot read one. */
export const stoppedView = (
  settings: Settings,
  stopped: Stopped | undefined,
  rest: Pick<TillView, 'gateway' | 'scanners'> = { gateway: { state: 'untried' }, scanners: [] },
): TillView => ({
  ...settingsView(settings),
  gateway: rest.gateway,
  scanners: rest.scanners,
  ...(stopped === undefined ? {} : { stopped }),
  last: [],
  open: [],
  openRefunds: [],
  discrepancies: [],
  failedPrints: [],
})

/** Not seen, and still true: what became of the sale since may say otherwise, and is told by itself. */
const stands = (journal: Journal, { payment: id, kind, seen }: Discrepancy): boolean => {
  if (seen) return false
  const record = journal.payment(id)
  if (record === undefined) return true
  switch (kind) {
    case 'paid-after-given-up':
      return !isOwnRefundRefused(record.refunds)
    case 'automatic-refund-refused':
      return needsRefundByHand(record.payment, record.refunds)
    case 'closed-though-paid':
    case 'other-amount':
    case 'refund-made-after-refusal':
      return true
  }
}

/** Of the oldest sale first, and of one sale what was found out last. */
const discrepanciesInTurn = (journal: Journal): readonly Discrepancy[] => {
  const standing = journal.discrepancies().filter((discrepancy) => stands(journal, discrepancy))
  return [...Map.groupBy(standing, ({ payment }) => payment).values()].flatMap((each) => each.toReversed())
}

export const tillView = (
  settings: Settings,
  journal: Journal,
  now: Moment,
  rest: {
    readonly gateway: GatewayHealth
    readonly scanners: readonly ScannerInfo[]
    readonly current: PaymentId | undefined
    readonly shownAgain: PaymentId | undefined
    readonly stopped: Stopped | undefined
    readonly halted: Halt | undefined
    readonly clockWrongByMs: number | undefined
    readonly shift: ShiftView | undefined
    readonly reconciliation: TillView['reconciliation'] | undefined
  },
): TillView => {
  const current = rest.current === undefined ? undefined : currentView(journal, rest.current, now)
  const stopped = rest.stopped ?? takesNoNew(settings, journal, rest.halted, current?.payment)
  const shown = (payment: Payment): boolean => payment.id !== rest.current || isFinal(payment)
  return {
    ...settingsView(settings),
    gateway: rest.gateway,
    ...(rest.clockWrongByMs === undefined ? {} : { clockWrongByMs: rest.clockWrongByMs }),
    ...(stopped === undefined ? {} : { stopped }),
    ...(current === undefined
      ? {}
      : { current: rest.current === rest.shownAgain ? { ...current, beforeStart: true } : current }),
    last: journal
      .payments({ limit: lastCount })
      .filter(({ payment }) => shown(payment))
      .map(paymentView),
    open: journal.openPayments().filter((payment) => !isFinal(payment) && payment.id !== rest.current),
    openRefunds: journal.openRefunds(),
    discrepancies: discrepanciesInTurn(journal),
    failedPrints: journal.printJobs(['failed']),
    scanners: rest.scanners,
    ...(rest.shift === undefined ? {} : { shift: rest.shift }),
    ...(rest.reconciliation === undefined ? {} : { reconciliation: rest.reconciliation }),
  }
}
