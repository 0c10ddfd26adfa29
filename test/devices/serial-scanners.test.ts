import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../app/system.ts'
import { createAllScanners } from '../../drivers/scanner/all.node.ts'
import { createSerialScanners, type SerialScannerLine } from '../../drivers/scanner/serial.node.ts'
import { silent } from '../till/absent-parts.ts'
import { cableTo, noCable } from './pty.ts'

const code = '281234567890123456'
const missing = noCable()
if (missing !== undefined) console.log(`  serial scanners are not tested: ${missing}`)

/** A scanner on a port of this machine: real bytes through a real terminal of the kernel. */
const plugged = async () => {
  const sockets: Socket[] = []
  const heard: number[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('data', (bytes) => heard.push(...bytes))
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-scanner-'))
  const path = join(folder, 'ttyACM0')
  let cable = await cableTo((server.address() as AddressInfo).port)
  symlinkSync(cable.path, path)
  const pull = async (): Promise<void> => {
    rmSync(path, { force: true })
    await cable.pull()
  }
  onTestFinished(async () => {
    await pull()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    path,
    heard,
    send: (text: string) => sockets.at(-1)?.write(text),
    pull,
    plug: async () => {
      cable = await cableTo((server.address() as AddressInfo).port)
      symlinkSync(cable.path, path)
    },
  }
}

const counter = (path: string, more: Partial<SerialScannerLine> = {}) => {
  const scanners = createSerialScanners({
    clock: systemClock,
    log: silent,
    lines: [{ path, baud: 9600, suffix: 'cr', acknowledge: false, ...more }],
  })
  onTestFinished(() => scanners.close())
  const scans: string[] = []
  const torn: string[] = []
  scanners.onScan((text) => scans.push(text))
  scanners.onBroken(({ id }) => torn.push(id))
  return {
    scanners,
    scans,
    torn,
    state: () => scanners.list()[0]?.state,
    /** Open, and what it may have kept from before is thrown away. */
    isReady: async () => {
      await expect.poll(() => scanners.list()[0]?.state, { timeout: 5000 }).toBe('open')
      await new Promise((resolve) => setTimeout(resolve, 300))
    },
  }
}

describe.skipIf(missing !== undefined)('a scanner on a serial line', () => {
  test('its codes arrive, whatever pieces the line makes of them', async () => {
    const scanner = await plugged()
    const { scans, isReady } = counter(scanner.path)
    await isReady()
    scanner.send(`${code}\r`)
    await expect.poll(() => scans).toEqual([code])
    for (const letter of `286543210987654321\r\n`) {
      scanner.send(letter)
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
    await expect.poll(() => scans).toEqual([code, '286543210987654321'])
  })

  test('F39: a pulled plug is told, its half code is none, and it works again when it is back', async () => {
    const scanner = await plugged()
    const { scans, torn, state, isReady } = counter(scanner.path)
    await isReady()
    scanner.send(code.slice(0, 9))
    await new Promise((resolve) => setTimeout(resolve, 50))
    await scanner.pull()
    await expect.poll(state, { timeout: 5000 }).toBe('lost')
    await scanner.plug()
    await isReady()
    scanner.send(`${code}\r`)
    await expect.poll(() => scans).toEqual([code])
    expect(torn).toEqual([])
  })

  test('F39: a code without its end is told as torn, so that the screen can say: scan again', async () => {
    const scanner = await plugged()
    const { scans, torn, isReady } = counter(scanner.path)
    await isReady()
    scanner.send(code)
    await expect.poll(() => torn).toEqual([scanner.path])
    expect(scans).toEqual([])
  })

  test('one that is set to send no end is read by silence', async () => {
    const scanner = await plugged()
    const { scans, isReady } = counter(scanner.path, { suffix: 'none' })
    await isReady()
    scanner.send(code)
    await expect.poll(() => scans).toEqual([code])
  })

  test('one that waits for an answer gets ESC 7 for good and ESC 8 for bad; another gets nothing', async () => {
    const scanner = await plugged()
    const { scanners, isReady } = counter(scanner.path, { acknowledge: true })
    await isReady()
    scanners.tell(scanner.path, 'good')
    await expect.poll(() => scanner.heard).toEqual([0x1b, 0x37])
    scanners.tell(scanner.path, 'bad')
    await expect.poll(() => scanner.heard).toEqual([0x1b, 0x37, 0x1b, 0x38])

    const other = await plugged()
    const quiet = counter(other.path)
    await quiet.isReady()
    quiet.scanners.tell(other.path, 'good')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(other.heard).toEqual([])
  })

  test('a changed choice opens and closes lines; what stays chosen stays open', async () => {
    const [one, two] = [await plugged(), await plugged()]
    const line = (path: string): SerialScannerLine => ({ path, baud: 9600, suffix: 'cr', acknowledge: false })
    const scanners = createAllScanners({ clock: systemClock, log: silent })
    onTestFinished(() => scanners.close())
    const changes: number[] = []
    scanners.onChange((list) => changes.push(list.length))
    const open = () =>
      scanners
        .list()
        .filter(({ state }) => state === 'open')
        .map(({ id }) => id)
    await scanners.choose({ hid: false, beep: 'off', serial: [line(one.path)] })
    await expect.poll(open, { timeout: 5000 }).toEqual([one.path])
    const before = changes.length
    await scanners.choose({ hid: false, beep: 'off', serial: [line(one.path)] })
    expect(changes).toHaveLength(before)
    await scanners.choose({ hid: false, beep: 'off', serial: [line(two.path)] })
    await expect.poll(open, { timeout: 5000 }).toEqual([two.path])
    await scanners.choose({ hid: false, beep: 'off', serial: [] })
    expect(scanners.list()).toEqual([])
  })
})

test('a port that is not there says so and keeps nobody waiting', async () => {
  const { scanners, state } = counter('/dev/ttyACM-none')
  await expect.poll(state, { timeout: 5000 }).toBe('cannot-open')
  expect(scanners.list()[0]?.detail).toBe('no such port')
})
