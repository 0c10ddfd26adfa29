import { describe, expect, onTestFinished, test } from 'vitest'
import { composeTill, openTillJournal, type ComposedTill } from '../../app/compose.ts'
import { readSettingsFile } from '../../app/settings-file.ts'
import { parseSettings, type Settings } from '../../main/settings.ts'
import { startTrainingGateway } from '../../main/training/server.node.ts'
import { systemChance, systemClock } from '../../app/system.ts'
import { createDisplayTry } from '../../app/try-display.ts'
import { displayLineFor } from '../../app/customer-display.ts'
import { serialLink } from '../../drivers/links/serial.node.ts'
import { money } from '../../main/domain/money.ts'
import { dataFolderFor } from '../cli/run-till.ts'
import { cableTo, noCable } from '../devices/pty.ts'
import { startTcpPrinter, type TcpPrinter } from '../devices/tcp-printer.ts'

const settingsOf = (value: unknown): Settings => {
  const parsed = parseSettings(value)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
const addressOf = ({ address }: TcpPrinter): string => `${address.host}:${address.port}`
const at = (printer: TcpPrinter, more: Readonly<Record<string, unknown>> = {}): Settings =>
  settingsOf({ printer: { address: addressOf(printer) }, ...more })
const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

const printerThere = async (...given: Parameters<typeof startTcpPrinter>): Promise<TcpPrinter> => {
  const printer = await startTcpPrinter(...given)
  onTestFinished(() => printer.close())
  return printer
}
const openTill = async (): Promise<ComposedTill> => {
  const gateway = await startTrainingGateway({ port: 0, clock: systemClock, chance: systemChance })
  const composed = await composeTill({ dataDir: dataFolderFor(gateway.url, {}) })
  onTestFinished(async () => {
    await composed.close()
    await gateway.close()
  })
  return composed
}

/** What its journal says of the drawer, once the till is closed. */
const openedIn = async ({ till, folder, log }: ComposedTill): Promise<readonly unknown[]> => {
  await till.close()
  const kept = await readSettingsFile(folder.settings)
  if (!kept.ok) throw new Error('the settings cannot be read')
  const journal = openTillJournal(folder, kept.value, log)
  const bodies = [...journal.entries()].map(({ body }) => body)
  journal.close()
  return bodies.filter(({ kind }) => kind === 'drawer-opened')
}

describe('a printer that is not in the settings yet', () => {
  test('is looked at, and its slip is printed', async () => {
    const printer = await printerThere()
    const { devices } = (await openTill()).till
    expect(await devices.lookAtPrinter({ settings: at(printer) })).toBe('well')
    expect(printer.paper()).toHaveLength(0)
    expect(await devices.testPrint({ settings: at(printer) })).toEqual({ ok: true, value: true })
    expect(text(printer.paper())).toContain(addressOf(printer))
  })

  test('says what keeps it from printing, or that it says nothing', async () => {
    const printer = await printerThere({ coverOpen: true })
    const { devices } = (await openTill()).till
    expect(await devices.lookAtPrinter({ settings: at(printer) })).toBe('cover-open')
    printer.condition.coverOpen = false
    printer.condition.answersNow = false
    expect(await devices.lookAtPrinter({ settings: at(printer) })).toBe('silent')
    const settings = at(printer)
    await printer.close()
    expect(await devices.lookAtPrinter({ settings })).toBe('offline')
    expect(await devices.lookAtPrinter({ settings: settingsOf({}) })).toBe('not-configured')
  })
})

describe('a drawer that is not in the settings yet', () => {
  test('opens by the pin that is tried, and the books say so each time', async () => {
    const printer = await printerThere()
    const composed = await openTill()
    const { devices } = composed.till
    for (const drawer of ['pin-2', 'pin-5'] as const) {
      const tried = await devices.tryDrawer({ settings: at(printer, { cash: { drawer } }) })
      expect(tried).toEqual({ ok: true, value: true })
    }
    const kicks = printer.jobs().map((job) => text(job).slice(0, 3))
    expect(kicks).toEqual(['\u001bp\u0000', '\u001bp\u0001'])
    expect(await openedIn(composed)).toEqual(
      Array.from({ length: 2 }, () => ({ kind: 'drawer-opened', why: 'Drawer set up' })),
    )
  })

  test('that hangs nowhere is said to be none, and the books know of no opening', async () => {
    const composed = await openTill()
    const { devices } = composed.till
    for (const settings of [
      settingsOf({ cash: { drawer: 'pin-2' } }),
      settingsOf({ cash: { drawer: 'pin-2' }, drawer: { at: 'display' } }),
      settingsOf({ cash: { drawer: 'none' }, printer: { address: '127.0.0.1:9' } }),
    ])
      expect(await devices.tryDrawer({ settings })).toEqual({ ok: false, error: 'not-configured' })
    expect(await openedIn(composed)).toEqual([])
  })

  test('stays shut when the till has no journal to write it down in', async () => {
    const printer = await printerThere()
    const first = await openTill()
    const second = await composeTill({ dataDir: first.folder.folder })
    onTestFinished(second.close)
    expect(second.till.view().stopped?.why).toBe('in-use')
    const tried = await second.till.devices.tryDrawer({ settings: at(printer) })
    expect(tried).toEqual({ ok: false, error: 'not-kept' })
    expect(printer.paper()).toHaveLength(0)
  })

  test('is told to have stayed shut by its switch, and its level can be read', async () => {
    const printer = await printerThere({ drawer: 'low' })
    const { devices } = (await openTill()).till
    const settings = at(printer, { drawer: { switch: 'high-open' } })
    expect(await devices.tryDrawer({ settings })).toEqual({ ok: false, error: 'stayed-shut' })
    expect(await devices.drawerLevel({ settings })).toBe('low')
    printer.condition.drawer = 'high'
    expect(await devices.drawerLevel({ settings })).toBe('high')
  })
})

describe.skipIf(noCable() !== undefined)('a pole display that is not in the settings yet', () => {
  test('shows the sum to look for, and then what the till shows its customer', async () => {
    const display = await printerThere()
    const cable = await cableTo(display.address.port)
    onTestFinished(cable.pull)
    const settings = settingsOf({
      currency: 'EUR',
      display: { pole: { dialect: 'aedex', line: 'serial:/dev/ttyUSB1' } },
    })
    const line = serialLink({ path: cable.path, baud: 9600 })
    const paid = {
      state: 'paid',
      amount: money(1250, 'EUR'),
      language: 'en',
      mode: 'live',
      shop: 'X',
    } as const
    const tryDisplay = createDisplayTry(() => paid, 200)
    expect(await tryDisplay(settings, line)).toEqual({ ok: true, value: true })
    await expect.poll(() => text(display.paper())).toContain('EUR 123.45')
    await expect.poll(() => text(display.paper()).trimEnd()).toMatch(/PAID[^]*EUR 12\.50$/)
  })

  test('says why nothing stands there', async () => {
    const tryDisplay = createDisplayTry(() => undefined)
    const settings = settingsOf({
      display: { pole: { dialect: 'cd5220', line: 'serial:/dev/nothing-here' } },
    })
    expect(await tryDisplay(settings, displayLineFor(settings))).toEqual({ ok: false, error: 'offline' })
    expect(await tryDisplay(settingsOf({}), undefined)).toEqual({ ok: false, error: 'not-configured' })
  })
})
