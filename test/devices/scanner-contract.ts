import assert from 'node:assert/strict'
import type { Layout } from '../../drivers/scanner/hid-layouts.ts'
import type { ScannerInfo } from '../../main/ports.ts'
import type { Bench, Promises } from './contract.ts'
import { hidPosReport, hidPosReports } from './fixtures/hid-pos-reports.ts'

/** A scanner in the hand. */
export interface HandScanner {
  /** Reports leave it one after the other, and have left it when this resolves. */
  readonly send: (reports: readonly Uint8Array[]) => Promise<void>
  readonly pullCable: () => Promise<void>
  readonly plugAgain: () => Promise<void>
}

/** The driver, and hands on scanners that are plugged into its machine. */
export interface ScannerBench extends Bench {
  /** A scanner of the make that uses this layout. Every call brings another one. */
  readonly plug: (layout: Layout) => Promise<HandScanner>
  /** Nothing looks for scanners before. */
  readonly startDriver: () => Promise<void>
  /** What the driver lists. */
  readonly list: () => readonly Pick<ScannerInfo, 'state'>[]
  /** The codes that left the driver. */
  readonly codes: () => readonly string[]
  /** Lets time pass until something is so. False when it was not so within `ms`. */
  readonly within: (ms: number, isSo: () => boolean) => Promise<boolean>
  /** The till's process gets no time, as on a machine that is busy or asleep; then it gets time again. */
  readonly freeze: () => Promise<void>
  readonly thaw: () => Promise<void>
}

export const makers: Readonly<Record<Layout, Pick<ScannerInfo, 'name' | 'vendorId' | 'productId'>>> = {
  H: { name: 'Honeywell Xenon', vendorId: 0x0c2e, productId: 0x1007 },
  Z: { name: 'Zebra DS2208', vendorId: 0x05e0, productId: 0x2100 },
  N: { name: 'Newland FM430', vendorId: 0x1eab, productId: 0x1d10 },
}

const code = '281234567890123456'
const otherCode = '286543210987654321'
const secondPull = '251001020123456789012345'
/** Long enough for what is on its way to arrive, and for a torn code to be over. */
const settledMs = 1000
const openWithinMs = 3000
/** Sooner than a torn code is given up. */
const soonMs = 30

const longCode = (letter: string): string => letter.repeat(130)

const settle = (bench: ScannerBench): Promise<boolean> => bench.within(settledMs, () => false)

const areOpen = (bench: ScannerBench, count: number): Promise<boolean> =>
  bench.within(openWithinMs, () => bench.list().filter(({ state }) => state === 'open').length === count)

const arrived = (bench: ScannerBench, count: number): Promise<boolean> =>
  bench.within(settledMs, () => bench.codes().length >= count)

/** One scanner that is open and has told a code. */
const inUse = async (bench: ScannerBench, layout: Layout): Promise<HandScanner> => {
  const scanner = await bench.plug(layout)
  await bench.startDriver()
  assert.ok(await areOpen(bench, 1), 'the scanner was not opened')
  await settle(bench)
  await scanner.send(hidPosReports(layout, code))
  assert.ok(await arrived(bench, 1), 'the first code did not arrive')
  return scanner
}

/** What every HID POS scanner does with its driver, whatever its layout (reliability F39). */
export const scannerContract = (layout: Layout): Promises<ScannerBench> => ({
  'is opened by itself, and its codes arrive whole, also those of several reports': async (bench) => {
    const scanner = await inUse(bench, layout)
    await scanner.send(hidPosReports(layout, '7'.repeat(240), ']Q1'))
    await scanner.send(hidPosReports(layout, otherCode))
    await arrived(bench, 3)
    assert.deepEqual(bench.codes(), [code, '7'.repeat(240), otherCode])
  },

  'is lost within a second of its cable being pulled, and works again when it is plugged in': async (
    bench,
  ) => {
    const scanner = await inUse(bench, layout)
    await scanner.pullCable()
    assert.ok(await bench.within(1000, () => bench.list()[0]?.state === 'lost'), 'it was not told as lost')
    await scanner.plugAgain()
    assert.ok(await areOpen(bench, 1), 'it was not opened again')
    assert.equal(bench.list().length, 1)
    await settle(bench)
    await scanner.send(hidPosReports(layout, otherCode))
    await arrived(bench, 2)
    assert.deepEqual(bench.codes(), [code, otherCode])
  },

  'leaves nothing of a code behind when its cable is pulled in the middle of it': async (bench) => {
    const scanner = await inUse(bench, layout)
    await scanner.send(hidPosReports(layout, longCode('a'), ']Q1').slice(0, 2))
    await scanner.pullCable()
    await bench.within(1000, () => bench.list()[0]?.state === 'lost')
    await scanner.plugAgain()
    assert.ok(await areOpen(bench, 1), 'it was not opened again')
    await settle(bench)
    await scanner.send(hidPosReports(layout, otherCode))
    await arrived(bench, 2)
    assert.deepEqual(bench.codes(), [code, otherCode])
  },

  'has what it kept from before it was opened thrown away': async (bench) => {
    const scanner = await bench.plug(layout)
    await scanner.send(hidPosReports(layout, code))
    await bench.startDriver()
    assert.ok(await areOpen(bench, 1), 'the scanner was not opened')
    // Linux itself throws away what comes in the first 50 ms; a scanner may have more.
    await scanner.send(hidPosReports(layout, code))
    await settle(bench)
    assert.deepEqual(bench.codes(), [])
    await scanner.send(hidPosReports(layout, otherCode))
    await arrived(bench, 1)
    assert.deepEqual(bench.codes(), [otherCode])
  },

  'tells no torn and no glued code when it sends more than a machine keeps that stands still': async (
    bench,
  ) => {
    const scanner = await inUse(bench, layout)
    // Of two reports each: Linux keeps 63 reports for one reader, so that the last one kept is half a code.
    const sent = Array.from({ length: 40 }, (_, i) => String.fromCodePoint(0x41 + i).repeat(80))
    await bench.freeze()
    for (const text of sent) await scanner.send(hidPosReports(layout, text, ']C0'))
    await bench.thaw()
    await bench.within(soonMs, () => false)
    await scanner.send(hidPosReports(layout, secondPull))
    await settle(bench)
    const told = bench.codes().slice(1)
    assert.deepEqual(
      told,
      [...sent.slice(0, 31), secondPull].filter((text) => told.includes(text)),
    )
    await scanner.send(hidPosReports(layout, otherCode))
    await arrived(bench, 1 + told.length + 1)
    assert.deepEqual(bench.codes().slice(1 + told.length), [otherCode])
  },

  'is not mixed with another one that sends at the same time, of the same make or of another': async (
    bench,
  ) => {
    const layouts = [layout, layout, layout === 'Z' ? 'H' : 'Z'] as const
    const scanners = [await inUse(bench, layout)]
    for (const other of layouts.slice(1)) scanners.push(await bench.plug(other))
    assert.ok(await areOpen(bench, layouts.length), 'not all were opened')
    await settle(bench)
    const codes = layouts.map((_, i) => longCode('xyz'.charAt(i)))
    const reports = codes.map((text, i) => hidPosReports(layouts[i] ?? layout, text, ']Q1'))
    for (const part of [0, 1, 2]) {
      for (const [i, scanner] of scanners.entries())
        await scanner.send(reports[i]?.slice(part, part + 1) ?? [])
    }
    await arrived(bench, 1 + codes.length)
    assert.deepEqual(bench.codes().slice(1).toSorted(), codes)
  },

  'tells no code for what is none: an answer to a command, noise, a report that is too short': async (
    bench,
  ) => {
    const scanner = await inUse(bench, layout)
    const ascii = (text: string): number[] => [...new TextEncoder().encode(text)]
    const noise = (seed: number): Uint8Array =>
      Uint8Array.from({ length: 64 }, (_, at) => (at === 0 ? 2 : (at * 89 + seed * 131) % 256))
    const none = [
      layout === 'N'
        ? hidPosReport(layout, [0x02, 0x01, ...ascii('0000@CODONE'), 0x06, 0x3b, 0x03])
        : hidPosReport(layout, ascii('REVINF: software 3.2'), { aim: ']X0' }),
      new Uint8Array(64).fill(0x31, 1),
      new Uint8Array(64).fill(0xff),
      ...[1, 2].map(noise),
      hidPosReport(layout, ascii(code)).subarray(0, 12),
    ]
    for (const report of none) await scanner.send([report])
    await settle(bench)
    await scanner.send(hidPosReports(layout, secondPull))
    await arrived(bench, 2)
    assert.deepEqual(bench.codes(), [code, secondPull])
  },
})
