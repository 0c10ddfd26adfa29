import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toAscii } from '../../drivers/display/ascii.ts'
import { linesOf, poleDialect, type PoleDialectName } from '../../drivers/display/dialects.ts'
import { createPoleDisplay } from '../../drivers/display/pole.ts'
import { kick } from '../../drivers/drawer/kick.ts'
import { createLineDrawer } from '../../drivers/drawer/line.ts'
import { serialLink } from '../../drivers/links/serial.node.ts'
import { tcpLink } from '../../drivers/links/tcp.node.ts'
import { inTurns } from '../../drivers/links/turns.ts'
import type { CustomerState, CustomerView } from '../../main/domain/customer-view.ts'
import { currencies, money } from '../../main/domain/money.ts'
import { ok } from '../../main/domain/result.ts'
import { cableTo, noCable } from './pty.ts'
import { startTcpPrinter } from './tcp-printer.ts'

const shop = { language: 'en', mode: 'live', shop: 'Café Größe' } as const
const paid: CustomerView = { ...shop, state: 'paid', amount: money(1250, 'USD') }
const idle: CustomerView = { ...shop, state: 'idle' }
const names: readonly PoleDialectName[] = ['cd5220', 'dm-d', 'dsp800', 'aedex', 'led8']
const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

describe('two lines of 20 letters', () => {
  test.each([
    [idle, 'Cafe Grosse', 'Welcome'],
    [{ ...idle, shop: '小店' }, 'Welcome', ''],
    [{ ...idle, mode: 'training' }, 'Cafe Grosse', 'TRAINING'],
    [{ ...paid, state: 'show-code' }, 'Please show code', 'USD 12.50'],
    [{ ...paid, state: 'pay-cash' }, 'Please pay in cash', 'USD 12.50'],
    [{ ...paid, state: 'change' }, 'Your change', 'USD 12.50'],
    [{ ...paid, state: 'waiting' }, 'One moment, please', 'USD 12.50'],
    [paid, 'PAID - Thank you', 'USD 12.50'],
    [{ ...paid, mode: 'training' }, 'PAID - Thank you', 'TRAINING   USD 12.50'],
    [{ ...paid, state: 'not-paid' }, 'NOT PAID', 'USD 12.50'],
    [{ ...paid, state: 'refunded', amount: money(1250, 'JPY') }, 'REFUNDED', 'JPY 1250'],
    [
      { ...paid, mode: 'training', amount: money(10_000_000_000, 'USD') },
      'PAID - Thank you',
      'TRA USD 100000000.00',
    ],
  ] as const)('%j', (view, upper, lower) => {
    const lines = linesOf(view)
    expect(lines.map((line) => line.length)).toEqual([20, 20])
    expect(lines[0].trimEnd()).toBe(upper)
    expect(lines[1].trim()).toBe(lower)
  })
})

describe('the bytes', () => {
  test.each([
    ['cd5220', '\f\u001bQAPAID - Thank you    \r\u001bQB           USD 12.50\r'],
    [
      'dm-d',
      '\u001b@\u001f\u0001\f\u001f$\u0001\u0001PAID - Thank you    \u001f$\u0001\u0002           USD 12.50',
    ],
    [
      'dsp800',
      '\u0004\u0001C1X\u0017\u0004\u0001P1\u0017PAID - Thank you    \u0004\u0001PE\u0017           USD 12.50',
    ],
    ['aedex', '!#1PAID - Thank you    \r!#2           USD 12.50\r'],
    ['led8', '\f\u001bs3\u001bQA12.50\r'],
  ] as const)('of %s', (name, bytes) => {
    expect(text(poleDialect(name).bytes(paid))).toBe(bytes)
  })

  test.each([
    ['what is to be paid, with the lamp for a total', 'show-code', 1250, '\f\u001bs2\u001bQA12.50\r'],
    ['what went back, with the lamp for change', 'refunded', 500, '\f\u001bs4\u001bQA5.00\r'],
    ['the change, with its lamp', 'change', 750, '\f\u001bs4\u001bQA7.50\r'],
    ['nothing of a sale that was not paid', 'not-paid', 1250, '\f\u001bs0'],
    ['no sum that has more digits than it', 'paid', 10_000_000_000, '\f\u001bs0'],
  ] as const)('of eight digits show %s', (_, state, minor, bytes) => {
    expect(text(poleDialect('led8').bytes({ ...paid, state, amount: money(minor, 'USD') }))).toBe(bytes)
  })
  test('of eight digits show nothing in training, and no lamp where there is none', () => {
    expect(text(poleDialect('led8').bytes({ ...paid, mode: 'training' }))).toBe('\f\u001bs0')
    expect(text(poleDialect('led8', { lamps: false }).bytes(paid))).toBe('\f\u001bQA12.50\r')
  })

  test('whatever a shop is called, its name gives the display no command and moves nothing', () => {
    const states: readonly CustomerState[] = [
      'idle',
      'show-code',
      'pay-cash',
      'change',
      'waiting',
      'paid',
      'not-paid',
      'refunded',
    ]
    const view = fc.record({
      state: fc.constantFrom(...states),
      mode: fc.constantFrom('training' as const, 'live' as const),
      language: fc.constant('en' as const),
      shop: fc.string({ unit: fc.nat(0x2ffff).map((code) => String.fromCodePoint(code)) }),
      amount: fc
        .tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(...currencies))
        .map(([minor, currency]) => money(minor, currency)),
    })
    fc.assert(
      fc.property(view, fc.constantFrom(...names), (shown, name) => {
        const own = poleDialect(name).bytes(shown)
        const plain = poleDialect(name).bytes({ ...shown, shop: 'x' })
        expect(own).toHaveLength(plain.length)
        const controls = (bytes: Uint8Array): readonly number[] =>
          [...bytes].flatMap((byte, at) => (byte < 0x20 || byte > 0x7e ? [at * 256 + byte] : []))
        expect(controls(own)).toEqual(controls(plain))
      }),
    )
  })

  test.each([
    ['Crème Brûlée', 'Creme Brulee'],
    ['Łódź & Ærø', 'Lodz & AEro'],
    ['a\u001b@\u0000\nb\u0080', 'a@b'],
    ['小店 No. 1', 'No. 1'],
    ['5 €', '5 EUR'],
  ])('the letters of %j are %j', (given, shown) => {
    expect(toAscii(given)).toBe(shown)
  })
})

const until = async (seen: () => boolean): Promise<void> => {
  while (!seen()) await new Promise((resolve) => setTimeout(resolve, 5))
}
const cd5220 = poleDialect('cd5220')

describe('a display on a line', () => {
  test('shows the newest view only, and is cleared when the till closes', async () => {
    const device = await startTcpPrinter()
    onTestFinished(device.close)
    const display = createPoleDisplay(tcpLink(device.address, 1000), cd5220)
    const views = [100, 200, 300].map((minor) => ({ ...paid, amount: money(minor, 'USD') }))
    for (const view of views) display.show(view)
    await until(() => text(device.paper()).includes('USD 3.00'))
    expect(text(device.paper())).not.toContain('USD 2.00')
    await display.close()
    expect(text(device.paper()).endsWith(text(cd5220.bytes(idle)))).toBe(true)
  })

  test('that is away is tried again, and then shows what is true by now', async () => {
    const device = await startTcpPrinter()
    onTestFinished(device.close)
    const real = tcpLink(device.address, 1000)
    let tries = 0
    const display = createPoleDisplay(
      (signal) => (tries++ < 2 ? Promise.resolve({ ok: false, error: 'offline' }) : real(signal)),
      cd5220,
      { againMs: 20 },
    )
    display.show(paid)
    await until(() => tries > 0)
    display.show(idle)
    await until(() => text(device.paper()) === text(cd5220.bytes(idle)))
    await display.close()
  })

  test('whose line somebody else holds keeps no till from closing', async () => {
    const device = await startTcpPrinter()
    onTestFinished(device.close)
    const line = inTurns(tcpLink(device.address, 1000))
    await line(new AbortController().signal)
    const display = createPoleDisplay(line, cd5220, { takeMs: 50 })
    display.show(paid)
    await display.close()
    expect(device.paper()).toHaveLength(0)
  })
})

const why = noCable()
if (why !== undefined) console.log(`  displays on cables are not tried: ${why}`)
describe.skipIf(why !== undefined)('a display on a serial port', () => {
  test('shares its line with the drawer', async () => {
    const device = await startTcpPrinter()
    const cable = await cableTo(device.address.port)
    onTestFinished(async () => {
      await cable.pull()
      await device.close()
    })
    const line = inTurns(serialLink({ path: cable.path, baud: 9600 }))
    // What is shown twice because the machine was too slow to see it taken would be another test's.
    const display = createPoleDisplay(line, cd5220, { takeMs: 20_000 })
    const drawer = createLineDrawer(line, kick(2), 'none', { takeMs: 20_000 })
    display.show(paid)
    // A terminal of the kernel says of bytes that lie in it that they are sent, and the next to open it clears them.
    await until(() => device.paper().length >= cd5220.bytes(paid).length)
    expect(await drawer.open()).toEqual(ok(undefined))
    const whole = [...cd5220.bytes(paid), ...kick(2)]
    await until(() => device.paper().length >= whole.length)
    expect([...device.paper()]).toEqual(whole)
    await display.close()
    await drawer.close()
  })
})
