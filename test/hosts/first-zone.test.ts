import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { dataFolder } from '../../app/data-folder.ts'
import { keepFirstZone } from '../../app/first-zone.ts'
import { readSettingsFile } from '../../app/settings-file.ts'
import type { Log } from '../../main/ports.ts'

const here = () => {
  const parent = mkdtempSync(join(tmpdir(), 'first-zone-'))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  const told: unknown[] = []
  const note = (...line: readonly unknown[]): void => void told.push(line)
  const log: Log = { info: note, warn: note, error: note }
  return { folder: dataFolder(join(parent, 'till')), log, told }
}
const put = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

test("a new till takes the machine's zone, once, and nothing else is fixed by it", async () => {
  const { folder, log } = here()
  await keepFirstZone(folder, log, 'Europe/Vienna')
  expect(JSON.parse(readFileSync(folder.settings, 'utf8'))).toEqual({ shop: { timeZone: 'Europe/Vienna' } })
  expect(await readSettingsFile(folder.settings)).toMatchObject({
    ok: true,
    value: { shop: { timeZone: 'Europe/Vienna' }, mode: 'training' },
  })
  // A machine that is taken on a journey changes nobody's days.
  await keepFirstZone(folder, log, 'Asia/Tokyo')
  expect(readFileSync(folder.settings, 'utf8')).toContain('Europe/Vienna')
})

test.each(['journal', 'witness'] as const)(
  'a shop without settings whose %s is there keeps counting its days in UTC',
  async (what) => {
    for (const mode of ['training', 'live'] as const) {
      const { folder, log } = here()
      put(folder[what](mode), 'something')
      await keepFirstZone(folder, log, 'Europe/Vienna')
      expect(existsSync(folder.settings)).toBe(false)
    }
  },
)

test('settings that are there stay, whatever they say of the zone', async () => {
  for (const text of ['{}', '{"shop":{"timeZone":"Asia/Tokyo"}}', 'not JSON']) {
    const { folder, log } = here()
    put(folder.settings, text)
    await keepFirstZone(folder, log, 'Europe/Vienna')
    expect(readFileSync(folder.settings, 'utf8')).toBe(text)
  }
})

test.each(['UTC', 'Etc/Unknown-Zone', ''])('a machine in "%s" leaves the till in UTC', async (zone) => {
  const { folder, log } = here()
  await keepFirstZone(folder, log, zone)
  expect(existsSync(folder.settings)).toBe(false)
})

test('what the disk does not take is logged, and the till goes on in UTC', async () => {
  const { folder, log, told } = here()
  put(join(`${folder.settings}.new`, 'x'), 'a folder where the file should be')
  await keepFirstZone(folder, log, 'Europe/Vienna')
  expect(told).toMatchObject([['first-zone', { zone: 'Europe/Vienna' }]])
  expect(existsSync(folder.settings)).toBe(false)
})
