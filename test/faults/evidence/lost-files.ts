import { expect } from 'vitest'
import { join } from 'node:path'
import { systemChance, systemClock } from '../../../app/system.ts'
import { startTrainingGateway, type TrainingGateway } from '../../../main/training/server.node.ts'
import { dataFolderFor, runTill } from '../../cli/run-till.ts'

export const startLostFilesGateway = (): Promise<TrainingGateway> =>
  startTrainingGateway({ port: 0, clock: systemClock, chance: systemChance, timeScale: 0.2 })

export const paidCode = '285902802486590277'

export interface Shop {
  readonly data: string
  readonly file: string
  readonly witness: string
  /** The sale that was asked for and whose answer nobody waited for. */
  readonly open: string
  readonly till: (...args: readonly string[]) => ReturnType<typeof runTill>
}

/** A till with a paid sale and one that was left open, its files at rest. */
export const openLostFilesShop = async (gateway: TrainingGateway): Promise<Shop> => {
  const data = dataFolderFor(gateway.url)
  const till: Shop['till'] = (...args) => runTill(...args, '--data', data, '--json')
  await till('sell', '--amount', '12.50', '--code', paidCode)
  const open = await till('sell', '--amount', '90.01', '--code', paidCode, '--no-wait')
  return {
    data,
    till,
    file: join(data, 'training', 'journal.sqlite'),
    witness: join(data, 'witness', 'training.log'),
    open: String(open.result['id']),
  }
}

/** The till starts, chases what is open, and its books and the gateway's agree in the end. */
export const goesOn = async ({ till, open }: Shop): Promise<void> => {
  const recovered = await till('recover', '--for', '30')
  expect(recovered.err).toBe('')
  expect(recovered.code).toBe(0)
  const asked = await till('query', open)
  expect(asked.result).toMatchObject({ id: open, final: true, state: 'paid' })
  expect((await till('verify')).code).toBe(0)
}
