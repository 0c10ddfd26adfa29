import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { composeTill } from '../../app/compose.ts'
import type { PaymentId } from '../../main/domain/ids.ts'
import type { Till } from '../../main/till-face.ts'
import { dataFolderFor } from '../cli/run-till.ts'
import { startTcpPrinter, type TcpPrinter } from '../devices/tcp-printer.ts'
import { models, readPaper, type Paper } from '../receipts/paper.ts'
import { cup, greyPng } from '../receipts/logo-picture.ts'
import { charge, untilState } from './shop.ts'

/** A whole till in training, its own gateway inside, and a printer on a real connection. */
const openTill = async (
  printer: Record<string, unknown>,
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<{ readonly till: Till; readonly device: TcpPrinter; readonly folder: string }> => {
  const device = await startTcpPrinter()
  const { host, port } = device.address
  const folder = dataFolderFor('http://127.0.0.1:9/', {
    training: {},
    shop: { name: 'Καφενείο 茶馆' },
    printer: { address: `${host}:${port}`, ...printer },
  })
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  const composed = await composeTill({ dataDir: folder })
  onTestFinished(async () => {
    await composed.close()
    await device.close()
    rmSync(folder, { recursive: true })
  })
  return { till: composed.till, device, folder }
}

const sell = async (till: Till): Promise<PaymentId> => {
  const id = charge(till, 1250)
  await untilState(till, id, 'paid')
  return id
}
const paperOf = async (device: TcpPrinter): Promise<Paper> => {
  // The cut is the end of it.
  const cut = (): string =>
    Buffer.from(device.jobs()[0] ?? [])
      .toString('latin1')
      .slice(-4)
  await expect.poll(cut, { timeout: 10_000 }).toBe('\x1dVB\0')
  return readPaper(device.jobs()[0]!, 42 * 12, models.epson)
}

describe('the receipt of a sale', { timeout: 30_000 }, () => {
  test('comes out of the printer that is set up, with its logo and the letters that it lacks', async () => {
    const { till, device } = await openTill({ profile: 'epson', logo: 'logo.png' }, { 'logo.png': cup })
    await sell(till)
    const { complaints, items, lines } = await paperOf(device)
    expect(complaints).toEqual([])
    const rasters = items.flatMap((item) => (item.kind === 'raster' ? [item.raster] : []))
    expect([rasters[0]?.width, rasters[0]?.height]).toEqual([200, 96])
    // Every line with a Chinese word in it, which are most, and the name of the shop.
    expect(rasters.length).toBeGreaterThan(8)
    expect(lines.some((line) => /\d{4} \d{4}/.test(line))).toBe(true)
  })

  test('shows its logo on the screen as well', async () => {
    const { till } = await openTill({ logo: 'logo.png' }, { 'logo.png': cup })
    const faces = till.receiptFaces(await sell(till), 'customer')
    expect(faces?.svg).toContain(`href="data:image/png;base64,${cup.toString('base64')}"`)
  })

  test('is printed without a logo that is gone or has rotted since it was set up', async () => {
    const { till, device } = await openTill({ logo: 'logo.png' }, { 'logo.png': cup.subarray(0, 500) })
    expect(till.view().stopped).toBeUndefined()
    await sell(till)
    const { items } = await paperOf(device)
    expect(items[0]).not.toMatchObject({ raster: { width: 200 } })
  })
})

test('a shop is told which letters of its name no receipt can show, once they are kept', async () => {
  const { till } = await openTill({ profile: 'epson' })
  const view = await till.readSettings()
  expect(view.lostOnPaper).toBeUndefined()
  const { settings } = view
  const written = await till.writeSettings({ ...settings, shop: { ...settings.shop, name: '茶馆 카페' } })
  expect(written).toMatchObject({ ok: true, value: { lostOnPaper: '카 페' } })
})

describe('a logo that is set up', () => {
  test('is looked at before it is kept, and what is wrong is said at its field', async () => {
    const { till, folder } = await openTill({})
    const settings = { ...(await till.readSettings()).settings }
    const withLogo = { ...settings, printer: { ...settings.printer, logo: 'logo.png' } }
    const fault = async (): Promise<unknown> => {
      const written = await till.writeSettings(withLogo)
      return written.ok ? 'kept' : written.error
    }
    expect(await fault()).toMatchObject([
      { field: 'printer.logo', message: expect.stringContaining('there is no file logo.png') },
    ])
    writeFileSync(
      join(folder, 'logo.png'),
      greyPng(900, 10, () => 0),
    )
    expect(await fault()).toMatchObject([
      { field: 'printer.logo', message: expect.stringContaining('900 × 10 dots') },
    ])
    writeFileSync(join(folder, 'logo.png'), cup)
    expect(await fault()).toBe('kept')
  })
})
