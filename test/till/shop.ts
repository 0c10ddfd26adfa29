import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noPrinter } from '../../drivers/printer/none.ts'
import { accountFor } from '../../app/account.ts'
import { systemChance, systemClock } from '../../app/system.ts'
import type { PaymentView } from '../../main/contract.ts'
import type { PaymentId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import type { ChaseTiming } from '../../main/domain/payment.ts'
import type { RefundTiming } from '../../main/domain/refund.ts'
import { createGateway } from '../../main/gateway/client.node.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import type { Journal } from '../../main/journal/journal.ts'
import { createSeal } from '../../main/payments/seal.node.ts'
import type { Chance, Clock, CustomerDisplay, Log, Printer, Scanners } from '../../main/ports.ts'
import { settingsSchema, type Settings } from '../../main/settings.ts'
import { createTill, type Till, type TillParts } from '../../main/till.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { noDesk, noScanners, noSecrets, silent } from './absent-parts.ts'

/** How much faster than a shop's day the tests run. */
export const speed = 10

export const fast: { readonly chase: Partial<ChaseTiming>; readonly refund: RefundTiming } = {
  chase: {
    firstQueryMs: 500,
    queryEveryMs: 300,
    limitMs: 6000,
    cancelEveryMs: 300,
    cancelEveryMsMax: 3000,
    confirmRefusalMs: 300,
    watchSoonMs: 5000,
    watchLaterMs: 12_000,
  },
  refund: {
    repeatMs: 300,
    repeatMsMax: 3000,
    fundsMs: 500,
    queryMs: 300,
    queryMsMax: 1000,
    watchMs: [5000, 12_000],
  },
}

export interface Shop {
  readonly gateway: TrainingGateway
  readonly folder: string
  readonly settings: Settings
  readonly till: Till
  readonly journal: Journal
  /** Closes the till and opens it again on the same journal, as a new process would. */
  readonly restart: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface ShopOptions {
  readonly attended?: boolean
  readonly clock?: Clock
  readonly printer?: Printer
  readonly customerDisplay?: CustomerDisplay
  readonly chance?: Chance
  readonly settings?: Record<string, unknown>
  readonly timing?: typeof fast
  /** Where the till calls instead of the gateway itself: the address of a line that leads to it. */
  readonly line?: (gateway: TrainingGateway) => Promise<string>
  readonly certificateAuthority?: string
  readonly deadlines?: { readonly deadlineMs: number; readonly connectTimeoutMs: number }
  readonly log?: Log
  readonly scanners?: Scanners
  readonly people?: TillParts['people']
}

/** A till with a real journal file, against the training gateway over real HTTP. */
export const openShop = async (options: ShopOptions = {}): Promise<Shop> => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-'))
  const clock = options.clock ?? systemClock
  const gateway = await startTrainingGateway({
    port: 0,
    clock,
    timeScale: 1 / speed,
    rules: { unpaidClosesAfterMs: 180_000 / speed },
  })
  const settings = settingsSchema.parse({ shop: { name: 'Corner Shop' }, ...options.settings })
  const secret = systemChance.bytes(32)
  const url = (await options.line?.(gateway)) ?? gateway.url
  const deadlines = options.deadlines ?? { deadlineMs: 1500, connectTimeoutMs: 500 }
  const trusted =
    options.certificateAuthority === undefined ? {} : { certificateAuthority: options.certificateAuthority }

  const open = async (): Promise<{ till: Till; journal: Journal }> => {
    const account = await accountFor(settings, noSecrets, url)
    if (!account.ok) throw new Error(JSON.stringify(account.error))
    const journal = openJournal({
      file: join(folder, 'journal.sqlite'),
      witnessFile: join(folder, 'witness', 'head.log'),
      till: settings.till,
      mode: settings.mode,
      version: '0.0.0',
      installation: { digits: '123456789' },
      now: clock.now(),
    })
    const till = createTill({
      version: '0.0.0',
      settings,
      desk: noDesk,
      journal,
      gateway: createGateway({
        settings: { ...account.value.settings, ...deadlines },
        keys: account.value.keys,
        clock,
        ...trusted,
      }),
      clock,
      chance: options.chance ?? systemChance,
      seal: createSeal(secret),
      log: options.log ?? silent,
      printer: options.printer ?? noPrinter,
      customerDisplay: options.customerDisplay,
      scanners: options.scanners ?? noScanners,
      operator: () => 'anna',
      ...(options.people && { people: options.people }),
      attended: options.attended ?? true,
      timing: options.timing ?? fast,
    })
    return { till, journal }
  }

  let opened = await open()
  return {
    gateway,
    folder,
    settings,
    get till() {
      return opened.till
    },
    get journal() {
      return opened.journal
    },
    restart: async () => {
      await opened.till.close()
      opened = await open()
    },
    close: async () => {
      await opened.till.close()
      await gateway.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

let codes = 0
/** A payment code that no other customer of this test run has, and that orders no bad day by its ending. */
export const nextCode = (): string => `28${systemChance.digits(8)}${String(++codes).padStart(4, '0')}1111`

export const charge = (till: Till, minor: number, code = nextCode()): PaymentId => {
  const charged = till.charge(money(minor, 'USD'), code)
  if (!charged.ok) throw new Error(charged.error)
  return charged.value
}

export const viewOf = (till: Till, id: PaymentId): PaymentView => {
  const view = till.find(id)
  if (view === undefined) throw new Error(`${id} is not in the journal`)
  return view
}

/** Resolves once the payment is as wanted; rejects with what it was instead. */
export const until = async (
  till: Till,
  id: PaymentId,
  wanted: (view: PaymentView) => boolean,
  withinMs = 20_000,
): Promise<PaymentView> => {
  const end = performance.now() + withinMs
  for (;;) {
    const view = viewOf(till, id)
    if (wanted(view)) return view
    if (performance.now() > end) throw new Error(`still ${JSON.stringify(view)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
export const untilState = (
  till: Till,
  id: PaymentId,
  state: PaymentView['payment']['state'],
  withinMs?: number,
) => until(till, id, ({ payment }) => payment.state === state, withinMs)

/** What the gateway's own books say it keeps of a payment: paid less returned, in minor units. */
export const keptAtGateway = ({ gateway }: Shop, id: string): number => {
  const trade = gateway.ledger.trades(systemClock.now().at).find(({ order }) => order.id === id)
  if (trade?.paidAt === undefined) return 0
  return trade.order.price.minor - trade.returned
}
