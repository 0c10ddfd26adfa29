import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataFolder } from '../../../app/data-folder.ts'
import { openSecretFiles } from '../../../app/secret-files.ts'
import { trainingGatewayPublicKey, trainingMerchantPrivateKey } from '../../../main/training/account.ts'
import { startTcpPrinter, type TcpPrinter } from '../../devices/tcp-printer.ts'
import { openCounter } from './counter.ts'
import { startGateway, type Gateway } from './gateway.ts'
import type { Scenario, Stage } from './scenarios.ts'

/** Killing a process leaves the system's memory alone, so memory is as good a disk as any, and far faster. */
const shelf = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export interface House {
  readonly data: string
  readonly gateway: Gateway
  readonly printer: TcpPrinter
  readonly stage: Stage
  readonly close: () => Promise<void>
}

/** A scenario's shop on the day before, kept to be copied. */
export interface Yesterday {
  readonly scenario: Scenario
  readonly folder: string
  readonly remove: () => void
}

const settingsOf = (scenario: Scenario, url: string, printer: TcpPrinter): Record<string, unknown> => ({
  shop: { name: 'Corner Shop' },
  ...(scenario.settings?.(url, `${printer.address.host}:${printer.address.port}`) ?? {
    training: { gatewayUrl: url },
  }),
})

const open = async (scenario: Scenario, folder: string): Promise<House> => {
  const data = join(folder, 'data')
  const gateway = await startGateway(join(folder, 'gateway.json'))
  const printer = await startTcpPrinter()
  writeFileSync(dataFolder(data).settings, JSON.stringify(settingsOf(scenario, gateway.url, printer)))
  return {
    data,
    gateway,
    printer,
    stage: { data, tell: () => undefined, open: (options) => openCounter(data, options) },
    close: async () => {
      await gateway.close()
      await printer.close()
    },
  }
}

/** Plays what comes before the scenario, once. */
export const liveUntilToday = async (scenario: Scenario): Promise<Yesterday> => {
  const folder = mkdtempSync(join(shelf, 'spot-till-yesterday-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const secrets = openSecretFiles(data, {})
  await secrets.write('privateKey', trainingMerchantPrivateKey)
  await secrets.write('alipayPublicKey', trainingGatewayPublicKey)
  const house = await open(scenario, folder)
  await scenario.before?.(house.stage)
  await house.close()
  return { scenario, folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The same shop on the same morning, with a gateway and a printer of its own. */
export const openHouse = async ({ scenario, folder }: Yesterday): Promise<House> => {
  const today = mkdtempSync(join(shelf, 'spot-till-today-'))
  cpSync(folder, today, { recursive: true })
  const house = await open(scenario, today)
  return {
    ...house,
    close: async () => {
      await house.close()
      rmSync(today, { recursive: true, force: true })
    },
  }
}
