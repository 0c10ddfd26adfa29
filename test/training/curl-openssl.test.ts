import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../app/system.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'

const run = promisify(execFile)
const script = join(import.meta.dirname, 'curl-openssl.sh')
const missing = ['sh', 'curl', 'openssl'].filter(
  (program) => spawnSync(program, program === 'sh' ? ['-c', ':'] : ['version']).error !== undefined,
)
if (missing.length > 0)
  console.warn(`curl-openssl.sh is not run: ${missing.join(', ')} not found on this machine`)

describe.skipIf(missing.length > 0)('curl and openssl alone can talk to the gateway', () => {
  let gateway: TrainingGateway
  beforeAll(async () => {
    gateway = await startTrainingGateway({ port: 0, clock: systemClock })
  })
  afterAll(() => gateway.close())

  test('a valid MD5 and a valid RSA2 call are paid, their answers verify, wrong ones are refused', async () => {
    const { stdout } = await run('sh', [script, gateway.url])
    expect(stdout).toContain('Verified OK')
    expect(stdout).toContain('All answers were as expected.')
    const at = systemClock.now().at
    expect(gateway.ledger.totals(at).get('USD')).toEqual({ paid: 2500, returned: 0 })
    expect(gateway.requests.last().map((entry) => entry.outcome)).toEqual([
      'SUCCESS',
      'SUCCESS',
      'SUCCESS',
      'ILLEGAL_SIGN',
      'ILLEGAL_SIGN',
    ])
  })

  test('the script fails where an answer is not as expected', async () => {
    const stranger = await startTrainingGateway({
      port: 0,
      clock: systemClock,
      partners: [{ id: '2088000000009999', md5Key: 'another-key', publicKeyPem: await keyOf(gateway) }],
    })
    await expect(run('sh', [script, stranger.url])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('NOT AS EXPECTED'),
    })
    await stranger.close()
  })
})

const keyOf = async (gateway: TrainingGateway): Promise<string> =>
  (await fetch(new URL('/keys/merchant-public.pem', gateway.url))).text()
