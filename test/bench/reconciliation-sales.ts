import { fork } from 'node:child_process'
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { composeTill } from '../../app/compose.ts'
import { shelvedPath } from '../../app/file-shelf.ts'
import { createWorkerMatcher } from '../../app/reconcile-matcher.ts'
import { writeSettingsFile } from '../../app/settings-file.ts'
import { money } from '../../main/domain/money.ts'
import type { Day } from '../../main/domain/time.ts'
import { usualTerms } from '../../main/reconciliation/terms.ts'
import { settingsSchema } from '../../main/settings.ts'
import type { CallTimes } from './gateway-process.ts'
import { factsOf } from './reconcile-once.ts'
import type { MadeInput } from './reconciliation.ts'
import { quantile, type BenchRow } from './rows.ts'

const turns = 3
const sales = Number(process.env['SPOT_TILL_BENCH_SALES'] ?? 600)
const payService = 'alipay.acquire.overseas.spot.pay'
/** A million events are read within seconds, faster than a till reads them from its journal. */
const sliceBytes = 1 << 16
const ms = (nanoseconds: bigint): number => Number(nanoseconds) / 1e6
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))

/** Matches the made day once in the till's own way: slices of events to a thread that reads the file by itself. */
const reconcileOnce = async (folder: string, { events, file }: MadeInput): Promise<void> => {
  const facts = factsOf('transactions.txt', '2026-03-02', 0, statSync(file).size)
  const shelf = join(folder, 'shelf')
  const kept = shelvedPath(shelf, facts.sha256)
  mkdirSync(dirname(kept), { recursive: true })
  if (!existsSync(kept)) copyFileSync(file, kept)
  const matcher = createWorkerMatcher(shelf)
  const descriptor = openSync(events, 'r')
  const run = matcher.begin(
    { day: '2026-03-02' as Day, today: '2026-03-05' as Day, terms: usualTerms, files: [facts] },
    () => Promise.resolve(new Uint8Array()),
  )
  const slice = new Uint8Array(sliceBytes)
  for (let position = 0; ;) {
    const read = readSync(descriptor, slice, 0, slice.length, position)
    // Bytes in the middle of a line wait for the rest of it in the next slice.
    const whole = slice.subarray(0, read).lastIndexOf(0x0a) + 1
    if (whole === 0) break
    run.add(slice.slice(0, whole))
    position += whole
    await pause()
  }
  closeSync(descriptor)
  run.added()
  const ended = await run.ended
  if (ended.end !== 'done') throw new Error(JSON.stringify(ended))
  await matcher.close()
}

/** What a sale takes of the till itself alone and while a day of that size is matched, in turns (performance P10). */
export const benchSalesMeanwhile = async (folder: string, input: MadeInput): Promise<readonly BenchRow[]> => {
  const gateway = fork(join(import.meta.dirname, 'gateway-process.ts'))
  const calls = new Map<string, CallTimes>()
  const port = await new Promise<number>((resolve) => {
    gateway.on('message', (message: CallTimes | { port: number }) => {
      if ('port' in message) resolve(message.port)
      else if (message.service === payService) calls.set(message.id, message)
    })
  })
  const data = join(folder, 'till')
  const settings = settingsSchema.parse({ training: { gatewayUrl: `http://127.0.0.1:${port}/` } })
  mkdirSync(data)
  await writeSettingsFile(join(data, 'settings.json'), settings)
  const { till, close } = await composeTill({ dataDir: data, attended: true })
  let heard: ((at: bigint) => void) | undefined
  till.onNotice((notice) => {
    if (notice.type === 'view' && notice.view.current?.payment.state === 'paid')
      heard?.(process.hrtime.bigint())
  })
  let sold = 0
  const sell = async (): Promise<number> => {
    const done = new Promise<bigint>((resolve) => (heard = resolve))
    const scanned = process.hrtime.bigint()
    const charged = till.charge(money(1250, 'USD'), `28${String((sold += 1)).padStart(12, '0')}1111`)
    if (!charged.ok) throw new Error(charged.error)
    const shown = await done
    till.next()
    // The other process's note arrives by a line of its own, a moment after the answer.
    while (!calls.has(charged.value)) await new Promise((resolve) => setImmediate(resolve))
    const call = calls.get(charged.value) as CallTimes
    calls.clear()
    return ms(BigInt(call.firstByteIn) - scanned) + ms(shown - BigInt(call.lastByteOut))
  }
  /** Sells so many times, and on until `isOver` says so. */
  const some = async (times: number, isOver = (): boolean => true): Promise<number[]> => {
    const own: number[] = []
    while (own.length < times || !isOver()) own.push(await sell())
    return own
  }
  await some(sales / 4)
  const alone: number[] = []
  const meanwhile: number[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    let isMatched = false
    const matching = reconcileOnce(folder, input).then(() => (isMatched = true))
    const during = await some(sales / turns, () => isMatched)
    await matching
    meanwhile.push(...during)
    alone.push(...(await some(during.length)))
  }
  await close()
  gateway.disconnect()
  const ratio = quantile(meanwhile, 0.99) / quantile(alone, 0.99)
  return [
    { name: 'P10 own share of a sale alone, p99', value: quantile(alone, 0.99), unit: 'ms' },
    { name: 'P10 the same while a day is matched', value: quantile(meanwhile, 0.99), unit: 'ms' },
    {
      name: 'P10 while a day is matched / alone, p99',
      value: ratio,
      unit: 'x',
      limit: 1.5,
      note: `${alone.length} sales each, ${turns} days matched meanwhile, medians ${quantile(alone, 0.5).toFixed(2)} and ${quantile(meanwhile, 0.5).toFixed(2)} ms`,
    },
  ]
}
