// Runs inside the lab's machine: every promise of every device's contract, on devices that are real to its kernel.
import { openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Promises } from '../devices/contract.ts'
import { printerContract } from '../devices/printer-contract.ts'
import { makers, scannerContract } from '../devices/scanner-contract.ts'
import { counterContract, openCounter } from './counter.ts'
import { printerBench } from './printer-bench.ts'
import type { Report } from './report.ts'
import { scannerBenches } from './scanner-bench.ts'

const line = openSync('/dev/ttyS1', 'w')
const report = (what: Report): void => {
  writeSync(line, `${JSON.stringify(what)}\n`)
}

/** Waiting costs the machine nothing: what hangs is known at once. */
const tooLong = async (): Promise<never> => {
  await sleep(60_000, undefined, { ref: false })
  throw new Error('it was not over after a minute')
}

const keep = async <B extends Bench>(
  device: string,
  promises: Promises<B>,
  open: () => B | Promise<B>,
): Promise<void> => {
  if (!isAsked(device)) return
  for (const [promise, kept] of Object.entries(promises)) {
    const began = performance.now()
    console.log(`${device}: ${promise}`)
    const bench = await open()
    const fault = await Promise.race([kept(bench), tooLong()]).then(
      () => undefined,
      (reason: unknown) => (reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)),
    )
    await bench.close()
    const ms = Math.round(performance.now() - began)
    report({ type: 'promise', device, promise, ms, ...(fault === undefined ? {} : { fault }) })
  }
}

const asked = JSON.parse(readFileSync(join(import.meta.dirname, 'asked.json'), 'utf8')) as readonly string[]
const isAsked = (device: string): boolean =>
  asked.length === 0 || asked.some((word) => device.toLowerCase().includes(word.toLowerCase()))

const scanners = scannerBenches(join(import.meta.dirname, 'scanner-driver.mjs'))
for (const layout of ['H', 'Z', 'N'] as const) {
  await keep(`USB scanner ${makers[layout].name}`, scannerContract(layout), scanners.open)
}
scanners.close()
await keep('USB printer', printerContract, printerBench)
await keep('Counter', counterContract, () => openCounter(join(import.meta.dirname, 'till.mjs')))
report({ type: 'end' })
process.exit(0)
