import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../app/system.ts'
import { startTrainingGateway, type TrainingGateway } from '../../../main/training/server.node.ts'
import { dataFolderFor } from '../../cli/run-till.ts'
import { needs } from '../machine.ts'

const faketime = needs('faketime', 'faketime')
const program = join(dirname(dirname(dirname(import.meta.dirname))), 'app/cli/till.ts')

const skipped = faketime === undefined ? ' (skipped: needs faketime)' : ''

describe.skipIf(faketime === undefined)(`a till whose machine has another day${skipped}`, () => {
  let gateway: TrainingGateway
  let folder: string
  beforeAll(async () => {
    gateway = await startTrainingGateway({ port: 0, clock: systemClock })
    folder = dataFolderFor(gateway.url)
  })
  afterAll(async () => {
    await gateway.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const run = (offset: string, ...args: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      const command = ['-f', offset, process.execPath, program, ...args, '--data', folder, '--json']
      execFile(faketime ?? '', command, (_, out) => resolve(out))
    })

  test.each(['-1d', '+1d', '-30d'])(
    'F28: %s: a real process sells, and the doctor says that the clock is wrong',
    async (offset) => {
      const sold = JSON.parse(
        await run(offset, 'sell', '--amount', '12.50', '--currency', 'USD', '--code', '285902802486590277'),
      ) as { state: string; id: string }
      expect(sold.state).toBe('paid')
      expect(gateway.requests.count('alipay.acquire.overseas.spot.pay', sold.id)).toBe(1)
      const findings = (await run(offset, 'doctor')).trim().split('\n')
      const clock = findings.map((line) => JSON.parse(line) as { check: string; ok: boolean; detail: string })
      expect(clock.find(({ check }) => check === 'clock')).toMatchObject({ ok: false })
    },
    240_000,
  )
})
