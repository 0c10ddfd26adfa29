import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeLengthMax, createHidPosDecoder, type Decoded } from '../../drivers/scanner/hid-pos.ts'
import { chance } from './fixtures/chance.ts'
import { commandReplies, hidPosReport, hidPosReports, recordedScans } from './fixtures/hid-pos-reports.ts'

const ascii = (text: string): number[] => [...new TextEncoder().encode(text)]
const someLayout = fc.constantFrom('H' as const, 'Z' as const, 'N' as const)
const someDigits = fc.stringMatching(/^\d{16,32}$/)

const hear = (reports: readonly ArrayLike<number>[], decoder = createHidPosDecoder()): Decoded[] =>
  reports.map((report, i) => decoder.report(report, i * 5))

describe('what scanners send', () => {
  test.each(recordedScans)('$device', ({ reports, text, symbology }) => {
    const heard = hear(reports)
    expect(heard.at(-1)).toEqual({ type: 'code', text, symbology })
    expect(heard.slice(0, -1).every(({ type }) => type === 'more')).toBe(true)
  })

  test('hosts that leave the report id out are understood', () => {
    for (const { reports, text } of recordedScans) {
      expect(hear(reports.map((report) => report.subarray(1))).at(-1)).toMatchObject({ type: 'code', text })
    }
  })

  test('answers to set-up commands are not codes', () => {
    for (const reply of commandReplies) expect(hear([reply])[0]?.type).not.toBe('code')
  })

  test('other reports of the same device are not codes', () => {
    expect(hear([new Uint8Array(64).fill(0x31, 1), new Uint8Array(8), []])).toEqual([
      { type: 'ignored', why: 'other-report' },
      { type: 'ignored', why: 'other-report' },
      { type: 'ignored', why: 'other-report' },
    ])
  })
})

describe('the layout of a device', () => {
  test('any code of digits is read right in every layout by a decoder that knows nothing', () => {
    fc.assert(
      fc.property(someLayout, someDigits, (layout, text) => {
        const decoder = createHidPosDecoder()
        expect(hear(hidPosReports(layout, text), decoder).at(-1)).toMatchObject({ type: 'code', text })
        expect(decoder.learned()).toBe(layout)
      }),
    )
  })

  test('is learned, and from then on nothing else is believed', () => {
    const decoder = createHidPosDecoder('Z')
    expect(hear(hidPosReports('N', '281234567890123456'), decoder)).toEqual([
      { type: 'broken', why: 'at-odds' },
    ])
  })

  test('a layout learned from a strange report shortens no code', () => {
    const decoder = createHidPosDecoder('N')
    const heard = [0, 1, 2, 3].flatMap(() => hear(hidPosReports('H', '281234567890123456', ']Q1'), decoder))
    expect(heard.slice(0, 3).map(({ type }) => type)).toEqual(['broken', 'broken', 'broken'])
    expect(heard[3]).toMatchObject({ type: 'code', text: '281234567890123456' })
  })

  test('is learned afresh after three reports that do not fit', () => {
    const decoder = createHidPosDecoder('Z')
    const reports = hidPosReports('N', '281234567890123456')
    const heard = hear([reports, reports, reports, reports].flat(), decoder)
    expect(heard.map(({ type }) => type)).toEqual(['broken', 'broken', 'broken', 'code'])
    expect(decoder.learned()).toBe('N')
  })

  test('a buffer that was never cleared does not change a code of a device whose layout is known', () => {
    fc.assert(
      fc.property(someLayout, someDigits, fc.integer({ min: 0x30, max: 0x39 }), (layout, text, stale) => {
        const decoder = createHidPosDecoder(layout)
        expect(hear(hidPosReports(layout, text, ']C0', stale), decoder).at(-1)).toMatchObject({
          type: 'code',
          text,
        })
      }),
    )
  })
})

describe('F39: partial and merged codes never leave the decoder', () => {
  const [first, second] = hidPosReports('H', '9'.repeat(100), ']Q1')
  if (first === undefined || second === undefined) throw new Error('a code of 100 bytes has two reports')

  test('a code whose rest does not come is cut, and the next scan is not glued to it', () => {
    const decoder = createHidPosDecoder()
    expect(decoder.report(first, 0)).toEqual({ type: 'more' })
    expect(decoder.quiet(200)).toBeUndefined()
    expect(decoder.quiet(251)).toEqual({ type: 'broken', why: 'cut' })
    expect(decoder.quiet(900)).toBeUndefined()
    const [next] = hidPosReports('H', '281234567890123456')
    expect(decoder.report(next ?? [], 900)).toMatchObject({ text: '281234567890123456' })
  })

  test('a late rest is neither glued to the beginning nor taken for a code, even when nobody let time pass', () => {
    const decoder = createHidPosDecoder()
    decoder.report(first, 0)
    expect(decoder.report(second, 400)).toEqual({ type: 'broken', why: 'cut' })
    const [next] = hidPosReports('H', '281234567890123456')
    expect(decoder.report(next ?? [], 450)).toMatchObject({ text: '281234567890123456' })
  })

  test('rubbish between two parts costs the code, rest and all', () => {
    for (const rubbish of [
      new Uint8Array(64).fill(0xff, 1).fill(2, 0, 1),
      hidPosReport('H', [0x31, 0, 0x32]),
    ]) {
      const decoder = createHidPosDecoder('H')
      decoder.report(first, 0)
      expect(decoder.report(rubbish, 5)).toMatchObject({ type: 'broken' })
      expect(decoder.report(second, 10)).toEqual({ type: 'broken', why: 'cut' })
    }
  })

  test('parts that are not filled alike are no parts of one code', () => {
    const decoder = createHidPosDecoder('H')
    decoder.report(first, 0)
    const short = hidPosReport('H', ascii('9'.repeat(20)), { aim: ']Q1', continued: true })
    expect(decoder.report(short, 5)).toEqual({ type: 'broken', why: 'merged' })
    expect(decoder.report(second, 10)).toEqual({ type: 'broken', why: 'cut' })
  })

  test('behind a rush in which the kernel dropped reports nothing counts until it has been quiet', () => {
    const decoder = createHidPosDecoder('H')
    const sent = Array.from({ length: 40 }, (_, i) => String(i).padStart(2, '0').repeat(40))
    const reports = sent.flatMap((text) => hidPosReports('H', text, ']Q1'))
    // 63 reports waited; ten more were lost, and what came then begins in the middle of a code.
    const heard = [...reports.slice(0, 63), ...reports.slice(73)].map((report, i) =>
      decoder.report(report, i / 10),
    )
    const codes = heard.flatMap((decoded) => (decoded.type === 'code' ? [decoded.text] : []))
    expect(codes.every((text) => sent.includes(text))).toBe(true)
    expect(heard.at(-1)).toEqual({ type: 'broken', why: 'flood' })
    const [next] = hidPosReports('H', '281234567890123456')
    expect(decoder.report(next ?? [], 2000)).toMatchObject({ text: '281234567890123456' })
  })

  test('parts of two symbologies are merged codes', () => {
    const decoder = createHidPosDecoder()
    decoder.report(first, 0)
    const other = hidPosReport('H', ascii('281234567890123456'), { aim: ']C0' })
    expect(decoder.report(other, 5)).toEqual({ type: 'broken', why: 'merged' })
  })

  test('a code without end is given up', () => {
    const decoder = createHidPosDecoder()
    const endless = hidPosReport('H', ascii('7'.repeat(56)), { aim: ']Q1', continued: true })
    const heard = hear(
      Array.from({ length: 40 }, () => endless),
      decoder,
    )
    expect(heard.filter(({ type }) => type === 'broken')).not.toHaveLength(0)
    expect(heard.filter(({ type }) => type === 'code')).toHaveLength(0)
    expect(heard.findIndex(({ type }) => type === 'broken')).toBe(Math.floor(codeLengthMax / 56))
  })

  test('a code with control characters or with broken text is refused whole', () => {
    for (let byte = 1; byte < 0x20; byte++) {
      if (byte === 0x1d) continue // the separator of GS1 codes
      const report = hidPosReport('N', [...ascii('28123'), byte, ...ascii('4567890123456')])
      expect(hear([report])[0]).toEqual({ type: 'broken', why: 'control-characters' })
    }
    expect(hear([hidPosReport('N', [0x32, 0xff, 0x38])])[0]).toEqual({ type: 'broken', why: 'unreadable' })
  })

  test('a length that cannot be is refused', () => {
    const report = hidPosReport('N', ascii('281234567890123456'))
    for (const length of [19, 57, 200, 255]) {
      report[1] = length
      expect(hear([report])[0]?.type).toBe('broken')
    }
  })
})

describe('any bytes', () => {
  test('100 000 random reports: no throw, no control character, no code beyond the limit', () => {
    const next = chance(20_261_120)
    const decoder = createHidPosDecoder()
    const tally: Record<string, number> = {}
    for (let i = 0; i < 100_000; i++) {
      const kind = next() % 4
      const report = Uint8Array.from({ length: next() % 50 === 0 ? next() % 80 : 64 }, () => next() & 0xff)
      report[0] = 2
      if (kind > 0) report[1] = next() % 57
      if (kind > 1) for (let at = 2; at < 63; at++) report[at] = 0x20 + ((report[at] ?? 0) % 0x5f)
      if (kind === 3 && report.length > 6) report.set(ascii(']C0'), next() % 2 === 0 ? 2 : 3)
      const decoded = decoder.report(report, i * 3)
      tally[decoded.type] = (tally[decoded.type] ?? 0) + 1
      if (decoded.type === 'code') {
        expect(decoded.text.length).toBeLessThanOrEqual(codeLengthMax)
        expect([...decoded.text].every((character) => character >= ' ' || character === '\u001d')).toBe(true)
      }
    }
    // The generator reaches every branch, else this test says nothing.
    expect(Object.keys(tally).sort()).toEqual(['broken', 'code', 'ignored', 'more'])
  })
})
