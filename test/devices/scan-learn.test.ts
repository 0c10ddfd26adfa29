import { describe, expect, test } from 'vitest'
import { setUpCode } from '../../main/domain/set-up-code.ts'
import { learnScanner } from '../../drivers/scanner/learn.ts'
import type { KeyPress } from '../../drivers/scanner/keystroke.ts'
import { classifyScan } from '../../main/domain/scan.ts'
import type { UsbKeyboard } from '../../main/domain/scanner-heard.ts'
import { scannerSentences } from '../../main/domain/scanner-sentences.ts'
import { parseSettings } from '../../main/settings.ts'
import { key, pressOf, scanned, type KeyStroke } from './keyboard-player.ts'

const pressed = (strokes: readonly KeyStroke[]): KeyPress[] =>
  strokes.toSorted((a, b) => a.at - b.at).map(pressOf)
const typedBy = (strokes: readonly KeyStroke[], keyboards: readonly UsbKeyboard[] = []) =>
  learnScanner({ channel: 'keyboard', presses: pressed(strokes), keyboards })
const bytes = (text: string): Uint8Array => Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)))
const serial = (text: string) =>
  learnScanner({ channel: 'serial', bytes: bytes(text), path: '/dev/ttyACM0', baud: 9600 })
const hid = (text: string) =>
  learnScanner({ channel: 'hid', text, scanner: { id: '/dev/hidraw0', name: 'Honeywell Xenon' } })
const named = (lesson: ReturnType<typeof learnScanner>) => lesson.findings.map(({ finding }) => finding)
const as = (strokes: readonly KeyStroke[], change: (character: string) => Partial<KeyPress>): KeyStroke[] =>
  strokes.map((stroke) => ({ ...stroke, press: { ...stroke.press, ...change(stroke.press.key) } }))

test('the code on the screen is no code that could be paid with', () => {
  expect(classifyScan(setUpCode).kind).toBe('unknown')
})

describe('a scanner that is no keyboard', () => {
  test('HID POS needs nothing but to be opened', () => {
    expect(hid(setUpCode)).toEqual({
      channel: 'hid',
      device: 'Honeywell Xenon',
      gapsMs: [],
      advice: { hid: true },
      findings: [],
    })
  })
  test.each([
    [`A${setUpCode}`, ['prefix-not-allowed']],
    [`${setUpCode}X`, ['suffix-not-allowed']],
    [setUpCode.slice(2, -3), ['shortened']],
    ['281234567890123456', ['other-code']],
  ])('HID POS: %s', (text, findings) => {
    expect(named(hid(text))).toEqual(findings)
    expect(hid(text).advice).toBeUndefined()
  })

  test.each([
    ['\r', 'cr'],
    ['\n', 'lf'],
    ['\r\n', 'crlf'],
    ['\t', 'tab'],
    ['\u0003', 'etx'],
    ['', 'none'],
  ] as const)('serial, ended by %j', (end, suffix) => {
    const lesson = serial(`${end === '\u0003' ? '\u0002' : ''}${setUpCode}${end}`)
    expect(lesson.advice).toEqual({ serial: { path: '/dev/ttyACM0', baud: 9600, suffix } })
    expect(named(lesson)).toEqual(suffix === 'none' ? ['no-ending'] : [])
    expect(parseSettings({ scanners: { serial: [{ path: '/dev/ttyACM0', baud: 9600, suffix }] } }).ok).toBe(
      true,
    )
  })
  test.each([
    [`]C0${setUpCode}\r`, []],
    [`ABC${setUpCode}\r`, ['prefix-not-allowed']],
    [`${setUpCode}#\r`, ['suffix-not-allowed']],
    ['\u00fe\u0080\u00c1\u00ff\u0000\u00e6', ['wrong-baud']],
    ['281234567890123456\r', ['other-code']],
  ])('serial: %j', (text, findings) => {
    expect(named(serial(text))).toEqual(findings)
  })
})

describe('a scanner that types', () => {
  test.each([
    ['\n', 'enter'],
    ['\t', 'tab'],
    ['', 'none'],
  ] as const)('its ending %j and its pace are learned', (end, terminator) => {
    const lesson = typedBy(scanned(setUpCode + end, 0, 12))
    expect(lesson.advice).toEqual({ terminator, wedge: { gapMs: 12 } })
    expect(named(lesson)).toEqual(terminator === 'none' ? ['no-ending'] : [])
    expect(lesson.gapsMs).toHaveLength(setUpCode.length - 1)
    expect(parseSettings({ scanners: lesson.advice }).ok).toBe(true)
  })

  test('a slow one is told, and its pace learned all the same', () => {
    const lesson = typedBy(scanned(`${setUpCode}\n`, 0, 80))
    expect(lesson.advice).toMatchObject({ wedge: { gapMs: 80 } })
    expect(lesson.findings).toEqual([{ finding: 'slow', values: { found: '80' } }])
  })

  test('a prefix is learned, a suffix has to go', () => {
    const before = typedBy(scanned(`A1${setUpCode}\n`, 0, 10))
    expect(before.advice).toMatchObject({ wedge: { prefix: 'A1' } })
    expect(named(before)).toEqual(['prefix-learned'])
    const behind = typedBy(scanned(`${setUpCode}X\n`, 0, 10))
    expect([behind.advice, named(behind)]).toEqual([undefined, ['suffix-not-allowed']])
  })

  const french = (character: string): Partial<KeyPress> => {
    const to = new Map(
      ['1&', '2é', '3"', "4'", '5(', '6-', '7è', '8_', '9ç', '0à', '-)', 'AQ', 'QA', 'WZ', 'ZW', 'M?'].map(
        (pair) => [pair.charAt(0), pair.charAt(1)],
      ),
    )
    return { key: to.get(character) ?? character }
  }
  const frenchPlaces = (character: string): Partial<KeyPress> => {
    const to: Readonly<Record<string, Partial<KeyPress>>> = {
      A: { code: 'KeyQ' },
      Q: { code: 'KeyA' },
      W: { code: 'KeyZ' },
      Z: { code: 'KeyW' },
      M: { code: 'Semicolon', key: ':' },
      '-': { code: 'Digit6', key: '6' },
    }
    const place = to[character] ?? (/\d/.test(character) ? { shift: true, key: '!' } : {})
    // An American computer writes what its own keyboard has there.
    return place.code?.startsWith('Key') === true ? { ...place, key: place.code.slice(3) } : place
  }
  test.each([
    ['layout-french-host', french],
    [
      'layout-german-host',
      (c: string) => (c === 'Y' ? { key: 'Z' } : c === 'Z' ? { key: 'Y' } : c === '-' ? { key: 'ß' } : {}),
    ],
    ['layout-french-scanner', frenchPlaces],
    [
      'layout-german-scanner',
      (c: string) =>
        c === 'Y'
          ? { code: 'KeyZ', key: 'Z' }
          : c === 'Z'
            ? { code: 'KeyY', key: 'Y' }
            : c === '-'
              ? { code: 'Slash', key: '/' }
              : {},
    ],
    ['layout-other-host', (c: string) => (/\d/.test(c) ? { key: '¤' } : {})],
    ['caps-lock', (c: string) => (c === 'Enter' ? {} : { key: c.toLowerCase() })],
    ['input-method', (c: string) => (c === 'Enter' ? {} : { key: 'Process', composing: true })],
  ] as const)('%s is found', (finding, change) => {
    const lesson = typedBy(as(scanned(`${setUpCode}\n`, 0, 10), change))
    expect(named(lesson)).toEqual([finding])
    const layout = /^layout-(french|german)-scanner$/.exec(finding)?.[1]
    expect(lesson.advice).toEqual({
      terminator: 'enter',
      wedge: { gapMs: 10, ...(layout === undefined ? {} : { layout }) },
    })
    expect(parseSettings({ scanners: lesson.advice }).ok).toBe(true)
  })

  test('Alt and the number pad are found', () => {
    const strokes = [...setUpCode].flatMap((character, i) => [
      key('Alt', i * 30, 25, { code: 'AltLeft', alt: true }),
      ...[...String(character.charCodeAt(0)).padStart(3, '0')].map((digit, k) =>
        key(digit, i * 30 + 5 + k * 5, 3, { code: `Numpad${digit}`, alt: true }),
      ),
    ])
    const lesson = typedBy([...strokes, key('\n', setUpCode.length * 30, 3)])
    expect(named(lesson)).toEqual(['alt-numpad'])
    expect(lesson.advice).toEqual({ terminator: 'enter', wedge: { gapMs: 30 } })
  })

  test('of a maker whose scanners can be HID POS it is said that this is better, with the maker’s name', () => {
    const zebra = { vendorId: 0x05e0, productId: 0x1200, name: 'Symbol Bar Code Scanner' }
    const keyboard = { vendorId: 0x046d, productId: 0xc31c, name: 'Logitech' }
    const lesson = typedBy(scanned(`${setUpCode}\n`, 0, 10), [keyboard, zebra])
    expect(lesson.findings).toEqual([{ finding: 'hid-pos-is-better', values: { found: '', maker: 'Zebra' } }])
    expect(lesson.device).toBe('Zebra')
    expect(named(typedBy(scanned(`${setUpCode}\n`, 0, 10), [keyboard]))).toEqual([])
  })

  test('something else is not the code on the screen, and a customer’s code is not shown whole', () => {
    const lesson = typedBy(scanned('281234567890123456\n', 0, 10))
    expect(lesson.advice).toBeUndefined()
    expect(lesson.findings).toEqual([{ finding: 'other-code', values: { found: '28…3456 (18)' } }])
    expect(named(typedBy(scanned(`${setUpCode.slice(3)}\n`, 0, 10)))).toEqual(['shortened'])
    expect(named(typedBy([]))).toEqual(['other-code'])
  })
})

test('every finding says what it is and what to do, in both languages', () => {
  for (const [finding, { en, zh }] of Object.entries(scannerSentences)) {
    for (const text of [en.headline, en.todo])
      expect([finding, text]).toEqual([finding, expect.stringMatching(/[a-z]{2}/)])
    for (const text of [zh.headline, zh.todo])
      expect([finding, text]).toEqual([finding, expect.stringMatching(/\p{Script=Han}/u)])
    expect(en.headline.includes('{found}')).toBe(zh.headline.includes('{found}'))
  }
})
