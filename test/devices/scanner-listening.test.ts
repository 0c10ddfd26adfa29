import { expect, onTestFinished, test } from 'vitest'
import type { Link } from '../../drivers/links/link.ts'
import { createAllScanners, type ScannerChoice } from '../../drivers/scanner/all.node.ts'
import { listenToScanners, type ListeningParts } from '../../drivers/scanner/listening.node.ts'
import type { SerialScannerParts } from '../../drivers/scanner/serial.node.ts'
import { err, ok } from '../../main/domain/result.ts'
import type { ScannerHeard } from '../../main/domain/scanner-heard.ts'
import type { Log } from '../../main/ports.ts'
import { hidPosReports } from './fixtures/hid-pos-reports.ts'
import { handClock } from './hand-clock.ts'
import { usbBus } from './usb-bus.ts'

const code = '281234567890123456'
const pull = hidPosReports('H', code)
const silent: Log = { info: () => {}, warn: () => {}, error: () => {} }
const bytes = (text: string): Uint8Array => Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)))

/** Serial ports by their paths: what is plugged into each can send, and the driver's ends are kept. */
const serialPorts = () => {
  const open = new Map<string, (bytes: Uint8Array) => void>()
  const opened: string[] = []
  const openLine: NonNullable<SerialScannerParts['openLine']> =
    ({ path, baud }) =>
    () => {
      if (path === '/dev/ttyBUSY') return Promise.resolve(err('in-use'))
      opened.push(`${path} ${baud}`)
      const link: Link = {
        onBytes: (listener) => open.set(path, listener),
        onLost: () => {},
        write: () => Promise.reject(new Error('nothing may be written to a port that nobody knows')),
        end: () => Promise.resolve('closed'),
        lateEnd: 'not-taken',
        drop: () => {
          open.delete(path)
          return Promise.resolve()
        },
      }
      return Promise.resolve(ok(link))
    }
  return { open, opened, openLine }
}

const counter = async (
  choice: Partial<ScannerChoice> = {},
  unknown = true,
  more: Partial<ListeningParts> = {},
) => {
  const { clock, pass } = handClock()
  const bus = usbBus()
  bus.plug('/dev/hidraw0')
  const ports = serialPorts()
  const loadHid = () => Promise.resolve(bus.source)
  const set: ScannerChoice = { hid: true, beep: 'off', serial: [], ...choice }
  const scanners = createAllScanners({ clock, log: silent, loadHid, openLine: ports.openLine })
  await scanners.choose(set)
  const heard: ScannerHeard[] = []
  const listening = listenToScanners(
    {
      clock,
      log: silent,
      scanners,
      hidIsOpen: set.hid,
      ownLines: new Map(set.serial.map(({ path, baud }) => [path, baud])),
      otherLines: [],
      loadHid,
      findPorts: () => Promise.resolve([{ path: '/dev/ttyACM0' }, { path: '/dev/ttyBUSY' }]),
      openLine: ports.openLine,
      ...more,
    },
    { unknown, baud: 9600 },
    (one) => heard.push(one),
  )
  /** The real paths of ports are asked of the system, which goes by its own clock. */
  const told = async (count: number): Promise<void> => {
    await expect.poll(() => heard.filter(({ type }) => type === 'around').length).toBe(count)
  }
  await told(1)
  await pass(600)
  onTestFinished(async () => {
    await listening.close()
    await scanners.close()
  })
  return { bus, ports, heard, pass, told, listening }
}
const kinds = (heard: readonly ScannerHeard[]): readonly string[] => heard.map(({ type }) => type)

test('a HID POS scanner of the till is heard report by report, and its code once', async () => {
  const { bus, heard } = await counter()
  bus.scan('/dev/hidraw0', pull)
  const by = { id: '/dev/hidraw0', name: 'Honeywell Xenon', channel: 'hid' }
  expect(heard.slice(1)).toMatchObject([
    { type: 'piece', by, bytes: 64 },
    { type: 'code', by, text: code },
  ])
})

test('a HID POS scanner is heard although the settings keep it closed, and is let go again', async () => {
  const { bus, heard, listening } = await counter({ hid: false })
  bus.scan('/dev/hidraw0', pull)
  expect(kinds(heard)).toEqual(['around', 'piece', 'code'])
  await listening.close()
  expect(bus.handle('/dev/hidraw0')?.closed).toBe(true)
})

test('whoever only tries a scanner opens nothing that the till has not open', async () => {
  const { bus, ports, heard } = await counter({ hid: false }, false)
  bus.scan('/dev/hidraw0', pull)
  expect(heard).toEqual([{ type: 'around', keyboards: [], ports: [] }])
  expect(ports.opened).toEqual([])
})

test('a torn code is told with its reason', async () => {
  const { bus, heard, pass } = await counter()
  bus.scan('/dev/hidraw0', hidPosReports('H', 'x'.repeat(120)).slice(0, 1))
  await pass(400)
  expect(heard.at(-1)).toMatchObject({ type: 'torn', why: 'cut' })
})

test('a port that nobody knows is listened to, and all that came is told when it is silent', async () => {
  const { ports, heard, pass } = await counter()
  expect(heard[0]).toEqual({
    type: 'around',
    keyboards: [],
    ports: [
      { path: '/dev/ttyACM0', state: 'open' },
      { path: '/dev/ttyBUSY', state: 'in-use' },
    ],
  })
  ports.open.get('/dev/ttyACM0')?.(bytes('ABC'))
  await pass(100)
  ports.open.get('/dev/ttyACM0')?.(bytes('\r'))
  await pass(299)
  expect(kinds(heard)).toEqual(['around', 'piece', 'piece'])
  await pass(1)
  const by = { id: '/dev/ttyACM0', name: '/dev/ttyACM0', channel: 'serial' }
  expect(heard.at(-1)).toMatchObject({ type: 'line', by, baud: 9600, bytes: [65, 66, 67, 13] })
})

test("the till's own serial scanner is heard by the line that is open, at its own speed", async () => {
  const own = { path: '/dev/ttyACM0', baud: 115_200, suffix: 'lf', acknowledge: false } as const
  const { ports, heard, pass } = await counter({ serial: [own] })
  expect(ports.opened).toEqual(['/dev/ttyACM0 115200'])
  ports.open.get('/dev/ttyACM0')?.(bytes('ABC\r'))
  await pass(400)
  expect(heard.at(-1)).toMatchObject({ type: 'line', baud: 115_200, bytes: [65, 66, 67, 13] })
})

test('the port of a printer or a display is left alone', async () => {
  const { ports } = await counter({}, true, { otherLines: ['/dev/ttyACM0'] })
  expect(ports.opened).toEqual([])
})

test('a line that never stops is no code, and is not kept', async () => {
  const { ports, heard, pass } = await counter()
  for (let i = 0; i < 40; i++) ports.open.get('/dev/ttyACM0')?.(bytes('x'.repeat(100)))
  await pass(300)
  const line = heard.at(-1)
  expect(line?.type === 'line' && line.bytes.length).toBe(1024)
})

test('a scanner that is plugged in meanwhile is heard, and keyboards are told anew', async () => {
  const { bus, heard, pass, told } = await counter()
  bus.plug('/dev/hidraw7', { usagePage: 1, usage: 6, vendorId: 0x05e0, productId: 0x1200, product: 'DS2208' })
  bus.plug('/dev/hidraw1')
  await pass(1000)
  await told(2)
  await pass(1000)
  expect(heard.at(-1)).toMatchObject({
    type: 'around',
    keyboards: [{ vendorId: 0x05e0, productId: 0x1200, name: 'Honeywell DS2208' }],
  })
  bus.scan('/dev/hidraw1', pull)
  expect(heard.at(-1)).toMatchObject({ type: 'code', by: { id: '/dev/hidraw1' } })
})

test('nothing is told after the page has gone', async () => {
  const { bus, ports, heard, pass, listening } = await counter()
  ports.open.get('/dev/ttyACM0')?.(bytes('ABC'))
  await listening.close()
  bus.scan('/dev/hidraw0', pull)
  await pass(1000)
  expect(kinds(heard)).toEqual(['around', 'piece'])
  expect(ports.open.size).toBe(0)
})
