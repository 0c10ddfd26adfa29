import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { composeTill, type ComposedTill } from '../../app/compose.ts'
import { dataFolder } from '../../app/data-folder.ts'
import { money } from '../../main/domain/money.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { settingsSchema } from '../../main/settings.ts'
import { startTcpPrinter } from '../devices/tcp-printer.ts'
import { done } from './drawer-shop.ts'

const folderWith = (settings: Record<string, unknown> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'closing-till-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings))
  return folder
}
const open = async (dataDir: string): Promise<ComposedTill> => {
  const composed = await composeTill({ dataDir })
  onTestFinished(() => composed.close())
  return composed
}
const code = '285902802486590277'

describe('the whole till', { timeout: 60_000 }, () => {
  test('sells nothing before a shift is open when the settings want one, and goes on with it after a restart', async () => {
    const folder = folderWith({ cash: { requireShift: true } })
    const first = await open(folder)
    expect(first.till.view().shift).toMatchObject({ nextClosing: 1, takesCash: true, shiftWanted: true })
    expect(first.till.charge(money(1250, 'USD'), code)).toEqual({ ok: false, error: 'no-shift' })
    done(first.till.cash.openShift({ float: 1000 }))
    done(first.till.charge(money(1250, 'USD'), code))
    await expect.poll(() => first.till.view().current?.payment.state, { timeout: 10_000 }).toBe('paid')
    await first.close()
    const second = await open(folder)
    expect(second.till.view().shift?.open).toMatchObject({ shift: 1, counted: false })
    const z = done(second.till.cash.close())
    expect(z.closing.lines).toEqual([
      { type: 'sale', method: 'alipay', currency: 'USD', count: 1, minor: 1250 },
    ])
    expect(second.till.charge(money(1250, 'USD'), code)).toEqual({ ok: false, error: 'no-shift' })
    await second.close()
    const { journal, witness } = dataFolder(folder)
    expect(verifyJournal(journal('training'), witness('training'))).toMatchObject({
      ok: true,
      closings: { count: 1, keys: [z.seal?.publicKey] },
    })
  })

  test('every change of the drawer is told to the screens, and the same key seals after the settings changed', async () => {
    const { till } = await open(folderWith())
    const told: (number | undefined)[] = []
    till.onNotice((notice) => {
      if (notice.type === 'view') told.push(notice.view.shift?.nextClosing)
    })
    const before = done(till.cash.close())
    expect(told.at(-1)).toBe(2)
    const changed = await till.writeSettings(settingsSchema.parse({ language: 'zh', currency: 'CNY' }))
    expect(changed.ok).toBe(true)
    expect(till.view().shift?.denominations[0]).toBe(10_000)
    const after = done(till.cash.close())
    expect(after.closing.number).toBe(2)
    expect(after.seal?.publicKey).toBe(before.seal?.publicKey)
    expect(after.text).toMatch(/日结 DAY CLOSED Z 2/)
  })

  test('a Z comes on paper and the drawer opens, on one real printer', async () => {
    const printer = await startTcpPrinter()
    onTestFinished(() => printer.close())
    const { till } = await open(
      folderWith({ printer: { address: `127.0.0.1:${printer.address.port}` }, cash: { drawer: 'pin-5' } }),
    )
    done(till.cash.openShift({ float: 1000 }))
    done(till.cash.sell({ amount: 300, tendered: 500 }))
    done(till.cash.close())
    expect(await till.cash.print(1)).toEqual({ ok: true, value: true })
    const bytes = Buffer.from(printer.paper()).toString('latin1')
    expect(bytes).toContain('\u001bp\u0001')
    expect(bytes).toContain('DAY CLOSED Z 1')
    await expect.poll(() => till.view().shift?.drawerFault).toBeUndefined()
  })

  test('gives a PDF, with the same figures as the screen', async () => {
    const { till } = await open(folderWith())
    done(till.cash.close())
    const { name, base64 } = done(await till.cash.pdf(1))
    expect(name).toBe('z-0001-till-1.pdf')
    expect(Buffer.from(base64, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
    expect(done(await till.cash.pdf(undefined)).name).toBe('x-0002-till-1.pdf')
  })

  test('does not open with a key that is no key, and says which', async () => {
    const folder = folderWith()
    const first = await open(folder)
    await first.close()
    const file = join(folder, 'secrets', 'closing-key')
    expect(readFileSync(file, 'utf8')).toContain('PRIVATE KEY')
    writeFileSync(file, 'torn', { mode: 0o600 })
    const { till } = await open(folder)
    expect(till.view().stopped).toMatchObject({ why: 'secrets' })
    expect(till.view().stopped?.detail).toContain('closing-key')
    expect(till.cash.close()).toEqual({ ok: false, error: 'till-stopped' })
  })
})
