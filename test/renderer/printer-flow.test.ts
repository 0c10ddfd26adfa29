import { describe, expect, test } from 'vitest'
import { parseSettings } from '../../main/settings.ts'
import { nextFix, type PrinterSettings, type Seen } from '../../renderer/setup/printer-fixes.ts'
import {
  printerFlowAtStart,
  stepPrinter,
  type PrinterEvent,
  type PrinterFlow,
} from '../../renderer/setup/printer-flow.ts'
import { isSamePlace } from '../../renderer/setup/printer-places.ts'

const printerOf = (given: Readonly<Record<string, unknown>> = {}): PrinterSettings => {
  const parsed = parseSettings({ printer: { address: '192.168.1.50:9100', ...given } })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value.printer
}
const after = (...events: readonly PrinterEvent[]): PrinterFlow =>
  events.reduce<PrinterFlow>(stepPrinter, printerFlowAtStart)
const chosen = (printer: PrinterSettings): PrinterEvent => ({ type: 'chosen', printer, look: false })
const seen = (what: Seen, elsewhere = false): PrinterEvent => ({ type: 'seen', seen: what, elsewhere })
const printed: PrinterEvent = { type: 'printed' }

/** Everything that the till tries when somebody always gives the same answer. */
const tries = (printer: PrinterSettings, what: Seen): readonly string[] => {
  const names: string[] = []
  let flow = after(chosen(printer), printed, seen(what))
  while (flow.at === 'printing') {
    const { fix } = flow
    names.push(`${fix?.name ?? ''} ${Object.values(fix?.values ?? {}).join()}`.trim())
    flow = stepPrinter(stepPrinter(flow, printed), seen(what))
  }
  expect(flow).toMatchObject({ at: 'stuck', seen: what })
  return names
}

describe('what the till does about a slip that is wrong', () => {
  const serial = { address: 'serial:/dev/ttyUSB0?baud=9600&flow=none' }
  const speeds = ['19200', '38400', '115200', '57600', '4800', '2400', '1200'].map((baud) => `baud ${baud}`)
  test.each<readonly [string, Readonly<Record<string, unknown>>, Seen, readonly string[]]>([
    ['letters with marks are wrong', {}, 'accents', ['accents', 'raster']],
    ['Chinese is wrong', {}, 'chinese', ['chinese', 'raster']],
    ['Chinese is wrong, and every line is drawn already', { encoding: 'raster' }, 'chinese', []],
    ['it is nonsense on the network', {}, 'nonsense', ['raster']],
    ['it is nonsense on a serial port', serial, 'nonsense', speeds],
    ['nothing comes out of the only serial port', serial, 'nothing', speeds],
    ['nothing comes out of the network', {}, 'nothing', []],
    ['42 letters are too wide', {}, 'too-wide', ['narrow 32']],
    ['48 letters are too wide', { columns: 48 }, 'too-wide', ['wide 42', 'narrow 32']],
    ['32 letters are too wide', { columns: 32 }, 'too-wide', []],
    ['32 letters leave paper free', { columns: 32 }, 'too-narrow', ['wide 42', 'wide 48']],
    ['it does not cut', {}, 'not-cut', ['cut-full', 'cut-none']],
    ['it is cut through the last line', {}, 'cut-early', Array.from({ length: 7 }, () => 'feed')],
    ['a code is missing', {}, 'code-missing', ['codes']],
    ['it is something else', {}, 'other', []],
  ])('%s', (_, given, what, fixes) => {
    expect(tries(printerOf(given), what)).toEqual(fixes)
  })

  test('one thing at a time: everything else stays as it was found right', () => {
    const flow = after(chosen(printerOf()), printed, seen('too-wide'), printed, seen('chinese'))
    expect(flow).toMatchObject({ at: 'printing', fix: { name: 'chinese' } })
    expect(flow.at === 'printing' && flow.printer).toEqual(printerOf({ columns: 32, chinese: 'none' }))
  })

  test('too wide, then paper left free: what came out before was the widest that fits', () => {
    const flow = after(chosen(printerOf()), printed, seen('too-wide'), printed, seen('too-narrow'))
    expect(flow).toMatchObject({ at: 'stuck', seen: 'too-narrow', printer: { columns: 32 } })
  })

  test('paper left free, then too wide: back to what fitted', () => {
    const small = printerOf({ columns: 32 })
    const flow = after(chosen(small), printed, seen('too-narrow'), printed, seen('too-wide'), printed)
    expect(flow).toMatchObject({ at: 'asking', printer: { columns: 32 } })
    expect(stepPrinter(flow, seen('too-narrow'))).toMatchObject({ at: 'stuck' })
  })

  test('every fix makes settings that the till takes', () => {
    const all: readonly Seen[] = [
      'nothing',
      'accents',
      'chinese',
      'nonsense',
      'too-wide',
      'not-cut',
      'cut-early',
      'code-missing',
    ]
    for (const what of all) {
      const fix = nextFix(printerOf(serial), what, [])
      expect([what, parseSettings({ printer: fix?.printer }).ok]).toEqual([what, true])
    }
  })
})

describe('the way of a printer', () => {
  test('chosen, printed, right: then it is kept as it was printed', () => {
    expect(after(chosen(printerOf()), printed, { type: 'right' })).toMatchObject({
      at: 'right',
      printer: printerOf(),
    })
  })

  test('an address that was typed is looked at before anything is printed there', () => {
    const typed: PrinterEvent = { type: 'chosen', printer: printerOf(), look: true }
    expect(after(typed)).toMatchObject({ at: 'checking', printed: [] })
    expect(after(typed, { type: 'there' })).toMatchObject({ at: 'printing' })
    expect(after(typed, { type: 'failed', fault: 'offline' })).toMatchObject({ at: 'failed', printed: [] })
  })

  test('nothing came out, and there are others: the next one is chosen', () => {
    expect(after(chosen(printerOf()), printed, seen('nothing', true))).toMatchObject({
      at: 'choosing',
      because: 'nothing',
      printed: [printerOf()],
    })
  })

  test('a printer that says why not is not asked about paper; it prints again when that is mended', () => {
    const failed = after(chosen(printerOf()), { type: 'failed', fault: 'paper-out' })
    expect(failed).toMatchObject({ at: 'failed', fault: 'paper-out' })
    expect(stepPrinter(failed, { type: 'again' })).toMatchObject({ at: 'printing', printer: printerOf() })
  })

  test('which letters, and what else: asked once more, with a way back', () => {
    const telling = after(chosen(printerOf()), printed, { type: 'tell', about: 'letters' })
    expect(telling).toMatchObject({ at: 'telling', about: 'letters' })
    expect(stepPrinter(telling, { type: 'back' })).toMatchObject({ at: 'asking' })
  })

  test('what cannot be mended can be kept as it is, or another printer be taken', () => {
    const stuck = after(chosen(printerOf({ columns: 32 })), printed, seen('too-wide'))
    expect(stuck).toMatchObject({ at: 'stuck' })
    expect(stepPrinter(stuck, { type: 'right' })).toMatchObject({ at: 'right' })
    expect(stepPrinter(stuck, { type: 'other-printer' })).toMatchObject({ at: 'choosing' })
  })

  test('an answer that comes when somebody has gone on changes nothing', () => {
    const choosing = after(chosen(printerOf()), { type: 'other-printer' })
    expect(stepPrinter(choosing, printed)).toBe(choosing)
    expect(stepPrinter(choosing, { type: 'right' })).toBe(choosing)
    const asking = after(chosen(printerOf()), printed)
    expect(stepPrinter(asking, { type: 'failed', fault: 'lost' })).toBe(asking)
    expect(stepPrinter(asking, { type: 'there' })).toBe(asking)
  })
})

test('two speeds of a serial port are one place, two ports are two', () => {
  expect(isSamePlace('serial:/dev/ttyS0?baud=9600', 'serial:/dev/ttyS0?baud=19200&flow=rtscts')).toBe(true)
  expect(isSamePlace('serial:/dev/ttyS0', 'serial:/dev/ttyS1')).toBe(false)
  expect(isSamePlace('192.168.1.50', '192.168.1.50:9100')).toBe(true)
  expect(isSamePlace(undefined, undefined)).toBe(false)
})
