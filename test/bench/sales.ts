import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ms, openCounter } from './counter.ts'
import { quantile, type BenchRow } from './rows.ts'

const timedSales = 1000
const allSales = 10_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
/** What the engine keeps, without what it has merely not thrown away yet. */
const megabytes = (): number => {
  collectGarbage()
  return process.memoryUsage.rss() / 2 ** 20
}

/** Least squares: how much `values` grow a step. */
const slopeOf = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0)
  return values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0) / spread
}

/**
 * Whole sales by the composed till over a real socket, with the gateway in another process: how long the till's own
 * share takes before and after the gateway's (performance P7, P9), how many a second (P11), and what they leave in
 * memory (P14). A sale is over when the notice with `paid` has been handed to the screen's line.
 */
export const benchSales = async (): Promise<readonly BenchRow[]> => {
  const counter = await openCounter()
  const before: number[] = []
  const after: number[] = []
  const own: number[] = []
  const idle = megabytes()
  const memory: number[] = []
  let began = performance.now()
  for (let sale = 0; sale < allSales; sale++) {
    if (sale === timedSales) began = performance.now()
    const sold = await counter.sell(sale)
    if (sale < timedSales) {
      const call = await counter.callOf(sold)
      before.push(ms(BigInt(call.firstByteIn) - sold.scannedAt))
      after.push(ms(sold.shownAt - BigInt(call.lastByteOut)))
      own.push((before.at(-1) ?? 0) + (after.at(-1) ?? 0))
    }
    if ((sale + 1) % 1000 === 0) memory.push(megabytes())
  }
  const perSecond = (allSales - timedSales) / ((performance.now() - began) / 1000)
  await counter.close()
  return [
    {
      name: 'P7 scan accepted to first byte of the request, p50',
      value: quantile(before, 0.5),
      unit: 'ms',
      limit: 4,
    },
    { name: 'P7 the same, p99', value: quantile(before, 0.99), unit: 'ms', limit: 15 },
    { name: 'P8 last byte of the answer to the notice, p50', value: quantile(after, 0.5), unit: 'ms' },
    { name: 'P8 the same, p99', value: quantile(after, 0.99), unit: 'ms', limit: 33.4, note: 'two frames' },
    { name: 'P9 own share of a sale, p50', value: quantile(own, 0.5), unit: 'ms', limit: 20 },
    { name: 'P9 the same, p99', value: quantile(own, 0.99), unit: 'ms', limit: 50 },
    {
      name: `P11 sales a second, ${allSales} one after another`,
      value: perSecond,
      unit: '1/s',
      note: 'goal 100',
    },
    { name: 'P14 memory of the engine, idle', value: idle, unit: 'MiB' },
    { name: `P14 the same after ${allSales} sales`, value: memory.at(-1) ?? Number.NaN, unit: 'MiB' },
    {
      name: 'P14 growth a thousand sales, from the third thousand on',
      value: slopeOf(memory.slice(2)),
      unit: 'MiB',
      limit: 1,
      note: memory.map((value) => value.toFixed(0)).join(' '),
    },
  ]
}
