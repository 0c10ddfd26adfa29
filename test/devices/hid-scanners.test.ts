import { EventEmitter } from 'node:events'
import type { Device } from 'node-hid'
import { expect, onTestFinished, test } from 'vitest'
import { createHidScanners, type HidHandle, type HidSource } from '../../drivers/scanner/hid.node.ts'
import { instant } from '../../main/domain/time.ts'
import type { Clock, Log, ScannerInfo } from '../../main/ports.ts'
import { hidPosReports } from './fixtures/hid-pos-reports.ts'

const code = '281234567890123456'

/** A clock that stands still until it is told how much time passes. */
const handClock = () => {
  let now = 1_000_000
  let timers: { at: number; callback: () => void }[] = []
  const clock: Clock = {
    now: () => ({ at: instant(now), mono: now }),
    after: (ms, callback) => {
      const timer = { at: now + ms, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  /** Runs the timers that come due, and lets what they started finish. */
  const pass = async (ms: number): Promise<void> => {
    await settle()
    const end = now + ms
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      now = next.at
      timers = timers.filter((other) => other !== next)
      next.callback()
      await settle()
    }
    now = end
    await settle()
  }
  return { clock, pass, settle, pending: () => timers.length }
}

class PluggedDevice extends EventEmitter implements HidHandle {
  closed = false
  // Like node-hid, which removes listeners on close and never emits again.
  close(): Promise<void> {
    this.closed = true
    this.removeAllListeners()
    return Promise.resolve()
  }
}

/** A USB bus with the part of node-hid's face that the driver uses. */
const usbBus = () => {
  const plugged = new Map<string, Device>()
  const handles = new Map<string, PluggedDevice>()
  const refused = new Set<string>()
  const source: HidSource = {
    devicesAsync: () => Promise.resolve([...plugged.values()]),
    HIDAsync: {
      open: (path) => {
        if (refused.has(path) || !plugged.has(path)) {
          return Promise.reject(new Error(`could not open ${path}: permission denied`))
        }
        const handle = new PluggedDevice()
        handles.set(path, handle)
        return Promise.resolve(handle)
      },
    },
  }
  return {
    source,
    refused,
    plug: (path: string, more: Partial<Device> = {}) =>
      plugged.set(path, {
        path,
        vendorId: 0x0c2e,
        productId: 0x1007,
        manufacturer: 'Honeywell',
        product: 'Xenon',
        release: 1,
        interface: 0,
        usagePage: 0x8c,
        usage: 0x02,
        ...more,
      }),
    unplug: (path: string, withError = true) => {
      plugged.delete(path)
      if (withError) handles.get(path)?.emit('error', new Error('could not read from HID device'))
    },
    scan: (path: string, reports: readonly Uint8Array[] = hidPosReports('H', code)) => {
      for (const report of reports) handles.get(path)?.emit('data', Buffer.from(report))
    },
    handle: (path: string) => handles.get(path),
  }
}

const quietLog = () => {
  const lines: string[] = []
  const line = (event: string, fields?: Readonly<Record<string, unknown>>) => {
    lines.push(`${event} ${JSON.stringify(fields ?? {})}`)
  }
  const log: Log = { info: line, warn: line, error: line }
  return { log, lines }
}

const shop = (bus = usbBus(), loadHid: () => Promise<HidSource> = () => Promise.resolve(bus.source)) => {
  const time = handClock()
  const { log, lines } = quietLog()
  const scanners = createHidScanners({ clock: time.clock, log, loadHid })
  const scans: string[] = []
  const changes: (readonly ScannerInfo[])[] = []
  scanners.onScan((text) => scans.push(text))
  scanners.onChange((list) => changes.push(list))
  onTestFinished(() => scanners.close())
  return { bus, ...time, scanners, scans, changes, lines }
}

test('a scanner that is plugged in when the till starts is opened by itself and its codes arrive', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  const { scanners, scans, pass } = shop(bus)
  await pass(300)
  expect(scanners.list()).toEqual([
    { id: '/dev/hidraw0', name: 'Honeywell Xenon', vendorId: 0x0c2e, productId: 0x1007, state: 'open' },
  ])
  bus.scan('/dev/hidraw0')
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

test('codes that waited in the scanner before it was opened belong to no sale', async () => {
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  const { scans, pass, settle } = shop(bus)
  await settle()
  await pass(1)
  bus.scan('/dev/hidraw0')
  await pass(240)
  bus.scan('/dev/hidraw0')
  expect(scans).toEqual([])
  await pass(20)
  bus.scan('/dev/hidraw0')
  expect(scans).toEqual([code])
})

test('a pulled cable is told at once, and the scanner works again when it is plugged in', async () => {
  const { bus, scanners, scans, changes, pass } = shop()
  bus.plug('/dev/hidraw0')
  await pass(1500)
  bus.unplug('/dev/hidraw0')
  expect(changes.at(-1)).toMatchObject([{ id: '/dev/hidraw0', state: 'lost' }])
  expect(bus.handle('/dev/hidraw0')?.closed).toBe(true)

  bus.plug('/dev/hidraw3')
  await pass(1500)
  expect(scanners.list()).toMatchObject([{ id: '/dev/hidraw3', state: 'open' }])
  bus.scan('/dev/hidraw3')
  expect(scans).toEqual([code])
})

test('a scanner that vanishes without an error is told lost within a second', async () => {
  const { bus, scanners, pass } = shop()
  bus.plug('/dev/hidraw0')
  await pass(1500)
  bus.unplug('/dev/hidraw0', false)
  await pass(1000)
  expect(scanners.list()).toMatchObject([{ id: '/dev/hidraw0', state: 'lost', detail: 'unplugged' }])
})

test('a cable pulled in the middle of a code leaves no half of it behind', async () => {
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
  bus.scan('/dev/hidraw0')
  expect(scans).toEqual([code])
})

test('two scanners at once do not mix their codes', async () => {
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
  bus.scan('/dev/hidraw0')
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
  bus.scan('/dev/hidraw0')
  bus.scan('/dev/hidraw0')
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
