import { systemClock } from '../../app/system.ts'
import { createHidScanners } from '../../drivers/scanner/hid.node.ts'
import type { KeyPress } from '../../drivers/scanner/keystroke.ts'
import { createSerialCodes } from '../../drivers/scanner/serial-code.ts'
import { createWedge } from '../../drivers/scanner/wedge.ts'
import type { Clock } from '../../main/ports.ts'
import { hidPosReports } from '../devices/fixtures/hid-pos-reports.ts'
import { usbBus } from '../devices/usb-bus.ts'
import { silent } from '../till/absent-parts.ts'
import { quantile, type BenchRow } from './rows.ts'

const codes = 10_000
const digits = (length: number, seed: number): string =>
  Array.from({ length }, (_, i) => String((i * 7 + seed) % 10)).join('')

/** What one code cost, milliseconds: the work behind its last piece, and all of it beside the time on the wire. */
interface Taken {
  readonly last: number
  readonly all: number
  readonly wire: number
}

/** Gives the pieces of a code one by one. The wire's time is reckoned and not waited for: only the work is measured. */
const take = (pieces: readonly (() => void)[], wire: number): Taken => {
  const start = performance.now()
  let lastFrom = start
  for (const piece of pieces) {
    lastFrom = performance.now()
    piece()
  }
  const end = performance.now()
  return { last: end - lastFrom, all: end - start, wire }
}

const rows = (name: string, taken: readonly Taken[]): readonly BenchRow[] => {
  const last = taken.map((each) => each.last)
  const against = taken.map(({ all, wire }) => (wire + all) / wire)
  return [
    { name: `P1 ${name}: end → code, p50`, value: quantile(last, 0.5), unit: 'ms', limit: 2 },
    { name: `P1 ${name}: end → code, p99`, value: quantile(last, 0.99), unit: 'ms', limit: 2 },
    {
      name: `P1 ${name}: with all work against its wire, p50`,
      value: quantile(against, 0.5),
      unit: 'x',
      limit: 1.05,
    },
  ]
}

/** A full-speed device is asked for a report every millisecond at most. */
const reportEveryMs = 1
const hid = async (): Promise<readonly Taken[]> => {
  let ahead = 0
  // Between two codes a second passes, as between two customers.
  const clock: Clock = {
    ...systemClock,
    now: () => ({ ...systemClock.now(), mono: performance.now() + ahead }),
  }
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  const scanners = createHidScanners({ clock, log: silent, loadHid: () => Promise.resolve(bus.source) })
  while (!scanners.list().some(({ state }) => state === 'open'))
    await new Promise((resolve) => setTimeout(resolve, 5))
  let told = ''
  scanners.onScan((text) => (told = text))
  const taken = Array.from({ length: codes }, (_, i) => {
    ahead += 1000
    const text = digits([18, 24, 100, 240][i % 4] ?? 18, i)
    const reports = hidPosReports('H', text, ']Q1')
    const one = take(
      reports.map((report) => () => bus.scan('/dev/hidraw0', [report])),
      reports.length * reportEveryMs,
    )
    if (told !== text) throw new Error(`a code of ${text.length} digits was not read`)
    return one
  })
  await scanners.close()
  return taken
}

const bitsOfByte = 10
const serial = (baud: number): readonly Taken[] =>
  Array.from({ length: codes }, (_, i) => {
    const read = createSerialCodes('cr')
    const bytes = [...`${digits(18, i)}\r`].map((letter) => Uint8Array.of(letter.charCodeAt(0)))
    let told = 0
    const one = take(
      bytes.map((byte, at) => () => {
        told += read.bytes(byte, at).length
      }),
      (bytes.length * 1000 * bitsOfByte) / baud,
    )
    if (told !== 1) throw new Error('a code of 18 digits was not read')
    return one
  })

const plain = {
  ctrl: false,
  alt: false,
  meta: false,
  shift: false,
  altGraph: false,
  composing: false,
  repeat: false,
}
const typed = (gapMs: number): readonly Taken[] =>
  Array.from({ length: codes }, (_, i) => {
    const wedge = createWedge({ terminator: 'enter' })
    const keys = [...digits(18, i), 'Enter'].map((key, at): KeyPress => ({
      ...plain,
      code: key === 'Enter' ? key : `Digit${key}`,
      key,
      at: at * gapMs,
      field: false,
    }))
    let told = false
    const one = take(
      keys.map((key) => () => {
        told = wedge.press(key).events.some(({ type }) => type === 'scan')
      }),
      keys.length * gapMs,
    )
    if (!told) throw new Error('a typed code of 18 digits was not read')
    return one
  })

/** From the last report, byte or key of a code to the code (performance P1), against what the wire takes. */
export const benchScans = async (): Promise<readonly BenchRow[]> => [
  ...rows('HID POS, a report a millisecond', await hid()),
  ...rows('serial at 9600 baud', serial(9600)),
  ...rows('typed, 1 ms a key', typed(1)),
]
