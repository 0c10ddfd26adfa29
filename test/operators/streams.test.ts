import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { composeTill, type ComposedTill } from '../../app/compose.ts'
import { systemClock } from '../../app/system.ts'
import type { Day } from '../../main/domain/time.ts'
import type { Till } from '../../main/till.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { dataFolderFor } from '../cli/run-till.ts'
import { enterEverybody, pinOf, signIn } from './counter.ts'
import { agreed } from './sold.ts'

const day = '2026-11-20' as Day
/** Each tells something at once, and has more to tell. */
const streams: Readonly<Record<string, (till: Till) => AsyncGenerator<unknown, void>>> = {
  'what scanners send': (till) => till.devices.listenToScanners({ unknown: false, baud: 9600 }),
  'the comparison of a day': (till) => till.reconciliation.run(day),
  'an export': (till) => till.reports.export({ what: 'sales', format: 'csv', from: day, to: day }),
}

describe('a stream ends with the right of whoever asked for it (S30)', { timeout: 60_000 }, () => {
  let gateway: TrainingGateway
  let composed: ComposedTill
  let people: Awaited<ReturnType<typeof enterEverybody>>
  const till = (): Till => composed.till

  beforeAll(async () => {
    gateway = await startTrainingGateway({ port: 0, clock: systemClock })
    composed = await composeTill({ dataDir: dataFolderFor(gateway.url) })
    people = await enterEverybody({ desk: till().people })
  }, 60_000)
  afterAll(async () => {
    await composed.close()
    await gateway.close()
  })
  beforeEach(() => signIn({ desk: till().people }, people.manager, pinOf.manager))

  const endings: Readonly<Record<string, () => Promise<void>>> = {
    'the till locks': async () => till().people.lock(),
    'another comes who may do the same': () => signIn({ desk: till().people }, people.second, pinOf.second),
    'the till goes on with other settings': async () => {
      const { settings } = await till().readSettings()
      const next = { ...settings, shop: { ...settings.shop, name: `Shop ${Math.random()}` } }
      const refused = await till().writeSettings(next)
      const about = refused.ok ? '' : (refused.error[0]?.about ?? '')
      const token = await agreed(
        till(),
        { operator: people.second, pin: pinOf.second },
        'change-settings',
        about,
      )
      expect((await till().writeSettings(next, undefined, token)).ok).toBe(true)
    },
  }
  for (const [ending, end] of Object.entries(endings)) {
    test.each(Object.entries(streams))(`%s, when ${ending}`, async (_, open) => {
      const stream = open(till())
      expect(await stream.next()).toMatchObject({ done: false })
      await end()
      expect(await stream.next()).toEqual({ done: true, value: undefined })
    })
  }

  test('a page that waits for the next scan hears at once that there will be none', async () => {
    const stream = till().devices.listenToScanners({ unknown: false, baud: 9600 })
    expect(await stream.next()).toMatchObject({ value: { type: 'around' } })
    const scan = stream.next()
    till().people.lock()
    expect(await scan).toEqual({ done: true, value: undefined })
  })

  test('whoever proves themselves once more goes on listening', async () => {
    const page = new AbortController()
    const stream = till().devices.listenToScanners({ unknown: false, baud: 9600 }, page.signal)
    await stream.next()
    const scan = stream.next()
    await signIn({ desk: till().people }, people.manager, pinOf.manager)
    const silence = new Promise((resolve) => setTimeout(() => resolve('still listening'), 50))
    expect(await Promise.race([scan, silence])).toBe('still listening')
    page.abort()
    expect(await scan).toMatchObject({ done: true })
  })
})
