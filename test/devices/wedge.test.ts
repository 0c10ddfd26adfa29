import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endOf, key, play, scanned, typed } from './keyboard-player.ts'

const code = '281234567890123456'
const longCode = '251001020123456789012345'

describe('a person types an amount', () => {
  test.each([60, 80, 100, 120, 400])(
    'digits %i ms apart all reach the amount, and Enter reaches the page',
    (gap) => {
      const keys = typed('3850', 0, gap)
      const played = play([...keys, key('\n', endOf(keys) + gap, 60)])
      expect(played.amount).toBe('3850')
      expect(played.scans).toEqual([])
      expect(played.partials).toEqual([])
      const asCommand = played.events.filter((event) => event.type === 'command').length
      expect(played.passed.length + asCommand).toBe(1)
    },
  )

  test('Enter long after the last digit is a command of its own', () => {
    const played = play([...typed('5', 0, 0), key('\n', 900, 60)])
    expect(played.events).toEqual([
      { type: 'key', key: '5', into: 'screen' },
      { type: 'command', press: expect.objectContaining({ code: 'Enter' }) },
    ])
  })

  test('the 00 and 000 keys of a register keyboard are typing', () => {
    const played = play([...typed('12', 0, 100), ...scanned('000', 300, 4), ...scanned('00', 600, 2)])
    expect(played.amount).toBe('1200000')
    expect(played.partials).toEqual([])
  })

  test('two keys rolled by two fingers are typing', () => {
    expect(play([key('3', 0, 80), key('8', 25, 80)]).amount).toBe('38')
  })

  test('a key held down repeats and is no burst', () => {
    const repeats = Array.from({ length: 8 }, (_, i) => key('5', 500 + i * 30, 5, { repeat: true }))
    expect(play([key('5', 0, 1000), ...repeats]).amount).toBe('555555555')
  })

  test('the digit row gives digits on a French layout and the number pad without Num Lock', () => {
    const played = play([
      key('é', 0, 80, { code: 'Digit2' }),
      key('End', 300, 80, { code: 'Numpad1', key: 'End' }),
    ])
    expect(played.amount).toBe('21')
  })

  test('keys that write nothing go to the page at once or come back as commands in order', () => {
    const played = play([key('5', 0, 80), key('F6', 10_000, 80), key('ArrowDown', 20_000, 80)])
    expect(played.events.map((event) => event.type)).toEqual(['key', 'command'])
    expect(played.passed).toEqual(['ArrowDown'])
  })
})

describe('a scanner sends a code', () => {
  test.each([1, 2, 6, 10, 19])('%i ms a character: no digit of it shows in the amount at any time', (gap) => {
    const played = play(scanned(`${code}\n`, 0, gap))
    expect(played.events).toEqual([{ type: 'scan', text: code, tookBack: 0, tookBackFromField: 0 }])
    expect(played.passed).toEqual([])
  })

  test.each([25, 30, 34, 40, 60, 80, 100])('%i ms a character: what leaked is taken back', (gap) => {
    for (const text of [code, longCode]) {
      const played = play(scanned(`${text}\n`, 0, gap))
      expect(played.scans).toEqual([text])
      expect(played.amount).toBe('')
      expect(played.passed).toEqual([])
    }
  })

  test.each(['\n', '\t'])('the code ends with %j', (end) => {
    expect(play(scanned(code + end, 0, 10)).scans).toEqual([code])
  })

  test('CR and LF are one end, whether LF comes as Enter, as Ctrl+J or as an arrow', () => {
    for (const lineFeed of [
      [key('\n', 190, 5)],
      [key('Control', 188, 4, { code: 'ControlLeft' }), key('j', 190, 2, { ctrl: true })],
      [key('ArrowDown', 190, 5)],
    ]) {
      const played = play([...scanned(`${code}\n`, 0, 10), ...lineFeed])
      expect(played.scans).toEqual([code])
      expect(played.partials).toEqual([])
      expect(played.passed.filter((each) => each !== 'ControlLeft')).toEqual([])
      expect(played.events.filter((event) => event.type === 'command')).toEqual([])
    }
  })

  test.each([5, 20, 80])('a scanner without a terminator, %i ms a character, ends by silence', (gap) => {
    const played = play(scanned(code, 0, gap), { terminator: 'none' })
    expect(played.scans).toEqual([code])
    expect(played.amount).toBe('')
  })

  test('number pad keys, an input method that hides the keys and a foreign layout give the same digits', () => {
    const french = [...'àé"\'(-è_çà']
    const variants = [
      scanned(code, 0, 10).map((stroke) => ({
        ...stroke,
        press: { ...stroke.press, code: stroke.press.code.replace('Digit', 'Numpad') },
      })),
      scanned(code, 0, 10, { key: 'Process', composing: true }),
      scanned(code, 0, 10).map((stroke) => ({
        ...stroke,
        press: { ...stroke.press, key: french[Number(stroke.press.key)] ?? '' },
      })),
    ]
    for (const strokes of variants) {
      expect(play([...strokes, key('\n', 190, 5)]).scans).toEqual([code])
    }
  })

  test('a badge with letters is read by layout or by position, whichever fits, also under Caps Lock', () => {
    const badge = 'ST-B-QA2Z7W'
    expect(play(scanned(`${badge}\n`, 0, 10)).scans).toEqual([badge])
    const lower = scanned(`${badge}\n`, 0, 10).map((stroke) => ({
      ...stroke,
      press: {
        ...stroke.press,
        key: stroke.press.key === 'Enter' ? 'Enter' : stroke.press.key.toLowerCase(),
      },
    }))
    expect(play(lower).scans).toEqual([badge])
  })

  test('an article number is told as a scan too, so that the screen can say what it is', () => {
    expect(play(scanned('4006381333931\n', 0, 10)).scans).toEqual(['4006381333931'])
  })

  test('a configured prefix of control keys is dropped', () => {
    const prefix = [key('Control', 0, 8, { code: 'ControlLeft' }), key('b', 4, 2, { ctrl: true })]
    const played = play([...prefix, ...scanned(`${code}\n`, 12, 5)])
    expect(played.scans).toEqual([code])
    expect(played.passed).toEqual(['ControlLeft'])
  })
})

test('F39: a busy machine that delivers keys up to 350 ms late, with their true time, tears no code', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 0, max: 37 }),
      fc.integer({ min: 0, max: 350 }),
      fc.constantFrom(code, longCode),
      (scanGap, from, stallMs, text) => {
        const strokes = scanned(`${text}\n`, 0, scanGap)
        const played = play(strokes, { terminator: 'enter' }, (event) => (event < from ? 0 : stallMs))
        expect(played.scans).toEqual([text])
        expect(played.amount).toBe('')
        expect(played.passed).toEqual([])
      },
    ),
    { numRuns: 1000 },
  )
})

describe('amount and code in one breath', () => {
  test('an amount typed fast and a trigger pull right after it come apart', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 80, max: 120 }), { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 33 }),
        fc.integer({ min: 85, max: 400 }),
        fc.constantFrom(code, longCode),
        (typing, scanGap, pause, text) => {
          let at = 0
          const digits = [...'3850'].map((digit, i) =>
            key(digit, (at += i === 0 ? 0 : (typing[i - 1] ?? 0)), 70),
          )
          const played = play([...digits, ...scanned(`${text}\n`, at + pause, scanGap)])
          expect(played.scans).toEqual([text])
          expect(played.amount).toBe('3850')
        },
      ),
    )
  })

  test('a slow scanner after an amount: the pause tells them apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 36, max: 100 }), fc.integer({ min: 130, max: 600 }), (scanGap, pause) => {
        const played = play([...typed('3850', 0, 100), ...scanned(`${code}\n`, 300 + pause, scanGap)])
        expect(played.scans).toEqual([code])
        expect(played.amount).toBe('3850')
      }),
    )
  })

  test('a slow scanner without any pause after the amount: the shape tells them apart', () => {
    const played = play([...typed('38', 0, 80), ...scanned(`${code}\n`, 80 + 109, 80)])
    expect(played.scans).toEqual([code])
    expect(played.amount).toBe('38')
  })

  test('the next sale after a scan starts with a clean amount', () => {
    const played = play([...typed('38', 0, 100), ...scanned(`${code}\n`, 500, 60), ...typed('12', 3000, 100)])
    expect(played.amount).toBe('3812')
    expect(played.scans).toEqual([code])
  })
})

describe('F39: a broken burst is noted and never a code', () => {
  test('unplugged in the middle: nothing stays in the amount', () => {
    for (let length = 4; length < code.length; length++) {
      const played = play([...typed('38', 0, 100), ...scanned(code.slice(0, length), 600, 10)])
      expect(played.scans).toEqual([])
      expect(played.partials).toHaveLength(1)
      expect(played.amount).toBe('38')
    }
  })

  test('a whole code without the terminator that this shop’s scanner sends', () => {
    const played = play(scanned(code, 0, 10))
    expect(played.events).toEqual([
      { type: 'partial', text: code, why: 'no-terminator', tookBack: 0, tookBackFromField: 0 },
    ])
  })

  test('the rest of a torn code that arrives late is torn as well', () => {
    const played = play([...scanned(code.slice(0, 2), 0, 10), ...scanned(`${longCode.slice(2)}\n`, 200, 10)])
    expect(played.scans).toEqual([])
    const later = play([...scanned(code.slice(0, 6), 0, 10), ...scanned(`${longCode.slice(2)}\n`, 250, 10)])
    expect(later.scans).toEqual([])
    expect(later.partials).toHaveLength(2)
  })

  test('a hole in the burst: accepted when whole, never when the rest is no code of its own', () => {
    const cut = (text: string) => [
      ...scanned(text.slice(0, 9), 0, 8),
      ...scanned(`${text.slice(9)}\n`, 160, 8),
    ]
    expect(play(cut(code)).scans).toEqual([code])
    expect(play(cut('38501234567890123456')).scans).toEqual([])
  })

  test('a digit typed by a finger in the middle of a burst spoils it', () => {
    for (let at = 35; at < 120; at += 10) {
      const played = play([...scanned(`${code}\n`, 0, 10), key('7', at + 3, 90)])
      expect(played.scans).toEqual([])
      expect(played.partials).toHaveLength(1)
      expect(played.amount).toBe('')
    }
  })

  test('more than 64 characters are swallowed to the end', () => {
    const played = play(scanned(`${'7'.repeat(4000)}\n`, 0, 2))
    expect(played.scans).toEqual([])
    expect(played.partials).toEqual(['7'.repeat(64)])
    expect(played.amount).toBe('')
    expect(played.passed).toEqual([])
  })

  test('what follows a code at once belongs to no amount and to no other code', () => {
    const played = play(scanned(`${code}\n99999\n`, 0, 8))
    expect(played.scans).toEqual([code])
    expect(played.partials).toHaveLength(1)
    expect(played.amount).toBe('')
    expect(played.passed).toEqual([])
  })
})

describe('a crafted code does nothing to the screen (security S34)', () => {
  const shortcut = (letter: string, at: number) => [
    key('Control', at - 3, 5, { code: 'ControlLeft' }),
    key(letter, at, 2, { ctrl: true }),
  ]
  test('shortcuts, function keys and Enter inside a code are swallowed and spoil it', () => {
    for (const inside of [
      shortcut('p', 65),
      [key('F6', 65, 2)],
      [key('Escape', 65, 2)],
      [key('x', 65, 2, { alt: true })],
    ]) {
      const played = play([...scanned(`${code}\n`, 0, 10), ...inside])
      expect(played.scans).toEqual([])
      expect(played.partials).toHaveLength(1)
      expect(played.passed).toEqual([])
      expect(played.events.filter((event) => event.type === 'command')).toEqual([])
    }
  })

  test('a code that begins with Enter, a function key or a shortcut does not press it', () => {
    for (const first of [[key('\n', 0, 2)], [key('F7', 0, 2)], shortcut('r', 4)]) {
      const played = play([...first, ...scanned('12\n', 10, 6)])
      expect(played.passed.filter((each) => each !== 'ControlLeft')).toEqual([])
      expect(played.events.filter((event) => event.type === 'command')).toEqual([])
      expect(played.amount).toBe('')
    }
  })

  test('whatever a scanner of 1 to 15 ms sends, no command and no key of it reaches the page', () => {
    const someKey = fc.oneof(
      fc.constantFrom(...'0123456789ABCxyz-').map((character) => ({ character, more: {} })),
      fc.constantFrom('\n', 'F5', 'F6', 'Escape', 'Backspace').map((character) => ({ character, more: {} })),
      fc.constantFrom('p', 'r', 'w', 'v').map((character) => ({ character, more: { ctrl: true } })),
    )
    fc.assert(
      fc.property(
        fc.array(someKey, { minLength: 1, maxLength: 90 }),
        fc.integer({ min: 1, max: 15 }),
        fc.constantFrom('enter' as const, 'none' as const),
        (keys, gap, terminator) => {
          // At least four characters ahead: a code as short as a key press is one.
          const strokes = [
            ...scanned('9999', 1000, gap),
            ...keys.flatMap(({ character, more }, i) => {
              const at = 1000 + (i + 4) * gap
              return 'ctrl' in more
                ? [key('Control', at - 0.5, 1, { code: 'ControlLeft' }), key(character, at, gap / 2, more)]
                : [key(character, at, gap / 2, more)]
            }),
          ]
          const played = play(strokes, { terminator })
          expect(played.passed.filter((each) => each !== 'ControlLeft')).toEqual([])
          expect(played.events.filter((event) => event.type === 'command')).toEqual([])
          expect(played.amount).toBe('')
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('in a text field', () => {
  const field = { field: true }
  test('a person’s keys go straight in', () => {
    const played = play(typed('Rosa 12', 0, 90, field))
    expect(played.passed).toHaveLength(7)
    expect(played.events).toEqual([])
  })

  test('a word rolled off by quick fingers stays whole and in order', () => {
    const played = play([
      ...'then'.split('').map((letter, i) => key(letter, i * 30, 90, field)),
      key('x', 400, 80, field),
    ])
    expect(played.partials).toEqual([])
    expect(played.passed).toEqual(['KeyT', 'KeyX'])
    expect(played.events.map((event) => (event.type === 'key' ? event.key + event.into : ''))).toEqual([
      'hfield',
      'efield',
      'nfield',
    ])
  })

  test('of a code the field gets the first key only, and gives it back', () => {
    const played = play(scanned(`${code}\n`, 0, 10, field))
    expect(played.passed).toEqual(['Digit2'])
    expect(played.events).toEqual([{ type: 'scan', text: code, tookBack: 0, tookBackFromField: 1 }])
  })

  test('under an input method nothing can be held back, and all of it is taken back', () => {
    const played = play([
      ...scanned(code, 0, 10, { ...field, key: 'Process', composing: true }),
      key('\n', 190, 5, field),
    ])
    expect(played.events).toEqual([{ type: 'scan', text: code, tookBack: 0, tookBackFromField: code.length }])
  })
})
