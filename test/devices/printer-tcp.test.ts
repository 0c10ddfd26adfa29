import { afterEach, describe, expect, test } from 'vitest'
import { tcpLink } from '../../drivers/links/tcp.node.ts'
import { createLinePrinter } from '../../drivers/printer/line.ts'
import { noPrinter } from '../../drivers/printer/none.ts'
import { err, ok } from '../../main/domain/result.ts'
import type { Printer } from '../../main/ports.ts'
import { suite } from './contract-suite.ts'
import { hasty } from './hasty.ts'
import { printerContract, wholeJob } from './printer-contract.ts'
import { startTcpPrinter, type PrinterCondition, type TcpPrinter } from './tcp-printer.ts'

suite('F37 TCP: a printer', printerContract, async () => {
  const device = await startTcpPrinter()
  const { condition } = device
  let listening = true
  const close = async (): Promise<void> => {
    if (listening) await device.close()
    listening = false
  }
  const printer = createLinePrinter(tcpLink(device.address, 2000), hasty)
  return {
    printer,
    paper: device.paper,
    jobs: device.jobs,
    runOutOfPaper: () => (condition.paperLeft = 0),
    endPaperAfter: (bytes) => (condition.paperLeft = bytes),
    newPaper: () => (condition.paperLeft = Number.POSITIVE_INFINITY),
    openCover: () => (condition.coverOpen = true),
    switchOff: close,
    cutAfter: (bytes) => (condition.hangsUpAfter = bytes),
    close: async () => {
      await printer.close()
      await close()
    },
  }
})

describe('a TCP printer', () => {
  const opened: { printer: Printer; device: TcpPrinter }[] = []
  const start = async (
    condition: Partial<PrinterCondition>,
  ): Promise<{ printer: Printer; device: TcpPrinter }> => {
    const device = await startTcpPrinter(condition)
    const both = { printer: createLinePrinter(tcpLink(device.address, 2000), hasty), device }
    opened.push(both)
    return both
  }
  afterEach(async () => {
    for (const { printer, device } of opened.splice(0)) {
      await printer.close()
      await device.close()
    }
  })

  test('is used although it never says how it is', async () => {
    const { printer, device } = await start({ answersNow: false, answersInTurn: false })
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(device.jobs()).toEqual([wholeJob, wholeJob])
  })

  test('is used although it does not know the question whether all was carried out', async () => {
    const { printer, device } = await start({ answersInTurn: false })
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(device.jobs()).toEqual([wholeJob])
  })

  test('is waited for while it prints slowly', async () => {
    const { printer, device } = await start({ slow: true })
    const job = wholeJob.slice(0, 1500)
    expect(await printer.print(job)).toEqual(ok(undefined))
    expect(device.jobs()).toEqual([job])
  })

  test('is not misunderstood when it also talks unasked', async () => {
    const { printer, device } = await start({ talksUnasked: true, paperLeft: 100 })
    expect(await printer.print(wholeJob)).toEqual(err('paper-out'))
    device.condition.paperLeft = Number.POSITIVE_INFINITY
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
  })

  test('has timed out when it goes dead in the middle of a job', async () => {
    const { printer } = await start({ diesAfter: 2000 })
    let begun = false
    expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('timed-out'))
    expect(begun).toBe(true)
  })

  test('has timed out when it takes no more of a long job, although it never said how it is', async () => {
    const { printer } = await start({ answersNow: false, answersInTurn: false, diesAfter: 2000 })
    const longerThanAnySocketBuffer = new Uint8Array(16_000_000)
    expect(await printer.print(longerThanAnySocketBuffer)).toEqual(err('timed-out'))
  })

  test('has timed out when it once answered and is quiet before the next job', async () => {
    const { printer, device } = await start({})
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    device.condition.answersNow = false
    let begun = false
    expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('timed-out'))
    expect(begun).toBe(false)
  })

  test('gives up a job in its hands when it is closed', async () => {
    const { printer, device } = await start({ answersInTurn: false, slow: true })
    const asked = printer.print(wholeJob)
    while (device.paper().length === 0) await new Promise((resolve) => setImmediate(resolve))
    await printer.close()
    expect(await asked).toEqual(err('closed'))
  })

  test('is offline under a name that nobody has', async () => {
    const printer = createLinePrinter(tcpLink({ host: 'no-such-printer.invalid', port: 9100 }, 2000), hasty)
    expect(await printer.print(wholeJob)).toEqual(err('offline'))
    await printer.close()
  })
})

test('a till without a printer names that, whatever is printed', async () => {
  expect(await noPrinter.print(wholeJob)).toEqual(err('not-configured'))
  await noPrinter.close()
  expect(await noPrinter.print(wholeJob)).toEqual(err('not-configured'))
})
