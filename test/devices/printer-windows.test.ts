import { describe, expect, test, vi } from 'vitest'
import { createSpooledPrinter } from '../../drivers/printer/spooler.ts'
import { createWindowsSpooler, faultInStatus } from '../../drivers/printer/windows.ts'
import { err, ok } from '../../main/domain/result.ts'
import { wholeJob } from './printer-contract.ts'
import { startSpooler, type WindowsDesk } from './windows-desk.ts'

describe('F37 Windows: a printer behind the spooler', () => {
  test('prints a job whole, though it is taken in pieces, and lets go of its handle', async () => {
    const { desk, calls, printer } = startSpooler()
    desk.takes = 1000
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(desk.printed).toEqual([wholeJob])
    expect(desk.jobs.size).toBe(0)
    const count = (name: string): number => calls.filter(([called]) => called === name).length
    expect(count('ClosePrinter')).toBe(count('OpenPrinterW'))
  })

  test('has nothing printed before it says that the job has begun', async () => {
    const { desk, printer } = startSpooler()
    let printedBefore: number | undefined
    await printer.print(wholeJob, () => (printedBefore = desk.printed.length))
    expect(printedBefore).toBe(0)
    expect(desk.printed).toHaveLength(1)
  })

  test('names the missing paper, takes its job back, and prints exactly the next one when there is paper', async () => {
    const { desk, printer } = startSpooler()
    desk.status = 0x10
    expect(await printer.print(wholeJob)).toEqual(err('paper-out'))
    expect(desk.jobs.size).toBe(0)
    desk.status = 0
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(desk.printed).toEqual([wholeJob])
  })

  test('names the missing paper also when only its job says so', async () => {
    const { desk, printer } = startSpooler()
    const asked = printer.print(wholeJob, () => {
      desk.status = 0x400
      for (const job of desk.jobs.values()) job.status = 0x40
    })
    expect(await asked).toEqual(err('paper-out'))
    expect(desk.jobs.size).toBe(0)
  })

  test('is offline when Windows shows it so, which it does for a pulled cable', async () => {
    const { desk, printer } = startSpooler()
    desk.attributes = 0x400
    expect(await printer.print(wholeJob)).toEqual(err('offline'))
    expect(desk.jobs.size).toBe(0)
  })

  const unplugged = 0x400
  const busy = 0x400
  const released = (desk: WindowsDesk): Promise<boolean> =>
    vi.waitUntil(() => [...desk.jobs.values()].some((job) => job.bytes.length > 0 && !job.isPaused))
  test.each([
    ['gone at once', (desk: WindowsDesk) => desk.jobs.clear()],
    ['still being deleted', (desk: WindowsDesk) => desk.jobs.forEach((job) => (job.status |= 0x4))],
    [
      'called printed while it is deleted',
      (desk: WindowsDesk) => desk.jobs.forEach((job) => (job.status |= 0x84)),
    ],
  ])('has not printed a job that somebody deleted in the queue: %s', async (_, remove) => {
    const { desk, printer } = startSpooler()
    desk.attributes = unplugged
    const asked = printer.print(wholeJob)
    await released(desk)
    remove(desk)
    expect(await asked).toEqual(err('offline'))
    desk.attributes = 0
    // The spooler's numbers begin anew when it is started anew.
    desk.jobs.clear()
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
  })

  test('has not printed a job that was deleted while nothing else was wrong, and says that nobody knows', async () => {
    const { desk, printer } = startSpooler()
    desk.status = busy
    const asked = printer.print(wholeJob)
    await released(desk)
    desk.jobs.clear()
    expect(await asked).toEqual(err('timed-out'))
    expect(desk.printed).toEqual([])
  })

  test('prints on a server that keeps no printed jobs, where one that is gone counts as printed', async () => {
    const { desk, printer } = startSpooler()
    desk.retains = false
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(desk.printed).toEqual([wholeJob])
  })

  test('has printed a job that came out in the moment in which it was to be taken back', async () => {
    const { desk, printer } = startSpooler()
    desk.attributes = unplugged
    const asked = printer.print(wholeJob)
    await released(desk)
    const closed = printer.close()
    for (const job of desk.jobs.values()) job.status |= 0x80
    await closed
    expect(await asked).toEqual(ok(undefined))
    expect(desk.jobs.size).toBe(0)
  })

  test('gives a spooler that takes only a part of it nothing to print', async () => {
    const { desk, printer } = startSpooler()
    desk.takes = 0
    let begun = false
    expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('offline'))
    expect(begun).toBe(false)
    expect([desk.jobs.size, desk.printed.length]).toEqual([0, 0])
  })

  test('says what is wrong when it cannot be opened', async () => {
    const { desk, printer, printerNamed, winspool } = startSpooler()
    expect(await printerNamed('Nobody').print(wholeJob)).toEqual(err('unknown-printer'))
    expect(await printerNamed('büro 打印机').print(wholeJob)).toEqual(err('no-access'))
    expect(await winspool.printers()).toEqual(['Receipts', 'Büro 打印机'])
    desk.isRunning = false
    expect(await printer.print(wholeJob)).toEqual(err('offline'))
    const nowhere = createSpooledPrinter(
      createWindowsSpooler('x', () => Promise.reject(new Error('no Windows'))),
    )
    expect(await nowhere.print(wholeJob)).toEqual(err('offline'))
  })

  test('is bound with the argument counts of winspool.h', () => {
    const { bound } = startSpooler()
    expect(bound.map(([, name, , args]) => [name, (args as unknown[]).length])).toEqual([
      ['OpenPrinterW', 3],
      ['StartDocPrinterW', 3],
      ['WritePrinter', 4],
      ['EndDocPrinter', 1],
      ['SetJobW', 5],
      ['GetJobW', 6],
      ['GetPrinterW', 5],
      ['EnumPrintersW', 7],
      ['ClosePrinter', 1],
    ])
    expect(new Set(bound.map(([convention]) => convention))).toEqual(new Set(['__stdcall']))
  })
})

test.each([
  [0, 0, undefined],
  [0x400, 0, undefined], // PRINTER_STATUS_PRINTING
  [0x10, 0, 'paper-out'],
  [0x40_0010, 0, 'cover-open'],
  [0x80, 0, 'offline'],
  [0, 0x400, 'offline'],
  [0, 0x1, undefined], // PRINTER_ATTRIBUTE_QUEUED
])('what Windows says with status %i and attributes %i is %s', (status, attributes, fault) => {
  expect(faultInStatus(status, attributes)).toBe(fault)
})
