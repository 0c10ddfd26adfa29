import { afterEach, describe, expect, test } from 'vitest'
import { err, ok } from '../../main/domain/result.ts'
import type { Printer } from '../../main/ports.ts'

/** A printer with its bad days at hand, real or emulated: what a driver is tried against. */
export interface PrinterBench {
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
  readonly close: () => Promise<void>
}

/** All 256 byte values in a row, and enough of them for more than one packet. */
export const wholeJob = Uint8Array.from({ length: 8192 }, (_, index) => index % 256)

/** What every printer driver promises, whatever the cable (reliability F37). */
export const printerContract = (name: string, open: () => Promise<PrinterBench>): void => {
  describe(`${name}: a printer`, () => {
    const benches: PrinterBench[] = []
    const bench = async (): Promise<PrinterBench> => {
      const opened = await open()
      benches.push(opened)
      return opened
    }
    afterEach(async () => {
      for (const opened of benches.splice(0)) {
        await opened.printer.close()
        await opened.close()
      }
    })

    test('prints a whole job byte for byte', async () => {
      const { printer, jobs } = await bench()
      expect(await printer.print(wholeJob)).toEqual(ok(undefined))
      expect(jobs()).toEqual([wholeJob])
    })

    test('prints jobs that were handed over together one after the other', async () => {
      const { printer, paper } = await bench()
      const three = [1, 2, 3].map((number) => new Uint8Array(3000).fill(number + 0x40))
      expect(await Promise.all(three.map((job) => printer.print(job)))).toEqual(
        three.map(() => ok(undefined)),
      )
      expect(paper()).toEqual(Uint8Array.from(three.flatMap((job) => [...job])))
    })

    test('refuses a job after it was closed, and prints nothing of it', async () => {
      const { printer, paper } = await bench()
      await printer.close()
      expect(await printer.print(wholeJob)).toEqual(err('closed'))
      expect(paper()).toHaveLength(0)
    })

    test('names the missing paper before a job, which has not begun then', async () => {
      const { printer, runOutOfPaper, paper } = await bench()
      runOutOfPaper()
      let begun = false
      expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('paper-out'))
      expect(begun).toBe(false)
      expect(paper()).toHaveLength(0)
    })

    test('names the open cover', async () => {
      const { printer, openCover } = await bench()
      openCover()
      expect(await printer.print(wholeJob)).toEqual(err('cover-open'))
    })

    test('names the paper that ends in the middle of a job, which has begun then', async () => {
      const { printer, endPaperAfter } = await bench()
      endPaperAfter(1500)
      let begun = false
      expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('paper-out'))
      expect(begun).toBe(true)
    })

    test('prints again once there is new paper', async () => {
      const { printer, runOutOfPaper, newPaper, jobs } = await bench()
      runOutOfPaper()
      await printer.print(wholeJob)
      newPaper()
      expect(await printer.print(wholeJob)).toEqual(ok(undefined))
      expect(jobs()).toEqual([wholeJob])
    })

    test('is offline when nobody is at its address, and no job has begun then', async () => {
      const { printer, switchOff } = await bench()
      await switchOff()
      let begun = false
      expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('offline'))
      expect(begun).toBe(false)
    })

    test('is offline when the connection breaks in the middle of a job', async () => {
      const { printer, cutAfter } = await bench()
      cutAfter(2000)
      let begun = false
      expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('offline'))
      expect(begun).toBe(true)
    })
  })
}
