import { describe, expect, onTestFinished, test } from 'vitest'
import type { PaymentId } from '../../../main/domain/ids.ts'
import type { PrintJob } from '../../../main/domain/entry.ts'
import type { Till } from '../../../main/till.ts'
import { readPaper } from '../../receipts/paper.ts'
import { charge, openShop, untilState } from '../../till/shop.ts'
import { kinds, type PrinterKind, type PrinterStand } from './printers.ts'

/** One whole receipt on the paper: what stands between two cuts, when the number of its sale is in it. */
const receiptsOf = ({ device }: PrinterStand, id: PaymentId): readonly { readonly isCopy: boolean }[] => {
  const receipts: { isCopy: boolean }[] = []
  let text = ''
  for (const item of readPaper(device.paper(), 576).items) {
    if (item.kind === 'line') text += item.text
    if (item.kind !== 'cut') continue
    if (text.replaceAll(/\D/g, '').includes(id)) receipts.push({ isCopy: text.includes('COPY') })
    text = ''
  }
  return receipts
}

interface Counter extends PrinterStand {
  readonly till: Till
  readonly sell: () => Promise<PaymentId>
  /** Resolves when so many prints have failed and none is on its way. */
  readonly failed: (count: number) => Promise<readonly PrintJob[]>
  /** Resolves when so many are known to be printed. */
  readonly printed: (count: number) => Promise<void>
}
const until = async <T>(look: () => T | undefined): Promise<T> => {
  for (;;) {
    const seen = look()
    if (seen !== undefined) return seen
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const openCounter = async (kind: PrinterKind): Promise<Counter> => {
  const stand = await kind.open()
  const shop = await openShop({
    printer: stand.printer,
    settings: { printer: { address: '127.0.0.1:9100' } },
  })
  onTestFinished(async () => {
    await shop.close()
    await stand.close()
  })
  const { till } = shop
  return {
    ...stand,
    till,
    sell: async () => {
      const id = charge(till, 1250)
      await untilState(till, id, 'paid')
      return id
    },
    failed: (count) =>
      until(() => {
        const { failedPrints } = till.view()
        return failedPrints.length === count ? failedPrints : undefined
      }),
    printed: async (count) => {
      await until(() => (shop.journal.printJobs(['printed']).length === count ? true : undefined))
    },
  }
}

for (const { name, missing } of kinds)
  if (missing !== undefined) console.log(`  receipts over ${name} are not tried: ${missing}`)

describe.each(kinds.filter(({ missing }) => missing === undefined))('F37 $name', (kind) => {
  test('no paper: every sale is paid and keeps its receipt, and each comes out once after the paper change', async () => {
    const { till, device, sell, failed, ...stand } = await openCounter(kind)
    device.condition.paperLeft = 0
    const sales = [await sell(), await sell()]
    const jobs = await failed(2)
    expect(jobs.map(({ of, fault, copy }) => ({ of, fault, copy }))).toEqual(
      sales.map((of) => ({ of, fault: 'paper-out', copy: kind.isQueue ? 1 : 0 })),
    )
    expect(device.paper()).toHaveLength(0)
    device.condition.paperLeft = Number.POSITIVE_INFINITY
    for (const { number } of jobs) expect(await till.retryPrint(number)).toMatchObject({ ok: true })
    for (const id of sales) {
      expect(receiptsOf({ ...stand, device }, id)).toEqual([{ isCopy: kind.isQueue }])
      expect(till.find(id)?.payment.state).toBe('paid')
    }
    expect(till.view().failedPrints).toEqual([])
  })

  test('the paper ends in a receipt: the sale stays paid, and the new roll gets one whole receipt, a copy by its face', async () => {
    const counter = await openCounter(kind)
    const { till, device, sell, failed } = counter
    device.condition.paperLeft = 300
    const id = await sell()
    const [job] = await failed(1)
    expect(job).toMatchObject({ of: id, fault: 'paper-out', copy: 1 })
    device.condition.paperLeft = Number.POSITIVE_INFINITY
    expect(await till.retryPrint(job?.number ?? 0)).toMatchObject({ ok: true })
    expect(receiptsOf(counter, id)).toEqual([{ isCopy: true }])
    expect(till.find(id)?.payment.state).toBe('paid')
  })

  test('the cover is open: it is named, and the receipt is kept', async () => {
    const { till, device, sell, failed } = await openCounter(kind)
    device.condition.coverOpen = true
    const id = await sell()
    const [job] = await failed(1)
    expect(job).toMatchObject({ of: id, fault: 'cover-open' })
    device.condition.coverOpen = false
    expect(await till.retryPrint(job?.number ?? 0)).toMatchObject({ ok: true })
  })

  test('the cable or the spooler is gone: sales go on, and their receipts are kept with their numbers', async () => {
    const counter = await openCounter(kind)
    const { till, sell, failed, printed, cut } = counter
    await sell()
    await printed(1)
    await cut()
    const sales = [await sell(), await sell()]
    const jobs = await failed(2)
    expect(jobs).toMatchObject(
      sales.map((of, index) => ({ of, number: index + 2, fault: 'offline', copy: 0 })),
    )
    expect(sales.map((id) => till.find(id)?.payment.state)).toEqual(['paid', 'paid'])
  })

  test('a slow printer: the next sale is paid while it still prints, and each receipt comes out once', async () => {
    const counter = await openCounter(kind)
    const { till, device, sell, printed } = counter
    device.condition.held = true
    const sales = [await sell(), await sell()]
    expect(device.paper()).toHaveLength(0)
    device.condition.held = false
    await printed(2)
    for (const id of sales) expect(receiptsOf(counter, id)).toEqual([{ isCopy: false }])
    expect(till.view().failedPrints).toEqual([])
  })
})
