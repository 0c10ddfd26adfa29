import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { kick } from '../../drivers/drawer/kick.ts'
import { createLineDrawer } from '../../drivers/drawer/line.ts'
import type { OpenLink } from '../../drivers/links/link.ts'
import { serialLink } from '../../drivers/links/serial.node.ts'
import { findUsbPrinters, usbFileLink } from '../../drivers/links/usb-file.node.ts'
import { inTurns } from '../../drivers/links/turns.ts'
import { createLinePrinter } from '../../drivers/printer/line.ts'
import { err, ok } from '../../main/domain/result.ts'
import { suite } from './contract-suite.ts'
import { hasty } from './hasty.ts'
import { printerContract, wholeJob, type PrinterBench } from './printer-contract.ts'
import { cableTo, noCable } from './pty.ts'
import { startTcpPrinter } from './tcp-printer.ts'

/** A cable has more hands between till and device than a socket, and the machine may be busy. */
const patient = { ...hasty, answerMs: 1000 }

const kinds: readonly (readonly [string, (path: string) => OpenLink])[] = [
  ['USB device file', usbFileLink],
  ['serial port', (path) => serialLink({ path, baud: 115_200, flow: 'none' })],
]

const benchOn = async (linkTo: (path: string) => OpenLink): Promise<PrinterBench> => {
  const device = await startTcpPrinter()
  const { condition } = device
  const cable = await cableTo(device.address.port)
  const printer = createLinePrinter(inTurns(linkTo(cable.path)), patient)
  return {
    printer,
    paper: device.paper,
    jobs: device.jobs,
    runOutOfPaper: () => (condition.paperLeft = 0),
    endPaperAfter: (bytes) => (condition.paperLeft = bytes),
    newPaper: () => (condition.paperLeft = Number.POSITIVE_INFINITY),
    openCover: () => (condition.coverOpen = true),
    switchOff: cable.pull,
    cutAfter: (bytes) => (condition.hangsUpAfter = bytes),
    close: async () => {
      await printer.close()
      await cable.pull()
      await device.close()
    },
  }
}

const why = noCable()
if (why !== undefined) console.log(`  printers on cables are not tried: ${why}`)
for (const [name, linkTo] of why === undefined ? kinds : []) {
  suite(`F37 ${name}: a printer`, printerContract, () => benchOn(linkTo))

  describe(`F37 ${name}: a line`, () => {
    const plugIn = async () => {
      const device = await startTcpPrinter()
      const cable = await cableTo(device.address.port)
      onTestFinished(async () => {
        await cable.pull()
        await device.close()
      })
      return { device, cable, line: inTurns(linkTo(cable.path)) }
    }

    test('that takes nothing more holds up neither the disk nor the close', async () => {
      const { cable, line } = await plugIn()
      const printers = Array.from({ length: 6 }, () => createLinePrinter(line, { ...hasty, stallMs: 60_000 }))
      cable.freeze()
      let isOver = false
      const longerThanAnyBuffer = new Uint8Array(4_000_000)
      const jobs = printers.map((printer) =>
        printer.print(longerThanAnyBuffer).finally(() => (isOver = true)),
      )
      // As many reads as would wait for each other if one thread of the disk's were held.
      for (let turn = 0; turn < 100; turn += 1)
        await Promise.all(kinds.map(() => readFile(import.meta.filename)))
      expect(isOver).toBe(false)
      for (const printer of printers) await printer.close()
      expect(await Promise.all(jobs)).toEqual(jobs.map(() => err('closed')))
    })

    test('is shared by receipts and drawer, which take turns', async () => {
      const { device, line } = await plugIn()
      const printer = createLinePrinter(line, patient)
      const drawer = createLineDrawer(line, kick(2))
      const done = await Promise.all([printer.print(wholeJob), drawer.open()])
      expect(done).toEqual([ok(undefined), ok(undefined)])
      // A terminal of the kernel says of bytes that lie in it that they are sent, and the next to open it clears them.
      while (device.paper().length < wholeJob.length + kick(2).length)
        await new Promise((resolve) => setTimeout(resolve, 5))
      expect(await printer.print(wholeJob)).toEqual(ok(undefined))
      expect(device.paper()).toEqual(Uint8Array.from([...wholeJob, ...kick(2), ...wholeJob]))
      await printer.close()
      await drawer.close()
    })

    test('still opens the drawer when the printer has no paper', async () => {
      const { device, line } = await plugIn()
      const printer = createLinePrinter(line, patient)
      const drawer = createLineDrawer(line, kick(5))
      device.condition.coverOpen = true
      expect(await Promise.all([printer.print(wholeJob), drawer.open()])).toEqual([
        err('cover-open'),
        ok(undefined),
      ])
    })

    test('is there again after its cable was pulled and put back', async () => {
      const { device, cable, line } = await plugIn()
      const printer = createLinePrinter(line, patient)
      expect(await printer.print(wholeJob)).toEqual(ok(undefined))
      await cable.pull()
      expect(await printer.print(wholeJob)).toEqual(err('offline'))
      const other = await cableTo(device.address.port)
      onTestFinished(other.pull)
      const again = createLinePrinter(inTurns(linkTo(other.path)), patient)
      expect(await again.print(wholeJob)).toEqual(ok(undefined))
    })
  })
}

describe('the USB printers of the machine', () => {
  const machine = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'spot-till-usb-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return folder
  }
  test('are named as they name themselves', async () => {
    const folder = machine()
    mkdirSync(join(folder, 'dev'))
    for (const name of ['lp10', 'lp2', 'hiddev0']) writeFileSync(join(folder, 'dev', name), '')
    const device = join(folder, 'sys', 'lp2', 'device')
    mkdirSync(device, { recursive: true })
    writeFileSync(join(device, 'ieee1284_id'), 'MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;\n')
    expect(await findUsbPrinters(join(folder, 'dev'), join(folder, 'sys'))).toEqual([
      { path: join(folder, 'dev', 'lp2'), name: 'EPSON TM-T20II' },
      { path: join(folder, 'dev', 'lp10'), name: '' },
    ])
  })
  test('are none where the kernel shows none', async () => {
    expect(await findUsbPrinters(join(machine(), 'none'))).toEqual([])
  })
})
