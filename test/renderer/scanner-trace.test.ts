import { describe, expect, test } from 'vitest'
import { setUpCode } from '../../main/domain/set-up-code.ts'
import type { ScannerHeard } from '../../main/domain/scanner-heard.ts'
import { parseSettings, type Settings } from '../../main/settings.ts'
import { fixesFor, withFix } from '../../renderer/setup/scanner-fixes.ts'
import {
  stepTracing,
  tracingAtStart,
  type TraceEvent,
  type Tracing,
} from '../../renderer/setup/scanner-trace.ts'
import { key, pressOf, scanned, type KeyStroke } from '../devices/keyboard-player.ts'

const code = '281234567890123456'
const settings = (scanners: unknown = {}): Settings => {
  const parsed = parseSettings({ scanners })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
const after = (...events: readonly TraceEvent[]): Tracing => events.reduce(stepTracing, tracingAtStart)
const pressed = (strokes: readonly KeyStroke[]): TraceEvent[] =>
  strokes.map((stroke) => ({ type: 'pressed', press: pressOf(stroke) }))
const typed = (text: string, gapMs: number, ...then: readonly TraceEvent[]) =>
  after(...pressed(scanned(text, 1000, gapMs)), ...then).traces[0]
const by = { id: '/dev/hidraw0', name: 'Honeywell Xenon', channel: 'hid' } as const
const heard = (one: ScannerHeard): TraceEvent => ({ type: 'heard', heard: one })

describe('a trigger pull is shown key by key', () => {
  test('with the times from the first key, and of a customer’s code no more than may be shown', () => {
    const trace = typed(`${code}\n`, 10, { type: 'read', text: code })
    expect(trace?.made).toEqual({ kind: 'code', scan: 'payment-code', shown: '28…3456', length: 18 })
    expect(trace?.marks.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 19 }, (_, i) => i * 10))
    expect(trace?.marks.map(({ label }) => label).join(' ')).toBe('2 8 • • • • • • • • • • • • 3 4 5 6 Enter')
    expect(trace?.gapsMs).toEqual(Array.from({ length: 17 }, () => 10))
  })

  test('the code on the screen is shown whole', () => {
    const trace = typed(`${setUpCode}\n`, 10, { type: 'read', text: setUpCode })
    expect(trace?.marks.map(({ label }) => label).join('')).toBe(`${setUpCode}Enter`)
    expect(trace?.made).toMatchObject({ scan: 'unknown', shown: setUpCode })
  })

  test('torn: with the reason', () => {
    expect(typed(code.slice(0, 9), 10, { type: 'broken', why: 'no-terminator' })?.made).toEqual({
      kind: 'again',
      why: 'no-terminator',
    })
  })

  test('keys of which nothing was made are typing; a few of them are nothing', () => {
    expect(typed(code, 140, { type: 'rest' })?.made).toEqual({ kind: 'typed' })
    expect(after(...pressed(scanned('12\n', 0, 140)), { type: 'rest' }).traces).toEqual([])
  })

  test('the second Enter of a scan is no scan, and what was typed long before is no part of it', () => {
    const { traces, keys } = after(
      ...pressed([key('7', 0, 90), ...scanned(`${code}\n`, 3000, 10)]),
      { type: 'read', text: code },
      ...pressed([key('\n', 3190, 3)]),
      { type: 'rest' },
    )
    expect([traces.length, keys.length, traces[0]?.marks.length]).toEqual([1, 0, 19])
  })

  test('the last five, the newest first', () => {
    const pull = (at: number): TraceEvent[] => [
      ...pressed(scanned(`${code}\n`, at, 10)),
      { type: 'read', text: code },
    ]
    const { traces } = after(...[1, 2, 3, 4, 5, 6, 7].flatMap((nth) => pull(nth * 2000)))
    expect(traces.map(({ id }) => id)).toEqual([7, 6, 5, 4, 3])
  })
})

describe('a scanner that is no keyboard is shown piece by piece', () => {
  const piece = (atMs: number): TraceEvent => heard({ type: 'piece', by, atMs, bytes: 64 })
  test('each report with its time, and the code that they made', () => {
    const { traces } = after(piece(5000), piece(5008), heard({ type: 'code', by, atMs: 5008, text: code }))
    expect(traces).toMatchObject([
      {
        channel: 'hid',
        device: 'Honeywell Xenon',
        marks: [
          { atMs: 0, label: '64 B' },
          { atMs: 8, label: '64 B' },
        ],
        gapsMs: [8],
        made: { kind: 'code', scan: 'payment-code', shown: '28…3456' },
      },
    ])
    expect(JSON.stringify(traces)).not.toContain(code)
  })
  test('a report of which nothing was made is no part of the next code', () => {
    const { traces } = after(piece(1000), piece(9000), heard({ type: 'torn', by, atMs: 9000, why: 'cut' }))
    expect(traces[0]).toMatchObject({ marks: [{ atMs: 0 }], made: { kind: 'again', why: 'cut' } })
  })
})

describe('what the till can set by itself', () => {
  const fixes = (trace: ReturnType<typeof typed>, set: unknown = {}) =>
    trace === undefined ? [] : fixesFor(trace, settings(set))

  test('nothing, when the code came right and as expected', () => {
    expect(fixes(typed(`${code}\n`, 10, { type: 'read', text: code }))).toEqual([])
    const slow = typed(`${code}\n`, 80, { type: 'read', text: code })
    expect(fixes(slow, { wedge: { gapMs: 85 } })).toEqual([])
  })
  test('the pace of one that was taken for typing', () => {
    expect(fixes(typed(`${code}\n`, 130, { type: 'rest' }))).toEqual([{ kind: 'pace', gapMs: 130 }])
    expect(fixes(typed(`${code}\n`, 30, { type: 'read', text: code }), { wedge: { gapMs: 130 } })).toEqual([
      { kind: 'pace', gapMs: 30 },
    ])
  })
  test('no pace that is slower than any scanner', () => {
    expect(fixes(typed(`${code}\n`, 400, { type: 'rest' }))).toEqual([])
  })
  test('the ending: Tab, and none of a code that is surely whole', () => {
    expect(fixes(typed(`${code}\t`, 10, { type: 'read', text: code }))).toEqual([
      { kind: 'ending', terminator: 'tab' },
    ])
    expect(fixes(typed(code, 10, { type: 'broken', why: 'no-terminator' }))).toEqual([
      { kind: 'ending', terminator: 'none' },
    ])
  })
  test('half a code without an ending teaches nothing', () => {
    expect(fixes(typed(code.slice(0, 11), 10, { type: 'broken', why: 'no-terminator' }))).toEqual([])
  })
  test('a prefix before a payment code, and none that could be its digits', () => {
    expect(fixes(typed(`~${code}\n`, 10, { type: 'read', text: `~${code}` }))).toEqual([
      { kind: 'prefix', prefix: '~' },
    ])
    expect(fixes(typed(`9${code}\n`, 10, { type: 'read', text: `9${code}` }))).toEqual([])
  })
  test('the layout, by the code on the screen', () => {
    const german = scanned(`${setUpCode}\n`, 0, 10).map((stroke): KeyStroke => {
      const { key: letter } = stroke.press
      const place = { Y: ['KeyZ', 'Z'], Z: ['KeyY', 'Y'], '-': ['Slash', '/'] }[letter]
      return place === undefined
        ? stroke
        : { ...stroke, press: { ...stroke.press, code: place[0] ?? '', key: place[1] ?? '' } }
    })
    const { traces } = after(...pressed(german), { type: 'read', text: 'ST/SETUP' })
    expect(fixes(traces[0])).toEqual([{ kind: 'layout', layout: 'german' }])
  })
  test('ending and speed of a serial line, by the code on the screen', () => {
    const port = { id: '/dev/ttyACM0', name: '/dev/ttyACM0', channel: 'serial' } as const
    const bytes = [...`${setUpCode}\n`].map((letter) => letter.charCodeAt(0))
    const { traces } = after(
      heard({ type: 'piece', by: port, atMs: 1, bytes: bytes.length }),
      heard({ type: 'torn', by: port, atMs: 251, why: 'cut' }),
      heard({ type: 'line', by: port, atMs: 301, baud: 9600, bytes }),
    )
    const set = { serial: [{ path: '/dev/ttyACM0' }] }
    expect(fixes(traces[0], set)).toEqual([{ kind: 'line', path: '/dev/ttyACM0', baud: 9600, suffix: 'lf' }])
  })

  test('each is one setting, the others stay, and the till takes it', () => {
    const before = settings({ wedge: { gapMs: 20, prefix: '~', layout: 'french' } })
    const wedgeOf = (changed: Settings) => changed.scanners.wedge
    expect(wedgeOf(withFix(before, { kind: 'pace', gapMs: 90 }))).toEqual({
      gapMs: 90,
      prefix: '~',
      layout: 'french',
    })
    expect(wedgeOf(withFix(before, { kind: 'prefix', prefix: '#' }))).toMatchObject({
      gapMs: 20,
      prefix: '#',
    })
    expect(wedgeOf(withFix(before, { kind: 'layout', layout: undefined }))).toEqual({
      gapMs: 20,
      prefix: '~',
    })
    expect(withFix(before, { kind: 'ending', terminator: 'tab' }).scanners.terminator).toBe('tab')
    const line = { kind: 'line', path: 'COM3', baud: 115_200, suffix: 'lf' } as const
    expect(withFix(before, line).scanners.serial).toEqual([
      { path: 'COM3', baud: 115_200, suffix: 'lf', acknowledge: false },
    ])
    for (const fix of [line, { kind: 'layout', layout: 'german' } as const])
      expect(parseSettings(withFix(before, fix)).ok).toBe(true)
  })
})
