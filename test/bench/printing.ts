import { fork } from 'node:child_process'
import { join } from 'node:path'
import { ms, openCounter, type BenchCounter } from './counter.ts'
import type { PrintTimes } from './printer-process.ts'
import { quantile, type BenchRow } from './rows.ts'

const warmSales = 30
const sales = 300

/** From the last byte of the gateway's answer to the notice, milliseconds. */
const toNotice = async (counter: BenchCounter, sale: number) => {
  const sold = await counter.sell(sale)
  const { lastByteOut } = await counter.callOf(sold)
  return { shownAt: sold.shownAt, took: ms(sold.shownAt - BigInt(lastByteOut)) }
}

/**
 * How soon the printer hears of a paid sale (performance P18), and what printing adds to the result on the screen: the
 * same sales at a till with a network printer and at one without, in turns, so that a busy machine is busy for both.
 * The next sale is begun when the receipt of the last one has begun to come out, not when it has.
 */
export const benchPrinting = async (): Promise<readonly BenchRow[]> => {
  const printer = fork(join(import.meta.dirname, 'printer-process.ts'))
  let heard: ((times: PrintTimes) => void) | undefined
  const port = await new Promise<number>((resolve) => {
    printer.on('message', (message: PrintTimes | { port: number }) => {
      if ('port' in message) resolve(message.port)
      else heard?.(message)
    })
  })
  const printing = await openCounter({ printer: { address: `127.0.0.1:${port}`, copies: 'customer' } })
  const plain = await openCounter()
  const toPrinter: number[] = []
  const toReceipt: number[] = []
  const besidePrinting: number[] = []
  const alone: number[] = []
  for (let sale = 0; sale < warmSales + sales; sale++) {
    const begun = new Promise<PrintTimes>((resolve) => (heard = resolve))
    const { shownAt, took } = await toNotice(printing, sale)
    const { firstByte, firstOfReceipt } = await begun
    const { took: tookAlone } = await toNotice(plain, sale)
    if (sale < warmSales) continue
    toPrinter.push(ms(BigInt(firstByte) - shownAt))
    toReceipt.push(ms(BigInt(firstOfReceipt) - shownAt))
    besidePrinting.push(took)
    alone.push(tookAlone)
  }
  await printing.close()
  await plain.close()
  printer.disconnect()
  const against = (share: number): number => quantile(besidePrinting, share) / quantile(alone, share)
  return [
    { name: 'P18 paid to the first byte at the printer, p50', value: quantile(toPrinter, 0.5), unit: 'ms' },
    { name: 'P18 the same, p99', value: quantile(toPrinter, 0.99), unit: 'ms', limit: 20 },
    { name: 'P18 paid to the first byte of the receipt, p99', value: quantile(toReceipt, 0.99), unit: 'ms' },
    {
      name: 'P18 last byte of the answer to the notice, printing, p99',
      value: quantile(besidePrinting, 0.99),
      unit: 'ms',
      limit: 33.4,
      note: 'two frames',
    },
    { name: 'P18 the same against a till without a printer, p50', value: against(0.5), unit: 'x' },
    { name: 'P18 the same, p99', value: against(0.99), unit: 'x' },
  ]
}
