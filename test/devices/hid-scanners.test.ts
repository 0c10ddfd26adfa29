import { expect, onTestFinished, test } from 'vitest'
import {
  createHidScanners,
  findUsbKeyboards,
  type HidScannerParts,
  type HidSource,
} from '../../drivers/scanner/hid.node.ts'
import type { Log, ScannerInfo } from '../../main/ports.ts'
import { hidPosReports } from './fixtures/hid-pos-reports.ts'
import { describedLayouts } from './fixtures/report-descriptors.ts'
import { handClock } from './hand-clock.ts'
import { usbBus } from './usb-bus.ts'

const code = '281234567890123456'
/** What one pull of the trigger sends. */
const pull = hidPosReports('H', code)

const quietLog = () => {
  const lines: string[] = []
  const line = (event: string, fields?: Readonly<Record<string, unknown>>) => {
    lines.push(`${event} ${JSON.stringify(fields ?? {})}`)
  }
  const log: Log = { info: line, warn: line, error: line }
  return { log, lines }
}

/** The bus of a system that shows report descriptors. */
const describedBy = (bus: ReturnType<typeof usbBus>, descriptor: Uint8Array) => () =>
  Promise.resolve({ ...bus.source, readDescriptor: () => Promise.resolve(descriptor) })

const shop = (
  bus = usbBus(),
  loadHid: () => Promise<HidSource> = () => Promise.resolve(bus.source),
  more: Partial<HidScannerParts> = {},
) => {
  const time = handClock()
  const { log, lines } = quietLog()
  const scanners = createHidScanners({ clock: time.clock, log, loadHid, ...more })
  const scans: string[] = []
  const changes: (readonly ScannerInfo[])[] = []
  const symbologies: (string | undefined)[] = []
  scanners.onScan((text, _scanner, symbology) => {
    scans.push(text)
    symbologies.push(symbology)
  })
  const torn: string[] = []
  scanners.onBroken(({ id }) => torn.push(id))
  scanners.onChange((list) => changes.push(list))
  onTestFinished(() => scanners.close())
  return { bus, ...time, scanners, scans, symbologies, torn, changes, lines }
}

test('a scanner that is plugged in when the till starts is opened by itself and its codes arrive', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  const { scanners, scans, pass } = shop(bus)
  await pass(300)
  expect(scanners.list()).toEqual([
    {
      id: '/dev/hidraw0',
      name: 'Honeywell Xenon',
      vendorId: 0x0c2e,
      productId: 0x1007,
      channel: 'hid',
      state: 'open',
    },
  ])
  bus.scan('/dev/hidraw0', pull)
  expect(scans).toEqual([code])
})

test('keyboards, mice and the scanner’s own keyboard face are left alone', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0', { usagePage: 0x01, usage: 0x06 })
  bus.plug('/dev/hidraw1', { usagePage: 0x8c, usage: 0x01 })
  bus.plug('/dev/hidraw2', { usagePage: 0xff66, usage: 0x02 })
  const { scanners, pass } = shop(bus)
  await pass(2000)
  expect(scanners.list()).toEqual([])
})

test('F38 F39: codes that waited in the scanner before it was opened belong to no sale', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  const { scans, pass, settle } = shop(bus)
  await settle()
  await pass(1)
  bus.scan('/dev/hidraw0', pull)
  await pass(240)
  bus.scan('/dev/hidraw0', pull)
  expect(scans).toEqual([])
  await pass(20)
  bus.scan('/dev/hidraw0', pull)
  expect(scans).toEqual([code])
})

test('F39: a pulled cable is told at once, and the scanner works again when it is plugged in', async () => {
  const { bus, scanners, scans, changes, pass } = shop()
  bus.plug('/dev/hidraw0')
  await pass(1500)
  bus.unplug('/dev/hidraw0')
  expect(changes.at(-1)).toMatchObject([{ id: '/dev/hidraw0', state: 'lost' }])
  expect(bus.handle('/dev/hidraw0')?.closed).toBe(true)

  bus.plug('/dev/hidraw3')
  await pass(1500)
  expect(scanners.list()).toMatchObject([{ id: '/dev/hidraw3', state: 'open' }])
  bus.scan('/dev/hidraw3', pull)
  expect(scans).toEqual([code])
})

test('F39: a scanner that vanishes without an error is told lost within a second', async () => {
  const { bus, scanners, pass } = shop()
  bus.plug('/dev/hidraw0')
  await pass(1500)
  bus.unplug('/dev/hidraw0', false)
  await pass(1000)
  expect(scanners.list()).toMatchObject([{ id: '/dev/hidraw0', state: 'lost', detail: 'unplugged' }])
})

test('F39: a cable pulled in the middle of a code leaves no half of it behind', async () => {
  const { bus, scans, pass } = shop()
  bus.plug('/dev/hidraw0')
  await pass(1500)
  const [first, second] = hidPosReports('H', '9'.repeat(80), ']Q1')
  if (first === undefined || second === undefined) throw new Error('a code of 80 bytes has two reports')
  bus.scan('/dev/hidraw0', [first])
  bus.unplug('/dev/hidraw0')
  await pass(100)
  bus.plug('/dev/hidraw0')
  await pass(1500)
  bus.scan('/dev/hidraw0', pull)
  expect(scans).toEqual([code])
})

test('F39: two scanners at once do not mix their codes', async () => {
  const { bus, scans, pass } = shop()
  bus.plug('/dev/hidraw0')
  bus.plug('/dev/hidraw1', { vendorId: 0x05e0, productId: 0x2100 })
  await pass(1500)
  const [honeywellFirst, honeywellRest] = hidPosReports('H', 'a'.repeat(70), ']Q1')
  const [zebraFirst, zebraRest] = hidPosReports('Z', 'b'.repeat(70), ']Q1')
  for (const [path, report] of [
    ['/dev/hidraw0', honeywellFirst],
    ['/dev/hidraw1', zebraFirst],
    ['/dev/hidraw0', honeywellRest],
    ['/dev/hidraw1', zebraRest],
  ] as const) {
    bus.scan(path, report === undefined ? [] : [report])
  }
  expect(scans).toEqual(['a'.repeat(70), 'b'.repeat(70)])
})

test('a scanner that may not be opened says why, and opens as soon as it may', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  bus.refused.add('/dev/hidraw0')
  const { scanners, changes, pass } = shop(bus)
  await pass(3500)
  expect(scanners.list()).toMatchObject([
    { state: 'cannot-open', detail: 'could not open /dev/hidraw0: permission denied' },
  ])
  expect(changes.length).toBeLessThanOrEqual(1)
  bus.refused.clear()
  await pass(1000)
  expect(scanners.list()).toMatchObject([{ state: 'open' }])
})

test('a machine without the USB library starts, and the list says what is missing', async () => {
  const { scanners, lines, settle } = shop(usbBus(), () =>
    Promise.reject(new Error('libudev.so.1: cannot open shared object file')),
  )
  await settle()
  expect(scanners.list()).toMatchObject([
    { state: 'cannot-open', detail: expect.stringContaining('libudev') },
  ])
  expect(lines.join('\n')).toContain('libudev')
})

test('no code is ever written to the log', async () => {
  const { bus, lines, pass } = shop()
  bus.plug('/dev/hidraw0')
  await pass(1500)
  bus.scan('/dev/hidraw0', pull)
  const torn = hidPosReports('H', code.repeat(4), ']Q1').slice(0, 1)
  bus.scan('/dev/hidraw0', torn)
  await pass(1000)
  expect(lines.some((line) => line.includes('scanner.broken'))).toBe(true)
  expect(lines.join('\n')).not.toContain(code.slice(4, 12))
})

test('a listener that throws costs no scanner', async () => {
  const { bus, scanners, scans, pass } = shop()
  scanners.onScan(() => {
    throw new Error('screen went away')
  })
  bus.plug('/dev/hidraw0')
  await pass(1500)
  bus.scan('/dev/hidraw0', pull)
  bus.scan('/dev/hidraw0', pull)
  expect(scans).toEqual([code, code])
  expect(scanners.list()).toMatchObject([{ state: 'open' }])
})

test('closed means closed: devices are given back and nothing looks for more', async () => {
  const { bus, scanners, pass, pending } = shop()
  bus.plug('/dev/hidraw0')
  await pass(1500)
  await scanners.close()
  expect(bus.handle('/dev/hidraw0')?.closed).toBe(true)
  expect(pending()).toBe(0)
})

test('the real node-hid lists this machine’s devices, or the till says which system package it lacks', async () => {
  const { default: nodeHid } = await import('node-hid')
  const source: HidSource = nodeHid
  const missing = await source.devicesAsync().then(
    () => undefined,
    (fault: unknown) => String(fault),
  )
  const { log } = quietLog()
  const { clock } = handClock()
  const scanners = createHidScanners({ clock, log })
  await expect.poll(() => scanners.list().some(({ id }) => id === 'hid')).toBe(missing !== undefined)
  const detail = scanners.list().find(({ id }) => id === 'hid')?.detail
  expect(detail).toEqual(
    missing?.includes('libusb') === true
      ? expect.stringContaining('install the system package libusb-1.0-0')
      : undefined,
  )
  await scanners.close()
})

test('the identifier of the symbology comes with the code', async () => {
  const { bus, symbologies, pass } = shop()
  bus.plug('/dev/hidraw0')
  await pass(1500)
  bus.scan('/dev/hidraw0', hidPosReports('H', code, ']Q1'))
  expect(symbologies).toEqual([']Q1'])
})

test('F39: a torn code is told once, so that the screen can say: scan again', async () => {
  const { bus, scans, torn, pass } = shop()
  bus.plug('/dev/hidraw0')
  await pass(1500)
  const [first, rest] = hidPosReports('H', '9'.repeat(80), ']C0')
  bus.scan('/dev/hidraw0', first === undefined ? [] : [first])
  await pass(300)
  expect(torn).toEqual(['/dev/hidraw0'])
  bus.scan('/dev/hidraw0', rest === undefined ? [] : [rest])
  expect(torn).toEqual(['/dev/hidraw0'])
  await pass(1000)
  bus.scan('/dev/hidraw0', pull)
  expect(scans).toEqual([code])
})

test('F39: a code that was begun before the scanner was listened to belongs to no sale, to its last part', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  const { scans, pass, settle } = shop(bus)
  await settle()
  await pass(245)
  const [first, rest] = hidPosReports('H', '9'.repeat(56) + code, ']C0')
  if (first === undefined || rest === undefined) throw new Error('a code of 74 bytes has two reports')
  bus.scan('/dev/hidraw0', [first])
  await pass(10)
  bus.scan('/dev/hidraw0', [rest])
  bus.scan('/dev/hidraw0', pull)
  expect(scans).toEqual([code])
})

test('a device is read as its descriptor says, where the system tells it', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  const { scans, pass, lines } = shop(bus, describedBy(bus, describedLayouts.N))
  await pass(1500)
  // An old code behind the new one would be a doubt to whoever guesses the layout.
  bus.scan('/dev/hidraw0', hidPosReports('N', `]C1${code}`, '', 0x37))
  expect(scans).toEqual([code])
  expect(lines.join()).not.toContain('descriptor')
})

test('a descriptor at odds with the reports is said once and not believed again, on no plug', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  const { scans, torn, pass, lines } = shop(bus, describedBy(bus, describedLayouts.Z))
  const saysIt = (): number => lines.filter((line) => line.includes('descriptor-at-odds')).length
  await pass(1500)
  bus.scan('/dev/hidraw0', pull)
  expect([scans, torn, saysIt()]).toEqual([[], ['/dev/hidraw0'], 1])
  bus.scan('/dev/hidraw0', pull)
  bus.unplug('/dev/hidraw0')
  bus.plug('/dev/hidraw1')
  await pass(1500)
  bus.scan('/dev/hidraw1', pull)
  expect([scans, saysIt()]).toEqual([[code, code], 1])
})

test('a descriptor that describes no scans is refused, and the known layouts are tried', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  const { scans, pass, lines } = shop(bus, describedBy(bus, Uint8Array.from([0xb4])))
  await pass(1500)
  bus.scan('/dev/hidraw0', pull)
  expect(scans).toEqual([code])
  expect(lines.join()).toContain('unbalanced-stack')
})

test('a scanner says good and bad in its maker’s way, and only when it is asked to', async () => {
  const ascii = (text: string): number[] => [...new TextEncoder().encode(text)]
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  bus.plug('/dev/hidraw1', { vendorId: 0x1eab })
  bus.plug('/dev/hidraw2', { vendorId: 0x05f9 })
  const { scanners, pass } = shop(bus, undefined, { beep: true })
  await pass(1500)
  for (const { id } of scanners.list()) scanners.tell(id, 'good')
  await pass(500)
  expect(bus.handle('/dev/hidraw0')?.written).toEqual([[0xfd, 3, 0x16, 0x07, 0x0d]])
  const [newland] = bus.handle('/dev/hidraw1')?.written ?? []
  expect(newland?.slice(0, 9)).toEqual([0x04, 26, 0x7e, 0x01, ...ascii('0000#')])
  expect(newland?.slice(-2)).toEqual([0x3b, 0x03])
  expect(newland).toHaveLength(2 + 26)
  expect(bus.handle('/dev/hidraw2')?.written).toEqual([])

  scanners.tell('/dev/hidraw0', 'bad')
  await pass(140)
  expect(bus.handle('/dev/hidraw0')?.written).toHaveLength(2)
  await pass(200)
  expect(bus.handle('/dev/hidraw0')?.written).toHaveLength(4)

  const silent = shop()
  silent.bus.plug('/dev/hidraw0')
  await silent.pass(1500)
  silent.scanners.tell('/dev/hidraw0', 'good')
  await silent.pass(500)
  expect(silent.bus.handle('/dev/hidraw0')?.written).toEqual([])
})

test('the keyboards of the machine are told by maker, so that a scanner among them can be known', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  bus.plug('/dev/hidraw1', { vendorId: 0x05e0, productId: 0x1200, usagePage: 0x01, usage: 0x06 })
  const keyboards = await findUsbKeyboards(() => Promise.resolve(bus.source))
  expect(keyboards).toEqual([{ vendorId: 0x05e0, productId: 0x1200, name: 'Honeywell Xenon' }])
  expect(await findUsbKeyboards(() => Promise.reject(new Error('no libusb')))).toEqual([])
})
