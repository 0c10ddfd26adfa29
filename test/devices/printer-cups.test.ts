import { describe, expect, onTestFinished, test } from 'vitest'
import { createCupsSpooler, faultInReasons, findCupsQueues } from '../../drivers/printer/cups.node.ts'
import { createSpooledPrinter } from '../../drivers/printer/spooler.ts'
import { err, ok } from '../../main/domain/result.ts'
import type { Printer } from '../../main/ports.ts'
import { noCupsd, startCupsd, type Cupsd } from './cupsd.ts'
import { wholeJob } from './printer-contract.ts'
import { startTcpPrinter, type TcpPrinter } from './tcp-printer.ts'

const why = noCupsd()
if (why !== undefined) console.log(`  printers behind CUPS are not tried: ${why}`)

const timing = { pollMs: 100, faultMs: 500, finishMs: 15_000 }

interface Shop {
  readonly device: TcpPrinter
  readonly cups: Cupsd
  readonly printer: Printer
}
const open = async (): Promise<Shop> => {
  const device = await startTcpPrinter()
  const cups = await startCupsd(device.address.port)
  const printer = createSpooledPrinter(createCupsSpooler(cups.queue, cups), timing)
  onTestFinished(async () => {
    await printer.close()
    await cups.stop()
    await device.close()
  })
  return { device, cups, printer }
}

describe.skipIf(why !== undefined)('F37 CUPS: a printer behind a real queue', () => {
  test('prints jobs whole, one after the other, and says so when they are on paper', async () => {
    const { device, printer, cups } = await open()
    const jobs = [wholeJob, new Uint8Array(3000).fill(0x41)]
    expect(await Promise.all(jobs.map((job) => printer.print(job)))).toEqual([ok(undefined), ok(undefined)])
    expect(device.jobs()).toEqual(jobs)
    expect(cups.waiting()).toEqual([])
  })

  test('names the missing paper, takes its job back, and prints exactly the next one when there is paper', async () => {
    const { device, printer, cups } = await open()
    device.condition.paperLeft = 0
    let begun = false
    expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('paper-out'))
    expect(begun).toBe(true)
    expect(cups.waiting()).toEqual([])
    device.condition.paperLeft = Number.POSITIVE_INFINITY
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(device.jobs()).toEqual([wholeJob])
  })

  test('names the open cover, and does not take the old word for a new fault', async () => {
    const { device, printer } = await open()
    device.condition.coverOpen = true
    expect(await printer.print(wholeJob)).toEqual(err('cover-open'))
    device.condition.coverOpen = false
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(device.jobs()).toEqual([wholeJob])
  })

  test('is offline when nobody is at the end of the queue', async () => {
    const { device, printer, cups } = await open()
    await device.close()
    expect(await printer.print(wholeJob)).toEqual(err('offline'))
    expect(cups.waiting()).toEqual([])
  })

  test('gives a queue that was stopped nothing to keep', async () => {
    const { device, printer, cups } = await open()
    cups.pause()
    let begun = false
    expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('offline'))
    expect(begun).toBe(false)
    cups.resume()
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(device.jobs()).toEqual([wholeJob])
  })

  test('is offline when the spooler is dead, and no job has begun then', async () => {
    const { printer, cups } = await open()
    await cups.stop()
    let begun = false
    expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('offline'))
    expect(begun).toBe(false)
  })

  test('is not known under a name that the system has not', async () => {
    const { cups } = await open()
    const stranger = createSpooledPrinter(createCupsSpooler('Nobody', cups), timing)
    expect(await stranger.print(wholeJob)).toEqual(err('unknown-printer'))
    expect(await findCupsQueues(cups)).toMatchObject([{ queue: 'Receipts' }])
  })

  test('takes back the job in its hands when it is closed', async () => {
    const { device, printer, cups } = await open()
    device.condition.paperLeft = 0
    const patient = createSpooledPrinter(createCupsSpooler(cups.queue, cups), { ...timing, faultMs: 60_000 })
    const asked = patient.print(wholeJob)
    while (cups.waiting().length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    await patient.close()
    expect(await asked).toEqual(err('closed'))
    expect(await patient.print(wholeJob)).toEqual(err('closed'))
    device.condition.paperLeft = Number.POSITIVE_INFINITY
    expect(await printer.print(Uint8Array.of(0x41))).toEqual(ok(undefined))
    expect(device.jobs()).toEqual([Uint8Array.of(0x41)])
  })
})

test.each([
  [[], undefined],
  [['none'], undefined],
  [['media-low-warning'], undefined],
  [['media-empty-error'], 'paper-out'],
  [['media-needed-report', 'offline-report'], 'paper-out'],
  [['offline-report', 'cover-open'], 'cover-open'],
  [['door-open-error'], 'cover-open'],
  [['paused'], 'offline'],
  [['connecting-to-device'], 'offline'],
])('what CUPS says with %j is %s', (reasons, fault) => {
  expect(faultInReasons(reasons)).toBe(fault)
})
