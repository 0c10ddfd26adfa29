import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  freshCode,
  keyAmount,
  noBrowser,
  openCounter,
  press,
  resultState,
  scanWedge,
  type Counter,
} from './counter.ts'
import { noOtherDay } from './other-day.ts'

/**
 * The manager's morning after a day of training: the provider's file is fetched, a changed one is dropped on the
 * window, the line that differs is asked about and decided, and figures and exports tell the same sums. Tuesday
 * 10 March 2026 in Vienna; in training the next morning comes when it is asked for.
 */
const missing = noBrowser ?? noOtherDay
const tuesday = Date.parse('2026-03-10T09:00:00Z')
const soldOn = '2026-03-10'
const soon = { timeout: 15_000 } as const

/** Lets a file go over the page, as from the desktop. */
const dropFile = (page: Page, name: string, text: string): Promise<void> =>
  page.evaluate(
    ([called, content]) => {
      const given = new DataTransfer()
      given.items.add(new File([content], called))
      const place = document.querySelector('[data-testid=days]') ?? document.body
      place.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: given }))
    },
    [name, text] as const,
  )

describe.skipIf(missing !== undefined)('the office on the morning after', () => {
  let counter: Counter
  const sold: string[] = []
  beforeAll(async () => {
    counter = await openCounter({
      at: tuesday,
      settings: { shop: { name: 'Corner Coffee 街角咖啡', timeZone: 'Europe/Vienna' }, currency: 'EUR' },
    })
  }, 120_000)
  afterAll(() => counter.close(), 60_000)

  const sell = async (digits: string, ends: string): Promise<void> => {
    const { page } = counter
    await keyAmount(page, digits)
    await scanWedge(page, freshCode())
    await resultState(page, ends, 20_000)
    sold.push((await page.getByTestId('result').getAttribute('data-id')) ?? '')
    await press(page, 'Enter')
    await page.getByTestId('amount').waitFor()
  }
  const openDays = async (): Promise<void> => {
    await counter.page.getByTestId('office-button').click()
    await counter.page.getByTestId('days').waitFor()
  }
  const openDay = async (): Promise<void> => {
    await counter.page.locator(`[data-testid="day-row"][data-day="${soldOn}"]`).click()
    await counter.page.getByTestId('day-risk').waitFor()
  }
  /** What the practising provider has of the day on the next morning. */
  const providersFiles = async (): Promise<readonly { readonly name: string; readonly text: string }[]> => {
    const answer = await fetch(new URL('/files/looks/1', counter.gateway.url))
    return (await answer.json()) as readonly { readonly name: string; readonly text: string }[]
  }
  const transactionFile = async (): Promise<{ readonly name: string; readonly text: string }> => {
    const file = (await providersFiles()).find(({ name }) => name.includes('transaction'))
    if (file === undefined) throw new Error('the provider has no transaction file')
    return file
  }

  test('three sales, one declined, and a part of one given back', { timeout: 90_000 }, async () => {
    const { page } = counter
    await sell('1250', 'paid')
    await sell('2000', 'paid')
    await sell('9050', 'declined')
    await sell('480', 'paid')
    await scanWedge(page, sold[1] ?? '')
    await page.getByTestId('refund-payment').waitFor()
    await keyAmount(page, '500')
    await press(page, 'Enter')
    await page.getByTestId('refund-sure').waitFor()
    await press(page, 'Enter')
    await page.locator('[data-testid="refund-result"][data-state="refunded"]').waitFor(soon)
    await press(page, 'Escape')
  })

  test(
    'the next morning the day is fetched by one press, and every line is the same',
    { timeout: 90_000 },
    async () => {
      const { page } = counter
      await openDays()
      await page.getByTestId('fetch-now').click()
      await openDay()
      await expect
        .poll(
          async () => {
            await page.getByTestId('day-again').click()
            await page.getByTestId('day-again').waitFor()
            return page.locator('[data-testid=line][data-outcome=matched]').count()
          },
          { timeout: 20_000, interval: 1000 },
        )
        .toBe(4)
      expect(await page.getByTestId('day-risk').getAttribute('data-tone')).toBe('good')
    },
  )

  test(
    'a file that is dropped again is known; a cut one and a long one are set aside with the reason',
    { timeout: 60_000 },
    async () => {
      const { page } = counter
      const { name, text } = await transactionFile()
      await page.getByTestId('day-back').click()
      await page.getByTestId('days').waitFor()
      await dropFile(page, name, text)
      await page.locator('[data-testid=taken-file][data-result=known-already]').waitFor()
      await dropFile(page, name, text.split('\n').slice(0, -2).join('\n'))
      const aside = page.locator('[data-testid=taken-file][data-result=quarantined]')
      await aside.waitFor()
      expect(await aside.getByTestId('file-faults').innerText()).toMatch(/says it has 4 lines, and has 3/)
      await expect.poll(() => page.getByTestId('quarantine').count(), soon).toBe(1)
      // Many times as long as a message from the screen may be.
      const [, , line = ''] = text.split('\n')
      await dropFile(page, name, text + `${line}\n`.repeat(6000))
      await expect
        .poll(() => page.getByTestId('file-faults').allInnerTexts(), soon)
        .toContainEqual(expect.stringContaining('says it has 4 lines, and has 6004'))
    },
  )

  test(
    'a changed file is a new version, and the money that is missing in it is at risk',
    { timeout: 60_000 },
    async () => {
      const { page } = counter
      for (const { name, text } of await providersFiles()) {
        const changed = text.replaceAll(/\b20\.00\b/g, '2.00').replaceAll(/\b19\.76\b/g, '1.76')
        expect(changed).not.toBe(text)
        await dropFile(page, name, changed)
        const kept = page.locator('[data-testid=taken-file][data-result=kept]').filter({ hasText: name })
        await kept.waitFor()
        expect(await kept.getByTestId('file-difference').innerText()).toContain('changed 1')
      }
      await openDay()
      await page.locator('[data-line^=transactions][data-outcome=amount-differs]').waitFor()
      await expect.poll(() => page.getByTestId('day-risk').innerText(), soon).toContain('EUR 18.00')
      // Between the two files the till may have compared the day by itself, which is a version too.
      expect(await page.getByTestId('day-version').innerText()).toMatch(/\b[23]$/)
      expect(await page.getByTestId('filter-changed').count()).toBe(1)
      const journal = page.locator('[data-testid=footing][data-level=journal-transactions]')
      expect(await journal.innerText()).toContain('18.00')
      // The counter sees that somebody has to look.
      await expect
        .poll(() => page.getByTestId('office-button').getAttribute('title'), soon)
        .toContain('1 to decide')
    },
  )

  test(
    'the gateway is asked about the line by Q, and the decision stands in the journal',
    { timeout: 60_000 },
    async () => {
      const { page } = counter
      const line = page.locator('[data-line^=transactions][data-outcome=amount-differs]')
      await line.focus()
      await press(page, 'q')
      await expect.poll(() => page.getByTestId('line-asked').innerText(), soon).toContain('Alipay says: Paid')
      await page.getByTestId('decision-note').fill('Case 88-1204 at Alipay')
      await page.getByTestId('decide-claimed').click()
      await expect.poll(() => page.getByTestId('line-decided').count(), soon).toBe(0)
      await page.getByTestId('filter-amount-differs').click()
      if ((await page.getByTestId('line-detail').count()) === 0) await line.click()
      await expect.poll(() => page.getByTestId('line-decided').innerText(), soon).toContain('Case 88-1204')
      await expect
        .poll(() => page.getByTestId('day-undecided').innerText(), soon)
        .toContain('Nothing to decide')
      await expect.poll(() => page.getByTestId('office-button').getAttribute('title'), soon).toBe('Office')
    },
  )

  test('figures tell the same day', { timeout: 60_000 }, async () => {
    const { page } = counter
    await page.getByTestId('office-tab-figures').click()
    await page.getByTestId('span-from').fill(soldOn)
    await page.getByTestId('span-to').fill(soldOn)
    await expect.poll(() => page.getByTestId('figure-sales').innerText(), soon).toContain('EUR 37.30')
    expect(await page.getByTestId('figure-refunded').innerText()).toContain('EUR 5.00')
    await page.getByTestId('chart-hours').locator('svg').first().waitFor()
    expect(await page.getByTestId('figures-declines').innerText()).toContain('EUR 90.50')
    expect(await page.getByTestId('figure-latency').innerText()).toMatch(/\d ms/)
  })

  test('the export has every sale with its number', { timeout: 60_000 }, async () => {
    const { page } = counter
    await page.getByTestId('office-tab-export').click()
    await page.getByTestId('export-csv-for-machines').click()
    await page.getByTestId('span-from').fill(soldOn)
    await page.getByTestId('span-to').fill(soldOn)
    const download = page.waitForEvent('download')
    await page.getByTestId('export-save').click()
    const text = await readFile(await (await download).path(), 'utf8')
    for (const number of sold) expect(text).toContain(number)
    await page.getByTestId('export-end').waitFor()
    expect(counter.complaints).toEqual([])
  })
})
