import { expect, test } from 'vitest'
import type { Layout } from '../../drivers/scanner/hid-layouts.ts'
import { createHidPosDecoder } from '../../drivers/scanner/hid-pos.ts'
import { scannedDataFields } from '../../drivers/scanner/scanned-data.ts'
import { chance } from './fixtures/chance.ts'
import { commandReplies, hidPosReport, hidPosReports } from './fixtures/hid-pos-reports.ts'
import { describedLayouts } from './fixtures/report-descriptors.ts'

const layoutNames: readonly Layout[] = ['H', 'Z', 'N']
const described = layoutNames.map((layout) => {
  const fields = scannedDataFields(describedLayouts[layout])
  if (!fields.ok) throw new Error(fields.error)
  return fields.value
})

interface Delivery {
  readonly bytes: Uint8Array
  readonly at: number
}

/**
 * A few trigger pulls as a bus with faults delivers them: cables pulled, reports of other kinds and rubbish between the
 * parts, parts that come late, answers to commands. What a cable cannot do, to change digits inside a report that its
 * checksum guards, it does not do here either.
 */
const shift = (next: () => number, layout: Layout) => {
  const sent: string[] = []
  const delivered: Delivery[] = []
  let at = 0
  const other = (): Uint8Array => {
    switch (next() % 5) {
      case 0:
        return commandReplies[next() % commandReplies.length] ?? new Uint8Array()
      case 1:
        return Uint8Array.from({ length: 64 }, (_, i) => (i === 0 ? 4 : next() & 0xff))
      case 2:
        return Uint8Array.from({ length: next() % 63 }, () => next() & 0xff)
      case 3: // A length that cannot be.
        return Uint8Array.from({ length: 64 }, (_, i) =>
          i === 0 ? 2 : i === 1 ? 57 + (next() % 199) : next() & 0xff,
        )
      default: // Zeros inside the text.
        return hidPosReport(layout, [0x32, 0, 0x38, 0, 0x31], { continued: next() % 2 === 0 })
    }
  }
  for (let pulls = 1 + (next() % 3); pulls > 0; pulls--) {
    const length = next() % 3 === 0 ? 57 + (next() % 184) : 16 + (next() % 17)
    const text = Array.from({ length }, () => String(next() % 10)).join('')
    const reports = hidPosReports(layout, text, [']C0', ']Q1', ']d2'][next() % 3])
    const fault = next() % 6
    const cutAfter = fault === 0 && reports.length > 1 ? 1 + (next() % (reports.length - 1)) : reports.length
    const otherBefore = fault === 1 || fault === 2 ? next() % reports.length : -1
    const lateBefore = fault === 3 && reports.length > 1 ? 1 + (next() % (reports.length - 1)) : -1
    sent.push(text)
    for (const [i, bytes] of reports.slice(0, cutAfter).entries()) {
      if (i === otherBefore) delivered.push({ bytes: other(), at: (at += 1) })
      at += i === lateBefore ? 251 + (next() % 400) : 1 + (next() % 12)
      delivered.push({ bytes, at })
    }
    at += 255 + (next() % 2000)
  }
  return { sent, delivered }
}

test('F39: 100 000 shifts with damaged deliveries: no throw, no partial code, no merged one', () => {
  const next = chance(38_39)
  let [whole, lost] = [0, 0]
  for (let i = 0; i < 100_000; i++) {
    const which = next() % 3
    const layout = layoutNames[which] ?? 'H'
    const decoder =
      next() % 2 === 0
        ? createHidPosDecoder(undefined, described[which])
        : createHidPosDecoder(next() % 2 === 0 ? layout : undefined)
    const { sent, delivered } = shift(next, layout)
    const told: string[] = []
    for (const { bytes, at } of delivered) {
      const decoded = decoder.report(bytes, at)
      if (decoded.type === 'code') told.push(decoded.text)
    }
    // In the order of the trigger pulls, each once at most.
    let from = 0
    for (const text of told) {
      const found = sent.indexOf(text, from)
      if (found < 0) expect({ i, layout, told, sent }).toEqual('only what was sent')
      from = found + 1
    }
    whole += told.length
    lost += sent.length - told.length
  }
  // Most pulls come through, and the faults do cost some: else this test says nothing.
  expect(whole / (whole + lost)).toBeGreaterThan(0.7)
  expect(lost).toBeGreaterThan(10_000)
})

test('what arrives whole in good order is read, every time', () => {
  const next = chance(7)
  for (let i = 0; i < 20_000; i++) {
    const which = next() % 3
    const layout = layoutNames[which] ?? 'H'
    const text = Array.from({ length: 16 + (next() % 225) }, () => String(next() % 10)).join('')
    const stale = next() % 2 === 0 ? 0x30 + (next() % 10) : 0
    const decoder = createHidPosDecoder(undefined, described[which])
    const heard = hidPosReports(layout, text, ']Q1', stale).map((report, part) =>
      decoder.report(report, part * 4),
    )
    expect(heard.at(-1)).toMatchObject({ type: 'code', text })
  }
})
