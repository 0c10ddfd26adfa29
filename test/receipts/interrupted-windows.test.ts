import { expect, onTestFinished, test, vi } from 'vitest'
import { createSpooledPrinter } from '../../drivers/printer/spooler.ts'
import { createWindowsSpooler } from '../../drivers/printer/windows.ts'
import type { Winspool } from '../../drivers/printer/winspool.ts'
import { ok } from '../../main/domain/result.ts'
import { instant } from '../../main/domain/time.ts'
import type { Journal } from '../../main/journal/journal.ts'
import { printerBytes } from '../../main/receipts/faces.ts'
import { issueForJob } from '../../main/receipts/issue.ts'
import { createPress } from '../../main/receipts/press.ts'
import { createPrinting, type PrintQueue } from '../../main/receipts/printing.ts'
import { startSpooler, type WindowsDesk } from '../devices/windows-desk.ts'
import { changed, paid, paymentNumber, requested, sending, stampAt } from '../journal/sales.ts'
import { dataFolder, openIn } from '../journal/shop.ts'
import { readPaper } from './paper.ts'
import { settingsWith } from './samples.ts'

const settings = settingsWith({ mode: 'training' })
const press = createPress(settings.printer)
const sale = paymentNumber(1)
const noPaper = 0x10

/** One run of a till on the journal, and on the queue of Windows, which outlives it. */
const startTill = (journal: Journal, winspool: Winspool): PrintQueue => {
  const spooler = createWindowsSpooler('Receipts', () => Promise.resolve(winspool))
  const printer = createSpooledPrinter(spooler, { pollMs: 10, faultMs: 60_000 })
  return createPrinting({
    journal,
    printer,
    clock: {
      now: () => ({ at: instant(1_795_000_100_000), mono: 101_000 }),
      after: () => () => {},
    },
    operator: () => 'Lena',
    render: (job) => {
      const receipt = issueForJob(journal, settings, job, instant(1_795_000_100_000))
      return receipt && printerBytes(receipt, press)
    },
  })
}

/** The spooler for a till that is gone as soon as `isGone` says so of a call: that one does nothing, and none after it. */
const until = (winspool: Winspool, isGone: (call: string) => boolean): Winspool => {
  let gone = false
  const calls = Object.entries(winspool).map(([name, call]) => [
    name,
    (...args: readonly unknown[]): Promise<unknown> => {
      gone ||= isGone(name === 'setJob' ? String(args[2]) : name)
      return gone
        ? new Promise(() => {})
        : (call as (...given: readonly unknown[]) => Promise<unknown>)(...args)
    },
  ])
  return Object.fromEntries(calls) as Winspool
}

/** Every paper that came out, which must be whole: the original, or a copy by its number. */
const papers = ({ printed }: WindowsDesk): readonly string[] =>
  printed.map((bytes) => {
    const lines = [...readPaper(bytes, press.columns * 12).lines]
    expect(lines.some((line) => line.includes('PAID'))).toBe(true)
    // What stands at the foot of every paper, whole or not at all.
    expect(lines.some((line) => line.includes('Record'))).toBe(true)
    return /COPY 副本 \d+/.exec(lines.join('\n'))?.[0] ?? 'original'
  })

test.each<[string, readonly string[], (call: string, desk: WindowsDesk) => boolean]>([
  ['before the queue was told to print it', [], (call) => call === 'resume'],
  [
    'while it was in the queue, and there was no paper',
    ['original'],
    (call, desk) => {
      if (call === 'resume') desk.status = noPaper
      return call === 'jobStatus'
    },
  ],
  [
    'when it was printed, and the till had not seen it yet',
    ['original'],
    (_, desk) => desk.printed.length > 0,
  ],
])(
  'F37 Windows: a till that was cut off %s prints nothing by itself, and then a copy',
  async (_, byItself, isGone) => {
    const { desk, workOn, winspool } = startSpooler()
    const folder = dataFolder()
    const first = openIn(folder)
    first.append(stampAt(1), requested(sending(1)), changed(paid(1)))
    let isCut = false
    const dying = until(winspool, (call) => (isCut = isGone(call, desk)))
    void startTill(first, dying).enqueue(sale, 'customer')
    await vi.waitUntil(() => isCut)
    first.close()

    const journal = openIn(folder)
    const queue = startTill(journal, winspool)
    onTestFinished(() => queue.close())
    // The paper is filled up, and the queue does what it was told before.
    desk.status = 0
    workOn()
    expect(papers(desk)).toEqual(byItself)
    expect(journal.printJobs(['failed'])).toMatchObject([{ number: 1, fault: 'interrupted', copy: 1 }])
    expect(await queue.retry(1)).toEqual(ok(undefined))
    expect(papers(desk)).toEqual([...byItself, 'COPY 副本 1'])
    // What the one before left in the list of the queue is not printed again by anything of this one.
    workOn()
    expect(papers(desk)).toHaveLength(byItself.length + 1)
  },
)
