import { describe, expect, test } from 'vitest'
import { createKeyCollector } from '../../drivers/scanner/key-collector.ts'
import type { KeyPress } from '../../drivers/scanner/keystroke.ts'
import { setUpCode } from '../../main/domain/set-up-code.ts'
import { keyTraces } from './fixtures/key-traces.ts'
import { key, pressOf, scanned, typed, type KeyStroke } from './keyboard-player.ts'

const played = (strokes: readonly KeyStroke[]) => {
  const collector = createKeyCollector()
  const pulls: (readonly KeyPress[])[] = []
  const passed: string[] = []
  let lastAt = -Infinity
  const runUntil = (end: number): void => {
    if (lastAt + (collector.waitMs() ?? Infinity) > end) return
    const { pull, letGo } = collector.quiet()
    if (pull !== undefined) pulls.push(pull)
    if (letGo) passed.push('let go')
  }
  for (const { at, press } of strokes.toSorted((a, b) => a.at - b.at)) {
    runUntil(at)
    lastAt = at
    const { verdict, pull } = collector.press(pressOf({ at, press }))
    if (pull !== undefined) pulls.push(pull)
    if (verdict === 'pass') passed.push(press.code)
  }
  runUntil(Number.MAX_VALUE)
  return { pulls, passed }
}
const isModifier = (code: string): boolean => /^(?:Shift|Control|Alt)/.test(code)

describe('one trigger pull is one collection, and none of its keys reaches the page', () => {
  const pulled = keyTraces.filter(({ amount }) => amount === '')
  test.each(pulled.map((trace) => [trace.name, trace] as const))('%s', (_name, { strokes }) => {
    const { pulls, passed } = played(strokes)
    expect(pulls).toHaveLength(1)
    expect(passed.filter((code) => !isModifier(code))).toEqual([])
    const inOrder = strokes.toSorted((a, b) => a.at - b.at)
    const last = inOrder.findLast(({ press }) => !isModifier(press.code))?.press.code
    expect(pulls[0]?.at(-1)?.code).toBe(last)
  })

  test('two pulls are two, and the second Enter of the first belongs to it', () => {
    const { pulls } = played([...scanned(`${setUpCode}\n\n`, 0, 10), ...scanned(`${setUpCode}\n`, 2000, 10)])
    expect(pulls.map(({ length }) => length)).toEqual([setUpCode.length + 2, setUpCode.length + 1])
  })

  test('the slowest that can be learned stays together', () => {
    expect(played(scanned(`${setUpCode}\n`, 0, 150)).pulls).toHaveLength(1)
  })
})

describe("a person's keys", () => {
  const pressed = (code: string, at = 0): KeyStroke => key(code, at, 80, { code, key: code })
  test.each(['Enter', 'Tab', 'Escape', 'F1', 'F9', 'ArrowDown', 'Backspace'])(
    '%s reaches the page',
    (code) => {
      expect(played([pressed(code)])).toEqual({ pulls: [], passed: [code] })
    },
  )

  test('a blank does so when nothing follows it, and else begins a code', () => {
    expect(played([key(' ', 0, 80)])).toEqual({ pulls: [], passed: ['let go'] })
    const { pulls, passed } = played(scanned(` ${setUpCode}`, 0, 10))
    expect([pulls[0]?.length, passed]).toEqual([setUpCode.length + 1, []])
  })

  test('a chord that a hand presses reaches the page, and one that a scanner sends does not', () => {
    const chord = (ms: number): KeyStroke[] => [
      key('Control', 0, 200, { code: 'ControlLeft' }),
      key('r', ms, 50, { ctrl: true }),
    ]
    expect(played(chord(120)).passed).toEqual(['ControlLeft', 'KeyR'])
    expect(played(chord(3)).passed).toEqual(['ControlLeft'])
  })

  test('a few letters are no code, and after them Enter is an Enter again', () => {
    expect(played([...typed('abc', 0, 120), pressed('Enter', 1500)])).toEqual({
      pulls: [],
      passed: ['Enter'],
    })
  })
})
