import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noPrinter } from '../../drivers/printer/none.ts'
import type { PaymentId } from '../../main/domain/ids.ts'
import { money, type Currency } from '../../main/domain/money.ts'
import type {
  CancelOutcome,
  PayOutcome,
  QueryOutcome,
  RefundOutcome,
  RefundQueryOutcome,
} from '../../main/domain/outcome.ts'
import type { Payment } from '../../main/domain/payment.ts'
import { instant } from '../../main/domain/time.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import type { Journal } from '../../main/journal/journal.ts'
import { createSeal } from '../../main/payments/seal.node.ts'
import type { Chance, GatewayLink, Heard, Prepared, Printer } from '../../main/ports.ts'
import type { OpenReconciliation } from '../../main/reconciliation/inside.ts'
import { settingsSchema } from '../../main/settings.ts'
import { createTill, type Till } from '../../main/till.ts'
import { beijing } from '../training/fake-clock.ts'
import { calm, createSlowClock, type SlowClock } from './slow-clock.ts'
import { noDesk, noScanners, silent } from './absent-parts.ts'

interface Outcomes {
  pay: PayOutcome
  query: QueryOutcome
  cancel: CancelOutcome
  refund: RefundOutcome
  refundQuery: RefundQueryOutcome
}
export type CallName = keyof Outcomes

/** A call that the till has made and nobody has answered yet. */
export interface OpenCall {
  readonly name: CallName
  readonly prepared: Prepared
  readonly at: number
  readonly answer: (outcome: Outcomes[CallName]) => void
  /** The call breaks, as a mistake of ours would make it. */
  readonly breaks: () => void
}

export interface ScriptedGateway {
  readonly link: GatewayLink
  readonly calls: OpenCall[]
  /** The gateway's clock less the till's, milliseconds; while it is unset, answers do not say when they were made. */
  skewMs: number | undefined
  /** Every call ever made, oldest first. */
  readonly made: readonly { readonly name: CallName; readonly prepared: Prepared; readonly at: number }[]
  /** The oldest call of this name that waits for an answer, taken off the list. */
  readonly take: <Name extends CallName>(
    name: Name,
  ) => { readonly answer: (outcome: Outcomes[Name]) => void; readonly breaks: () => void }
}

/** A gateway that says what the test tells it to, when the test tells it to. */
export const createScriptedGateway = (now: () => number): ScriptedGateway => {
  const calls: OpenCall[] = []
  const made: { name: CallName; prepared: Prepared; at: number }[] = []
  const ask =
    <Name extends CallName>(name: Name) =>
    (prepared: Prepared) => {
      made.push({ name, prepared, at: now() })
      return new Promise<Heard<Outcomes[Name]>>((resolve, reject) => {
        calls.push({
          name,
          prepared,
          at: now(),
          answer: (outcome) =>
            resolve({
              outcome: outcome as Outcomes[Name],
              tookMs: 1,
              ...(scripted.skewMs === undefined ? {} : { answeredAt: instant(now() + scripted.skewMs) }),
            }),
          breaks: () => reject(new RangeError('a mistake of ours')),
        })
      })
    }
  const prepare = (service: string, parameters: Record<string, string>): Prepared => ({
    service,
    parameters: { service, ...parameters },
  })
  const scripted: ScriptedGateway = {
    skewMs: undefined,
    calls,
    made,
    take: (name) => {
      const index = calls.findIndex((call) => call.name === name)
      const [call] = index < 0 ? [] : calls.splice(index, 1)
      if (call === undefined) throw new Error(`no ${name} is waiting for an answer`)
      return call
    },
    link: {
      preparePay: ({ id, amount }) => prepare('pay', { id, amount: String(amount.minor) }),
      prepareQuery: (id) => prepare('query', { id }),
      prepareCancel: (id, at) => prepare('cancel', { id, timestamp: String(at) }),
      prepareRefund: ({ id, payment, amount }) =>
        prepare('refund', { id: payment, refund: id, amount: String(amount.minor) }),
      prepareRefundQuery: (id, refund) => prepare('refund-query', { id, refund }),
      pay: ask('pay'),
      query: ask('query'),
      cancel: ask('cancel'),
      refund: ask('refund'),
      refundQuery: ask('refundQuery'),
      warm: () => undefined,
      close: () => Promise.resolve(),
    },
  }
  return scripted
}

/** Digits that count: two runs of a test make the same ids. */
const countingChance = (): Chance => {
  let drawn = 0
  return {
    bytes: (length) => new Uint8Array(length),
    digits: (length) => String((drawn += 1)).padStart(length, '0'),
  }
}

export interface ScriptedShop {
  readonly clock: SlowClock
  readonly gateway: ScriptedGateway
  readonly till: Till
  readonly journal: Journal
  readonly payment: (id: PaymentId) => Payment
  /** Stops the till in the middle, as a power cut would, and opens it again. */
  readonly restart: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface ScriptedShopOptions {
  readonly start?: string
  readonly currency?: Currency
  readonly attended?: boolean
  readonly printer?: Printer
  readonly settings?: Record<string, unknown>
  readonly reconciliation?: OpenReconciliation
  /** Puts something between the till and its journal. */
  readonly wrap?: (journal: Journal) => Journal
}

/** The till with its real journal on a real file, in its own time, against a gateway that says what it is told. */
export const openScriptedShop = (options: ScriptedShopOptions = {}): ScriptedShop => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-scripted-'))
  const clock = createSlowClock(beijing(options.start ?? '2026-03-02 10:00:00'))
  const gateway = createScriptedGateway(() => clock.now().at)
  const chance = countingChance()
  const settings = settingsSchema.parse({ currency: options.currency ?? 'USD', ...options.settings })
  const open = (): { readonly till: Till; readonly journal: Journal } => {
    const real = openJournal({
      file: join(folder, 'journal.sqlite'),
      witnessFile: join(folder, 'witness', 'head.log'),
      till: settings.till,
      mode: settings.mode,
      version: '0.0.0',
      installation: { digits: '123456789' },
      now: clock.now(),
    })
    const journal = options.wrap?.(real) ?? real
    const till = createTill({
      version: '0.0.0',
      settings,
      desk: noDesk,
      journal,
      gateway: gateway.link,
      clock,
      chance,
      seal: createSeal(new Uint8Array(32).fill(7)),
      log: silent,
      printer: options.printer ?? noPrinter,
      scanners: noScanners,
      operator: () => 'anna',
      attended: options.attended ?? true,
      ...(options.reconciliation && { reconciliation: options.reconciliation }),
    })
    return { till, journal }
  }
  let opened = open()
  return {
    clock,
    gateway,
    get till() {
      return opened.till
    },
    get journal() {
      return opened.journal
    },
    payment: (id) => {
      const record = opened.journal.payment(id)
      if (record === undefined) throw new Error(`${id} is not in the journal`)
      return record.payment
    },
    restart: async () => {
      await opened.till.close()
      gateway.calls.length = 0
      opened = open()
    },
    close: async () => {
      await opened.till.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const scannedCode = '285902802486590277'
export const sellFor = ({ till }: ScriptedShop, minor: number, code = scannedCode): PaymentId => {
  const charged = till.charge(money(minor, till.view().currency), code)
  if (!charged.ok) throw new Error(charged.error)
  return charged.value
}

export const trade = (status: 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_CLOSED'): QueryOutcome => ({
  type: 'trade',
  status,
  facts: { alipayTransId: '2026030222001400000000000001' },
})
export const notFound: QueryOutcome = { type: 'not-found', code: 'TRADE_NOT_EXIST' }
export const noAnswer = { type: 'unknown', why: 'timed-out' } as const
export const paidAnswer = (minor: number, currency: Currency = 'USD'): PayOutcome => ({
  type: 'paid',
  facts: { alipayTransId: '2026030222001400000000000001' },
  amount: money(minor, currency),
})

/** A sale that is refused, given up and found paid: its refund is on its way. */
export const givenUpYetPaid = async (shop: ScriptedShop, minor: number): Promise<PaymentId> => {
  const id = sellFor(shop, minor)
  shop.gateway.take('pay').answer({ type: 'refused', code: 'SOUNDWAVE_PARSER_FAIL' })
  await shop.clock.pass(3000)
  shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
  await shop.clock.pass(0)
  return id
}

/** The refund that is on its way is refused, and the trade is still paid. */
export const refuseRefund = async (shop: ScriptedShop, code: string): Promise<void> => {
  shop.gateway.take('refund').answer({ type: 'refused', code })
  await shop.clock.pass(0)
  shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
  await calm()
}
