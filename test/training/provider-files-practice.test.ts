import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFileShelf } from '../../app/file-shelf.ts'
import { createPracticeProvider } from '../../app/practice-provider.ts'
import { systemClock } from '../../app/system.ts'
import { createFilesDesk, type FilesDesk } from '../../main/reconciliation/files-desk.node.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { dataFolder, openIn } from '../journal/shop.ts'
import { silent } from '../till/absent-parts.ts'
import { beijing, createFakeClock } from './fake-clock.ts'
import { createShop, type Shop } from './shop.ts'

/** What the till does with the files of its own training gateway: the real reader, the real shelf, real HTTP. */
let gateway: TrainingGateway
let shop: Shop
beforeEach(async () => {
  gateway = await startTrainingGateway({ port: 0, clock: createFakeClock(beijing('2026-03-02 10:00:00')) })
  shop = createShop(gateway.url)
})
afterEach(() => gateway.close())

const open = (url = gateway.url): FilesDesk => {
  const place = dataFolder()
  return createFilesDesk({
    files: openFileShelf(join(place.folder, 'provider-files')),
    journal: openIn(place),
    clock: systemClock,
    log: silent,
    operator: () => 'op-1',
    expected: { account: '2088000000007001' },
    practice: createPracticeProvider(url),
    places: { account: '2088000000007001', directory: '/download', fileNames: [] },
    onChange: () => undefined,
    onFault: (fault) => {
      throw fault
    },
  })
}
const kept = (desk: FilesDesk) =>
  desk.shelf.allFiles().map(({ name, version, lines, source }) => [name, version, lines, source])

const transactions = '2088000000007001_transaction_20260302.txt'
const settlement = '2088000000007001_settlement_20260303.txt'

test('the files of today come when asked for, are read without a finding, and the same ones again are nothing', async () => {
  await shop.pay('P1', '12.50')
  await shop.pay('P2', '40.00')
  await shop.cancel('P2')
  await shop.refund('P1', 'R1', '5.00')
  const desk = open()
  expect(desk.view().fetch).toEqual({ state: 'practice' })
  expect(await desk.fetch()).toMatchObject({ ok: true, value: { state: 'practice' } })
  expect(kept(desk)).toEqual([
    [settlement, 1, 4, 'practice'],
    [transactions, 1, 4, 'practice'],
  ])
  expect(desk.shelf.allFiles().map(({ findings }) => findings ?? [])).toEqual([[], []])
  await desk.fetch()
  expect(kept(desk)).toHaveLength(2)
  expect(desk.view()).toMatchObject({
    fetch: { state: 'practice', lastAt: expect.any(Number) },
    quarantined: [],
  })
})

test('90.93: set apart with the reason at the first look, good at the second', async () => {
  await shop.pay('P1', '90.93')
  const desk = open()
  await desk.fetch()
  expect(kept(desk).map(([name]) => name)).toEqual([settlement])
  expect(desk.view().quarantined).toMatchObject([
    { name: transactions, faults: [{ found: '1', wanted: '2' }] },
  ])
  await desk.fetch()
  expect(kept(desk)).toContainEqual([transactions, 1, 1, 'practice'])
  expect(desk.view().quarantined).toEqual([])
})

test('90.94 comes at the third look, 90.95 comes as a second version', async () => {
  await shop.pay('P1', '10.00')
  await shop.pay('P2', '90.95')
  const changed = open()
  await changed.fetch()
  await changed.fetch()
  expect(kept(changed).filter(([name]) => name === transactions)).toEqual([
    [transactions, 1, 1, 'practice'],
    [transactions, 2, 2, 'practice'],
  ])
  await shop.pay('P3', '90.94')
  const late = open()
  await late.fetch()
  await late.fetch()
  expect(kept(late).filter(([name]) => name === transactions)).toEqual([])
  await late.fetch()
  expect(kept(late)).toContainEqual([transactions, 1, 3, 'practice'])
})

test('a gateway that is gone, or is none, is told by its address', async () => {
  const port = new URL(gateway.url).port
  const elsewhere = open(`http://127.0.0.1:${port}/`)
  expect(await elsewhere.fetch()).toMatchObject({ ok: true, value: { state: 'practice' } })
  await gateway.close()
  expect(await elsewhere.fetch()).toEqual({
    ok: true,
    value: { state: 'failed', fault: { kind: 'unreachable', detail: `127.0.0.1:${port}` } },
  })
})
