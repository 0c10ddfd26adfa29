import Database from 'better-sqlite3'
import { join } from 'node:path'
import { openTillJournal } from '../../../app/compose.ts'
import { dataFolder } from '../../../app/data-folder.ts'
import { openLog } from '../../../app/log.ts'
import { keptSettings } from '../../../app/settings-file.ts'
import { money } from '../../../main/domain/money.ts'
import { isFinal } from '../../../main/domain/payment.ts'
import {
  trainingMd5Key,
  trainingMerchantPrivateKey,
  trainingPartnerId,
} from '../../../main/training/account.ts'
import { NotTaken, type Counter, type CounterOptions, type Tell } from './counter.ts'

/** Where a scenario plays: a data folder of its own, and whom to tell what the till said. */
export interface Stage {
  readonly data: string
  readonly tell: Tell
  readonly open: (options?: CounterOptions) => Promise<Counter>
}
export interface Scenario {
  readonly name: string
  readonly rows: string
  /** Of settings.json, beside the gateway's address. */
  readonly settings?: (gatewayUrl: string, printer: string) => Record<string, unknown>
  /** The days before, which nothing disturbs. Whatever they leave open stays open. */
  readonly before?: (stage: Stage) => Promise<void>
  /** What is killed at every point. */
  readonly steps: (stage: Stage) => Promise<void>
  /** How long the gateway may still do something after the last call, ms. */
  readonly lateMs?: number
}

const live = (gatewayUrl: string): Record<string, unknown> => ({
  mode: 'live',
  gateway: {
    url: gatewayUrl,
    partner: trainingPartnerId,
    signType: 'RSA2',
    transName: 'Corner Shop',
    extendInfo: { storeId: 'S1', storeName: 'Corner Shop' },
  },
})

const sale =
  (...amounts: readonly number[]) =>
  async (stage: Stage): Promise<void> => {
    const counter = await stage.open()
    for (const minor of amounts) {
      const id = counter.charge(minor)
      await counter.until(id, ({ payment }) => isFinal(payment))
      counter.till.next()
    }
    await counter.settled()
    await counter.close()
  }

const watchIsOver = ({ payment }: Parameters<Parameters<Counter['until']>[1]>[0]): boolean =>
  'watch' in payment && (payment.watch.stage === 'over' || payment.watch.stage === 'at-next-start')

/** Sales, then a till that goes in the middle of its work: one is paid, one is asked about, one is being undone. */
const leaveOpen = async (stage: Stage): Promise<void> => {
  const counter = await stage.open({ attended: false })
  const paid = counter.charge(1250)
  await counter.until(paid, ({ payment }) => payment.state === 'paid')
  const asked = counter.charge(9003)
  const undone = counter.charge(9060)
  await Promise.all(
    [asked, undone].map((id) => counter.until(id, ({ payment }) => payment.state !== 'sending')),
  )
  counter.till.abort(undone)
  counter.till.refund(paid, money(70, 'USD'))
  await counter.close()
}

const withOnePaid = sale(1250)

const refundOf = async (counter: Counter, minor: number): Promise<void> => {
  const [view] = counter.till.list(1)
  if (view === undefined) throw new NotTaken('there is no sale')
  const refunded = counter.till.refund(view.payment.id, money(minor, 'USD'))
  if (!refunded.ok) throw new NotTaken(refunded.error)
  await counter.settled()
}

export const scenarios: readonly Scenario[] = [
  { name: 'a paid sale', rows: 'F01 F02 F03 F04 F05 F07', before: withOnePaid, steps: sale(1250) },
  {
    name: 'a declined sale',
    rows: 'F01 F02 F03 F07',
    before: withOnePaid,
    steps: async (stage) => {
      const counter = await stage.open()
      const id = counter.charge(9050)
      await counter.until(id, watchIsOver)
      await counter.close()
    },
  },
  {
    name: 'an answer that is lost, paid as a query finds',
    rows: 'F03 F04 F07',
    before: withOnePaid,
    steps: sale(9010),
  },
  { name: 'the limit and the cancel', rows: 'F06 F07', before: withOnePaid, steps: sale(9003) },
  {
    name: 'a cancel whose answer is lost, asked for by the cashier',
    rows: 'F06 F07',
    before: withOnePaid,
    steps: async (stage) => {
      const counter = await stage.open()
      const id = counter.charge(9065)
      await counter.until(id, ({ payment }) => payment.state === 'waiting')
      counter.till.abort(id)
      await counter.settled()
      await counter.close()
    },
  },
  {
    name: 'two refunds of a sale',
    rows: 'F06 F07',
    before: withOnePaid,
    steps: async (stage) => {
      const counter = await stage.open()
      await refundOf(counter, 250)
      await refundOf(counter, 1000)
      await counter.close()
    },
  },
  {
    name: 'a refund whose answer is unclear',
    rows: 'F06 F07',
    before: sale(20_000),
    steps: async (stage) => {
      const counter = await stage.open()
      await refundOf(counter, 9071)
      await counter.close()
    },
  },
  {
    name: 'a sale with receipts, a refund with one, and a copy',
    rows: 'F05 F07',
    settings: (gatewayUrl, address) => ({
      training: { gatewayUrl },
      printer: { address, copies: 'customer' },
    }),
    before: (stage) => stage.open().then((counter) => counter.close()),
    steps: async (stage) => {
      const counter = await stage.open()
      const id = counter.charge(1250)
      await counter.until(id, ({ payment }) => payment.state === 'paid')
      await refundOf(counter, 250)
      const printed = await counter.till.print(id, 'customer')
      if (printed.ok) stage.tell({ told: 'printed', of: id })
      await counter.close()
    },
  },
  {
    name: 'a morning of five sales',
    rows: 'F01 F02 F03 F04 F05 F07',
    before: withOnePaid,
    steps: sale(310, 9011, 99_900, 9030, 1),
  },
  { name: 'the first start of a new till', rows: 'F36', steps: sale() },
  {
    name: 'the first start after an update that reads the journal anew',
    rows: 'F36',
    before: async (stage) => {
      await withOnePaid(stage)
      const file = new Database(dataFolder(stage.data).journal('training'))
      file.exec('update projected set version = 0')
      file.close()
    },
    steps: sale(),
  },
  {
    name: 'a backup over the one of yesterday',
    rows: 'F36',
    before: async (stage) => {
      await withOnePaid(stage)
      await backUp(stage)
      await withOnePaid(stage)
    },
    steps: backUp,
  },
  {
    name: 'settings that change',
    rows: 'F36',
    before: withOnePaid,
    steps: async (stage) => {
      const counter = await stage.open()
      const { settings } = await counter.till.readSettings()
      const written = await counter.till.writeSettings({ ...settings, language: 'zh' })
      if (written.ok) stage.tell({ told: 'settings', language: 'zh', signType: 'RSA2' })
      await counter.close()
    },
  },
  {
    name: 'keys and sign type of a live till that change',
    rows: 'F36',
    settings: live,
    before: withOnePaid,
    steps: async (stage) => {
      const counter = await stage.open()
      const { settings } = await counter.till.readSettings()
      const gateway = { ...settings.gateway!, signType: 'MD5' as const, allowMd5: true }
      const written = await counter.till.writeSettings(
        { ...settings, gateway },
        { md5: trainingMd5Key, privateKey: trainingMerchantPrivateKey },
      )
      if (written.ok) stage.tell({ told: 'settings', language: 'en', signType: 'MD5' })
      const id = counter.charge(1250)
      await counter.until(id, ({ payment }) => isFinal(payment))
      await counter.close()
    },
  },
  {
    name: 'a start with open questions',
    rows: 'F02 F03 F06 F07',
    before: leaveOpen,
    steps: async (stage) => {
      const counter = await stage.open()
      await counter.settled()
      await counter.close()
    },
  },
  {
    name: 'a sale that was given up, is found paid and goes back by itself',
    rows: 'F06 F07',
    lateMs: 200,
    before: withOnePaid,
    steps: async (stage) => {
      const counter = await stage.open()
      const id = counter.charge(9046)
      await counter.until(
        id,
        ({ refunds }) => refunds.length > 0 && refunds.every(({ state }) => state === 'refunded'),
      )
      await counter.settled()
      await counter.close()
    },
  },
]

async function backUp(stage: Stage): Promise<void> {
  const folder = dataFolder(stage.data)
  const { usable } = await keptSettings(folder.settings)
  const journal = openTillJournal(folder, usable, openLog(folder.log), 0)
  await journal.backup(join(stage.data, 'backup.sqlite'))
  stage.tell({ told: 'backup', seq: journal.head().seq })
  journal.close()
}
