import { describe, expect, test } from 'vitest'
import { layouts, type Layout } from '../../drivers/scanner/hid-layouts.ts'
import { createHidPosDecoder } from '../../drivers/scanner/hid-pos.ts'
import { scannedDataFields, type ReportFields } from '../../drivers/scanner/scanned-data.ts'
import { hidPosReport, hidPosReports } from './fixtures/hid-pos-reports.ts'
import { describedLayouts, otherLayouts, refusedDescriptors } from './fixtures/report-descriptors.ts'
import { chance } from './fixtures/chance.ts'

const code = '281234567890123456'
const fieldsIn = (descriptor: Uint8Array): ReportFields => {
  const fields = scannedDataFields(descriptor)
  if (!fields.ok) throw new Error(fields.error)
  return fields.value
}

describe('a descriptor says where a scan stands', () => {
  test.each(['H', 'Z', 'N'] as const)('layout %s comes out of its descriptor as it is known', (layout) => {
    // That Zebra's filling is zero stands in no descriptor.
    expect(fieldsIn(describedLayouts[layout])).toEqual({ ...layouts[layout], zeroAt: undefined })
  })

  test('an order of fields that nobody has seen yet is read as well', () => {
    const decoder = createHidPosDecoder(undefined, fieldsIn(otherLayouts.backwards))
    const report = new Uint8Array(36)
    report[0] = 7
    report.set(new TextEncoder().encode(code), 1)
    report[31] = code.length
    report.set(new TextEncoder().encode(']Q1'), 32)
    expect(decoder.report(report, 0)).toEqual({ type: 'code', text: code, symbology: ']Q1' })
  })

  test('reports without numbers are read as they come', () => {
    const decoder = createHidPosDecoder(undefined, fieldsIn(otherLayouts.unnumbered))
    const [report] = hidPosReports('H', code, ']Q1')
    expect(decoder.report(report?.subarray(1) ?? [], 0)).toEqual({
      type: 'code',
      text: code,
      symbology: ']Q1',
    })
  })

  test('the bit for going on may stand anywhere in its byte', () => {
    const decoder = createHidPosDecoder(undefined, fieldsIn(otherLayouts.thirdBit))
    const part = (text: string, goesOn: boolean): Uint8Array => {
      const report = new Uint8Array(43)
      report.set([2, text.length, ...new TextEncoder().encode(text)])
      report[42] = goesOn ? 0b100 : 0b011
      return report
    }
    expect(decoder.report(part('1'.repeat(40), true), 0)).toEqual({ type: 'more' })
    expect(decoder.report(part('2'.repeat(10), false), 5)).toMatchObject({
      text: '1'.repeat(40) + '2'.repeat(10),
    })
  })

  test.each(refusedDescriptors)('%s: %s', (_what, why, descriptor) => {
    expect(scannedDataFields(descriptor)).toEqual({ ok: false, error: why })
  })
})

describe('a descriptor and reports that are at odds', () => {
  const N: readonly Uint8Array[] = hidPosReports('N', code)

  test('an impossible report is refused, and from the next one on the layout that fits is used', () => {
    const decoder = createHidPosDecoder(undefined, fieldsIn(describedLayouts.H))
    expect(N.map((report) => decoder.report(report, 0))).toEqual([{ type: 'broken', why: 'at-odds' }])
    expect(decoder.believesDescriptor()).toBe(false)
    expect(N.map((report) => decoder.report(report, 2000))).toMatchObject([{ type: 'code', text: code }])
    expect(decoder.learned()).toBe('N')
  })

  test('a report that would give a shortened code is refused, three times, and then read rightly', () => {
    // By N's fields an H report is its identifier and the code without its last three digits.
    const decoder = createHidPosDecoder(undefined, fieldsIn(describedLayouts.N))
    const heard = [0, 1000, 2000, 3000].flatMap((at) =>
      hidPosReports('H', code, ']Q1').map((report) => decoder.report(report, at)),
    )
    expect(heard.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => ({ type: 'broken', why: 'at-odds' })))
    expect(heard[3]).toEqual({ type: 'code', text: code, symbology: ']Q1' })
  })

  test('rubbish alone does not cost a device its descriptor', () => {
    const decoder = createHidPosDecoder(undefined, fieldsIn(describedLayouts.H))
    for (let at = 0; at < 10; at++) {
      const rubbish = hidPosReport('H', [0x31, 0, 0x32])
      expect(decoder.report(rubbish, at * 1000)).toEqual({ type: 'broken', why: 'unreadable' })
    }
    expect(decoder.believesDescriptor()).toBe(true)
  })

  test.each(['H', 'Z', 'N'] as const)(
    'layout %s with its descriptor: an old code left in the buffer changes no new one',
    (layout: Layout) => {
      const decoder = createHidPosDecoder(undefined, fieldsIn(describedLayouts[layout]))
      for (let stale = 0x30; stale <= 0x39; stale++) {
        const heard = hidPosReports(layout, code, ']C0', stale).map((report) =>
          decoder.report(report, stale * 1000),
        )
        expect(heard).toMatchObject([{ type: 'code', text: code }])
      }
      expect(decoder.believesDescriptor()).toBe(true)
    },
  )
})

test('100 000 random and damaged descriptors: each is read or refused, none throws', () => {
  const next = chance(20_261_121)
  const sound = [...Object.values(describedLayouts), ...Object.values(otherLayouts)]
  const outcomes = new Set<string>()
  for (let i = 0; i < 100_000; i++) {
    const from = sound[next() % sound.length] ?? new Uint8Array()
    const bytes = i % 4 === 0 ? Uint8Array.from({ length: next() % 90 }, () => next() & 0xff) : from.slice()
    for (let changes = next() % 4; changes > 0; changes--) bytes[next() % bytes.length] = next() & 0xff
    const fields = scannedDataFields(
      next() % 5 === 0 ? bytes.subarray(0, next() % (bytes.length + 1)) : bytes,
    )
    outcomes.add(fields.ok ? 'read' : fields.error)
    if (!fields.ok) continue
    const { length, countAt, dataAt, dataEnd, continuedBit, aimAt = 0 } = fields.value
    expect(dataEnd).toBeLessThanOrEqual(length)
    expect(Math.max(countAt, continuedBit >> 3, aimAt + 2)).toBeLessThan(length)
    expect(countAt < dataAt || countAt >= dataEnd).toBe(true)
  }
  // The generator comes to the ends of the parser, else this test says nothing.
  expect([...outcomes]).toEqual(
    expect.arrayContaining(['read', 'cut-short', 'odd-field', 'no-data', 'no-continued', 'bad-range']),
  )
})
