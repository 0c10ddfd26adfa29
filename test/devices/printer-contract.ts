import assert from 'node:assert/strict'
import { err, ok } from '../../main/domain/result.ts'
import type { Printer } from '../../main/ports.ts'
import type { Bench, Promises } from './contract.ts'

/** A printer with its bad days at hand, real or emulated: what a driver is tried against. */
export interface PrinterBench extends Bench {
  readonly printer: Printer
  /** Everything on the paper so far, as bytes. */
  readonly paper: () => Uint8Array
  readonly jobs: () => readonly Uint8Array[]
  readonly runOutOfPaper: () => void
  /** Ends the paper after this many more bytes. */
  readonly endPaperAfter: (bytes: number) => void
  readonly newPaper: () => void
  readonly openCover: () => void
  /** Nobody listens at the address any more. */
  readonly switchOff: () => Promise<void>
  /** The connection breaks after this many bytes of the next job. */
  readonly cutAfter: (bytes: number) => void
}

/** All 256 byte values in a row, and enough of them for more than one packet. */
export const wholeJob = Uint8Array.from({ length: 8192 }, (_, index) => index % 256)

/** What every printer driver promises, whatever the cable (reliability F37). */
export const printerContract: Promises<PrinterBench> = {
  'prints a whole job byte for byte': async ({ printer, jobs }) => {
    assert.deepEqual(await printer.print(wholeJob), ok(undefined))
    assert.deepEqual(jobs(), [wholeJob])
  },

  'prints jobs that were handed over together one after the other': async ({ printer, paper }) => {
    const three = [1, 2, 3].map((number) => new Uint8Array(3000).fill(number + 0x40))
    assert.deepEqual(
      await Promise.all(three.map((job) => printer.print(job))),
      three.map(() => ok(undefined)),
    )
    assert.deepEqual(paper(), Uint8Array.from(three.flatMap((job) => [...job])))
  },

  'refuses a job after it was closed, and prints nothing of it': async ({ printer, paper }) => {
    await printer.close()
    assert.deepEqual(await printer.print(wholeJob), err('closed'))
    assert.equal(paper().length, 0)
  },

  'names the missing paper before a job, which has not begun then': async ({
    printer,
    runOutOfPaper,
    paper,
  }) => {
    runOutOfPaper()
    let begun = false
    assert.deepEqual(await printer.print(wholeJob, () => (begun = true)), err('paper-out'))
    assert.equal(begun, false)
    assert.equal(paper().length, 0)
  },

  'names the open cover': async ({ printer, openCover }) => {
    openCover()
    assert.deepEqual(await printer.print(wholeJob), err('cover-open'))
  },

  'names the paper that ends in the middle of a job, which has begun then': async ({
    printer,
    endPaperAfter,
  }) => {
    endPaperAfter(1500)
    let begun = false
    assert.deepEqual(await printer.print(wholeJob, () => (begun = true)), err('paper-out'))
    assert.equal(begun, true)
  },

  'prints again once there is new paper': async ({ printer, runOutOfPaper, newPaper, jobs }) => {
    runOutOfPaper()
    await printer.print(wholeJob)
    newPaper()
    assert.deepEqual(await printer.print(wholeJob), ok(undefined))
    assert.deepEqual(jobs(), [wholeJob])
  },

  'is offline when nobody is at its address, and no job has begun then': async ({ printer, switchOff }) => {
    await switchOff()
    let begun = false
    assert.deepEqual(await printer.print(wholeJob, () => (begun = true)), err('offline'))
    assert.equal(begun, false)
  },

  'is offline when the connection breaks in the middle of a job': async ({ printer, cutAfter }) => {
    cutAfter(2000)
    let begun = false
    assert.deepEqual(await printer.print(wholeJob, () => (begun = true)), err('offline'))
    assert.equal(begun, true)
  },
}
