import { describe, expect, onTestFinished, test } from 'vitest'
import { err, ok, type Result } from '../../main/domain/result.ts'
import { cashId, type CashId, type InstallationId } from '../../main/domain/ids.ts'
import { classifyScan } from '../../main/domain/scan.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import type { Drawer, PrintFault, Printer } from '../../main/ports.ts'
import { findCash } from '../../main/receipts/cash-record.ts'
import { dataFolder } from '../journal/shop.ts'
import { readPaper } from '../receipts/paper.ts'
import { done, openDrawerShop, type DrawerShop, type DrawerShopOptions } from './drawer-shop.ts'

/** What came out, and what the printer and the drawer were asked in which order. */
interface Counter {
  readonly shop: DrawerShop
  readonly papers: () => readonly string[]
  readonly asked: string[]
  /** What the printer answers from now on; `begun` when it stops in the middle of the paper. */
  readonly printerIs: (state: 'well' | 'empty' | 'torn') => void
  /** From now on the drawer answers no more, until it is let go. */
  readonly holdDrawer: () => () => void
  readonly files: ReturnType<typeof dataFolder>
}

const columns = 48
const openCounter = (options: DrawerShopOptions = {}): Counter => {
  const jobs: Uint8Array[] = []
  const asked: string[] = []
  let state: 'well' | 'empty' | 'torn' = 'well'
  const printer: Printer = {
    print: (bytes, begun) => {
      asked.push('paper')
      if (state === 'empty') return Promise.resolve(err('paper-out'))
      begun?.()
      if (state === 'torn') return Promise.resolve(err('paper-out'))
      jobs.push(bytes)
      return Promise.resolve(ok(undefined))
    },
    close: () => Promise.resolve(),
  }
  let drawerAnswers: Promise<void> = Promise.resolve()
  const drawer: Drawer = {
    open: async (): Promise<Result<void, PrintFault>> => {
      asked.push('drawer asked')
      await drawerAnswers
      asked.push('drawer told')
      return ok(undefined)
    },
    state: () => Promise.resolve('unknown'),
    close: () => Promise.resolve(),
  }
  const files = dataFolder()
  const shop = openDrawerShop(files, {
    printer,
    drawer,
    after: (ms, ring) => {
      const timer = setTimeout(ring, ms)
      return () => clearTimeout(timer)
    },
    ...options,
    settings: {
      shop: { name: 'Café Morgenstern' },
      ...options.settings,
      printer: {
        address: '127.0.0.1:9100',
        columns,
        ...(options.settings?.['printer'] as object | undefined),
      },
    },
  })
  onTestFinished(shop.close)
  return {
    shop,
    papers: () => jobs.map((job) => readPaper(job, columns * 12).lines.join('\n')),
    asked,
    printerIs: (next) => (state = next),
    holdDrawer: () => {
      const held = Promise.withResolvers<void>()
      drawerAnswers = held.promise
      return held.resolve
    },
    files,
  }
}
const sold = (shop: DrawerShop, amount = 1850): CashId => {
  if (shop.shifts.view().open === undefined) done(shop.desk.openShift({ float: 10_000 }))
  return done(shop.desk.sell({ amount, tendered: 2000 })).id
}

describe('the receipt of a cash sale', () => {
  test('prints by itself, after the drawer, and says what was paid, given and handed back', async () => {
    const { shop, papers, asked } = openCounter()
    const id = sold(shop)
    await expect.poll(papers).toHaveLength(1)
    expect(asked).toEqual(['drawer asked', 'drawer told', 'paper'])
    const [paper = ''] = papers()
    expect(paper).toMatch(/PAID IN CASH 现金已付/)
    expect(paper).toMatch(/Amount 交易金额 +EUR 18\.50/)
    expect(paper).toMatch(/Given 实收 +EUR 20\.00/)
    expect(paper).toMatch(/Change 找零 +EUR 1\.50/)
    expect(paper).toMatch(/Cashier 收银员 +Lena/)
    expect(paper.replaceAll(/\s/g, '')).toContain(id)
    expect(paper).toContain('TRAINING')
    expect(paper).not.toContain('COPY')
  })

  test('is kept before the drawer answers, so that neither a power cut nor a closing till loses it', async () => {
    const { shop, papers, holdDrawer } = openCounter()
    const letGo = holdDrawer()
    const id = sold(shop)
    await expect.poll(() => shop.journal.printJobs(['queued'])).toMatchObject([{ of: id, copy: 0 }])
    expect(papers()).toEqual([])
    const closed = shop.paper.printing.close()
    letGo()
    await closed
    expect(shop.journal.printJobs(['failed'])).toMatchObject([{ of: id, copy: 0, fault: 'closed' }])
    expect(papers()).toEqual([])
  })

  test('prints by the rule of the settings: for both, or not at all', async () => {
    const both = openCounter({ settings: { printer: { copies: 'customer-and-merchant' } } })
    sold(both.shop)
    await expect.poll(both.papers).toHaveLength(2)
    expect(both.papers()[1]).toContain('Merchant copy')
    const none = openCounter({ settings: { printer: { copies: 'none' } } })
    sold(none.shop)
    await expect.poll(() => none.asked).toEqual(['drawer asked', 'drawer told'])
    expect(none.shop.journal.lastPrintJob()).toBe(0)
  })

  test('is a copy when it is printed once more, in the language that comes first', async () => {
    const { shop, papers } = openCounter({ settings: { language: 'zh' } })
    const id = sold(shop)
    await expect.poll(papers).toHaveLength(1)
    expect((await shop.paper.printing.enqueue(id, 'customer')).ok).toBe(true)
    expect(papers()[1]).toMatch(/副本 COPY 1/)
    expect(papers()[1]).toMatch(/现金已付 PAID IN CASH/)
  })

  test('that the printer does not take is kept, also over a restart, and printed later', async () => {
    const { shop, papers, printerIs } = openCounter()
    printerIs('empty')
    const id = sold(shop)
    await expect
      .poll(() => shop.journal.printJobs(['failed']))
      .toMatchObject([{ receipt: 'cash-sale', of: id, for: 'customer', copy: 0, fault: 'paper-out' }])
    shop.restart()
    printerIs('well')
    expect((await shop.paper.printing.retry(1)).ok).toBe(true)
    expect(papers()).toHaveLength(1)
    expect(papers()[0]).not.toContain('COPY')
  })

  test('leads back to the sale by its number, and no other number does', () => {
    const { shop } = openCounter()
    sold(shop)
    const id = sold(shop, 990)
    const scan = classifyScan(id)
    if (scan.kind !== 'cash-receipt') throw new Error(scan.kind)
    expect(findCash(shop.journal, scan.id)).toMatchObject({
      entry: { operator: 'Lena' },
      body: { kind: 'cash-sold', number: 2, amount: { minor: 990 } },
    })
    expect(shop.paper.faces(id, 'customer', false)?.text).toMatch(/EUR 9\.90/)
    const { seq } = shop.journal.newest('cash-sold')!
    const installation = shop.journal.installation as InstallationId
    const others = [
      { mode: 'live', installation, number: 2, seq },
      { mode: 'training', installation: '999999999' as InstallationId, number: 2, seq },
      { mode: 'training', installation, number: 1, seq },
      { mode: 'training', installation, number: 2, seq: seq - 2 },
      { mode: 'training', installation, number: 2, seq: seq + 1000 },
    ] as const
    for (const other of others) {
      expect(findCash(shop.journal, cashId(other))).toBeUndefined()
      expect(shop.paper.faces(cashId(other), 'customer', false)).toBeUndefined()
    }
  })
})

describe('the receipt of a cash refund', () => {
  test('prints by itself, after the drawer, with what is left, and leads back to the sale', async () => {
    const { shop, papers, asked } = openCounter({
      settings: { printer: { copies: 'customer-and-merchant' } },
    })
    const sale = sold(shop)
    await expect.poll(papers).toHaveLength(2)
    const { id } = done(shop.desk.refund({ amount: 850, reason: 'too sweet', of: sale }))
    await expect.poll(papers).toHaveLength(4)
    expect(asked.slice(-4)).toEqual(['drawer asked', 'drawer told', 'paper', 'paper'])
    const [paper = '', merchant = ''] = papers().slice(2)
    expect(paper).toMatch(/REFUND IN CASH 现金退款/)
    expect(paper).toMatch(/Refunded now 本次退款 +EUR 8\.50/)
    expect(paper).toMatch(/Remaining 剩余可退 +EUR 10\.00/)
    expect(paper).toMatch(/Reason 退款原因 +too sweet/)
    expect(paper).toMatch(/Approved by 经办收银员 +Lena/)
    expect(paper).toContain('Original receipt no. 原小票编号')
    expect(paper.replaceAll(/\s/g, '')).toContain(sale)
    expect(merchant).toContain('Merchant copy')
    // A copy says what the original said, whatever was given back since.
    done(shop.desk.refund({ amount: 1000, reason: 'cold', of: sale }))
    await expect.poll(papers).toHaveLength(6)
    expect((await shop.paper.printing.enqueue(id, 'customer')).ok).toBe(true)
    expect(papers().at(-1)).toMatch(/COPY 副本 1/)
    expect(papers().at(-1)).toMatch(/Remaining 剩余可退 +EUR 10\.00/)
    const kinds = shop.journal.printJobs(['printed']).map(({ receipt }) => receipt)
    expect([...new Set(kinds.slice(2))]).toEqual(['cash-refund'])
  })

  test('of a refund without a receipt bears its own number', async () => {
    const { shop, papers } = openCounter({ settings: { language: 'zh' } })
    done(shop.desk.openShift({ float: 10_000 }))
    const { id } = done(shop.desk.refund({ amount: 850, reason: 'too sweet' }))
    await expect.poll(papers).toHaveLength(1)
    expect(papers()[0]).toContain('现金退款 REFUND IN CASH')
    expect(papers()[0]).not.toContain('Remaining')
    expect(papers()[0]).toContain('小票编号 Receipt no.')
    expect(papers()[0]?.replaceAll(/\s/g, '')).toContain(id)
    expect(shop.paper.faces(id, 'customer', false)?.text).toContain('EUR 8.50')
  })
})

describe('the paper of a Z', () => {
  test('is kept until it is out: an original that never began, a copy of one that may have come out', async () => {
    const { shop, papers, printerIs, files } = openCounter()
    done(shop.desk.close())
    printerIs('empty')
    expect(await shop.desk.print(1)).toEqual(err('paper-out'))
    expect(shop.journal.printJobs(['failed'])).toMatchObject([{ receipt: 'closing', of: 'Z1', copy: 0 }])
    printerIs('torn')
    expect(await shop.paper.printing.retry(1)).toEqual(err('paper-out'))
    printerIs('well')
    shop.restart()
    expect((await shop.paper.printing.retry(1)).ok).toBe(true)
    expect(papers()).toHaveLength(1)
    expect(papers()[0]).toMatch(/COPY 副本 1/)
    expect(papers()[0]).toContain('DAY CLOSED Z 1')
    const { file, witnessFile } = files
    expect(verifyJournal(file, witnessFile)).toMatchObject({ ok: false, error: 'in-use' })
    // What did not come out is a question of the next Z, and none after it did.
    expect(done(shop.desk.close()).closing.openQuestions).toEqual([])
    shop.journal.close()
    expect(verifyJournal(file, witnessFile)).toMatchObject({ ok: true, closings: { count: 2 } })
  })

  test('is asked of a Z that is there, and an X is nobody’s to keep', async () => {
    const { shop, papers, printerIs } = openCounter()
    expect(await shop.desk.print(1)).toEqual(err('unknown-closing'))
    printerIs('empty')
    expect(await shop.desk.print(undefined)).toEqual(err('paper-out'))
    expect(shop.journal.lastPrintJob()).toBe(0)
    printerIs('well')
    expect(await shop.desk.print(undefined)).toEqual(ok(true))
    expect(papers()[0]).toContain('INTERIM REPORT X 1')
  })
})
