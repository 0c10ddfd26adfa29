import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { hidPosReports } from '../devices/fixtures/hid-pos-reports.ts'
import { busPort, type BusOrder } from './usb-bus-order.ts'

/** A USB bus that reaches into the till's own process; its driver is the real one, and what it loads is the bus. */
export interface TillsBus {
  /** For the process that is to have it. */
  readonly environment: Readonly<Record<string, string>>
  readonly plug: (path: string, product: string) => void
  /** One trigger pull. */
  readonly scan: (path: string, code: string) => void
  readonly close: () => void
}

export const openBus = async (): Promise<TillsBus> => {
  const lines = new Set<Socket>()
  const before: string[] = []
  const server = createServer((line) => {
    lines.add(line)
    line.on('error', () => undefined)
    for (const order of before) line.write(order)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const tell = (order: BusOrder): void => {
    const text = `${JSON.stringify(order)}\n`
    if ('plug' in order) before.push(text)
    for (const line of lines) line.write(text)
  }
  return {
    environment: {
      [busPort]: String((server.address() as AddressInfo).port),
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'usb-preload.ts')}`,
    },
    plug: (path, product) => tell({ plug: path, product }),
    scan: (path, code) =>
      tell({ scan: path, reports: hidPosReports('H', code).map((report) => [...report]) }),
    close: () => {
      for (const line of lines) line.destroy()
      server.close()
    },
  }
}
