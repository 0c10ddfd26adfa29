import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { noDrawer } from '../../drivers/drawer/none.ts'
import { kick } from '../../drivers/drawer/kick.ts'
import { createLineDrawer } from '../../drivers/drawer/line.ts'
import { tcpLink } from '../../drivers/links/tcp.node.ts'
import { startTcpPrinter, type PrinterCondition, type TcpPrinter } from '../devices/tcp-printer.ts'

const printerWith = async (condition: Partial<PrinterCondition> = {}): Promise<TcpPrinter> => {
  const printer = await startTcpPrinter(condition)
  onTestFinished(() => printer.close())
  return printer
}
const quick = { takeMs: 400, closeMs: 200 }
const ok = { ok: true, value: undefined }
const failed = (error: string) => ({ ok: false, error })

describe('a drawer on a network printer', () => {
  test.each([
    [2, 0],
    [5, 1],
  ] as const)('is kicked through pin %i by one ESC p', async (pin, m) => {
    const printer = await printerWith()
    const drawer = createLineDrawer(tcpLink(printer.address, 2000), kick(pin))
    expect(await drawer.open()).toEqual(ok)
    expect(await drawer.open()).toEqual(ok)
    await drawer.close()
    expect(printer.jobs().map((job) => [...job])).toEqual([
      [0x1b, 0x70, m, 25, 250],
      [0x1b, 0x70, m, 25, 250],
    ])
  })

  test('that is not there is said to be offline, and does not keep the till waiting for ever', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const drawer = createLineDrawer(tcpLink({ host: '127.0.0.1', port }, 400), kick(2), 'none', quick)
    expect(await drawer.open()).toEqual(failed('offline'))
    await drawer.close()
    expect(await drawer.open()).toEqual(failed('closed'))
  })

  test('whose printer keeps the line open has taken the kick all the same', async () => {
    const taken: number[] = []
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('data', (bytes) => taken.push(...bytes))
      socket.on('error', () => undefined)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const drawer = createLineDrawer(tcpLink({ host: '127.0.0.1', port }, 400), kick(2), 'none', quick)
    expect(await drawer.open()).toEqual(ok)
    await drawer.close()
    expect(taken).toEqual([0x1b, 0x70, 0, 25, 250])
  })

  test('a till that closes sees a kick through that is on its way', async () => {
    const printer = await printerWith()
    const drawer = createLineDrawer(tcpLink(printer.address, 2000), kick(2))
    const opened = drawer.open()
    await drawer.close()
    expect(await opened).toEqual(ok)
    expect(printer.jobs()).toHaveLength(1)
  })

  test('on a line that the system never opens keeps no till open', async () => {
    const drawer = createLineDrawer(() => new Promise(() => undefined), kick(2), 'none', quick)
    void drawer.open()
    await expect(drawer.close()).resolves.toBeUndefined()
  })

  test('a till without one says so', async () => {
    expect(await noDrawer.open()).toEqual(failed('not-configured'))
    await noDrawer.close()
  })
})
