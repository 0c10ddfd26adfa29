import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Closing, CountAndSum } from '../../main/domain/cash.ts'
import type { Entry } from '../../main/domain/entry.ts'
import { entryOfCash } from '../../main/domain/ids.ts'
import { isFinal } from '../../main/domain/payment.ts'
import { isRefundFinal } from '../../main/domain/refund.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { secondVerdicts, python, type Job } from '../faults/evidence/second-verifier.ts'
import type { DataFolder } from '../journal/shop.ts'
import { done, openDrawerShop, type DrawerShop } from './drawer-shop.ts'
import { days, play, type CashBook, type Happening, type Played } from './random-days.ts'

const runs = Number(process.env['DAYS'] ?? 25)
const root = mkdtempSync(join(tmpdir(), 'days-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let made = 0
const freshFolder = (): DataFolder => {
  made += 1
  const folder = join(root, String(made))
  return {
    folder,
    file: join(folder, 'data', 'journal.db'),
    witnessFile: join(folder, 'witness', 'head.log'),
  }
}

interface Lived extends Played {
  readonly files: DataFolder
  readonly closings: readonly Closing[]
  readonly entries: readonly Entry[]
  readonly head: { readonly seq: number; readonly hash: string }
}

/** Z, and what it says of the drawer against the book kept by hand. */
const closeAndHold = (shop: DrawerShop, book: CashBook): void => {
  const { closing } = done(shop.desk.close({ reason: 'miscounted' }))
  const [block, ...others] = closing.cash
  expect(others).toEqual([])
  expect(block?.expected).toBe(book.drawer)
  expect(block?.counted).toBe(book.counted)
  const difference = book.counted === undefined ? undefined : book.counted - (book.drawer ?? 0)
  expect(block?.difference).toBe(difference)
  expect(block?.earlier?.difference).toBe(
    book.furthest === 0 || book.furthest === difference ? undefined : book.furthest,
  )
  expect(block?.reason).toBe((difference ?? 0) === 0 && book.furthest === 0 ? undefined : 'miscounted')
}

/** Lives the days, closes the last one, and gives everything for comparison. */
const live = (happenings: readonly Happening[]): Lived => {
  const files = freshFolder()
  const shop = openDrawerShop(files)
  try {
    const played = play(shop, happenings, closeAndHold)
    closeAndHold(shop, played.cash)
    const closings = shop.desk
      .closings(400)
      .map(({ closing }) => closing)
      .reverse()
    // Every projection agrees with what was played.
    for (const [id, payment] of played.payments) {
      expect(shop.journal.payment(id as never)?.payment.state).toBe(payment.state)
    }
    return { ...played, files, closings, entries: [...shop.journal.entries()], head: shop.journal.head() }
  } finally {
    shop.close()
  }
}

const isRefundOfSale = ({ body }: Entry): boolean => body.kind === 'cash-refunded' && body.of !== undefined

const sumOf = (
  closings: readonly Closing[],
  type: 'sale' | 'refund',
  method: string,
  currency: string,
): CountAndSum =>
  closings
    .flatMap(({ lines }) => lines)
    .filter((line) => line.type === type && line.method === method && line.currency === currency)
    .reduce((sum, { count, minor }) => ({ count: sum.count + count, minor: sum.minor + minor }), {
      count: 0,
      minor: 0,
    })

const totalsOf = (
  list: readonly { readonly amount: { readonly minor: number; readonly currency: string } }[],
  currency: string,
): CountAndSum =>
  list
    .filter(({ amount }) => amount.currency === currency)
    .reduce((sum, { amount }) => ({ count: sum.count + 1, minor: sum.minor + amount.minor }), {
      count: 0,
      minor: 0,
    })

describe('random days on a real journal', () => {
  const lived: Lived[] = []
  const holdRanges = ({ closings, head }: Lived): void => {
    let next = 1
    closings.forEach((closing, index) => {
      expect([closing.number, closing.from]).toEqual([index + 1, next])
      expect(closing.to).toBeGreaterThanOrEqual(closing.from)
      next = closing.to + 1
    })
    // Only the entry of the last Z is left for the next one.
    expect(next).toBe(head.seq)
  }
  const holdSums = ({ closings, payments, refunds, files }: Lived): void => {
    const verdict = verifyJournal(files.file, files.witnessFile)
    if (!verdict.ok) throw new Error(`${verdict.error} ${verdict.seq} ${verdict.what}`)
    for (const currency of ['EUR', 'JPY']) {
      const sold = sumOf(closings, 'sale', 'alipay', currency)
      const given = sumOf(closings, 'refund', 'alipay', currency)
      const paid = [...payments.values()].filter(({ state }) => state === 'paid')
      const back = [...refunds.values()].filter(({ state }) => state === 'refunded')
      expect(sold).toEqual(totalsOf(paid, currency))
      expect(given).toEqual(totalsOf(back, currency))
      expect(sold.minor).toBe(verdict.totals.gross[currency] ?? 0)
      expect(given.minor).toBe(verdict.totals.refunded[currency] ?? 0)
    }
    const last = closings.at(-1)
    expect(last?.integrity).toMatchObject({
      gross: verdict.totals.gross,
      refunded: verdict.totals.refunded,
    })
  }
  const holdOpen = ({ closings, payments, refunds }: Lived): void => {
    const listed = closings.at(-1)?.openQuestions ?? []
    const ids = (of: string): readonly string[] => listed.filter((one) => one.of === of).map(({ id }) => id)
    const open = [...payments.values()].filter((payment) => !isFinal(payment)).map(({ id }) => id)
    expect(ids('payment')).toEqual(open.sort())
    expect(ids('refund')).toEqual(
      [...refunds.values()]
        .filter((refund) => !isRefundFinal(refund))
        .map(({ id }) => id)
        .sort(),
    )
  }
  const holdRefunds = ({ closings }: Lived): void => {
    const taken = new Map<string, number>()
    for (const { alipay } of closings) {
      for (const { currency, paid, foundPaid, refunded } of alipay) {
        const sum = (taken.get(currency) ?? 0) + paid.minor + foundPaid.minor - refunded.minor
        expect(sum).toBeGreaterThanOrEqual(0)
        taken.set(currency, sum)
      }
    }
  }
  /** Of every sale in cash, by what the books say and not the till. */
  const holdCashRefunds = ({ entries }: Lived): void => {
    const given = new Map<string, number>()
    for (const { body } of entries) {
      if (body.kind !== 'cash-refunded' || body.of === undefined) continue
      const { sale, left } = body.of
      given.set(sale, (given.get(sale) ?? 0) + body.amount.minor)
      const sold = entries[entryOfCash(sale) - 1]?.body
      expect(left).toBeGreaterThanOrEqual(0)
      expect(sold?.kind === 'cash-sold' && sold.amount.minor - (given.get(sale) ?? 0)).toBe(left)
    }
  }
  const property = (hold: (one: Lived) => void): void => {
    for (const one of lived) hold(one)
  }

  test(
    `${runs} of them are lived, and every Z has in the drawer what the book by hand has`,
    { timeout: 300_000 },
    () => {
      fc.assert(
        fc.property(days, (happenings) => {
          lived.push(live(happenings))
        }),
        { numRuns: runs, seed: Number(process.env['SEED'] ?? 4), endOnFailure: true },
      )
      const closed = lived.flatMap(({ closings }) => closings)
      // The days are worth something: all that can happen did, many times.
      const states = new Set(
        lived.flatMap(({ payments }) => [...payments.values()].map(({ state }) => state)),
      )
      expect([...states].sort()).toEqual(['cancelled', 'declined', 'not-sent', 'paid', 'sending', 'waiting'])
      expect(closed.length).toBeGreaterThan(runs * 2)
      expect(closed.some(({ cash }) => cash.some(({ counted }) => counted !== undefined))).toBe(true)
      expect(closed.some(({ alipay }) => alipay.some(({ foundPaid }) => foundPaid.count > 0))).toBe(true)
    },
  )

  test('the ranges of the Zs are all entries, each once', () => {
    property(holdRanges)
  })

  test('their sums are those of the projections, of the running totals and of what was played', () => {
    property(holdSums)
  })

  test('what is open at the end is what the last Z lists', () => {
    property(holdOpen)
  })

  test('refunds never exceed payments, up to any Z', () => {
    property(holdRefunds)
    property(holdCashRefunds)
    expect(lived.some(({ entries }) => entries.some(isRefundOfSale))).toBe(true)
  })

  describe('none of this can pass by mistake', () => {
    /** The same days with the first Z changed. */
    const spoiled = (one: Lived, change: (closing: Closing) => Closing): Lived => ({
      ...one,
      closings: one.closings.map((closing, index) => (index === 0 ? change(closing) : closing)),
    })
    const someOf = (has: (closing: Closing) => boolean): Lived => {
      const found = lived.find(({ closings: [first] }) => first !== undefined && has(first))
      if (found === undefined) throw new Error('no such day was lived')
      return found
    }

    test('a range that leaves out an entry, and a number that is left out', () => {
      const one = someOf(({ to }) => to > 1)
      expect(() => holdRanges(spoiled(one, (closing) => ({ ...closing, to: closing.to - 1 })))).toThrow(
        'expected',
      )
      expect(() => holdRanges(spoiled(one, (closing) => ({ ...closing, number: 2 })))).toThrow('expected')
    })
    test('a sum that is off by the smallest unit', () => {
      const one = someOf(({ lines }) => lines.some(({ method }) => method === 'alipay'))
      const off = spoiled(one, (closing) => ({
        ...closing,
        lines: closing.lines.map((line) => ({ ...line, minor: line.minor + 1 })),
      }))
      expect(() => holdSums(off)).toThrow('expected')
    })
    test('a question that is not listed', () => {
      const one = lived.find(({ closings }) =>
        closings.at(-1)?.openQuestions.some(({ of }) => of === 'payment'),
      )
      if (one === undefined) throw new Error('no such day was lived')
      const closings = one.closings.map((closing) => ({ ...closing, openQuestions: [] }))
      expect(() => holdOpen({ ...one, closings })).toThrow('expected')
    })
    test('a refund of more than was paid', () => {
      const one = someOf(({ alipay }) => alipay.length > 0)
      const off = spoiled(one, (closing) => ({
        ...closing,
        alipay: closing.alipay.map((block) => ({
          ...block,
          refunded: { count: 1, minor: block.paid.minor + block.foundPaid.minor + 1 },
        })),
      }))
      expect(() => holdRefunds(off)).toThrow('expected')
    })
    test('a refund in cash of more than is left of its sale', () => {
      const one = lived.find(({ entries }) => entries.some(isRefundOfSale))
      const entries = (one?.entries ?? []).flatMap((entry) =>
        isRefundOfSale(entry) ? [entry, entry] : [entry],
      )
      expect(() => holdCashRefunds({ ...(one as Lived), entries })).toThrow('expected')
    })
    test('a drawer with one cent too much', () => {
      const shop = openDrawerShop(freshFolder())
      done(shop.desk.openShift({ float: 1000 }))
      expect(() => closeAndHold(shop, { drawer: 1001, counted: undefined, furthest: 0 })).toThrow('expected')
      shop.close()
    })
  })

  test.skipIf(python === undefined)(
    'the second verifier says the same of each (needs python3)',
    { timeout: 300_000 },
    () => {
      const jobs: readonly Job[] = lived.map(({ files }) => ({
        journal: files.file,
        witness: files.witnessFile,
      }))
      const ours = lived.map(({ files }) => verifyJournal(files.file, files.witnessFile))
      expect(secondVerdicts(jobs)).toEqual(ours)
      expect(ours.every((verdict) => verdict.ok)).toBe(true)
    },
  )
})
