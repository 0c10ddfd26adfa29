import { describe, expect, onTestFinished, test } from 'vitest'
import { tcpLink } from '../../drivers/links/tcp.node.ts'
import { createLinePrinter } from '../../drivers/printer/line.ts'
import { noPrinter } from '../../drivers/printer/none.ts'
import type { PrintJob } from '../../main/domain/entry.ts'
import { err, ok } from '../../main/domain/result.ts'
import { instant } from '../../main/domain/time.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import type { Clock, Printer } from '../../main/ports.ts'
import { printerBytes } from '../../main/receipts/faces.ts'
import { issueForJob } from '../../main/receipts/issue.ts'
import { createPress } from '../../main/receipts/press.ts'
import { createPrinting, type PrintQueue } from '../../main/receipts/printing.ts'
import { startTcpPrinter, type PrinterCondition, type TcpPrinter } from '../devices/tcp-printer.ts'
import { changed, paid, paymentNumber, requested, sending, stampAt } from '../journal/sales.ts'
import { dataFolder, openIn, type DataFolder } from '../journal/shop.ts'
import { readPaper } from './paper.ts'
import { settingsWith } from './samples.ts'

const press = createPress(settingsWith().printer)
const { columns } = press
const settings = settingsWith({ mode: 'training' })
const sale = paymentNumber(1)

const clock: Clock = {
  now: () => ({ at: instant(1_795_000_100_000), mono: 101_000 }),
  after: () => () => {},
}

const journalWithSale = (folder: DataFolder): Journal => {
  const journal = openIn(folder)
  journal.append(stampAt(1), requested(sending(1)), changed(paid(1)))
  return journal
}

const queueOn = (journal: Journal, printer: Printer, time = clock): PrintQueue =>
  createPrinting({
    journal,
    printer,
    clock: time,
    operator: () => 'Lena',
    render: (job) => {
      const receipt = issueForJob(journal, settings, job, clock.now().at)
      return receipt && printerBytes(receipt, press)
    },
  })

interface Shop {
  readonly journal: Journal
  readonly device: TcpPrinter
  readonly queue: PrintQueue
  readonly folder: DataFolder
}
const shopWith = async (condition: Partial<PrinterCondition> = {}): Promise<Shop> => {
  const folder = dataFolder()
  const journal = journalWithSale(folder)
  const device = await startTcpPrinter(condition)
  const timing = { answerMs: 200, stallMs: 500, pollMs: 100, finishMs: 2000, closeMs: 500 }
  const printer = createLinePrinter(tcpLink(device.address, 2000), timing)
  const queue = queueOn(journal, printer)
  onTestFinished(async () => {
    await printer.close()
    await queue.close()
    await device.close()
  })
  return { journal, device, queue, folder }
}

const jobs = (journal: Journal): readonly PrintJob[] =>
  journal.printJobs(['queued', 'printed', 'failed', 'given-up'])
const papersOf = (device: TcpPrinter): readonly string[][] =>
  device.jobs().map((bytes) => [...readPaper(bytes, columns * 12).lines])
const says = (lines: readonly string[] | undefined, words: string): boolean =>
  (lines ?? []).some((line) => line.includes(words))

describe('a receipt that prints', () => {
  test('is an original the first time and a numbered copy every time after', async () => {
    const { queue, device, journal } = await shopWith()
    expect(await queue.enqueue(sale, 'customer')).toEqual(ok(undefined))
    expect(await queue.enqueue(sale, 'customer')).toEqual(ok(undefined))
    expect(await queue.enqueue(sale, 'customer')).toEqual(ok(undefined))
    const [original, first, second] = papersOf(device)
    expect(says(original, 'PAID')).toBe(true)
    expect(says(original, 'COPY')).toBe(false)
    expect(says(first, 'COPY 副本 1')).toBe(true)
    expect(says(second, 'COPY 副本 2')).toBe(true)
    expect(jobs(journal).map(({ number, state, copy }) => ({ number, state, copy }))).toEqual([
      { number: 1, state: 'printed', copy: 0 },
      { number: 2, state: 'printed', copy: 1 },
      { number: 3, state: 'printed', copy: 2 },
    ])
  })

  test("counts the merchant's papers apart from the customer's", async () => {
    const { queue, device } = await shopWith()
    await Promise.all([queue.enqueue(sale, 'customer'), queue.enqueue(sale, 'merchant')])
    const [customer, merchant] = papersOf(device)
    expect(says(customer, 'Merchant copy')).toBe(false)
    expect(says(merchant, 'Merchant copy')).toBe(true)
    expect(says(merchant, 'COPY 副本')).toBe(false)
  })

  test('is written down before the call returns, and printed later', async () => {
    const { queue, journal } = await shopWith()
    const asked = queue.enqueue(sale, 'customer')
    expect(journal.printJobs(['queued'])).toHaveLength(1)
    await asked
    expect(journal.printJobs(['queued'])).toHaveLength(0)
  })

  test('belongs to the story of its payment', async () => {
    const { queue, journal } = await shopWith()
    await queue.enqueue(sale, 'customer')
    expect(journal.story(sale).map(({ body }) => body.kind)).toEqual([
      'payment-requested',
      'payment-changed',
      'print-changed',
      'print-changed',
    ])
  })
})

describe('a receipt that does not print', () => {
  test('is kept with its fault, and is still the original when no byte of it had left', async () => {
    const { queue, device, journal } = await shopWith({ paperLeft: 0 })
    expect(await queue.enqueue(sale, 'customer')).toEqual(err('paper-out'))
    expect(journal.printJobs(['failed'])).toMatchObject([{ number: 1, fault: 'paper-out', copy: 0 }])
    device.condition.paperLeft = Number.POSITIVE_INFINITY
    expect(await queue.retry(1)).toEqual(ok(undefined))
    expect(papersOf(device).map((lines) => says(lines, 'COPY'))).toEqual([false])
    expect(jobs(journal)).toMatchObject([{ number: 1, state: 'printed', copy: 0 }])
    expect(jobs(journal)[0]).not.toHaveProperty('fault')
  })

  test('is a copy the next time when it broke off in the middle: one whole receipt, and it says so', async () => {
    const { queue, device, journal } = await shopWith({ paperLeft: 400 })
    expect(await queue.enqueue(sale, 'customer')).toEqual(err('paper-out'))
    expect(journal.printJobs(['failed'])).toMatchObject([{ fault: 'paper-out', copy: 1 }])
    device.condition.paperLeft = Number.POSITIVE_INFINITY
    expect(await queue.retry(1)).toEqual(ok(undefined))
    const whole = papersOf(device).filter((lines) => says(lines, 'Keep for refunds'))
    expect(whole).toHaveLength(1)
    expect(says(whole[0], 'COPY 副本 1')).toBe(true)
    await queue.enqueue(sale, 'customer')
    expect(says(papersOf(device).at(-1), 'COPY 副本 2')).toBe(true)
  })

  test('comes out torn and then whole on a printer that cannot forget, and the whole one says that it is a copy', async () => {
    const { queue, device } = await shopWith({ paperLeft: 400, forgetsOnDemand: false })
    await queue.enqueue(sale, 'customer')
    device.condition.paperLeft = Number.POSITIVE_INFINITY
    expect(await queue.retry(1)).toEqual(ok(undefined))
    expect(says(papersOf(device).at(-1), 'COPY 副本 1')).toBe(true)
    expect(says(papersOf(device).at(-1), 'Keep for refunds')).toBe(true)
  })

  test('does not keep the next one from printing', async () => {
    const { queue, device } = await shopWith({ hangsUpAfter: 500 })
    const first = queue.enqueue(sale, 'customer')
    const second = queue.enqueue(sale, 'merchant')
    expect(await first).toEqual(err('offline'))
    device.condition.hangsUpAfter = Number.POSITIVE_INFINITY
    await second
    expect(await queue.enqueue(sale, 'merchant')).toEqual(ok(undefined))
  })

  test('is given up when a person drops it, and only then', async () => {
    const { queue, journal } = await shopWith({ coverOpen: true })
    await queue.enqueue(sale, 'customer')
    expect(journal.printJobs(['failed'])).toHaveLength(1)
    queue.drop(1)
    expect(jobs(journal)).toMatchObject([{ number: 1, state: 'given-up', fault: 'cover-open' }])
    expect(await queue.retry(1)).toEqual(err('unknown-job'))
  })

  test('a till without a printer keeps it too', async () => {
    const journal = journalWithSale(dataFolder())
    const queue = queueOn(journal, noPrinter)
    expect(await queue.enqueue(sale, 'customer')).toEqual(err('not-configured'))
    expect(journal.printJobs(['failed'])).toMatchObject([{ fault: 'not-configured', copy: 0 }])
  })

  test('of a payment nobody made is refused and not written down', async () => {
    const { queue, journal } = await shopWith()
    const head = journal.head()
    expect(await queue.enqueue(paymentNumber(99), 'customer')).toEqual(err('unknown-payment'))
    expect(await queue.retry(99)).toEqual(err('unknown-job'))
    queue.drop(99)
    expect(journal.head()).toEqual(head)
  })
})

describe('after the till stopped with a receipt on its way', () => {
  test('the receipt is offered again as a copy, because it may have come out', async () => {
    const { journal, queue, device } = await shopWith()
    journal.append(stampAt(2), {
      kind: 'print-changed',
      job: { number: 7, receipt: 'payment', of: sale, for: 'customer', copy: 0, state: 'queued' },
    })
    await queue.close()
    const printer = createLinePrinter(tcpLink(device.address, 2000))
    const restarted = queueOn(journal, printer)
    expect(journal.printJobs(['failed'])).toMatchObject([{ number: 7, fault: 'interrupted', copy: 1 }])
    expect(papersOf(device)).toEqual([])
    expect(await restarted.retry(7)).toEqual(ok(undefined))
    expect(says(papersOf(device)[0], 'COPY 副本 1')).toBe(true)
    await printer.close()
  })

  test('job numbers go on where they were', async () => {
    const { journal, queue, device } = await shopWith()
    await queue.enqueue(sale, 'customer')
    await queue.close()
    const printer = createLinePrinter(tcpLink(device.address, 2000))
    await queueOn(journal, printer).enqueue(sale, 'merchant')
    expect(jobs(journal).map(({ number }) => number)).toEqual([1, 2])
    await printer.close()
  })

  test('what waits behind the job in the printer is kept when the queue closes, and bears no copy mark', async () => {
    const { journal, queue } = await shopWith({ slow: true })
    const first = queue.enqueue(sale, 'customer')
    const second = queue.enqueue(sale, 'merchant')
    await queue.close()
    expect(await first).toEqual(err('closed'))
    expect(await second).toEqual(err('closed'))
    expect(journal.printJobs(['failed'])).toMatchObject([
      { number: 1, fault: 'closed', copy: 0 },
      { number: 2, fault: 'closed', copy: 0 },
    ])
    expect(await queue.enqueue(sale, 'customer')).toEqual(err('closed'))
  })
})

describe('behind a drawer that never answers', () => {
  const never = new Promise<void>(() => {})

  test('a receipt prints after eight seconds, and those behind it', async () => {
    const { journal, device } = await shopWith()
    const waits: (readonly [ms: number, end: () => void])[] = []
    const printer = createLinePrinter(tcpLink(device.address, 2000))
    onTestFinished(printer.close)
    const time: Clock = { ...clock, after: (ms, end) => (waits.push([ms, end]), () => {}) }
    const queue = queueOn(journal, printer, time)
    const held = queue.enqueue(sale, 'customer', never)
    const next = queue.enqueue(sale, 'merchant')
    await expect.poll(() => waits.map(([ms]) => ms)).toEqual([8000])
    expect(device.paper()).toHaveLength(0)
    for (const [, end] of waits) end()
    expect([await held, await next]).toEqual([ok(undefined), ok(undefined)])
  })

  test('no receipt keeps the till from closing: it is kept as what it was', async () => {
    const { journal, queue, device } = await shopWith()
    const held = queue.enqueue(sale, 'customer', never)
    await new Promise((resolve) => setImmediate(resolve))
    await queue.close()
    expect(await held).toEqual(err('closed'))
    expect(journal.printJobs(['failed'])).toMatchObject([{ number: 1, fault: 'closed', copy: 0 }])
    expect(device.paper()).toHaveLength(0)
  })
})

describe('a sale', () => {
  test('never sees a mistake in printing: the job fails, the promise does not', async () => {
    const journal = journalWithSale(dataFolder())
    const broken = createPrinting({
      journal,
      printer: noPrinter,
      clock,
      operator: () => 'Lena',
      render: () => {
        throw new RangeError('a mistake of ours')
      },
    })
    expect(await broken.enqueue(sale, 'customer')).toEqual(err('closed'))
    expect(journal.printJobs(['failed'])).toMatchObject([{ fault: 'not-printable' }])
  })

  test('never sees a journal that takes nothing more, and nothing prints that is not written down', async () => {
    const { journal, device } = await shopWith()
    const full: Journal = {
      ...journal,
      append: () => {
        throw new JournalFault('disk', 'the disk is full')
      },
    }
    const printer = createLinePrinter(tcpLink(device.address, 2000))
    const queue = queueOn(full, printer)
    expect(await queue.enqueue(sale, 'customer')).toEqual(err('closed'))
    queue.drop(1)
    expect(device.paper()).toHaveLength(0)
    await printer.close()
  })
})
