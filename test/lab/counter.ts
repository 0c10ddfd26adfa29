import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract, TillView } from '../../main/contract.ts'
import type { Money } from '../../main/domain/money.ts'
import type { Bench, Promises } from '../devices/contract.ts'
import { hidPosReports } from '../devices/fixtures/hid-pos-reports.ts'
import { readPaper } from '../receipts/paper.ts'
import { plugUsbPrinter, type UsbPrinter } from './usb-printer.ts'
import { plugUsbScanner, type UsbScanner } from './usb-scanner.ts'

/** A counter in training: the till as a browser's host runs it, a USB scanner and a USB printer, and one screen. */
export interface Counter extends Bench {
  readonly scanner: UsbScanner['scanner']
  readonly printer: UsbPrinter
  readonly client: ContractRouterClient<Contract>
  /** The newest view that the till has sent. */
  readonly view: () => TillView | undefined
  readonly viewWhen: (isSo: (view: TillView) => boolean, ms?: number) => Promise<TillView>
  /** Keys the amount; the next scan is the charge, as on the screen. */
  readonly key: (minor: number) => void
}

const codes = ['281234567890123456', '286543210987654321'] as const
const columns = 42
const dotsWide = columns * 12

const addressOf = (till: ChildProcess): Promise<URL> =>
  new Promise((resolve, reject) => {
    till.once('message', (address: string) => resolve(new URL(address)))
    till.once('exit', (code) => reject(new Error(`the till ended with ${code}`)))
  })

const openScreen = async (url: URL): Promise<{ socket: WebSocket; client: Counter['client'] }> => {
  const socket = new WebSocket(`ws://${url.host}/till`, ['spot-till', url.hash.slice(1)], {
    origin: url.origin,
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  // `ws` behaves as the browser's WebSocket does, and its types say so in other words.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  return { socket, client: createORPCClient(link) }
}

export const openCounter = async (program: string): Promise<Counter> => {
  const data = mkdtempSync('/tmp/till-')
  const settings = { printer: { address: 'usb', columns }, currency: 'USD' }
  writeFileSync(join(data, 'settings.json'), JSON.stringify(settings))
  const [scanner, printer] = [await plugUsbScanner('H'), await plugUsbPrinter()]
  const till = fork(program, [data])
  const { socket, client } = await openScreen(await addressOf(till))

  let view: TillView | undefined
  let keyed: Money | undefined
  const listen = async (): Promise<void> => {
    for await (const notice of await client.till.notices()) {
      if (notice.type === 'view') view = notice.view
      if (notice.type !== 'scanned' || keyed === undefined) continue
      const amount = keyed
      keyed = undefined
      await client.sale.charge({ amount, scanned: notice.text })
    }
  }
  const listening = listen().catch(() => undefined) // The line is closed in the end.

  return {
    scanner: scanner.scanner,
    printer,
    client,
    view: () => view,
    viewWhen: async (isSo, ms = 20_000) => {
      const end = performance.now() + ms
      while (performance.now() < end) {
        if (view !== undefined && isSo(view)) return view
        await sleep(5)
      }
      throw new Error(
        `the till did not come to that; it shows ${JSON.stringify(view?.current?.payment.state)}`,
      )
    },
    key: (minor) => {
      keyed = { minor: minor as Money['minor'], currency: 'USD' }
    },
    close: async () => {
      socket.terminate()
      await listening
      const ended = new Promise((resolve) => till.once('exit', resolve))
      till.kill('SIGTERM')
      await ended
      scanner.close()
      await printer.close()
      rmSync(data, { recursive: true })
    },
  }
}

const isReady = (view: TillView): boolean => view.scanners.some(({ state }) => state === 'open')

/** The papers that were cut off, each as its lines. */
const papers = ({ device }: UsbPrinter): readonly (readonly string[])[] => {
  const found: string[][] = []
  let lines: string[] = []
  for (const item of readPaper(device.paper(), dotsWide).items) {
    if (item.kind === 'line') lines.push(item.text)
    if (item.kind === 'cut') {
      found.push(lines)
      lines = []
    }
  }
  assert.deepEqual(lines, [], 'something stands on the paper behind the last cut')
  return found
}

/** Scans and waits until that payment is paid; returns its id. */
const sell = async (counter: Counter, minor: number, code: string): Promise<string> => {
  counter.key(minor)
  await counter.scanner.send(hidPosReports('H', code))
  const { current } = await counter.viewWhen(
    ({ current }) => current?.payment.state === 'paid' && current.payment.amount.minor === minor,
  )
  return current?.payment.id ?? ''
}

export const counterContract: Promises<Counter> = {
  'one pull of the trigger takes the payment, and exactly one receipt comes out of the printer': async (
    counter,
  ) => {
    await counter.viewWhen(isReady)
    await sleep(1000) // What the scanner kept from before it was opened is thrown away until then.
    const id = await sell(counter, 1250, codes[0])
    await counter.viewWhen(() => counter.printer.device.paper().length > 0)
    await sleep(5000)
    const [receipt, ...others] = papers(counter.printer)
    assert.deepEqual(others, [])
    const text = (receipt ?? []).join('\n')
    assert.match(text, /12\.50/)
    assert.ok(text.replaceAll(/\D/g, '').includes(id), `the receipt does not name ${id}:\n${text}`)
    assert.deepEqual(counter.view()?.failedPrints, [])
    const sales = await counter.client.payment.list({ limit: 10 })
    assert.deepEqual(
      sales.map(({ payment }) => [payment.id, payment.state, payment.amount.minor]),
      [[id, 'paid', 1250]],
    )
  },

  'a printer without its cable keeps no sale from being paid, and its receipt comes out once when it is back':
    async (counter) => {
      await counter.viewWhen(isReady)
      await sleep(1000)
      counter.printer.pullCable()
      const id = await sell(counter, 700, codes[0])
      const { failedPrints } = await counter.viewWhen(({ failedPrints }) => failedPrints.length > 0)
      assert.deepEqual(
        failedPrints.map(({ of, copy }) => [of, copy]),
        [[id, 0]],
      )
      await counter.printer.plugAgain()
      const [job] = failedPrints
      assert.deepEqual(await counter.client.receipt.retry({ job: job?.number ?? 0 }), {
        ok: true,
        value: true,
      })
      assert.equal(papers(counter.printer).length, 1)
      assert.deepEqual((await counter.client.till.view()).failedPrints, [])
    },

  'a scanner without its cable is shown as lost within a second, and sells again when it is back': async (
    counter,
  ) => {
    await counter.viewWhen(isReady)
    await counter.scanner.pullCable()
    await counter.viewWhen(({ scanners }) => scanners[0]?.state === 'lost', 1000)
    await counter.scanner.plugAgain()
    await counter.viewWhen(isReady)
    await sleep(1000)
    await sell(counter, 425, codes[1])
  },
}
