import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { composeTill } from '../../app/compose.ts'
import { writeSettingsFile } from '../../app/settings-file.ts'
import { systemChance, systemClock } from '../../app/system.ts'
import { money } from '../../main/domain/money.ts'
import { settingsSchema } from '../../main/settings.ts'
import { trainingPartnerId } from '../../main/training/account.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { quantile, type BenchRow } from './rows.ts'
import { startOnce } from './start.ts'

const root = dirname(dirname(import.meta.dirname))
const rounds = 9
const salesBefore = 500

/** Sells until the customer is asked for the password, then ends the program as a power cut would. */
const crashInASale = async (data: string, gateway: TrainingGateway): Promise<void> => {
  const pays = (): number => gateway.requests.count('alipay.acquire.overseas.spot.pay')
  const before = pays()
  const till = spawn(
    process.execPath,
    [
      join(root, 'app/cli/till.ts'),
      'sell',
      '--amount',
      '90.02',
      '--code',
      '285902802486590277',
      '--data',
      data,
    ],
    { cwd: root, stdio: 'ignore' },
  )
  while (pays() === before) await new Promise((resolve) => setTimeout(resolve, 10))
  till.kill('SIGKILL')
  await once(till, 'close')
}

const firstQueryAfter = async (gateway: TrainingGateway, asked: number): Promise<number> => {
  const began = performance.now()
  while (gateway.requests.count('alipay.acquire.overseas.query') === asked) {
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return performance.now() - began
}

const sellMany = async (data: string): Promise<void> => {
  const { till, close } = await composeTill({ dataDir: data, attended: false })
  for (let sale = 0; sale < salesBefore; sale++) {
    const charged = till.charge(money(100 + sale, 'USD'), `28${String(sale).padStart(12, '0')}1111`)
    if (charged.ok) await till.query(charged.value)
  }
  await close()
}

/**
 * A till that was killed while a payment was unknown, started again, against the same till after an orderly end
 * (performance P13): to its commands, and to the first question about that payment.
 */
export const benchCrash = async (): Promise<readonly BenchRow[]> => {
  const data = mkdtempSync(join(tmpdir(), 'spot-till-crash-'))
  const gateway = await startTrainingGateway({ port: 0, clock: systemClock, chance: systemChance })
  await writeSettingsFile(
    join(data, 'settings.json'),
    settingsSchema.parse({ training: { gatewayUrl: gateway.url } }),
  )
  await sellMany(data)
  const plain: number[] = []
  const crashed: number[] = []
  const asking: number[] = []
  for (let round = 0; round < rounds; round++) {
    await crashInASale(data, gateway)
    const asked = gateway.requests.count('alipay.acquire.overseas.query')
    const recovering = await startOnce(data)
    crashed.push(recovering.readyMs)
    asking.push(recovering.readyMs + (await firstQueryAfter(gateway, asked)))
    // The customer confirms, so that the next start has nothing to ask.
    await recovering.stop()
    const settling = await composeTill({ dataDir: data, attended: false })
    for (const { id } of settling.till.view().open) {
      gateway.ledger.confirm(trainingPartnerId, id, systemClock.now().at)
      await settling.till.query(id)
    }
    await settling.close()
    const orderly = await startOnce(data)
    plain.push(orderly.readyMs)
    await orderly.stop()
  }
  await gateway.close()
  rmSync(data, { recursive: true, force: true })
  const median = (values: readonly number[]): number => quantile(values, 0.5)
  return [
    { name: 'P13 orderly end to a till that takes commands', value: median(plain), unit: 'ms' },
    { name: 'P13 killed in a sale to a till that takes commands', value: median(crashed), unit: 'ms' },
    {
      name: 'P13 killed against orderly',
      value: median(crashed) / median(plain),
      unit: 'x',
      limit: 1.2,
    },
    {
      name: 'P13 killed in a sale to its answered question, at the latest',
      value: median(asking),
      unit: 'ms',
    },
  ]
}
