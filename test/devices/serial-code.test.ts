import { describe, expect, test } from 'vitest'
import { createSerialCodes, type SerialEvent, type SerialSuffix } from '../../drivers/scanner/serial-code.ts'
import { chance } from './fixtures/chance.ts'

const code = '281234567890123456'
const bytes = (text: string): Uint8Array => Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)))

/** Pieces as a line delivers them, each with its time, and a long silence at the end. */
const hear = (
  suffix: SerialSuffix,
  pieces: readonly (readonly [atMs: number, text: string])[],
): SerialEvent[] => {
  const codes = createSerialCodes(suffix)
  const events = pieces.flatMap(([at, text]) => [...codes.bytes(bytes(text), at)])
  return [...events, ...codes.quiet(1e6)]
}
const whole = (text = code, symbology?: string): SerialEvent => ({ type: 'code', text, symbology })

describe('a code ends with what the scanner is set to send', () => {
  test.each([
    ['cr', '\r'],
    ['cr', '\r\n'],
    ['lf', '\n'],
    ['lf', '\r\n'],
    ['crlf', '\r\n'],
    ['tab', '\t'],
    ['etx', '\u0003'],
  ] as const)('%s: %j, in one piece or byte by byte', (suffix, end) => {
    const stream = [code + end, '286543210987654321' + end]
    expect(hear(suffix, [[0, stream.join('')]])).toEqual([whole(), whole('286543210987654321')])
    const single = [...stream.join('')].map((byte, i) => [i, byte] as const)
    expect(hear(suffix, single)).toEqual([whole(), whole('286543210987654321')])
  })

  test('the frame of STX and ETX and the AIM identifier are no part of it', () => {
    expect(hear('etx', [[0, `\u0002]Q1${code}\u0003`]])).toEqual([whole(code, ']Q1')])
  })

  test('without a suffix by silence, if it is something that the till knows', () => {
    expect(hear('none', [[0, code]])).toEqual([whole()])
    expect(
      hear('none', [
        [0, code.slice(0, 9)],
        [8, code.slice(9)],
      ]),
    ).toEqual([whole()])
    expect(hear('none', [[0, '4006381333931']])).toEqual([{ type: 'torn', why: 'cut' }])
  })
})

describe('F39: what is torn or glued never leaves', () => {
  test('a code without its suffix is torn, and its late rest is no code', () => {
    const long = '25'.padEnd(24, '0') + code
    expect(
      hear('cr', [
        [0, long.slice(0, 24)],
        [400, `${long.slice(24)}\r`],
        [500, `${code}\r`],
      ]),
    ).toEqual([{ type: 'torn', why: 'cut' }, whole()])
  })

  test('without a suffix a pause in the middle costs the code, and its rest is none', () => {
    const events = hear('none', [
      [0, '25123456'],
      [60, '2812345678901234'],
      [2000, code],
    ])
    expect(events).toEqual([{ type: 'torn', why: 'cut' }, whole()])
  })

  test('what was skipped when the line was opened takes the rest of its code with it', () => {
    const codes = createSerialCodes('cr')
    codes.skip(240)
    expect(codes.bytes(bytes(`${code}\r${code}\r`), 255)).toEqual([whole()])
  })

  test('control characters, broken text and lines without end are refused whole', () => {
    expect(hear('cr', [[0, `28123\u001b4567890123456\r`]])).toEqual([
      { type: 'torn', why: 'control-characters' },
    ])
    expect(hear('cr', [[0, `28\u00ff\r${code}\r`]])).toEqual([{ type: 'torn', why: 'unreadable' }, whole()])
    expect(hear('cr', [[0, `${'7'.repeat(4000)}\r${code}\r`]])).toEqual([
      { type: 'torn', why: 'too-long' },
      whole(),
    ])
  })
})

test('F39: 100 000 shifts of codes in random pieces, cut, glued and disturbed: no partial code and no merged one', () => {
  const next = chance(9600)
  const suffixes = [
    ['cr', '\r'],
    ['lf', '\n'],
    ['crlf', '\r\n'],
    ['tab', '\t'],
    ['etx', '\u0003'],
  ] as const
  let [read, lost] = [0, 0]
  for (let i = 0; i < 100_000; i++) {
    const [suffix, end] = suffixes[next() % suffixes.length] ?? ['cr', '\r']
    const codes = createSerialCodes(suffix)
    const sent: string[] = []
    const told: string[] = []
    let at = 1000
    const hearAt = (text: string): void => {
      for (const event of codes.bytes(bytes(text), at)) if (event.type === 'code') told.push(event.text)
    }
    for (let pulls = 1 + (next() % 3); pulls > 0; pulls--) {
      const text = Array.from({ length: 16 + (next() % 40) }, () => String(next() % 10)).join('')
      const stream = text + end
      const fault = next() % 5
      const cutAt = 1 + (next() % (text.length - 1))
      sent.push(text)
      if (fault === 0) {
        // The plug is pulled, or the rest comes late.
        hearAt(stream.slice(0, cutAt))
        at += 250 + (next() % 500)
        if (next() % 2 === 0) hearAt(stream.slice(cutAt))
      } else if (fault === 1) hearAt(`${text.slice(0, cutAt)}\u0000${stream.slice(cutAt)}`)
      else {
        hearAt(stream.slice(0, cutAt))
        at += next() % 249
        hearAt(stream.slice(cutAt))
      }
      at += 1000 + (next() % 500)
    }
    let from = 0
    for (const text of told) {
      const found = sent.indexOf(text, from)
      if (found < 0) expect({ i, told, sent }).toEqual('only what was sent')
      from = found + 1
    }
    read += told.length
    lost += sent.length - told.length
  }
  expect(read / (read + lost)).toBeGreaterThan(0.55)
  expect(lost).toBeGreaterThan(50_000)
})
