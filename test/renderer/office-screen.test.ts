import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Day } from '../../main/domain/time.ts'
import { noBrowser } from '../browser/real-browser.ts'
import { attempt, declined, idOf, viewOf } from './examples.ts'
import { exportedText } from './fake-office.ts'
import { show, withFakeTill } from './fake-screen.ts'
import { everyOutcome, fileDifference, fileFacts } from './office-examples.ts'
import { called, office, signedIn, soon } from './office-asked.ts'
import { openDay } from './office-scenes.ts'

const onScreen = withFakeTill()
const drop = (page: Page, name: string, text: string): Promise<void> =>
  page.evaluate(
    ([called, content]) => {
      const given = new DataTransfer()
      given.items.add(new File([content], called))
      const at = document.querySelector('[data-testid=days]') ?? document.body
      at.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer: given }))
      at.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: given }))
    },
    [name, text] as const,
  )

describe.skipIf(noBrowser !== undefined)('the counter does not wait for the office', () => {
  test('neither charts nor the office are loaded before somebody opens them', () =>
    onScreen(async (page) => {
      const scripts = (): Promise<readonly string[]> =>
        page.evaluate(async () => {
          const names = performance
            .getEntriesByType('resource')
            .map(({ name }) => name)
            .filter((name) => name.endsWith('.js'))
          return Promise.all(names.map(async (name) => (await fetch(name)).text()))
        })
      const atStart = await scripts()
      expect(atStart.length).toBeGreaterThan(0)
      expect(atStart.filter((text) => text.includes('recharts-'))).toEqual([])
      expect(atStart.filter((text) => text.includes('office-tab-'))).toEqual([])
      await page.getByTestId('office-button').click()
      await page.getByTestId('days').waitFor()
      expect((await scripts()).filter((text) => text.includes('recharts-'))).toEqual([])
      await page.getByTestId('office-tab-figures').click()
      await page.getByTestId('chart-hours').locator('svg').first().waitFor()
      expect((await scripts()).some((text) => text.includes('recharts-'))).toBe(true)
    }))
})

describe.skipIf(noBrowser !== undefined)('whom the office is for', () => {
  test('a cashier sees no way in, a technician no figures, and nobody who is absent is asked', () =>
    onScreen(async (page) => {
      await show(page, { reconciliation: { undecided: 3, lateFiles: 1 } })
      await expect
        .poll(() => page.getByTestId('office-button').getAttribute('title'), soon)
        .toContain('3 to decide')
      expect(await page.getByTestId('office-button').textContent()).toBe('4')
      await show(page, signedIn('cashier', 'look', 'sell'))
      await page.getByTestId('office-button').waitFor({ state: 'detached' })
      await show(page, signedIn('technician', 'look', 'reconcile', 'fetch-files'))
      await page.getByTestId('office-button').click()
      await page.getByTestId('days').waitFor()
      expect(await page.getByRole('tab').count()).toBe(1)
      await page.locator('[data-day="2026-11-18"]').click()
      await page.getByTestId('line').first().click()
      await page.getByTestId('line-sentence').waitFor()
      expect(await page.getByTestId('decision-note').count()).toBe(0)
      expect(await page.getByTestId('bank-enter').count()).toBe(0)
    }))

  test('who is signed out while it is open is told whom it is for', () =>
    onScreen(async (page) => {
      await page.getByTestId('office-button').click()
      await page.getByTestId('days').waitFor()
      await show(page, signedIn('cashier', 'look'))
      await page.getByTestId('office-forbidden').waitFor()
    }))
})

describe.skipIf(noBrowser !== undefined)('a day and its lines', () => {
  test('money at risk comes first, three levels foot or say by how much they do not', () =>
    onScreen(async (page) => {
      await openDay(page)
      expect(await page.getByTestId('day-risk').textContent()).toContain('USD 12,840.50 + EUR 42.00')
      const footings = await page.getByTestId('footing').allTextContents()
      expect(footings[0]).toContain('Differs by USD 12,840.50')
      expect(footings[1]).toContain('Foots')
      expect(footings[2]).toContain('Not here yet')
      const top = (testId: string) =>
        page
          .getByTestId(testId)
          .first()
          .evaluate((element) => element.getBoundingClientRect().top)
      expect(await top('day-risk')).toBeLessThan(await top('footing'))
      expect(await top('footing')).toBeLessThan(await top('line'))
    }))

  test('every outcome has a filter with its number, and the list shows those lines only', () =>
    onScreen(async (page) => {
      await openDay(page)
      expect(await page.getByTestId('line').count()).toBe(10)
      await page.getByTestId('filter-all').click()
      expect(await page.getByTestId('line').count()).toBe(everyOutcome().length)
      for (const { outcome } of everyOutcome()) {
        await page.getByTestId(`filter-${outcome}`).click()
        const shown = await page
          .getByTestId('line')
          .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['outcome']))
        expect(new Set(shown)).toEqual(new Set([outcome]))
        expect(await page.getByTestId(`filter-${outcome}`).textContent()).toContain(String(shown.length))
      }
      await page.getByTestId('filter-changed').click()
      expect(await page.getByTestId('line').count()).toBe(1)
      expect(await page.getByTestId('line').textContent()).toContain('changed')
    }))

  test('by keys: arrows move, Enter opens, Q asks the gateway about that line, Esc steps back and then out', () =>
    onScreen(async (page) => {
      await page.evaluate(
        (view) => {
          const { payment } = window.fakeTill.connection.client
          Object.assign(payment, {
            query: (input: unknown) => {
              ;(window.fakeTill.calls as { name: string; input: unknown }[]).push({
                name: 'payment.query',
                input,
              })
              return Promise.resolve({ ok: true, value: view })
            },
          })
        },
        viewOf(declined(attempt(12))),
      )
      await openDay(page)
      await page.getByTestId('line').first().focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.getByTestId('line-detail').waitFor()
      expect(await page.getByTestId('line-sentence').textContent()).toContain('Refunded here')
      await page.waitForTimeout(150)
      await page.keyboard.press('q')
      await page.getByTestId('line-asked').waitFor()
      await expect.poll(() => called(page, 'payment.query'), soon).toEqual([{ id: idOf(12) }])
      await expect.poll(() => page.getByTestId('line-asked').textContent(), soon).toContain('Alipay says')
      await page.waitForTimeout(150)
      await page.keyboard.press('Escape')
      await page.getByTestId('days').waitFor()
      await page.waitForTimeout(150)
      await page.keyboard.press('Escape')
      await page.getByTestId('amount').waitFor()
    }))

  test('a line without a sale of this till says where to look instead', () =>
    onScreen(async (page) => {
      await openDay(page)
      await page.getByTestId('filter-missing-in-journal').click()
      await page.getByTestId('line').click()
      await page.getByTestId('line-ask').click()
      await expect.poll(() => page.getByTestId('line-asked').textContent(), soon).toContain("Alipay's portal")
      expect(await called(page, 'payment.query')).toEqual([])
    }))

  test('a decision needs a word why, and the day is compared again after it', () =>
    onScreen(async (page) => {
      await openDay(page)
      await page.getByTestId('line').first().click()
      await page.getByTestId('decide-claimed').click()
      expect(await page.getByTestId('decision-fault').textContent()).toContain('why')
      expect(await called(page, 'reconciliation.decide')).toEqual([])
      const runs = (await called(page, 'reconciliation.run')).length
      await page.getByTestId('decision-note').fill(' Asked Alipay ')
      await page.getByTestId('decide-claimed').click()
      await expect
        .poll(() => called(page, 'reconciliation.decide'), soon)
        .toEqual([
          {
            difference: everyOutcome()[0]?.key,
            mark: everyOutcome()[0]?.mark,
            decision: 'claimed',
            note: 'Asked Alipay',
          },
        ])
      await expect.poll(async () => (await called(page, 'reconciliation.run')).length, soon).toBe(runs + 1)
    }))

  test('a decision that no longer covers its line says so', () =>
    onScreen(async (page) => {
      await openDay(page)
      await page.getByTestId('filter-amount-differs').click()
      await page.getByTestId('line').click()
      const decided = await page.getByTestId('line-decided').textContent()
      expect(decided).toContain('Lin')
      expect(decided).toContain('case 88-1204')
      expect(decided).toContain('Decide again')
    }))

  test('a decision that is refused or lost is said, and the note stays', () =>
    onScreen(async (page) => {
      await office(page, { decide: { ok: false, error: 'unknown-difference' } })
      await openDay(page)
      await page.getByTestId('line').first().click()
      await page.getByTestId('decision-note').fill('Looked')
      await page.getByTestId('decide-accepted').click()
      await expect
        .poll(() => page.getByTestId('decision-fault').textContent(), soon)
        .toContain('Compare again')
      expect(await page.getByTestId('decision-note').inputValue()).toBe('Looked')
    }))

  test('a decision on a line that has changed since it was shown is not noted, and that is said', () =>
    onScreen(async (page) => {
      await office(page, { decide: { ok: false, error: 'line-changed' } })
      await openDay(page)
      await page.getByTestId('line').first().click()
      await page.getByTestId('decision-note').fill('Looked')
      await page.getByTestId('decide-accepted').click()
      await expect
        .poll(() => page.getByTestId('decision-fault').textContent(), soon)
        .toContain('has changed since it was shown')
    }))

  test('what the bank credited is typed in, and what is no amount is refused', () =>
    onScreen(async (page) => {
      await openDay(page)
      await page.getByTestId('bank-enter').click()
      await page.getByTestId('bank-amount').fill('165.820,90')
      await page.getByTestId('bank-save').click()
      await page.getByText('Write the amount like 1234.50').waitFor()
      expect(await called(page, 'reconciliation.bankCredit')).toEqual([])
      await page.getByTestId('bank-amount').fill('165,820.90')
      await page.getByTestId('bank-note').fill('statement 47')
      await page.getByTestId('bank-save').click()
      await expect
        .poll(() => called(page, 'reconciliation.bankCredit'), soon)
        .toEqual([{ day: '2026-11-18', currency: 'USD', minor: 16_582_090, note: 'statement 47' }])
    }))

  test('a day of a settlement asks for its credit in the list; one that was entered says so, and is corrected', () =>
    onScreen(async (page) => {
      await page.getByTestId('office-button').click()
      const row = page.locator('[data-testid=day-row][data-state=enter-bank-credit]')
      expect(await row.textContent()).toContain('Enter the bank credit')
      await page.evaluate(() => {
        const report = { ...window.officeExamples.doneReport(), day: '2026-11-11' as Day }
        window.fakeTill.office.day = [{ state: 'done', report }]
      })
      await row.click()
      await expect.poll(() => page.getByTestId('bank-enter').textContent(), soon).toContain('Correct it')
      await page.getByTestId('bank-enter').click()
      expect(await page.getByTestId('bank-amount').inputValue()).toBe('56.35')
      await page.getByTestId('bank-amount').fill('56.30')
      await page.getByTestId('bank-save').click()
      await expect
        .poll(() => called(page, 'reconciliation.bankCredit'), soon)
        .toEqual([{ day: '2026-11-11', currency: 'USD', minor: 5630, note: '' }])
    }))

  test('a long comparison shows how far it is, and is called off', () =>
    onScreen(async (page) => {
      await office(page, { day: [{ state: 'working', done: 410_000, of: 1_000_000 }], dayNeverEnds: true })
      await page.getByTestId('office-button').click()
      await page.locator('[data-day="2026-11-18"]').click()
      await page.getByText('410,000 of 1,000,000').waitFor()
      await page.getByTestId('day-cancel').click()
      await expect.poll(() => page.getByTestId('day-ending').textContent(), soon).toContain('Called off')
      await office(page, {
        day: [{ state: 'failed', fault: { why: 'amount-unit', detail: 'settlement.csv', line: 17 } }],
        dayNeverEnds: false,
      })
      await page.getByTestId('day-again').click()
      await expect
        .poll(() => page.getByTestId('day-ending').textContent(), soon)
        .toContain('line 17 is unlike most')
      await office(page, { day: [{ state: 'failed', fault: { why: 'worker', detail: 'disk I/O error' } }] })
      await page.getByTestId('day-again').click()
      await expect.poll(() => page.getByTestId('day-ending').textContent(), soon).toContain('disk I/O error')
    }))

  test('a thousand lines are there at once, and the rest is said', () =>
    onScreen(async (page) => {
      await page.evaluate(
        () => (window.fakeTill.office.day = [{ state: 'done', report: window.officeExamples.longReport() }]),
      )
      await openDay(page)
      expect(await page.getByTestId('line').count()).toBe(1000)
      await page.getByText('The first 1,000 of 24,817 lines').waitFor({ state: 'attached' })
      await page.getByTestId('line').first().focus()
      await page.keyboard.press('End')
      await expect
        .poll(
          () =>
            page
              .getByTestId('line')
              .last()
              .evaluate((row) => row === document.activeElement),
          soon,
        )
        .toBe(true)
    }))
})

describe.skipIf(noBrowser !== undefined)('the provider’s files', () => {
  test('a dropped file is taken in whole, and what changed is shown line by line', () =>
    onScreen(async (page) => {
      await office(page, {
        file: {
          result: 'kept',
          file: fileFacts('transaction', { version: 2, difference: fileDifference() }),
          replaces: 1,
        },
      })
      await page.getByTestId('office-button').click()
      await page.getByTestId('days').waitFor()
      await drop(page, 'transaction_20261118.txt', 'Partner_transaction_id|街角咖啡\n')
      const taken = page.locator('[data-testid=taken-file][data-result=kept]')
      await taken.waitFor()
      const [given] = (await called(page, 'reconciliation.take')) as { name: string; base64: string }[]
      expect(given?.name).toBe('transaction_20261118.txt')
      expect(Buffer.from(given?.base64 ?? '', 'base64').toString()).toBe('Partner_transaction_id|街角咖啡\n')
      expect(await taken.textContent()).toContain('replaces version 1')
      await page.getByTestId('file-difference').locator('summary').click()
      expect(await page.getByTestId('file-difference').textContent()).toContain(
        `Line 17 changed: PAYMENT ${idOf(17)}`,
      )
    }))

  test.each([
    [{ result: 'known-already' }, 'Nothing changed'],
    [
      {
        result: 'quarantined',
        faults: [{ line: 3, kind: 'not-an-amount', found: '1,234.50', wanted: 'Trans_amount' }],
      },
      'Line 3: Trans_amount is no amount: 1,234.50',
    ],
  ] as const)('%o is said with what to do', (file, words) =>
    onScreen(async (page) => {
      await office(page, { file })
      await page.getByTestId('office-button').click()
      await page
        .getByTestId('file-input')
        .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
      await expect.poll(() => page.getByTestId('taken-file').textContent(), soon).toContain(words)
    }),
  )

  test('"fetch now" fetches, and a server with another key is named with what to do', () =>
    onScreen(async (page) => {
      await page.evaluate(() => (window.fakeTill.office.view = window.officeExamples.troubledOffice()))
      await page.getByTestId('office-button').click()
      await expect
        .poll(() => page.getByTestId('fetch-state').textContent(), soon)
        .toContain('SHA256:uNiVztks')
      await page.getByTestId('fetch-now').click()
      await expect.poll(() => called(page, 'reconciliation.fetch'), soon).toHaveLength(1)
    }))
})

describe.skipIf(noBrowser !== undefined)('figures and exports', () => {
  test('charts say the same as their tables, in both languages, and fit on paper', () =>
    onScreen(async (page) => {
      await page.getByTestId('office-button').click()
      await page.getByTestId('office-tab-figures').click()
      await page.getByTestId('chart-hours').locator('svg').first().waitFor()
      expect(await page.getByTestId('figure-sales').textContent()).toContain('USD 16,018.20')
      const [asked] = (await called(page, 'reports.figures')) as { from: string; to: string }[]
      expect((Date.parse(asked?.to ?? '') - Date.parse(asked?.from ?? '')) / 86_400_000).toBe(6)
      await page.getByTestId('chart-hours').locator('summary').click()
      expect(await page.getByTestId('chart-hours').locator('tbody tr').nth(5).innerText()).toBe(
        '12:00\t1,932.30\t632.70\t171',
      )
      expect(await page.getByTestId('figures-declines').textContent()).toContain('not enough money')
      await page.keyboard.press('F2')
      await page.getByText('付款被拒的原因').waitFor()
      expect(await page.getByTestId('figures-declines').textContent()).toContain('余额不足')
      const pdf = await page.pdf({ preferCSSPageSize: true })
      expect(pdf.toString('latin1').match(/\/MediaBox \[0 0 59[45]/g)).not.toBeNull()
      await page.emulateMedia({ media: 'print' })
      const cut = await page.evaluate(
        () =>
          [...document.querySelectorAll('.figures-card')].filter(
            (card) => card.scrollWidth > card.clientWidth + 1,
          ).length,
      )
      expect(cut).toBe(0)
      expect(await page.getByTestId('chart-hours').locator('svg').first().isVisible()).toBe(true)
      expect(await page.getByTestId('office-tab-days').isVisible()).toBe(false)
    }))

  test('printed from a wide screen, the charts are drawn for the sheet, and after it for the screen again', () =>
    onScreen(async (page) => {
      await page.setViewportSize({ width: 1920, height: 1080 })
      await page.getByTestId('office-button').click()
      await page.getByTestId('office-tab-figures').click()
      const chart = page.getByTestId('chart-hours').locator('svg.recharts-surface').first()
      await chart.waitFor()
      const wide = (): Promise<number> => chart.evaluate((svg) => svg.getBoundingClientRect().width)
      await expect.poll(wide, soon).toBeGreaterThan(600)
      await page.evaluate(() => {
        window.print = () => {
          const svg = document.querySelector('[data-testid=chart-hours] svg.recharts-surface')
          document.title = String(svg?.getBoundingClientRect().width)
          window.dispatchEvent(new Event('afterprint'))
        }
      })
      await page.getByTestId('figures-print').click()
      await expect.poll(async () => Number(await page.title()), soon).toBeLessThan(340)
      await expect.poll(wide, soon).toBeGreaterThan(600)
    }))

  test('other days are chosen by date, and two dates the wrong way round ask nothing', () =>
    onScreen(async (page) => {
      await page.getByTestId('office-button').click()
      await page.getByTestId('office-tab-figures').click()
      await page.getByTestId('span-to').fill('2026-03-02')
      await expect
        .poll(() => page.getByTestId('span-said').textContent(), soon)
        .toMatch(/^From \(\d{4}-\d\d-\d\d\) is after To \(2026-03-02\)\./)
      expect(await page.getByTestId('span-from').getAttribute('aria-invalid')).toBe('true')
      await page.getByTestId('span-from').fill('2016-03-02')
      await expect
        .poll(() => page.getByTestId('span-said').textContent(), soon)
        .toContain('To (2026-03-02) is more than 10 years after From (2016-03-02)')
      expect(await page.getByTestId('span-to').getAttribute('aria-invalid')).toBe('true')
      await page.getByTestId('span-from').fill('2026-03-01')
      await expect
        .poll(async () => (await called(page, 'reports.figures')).at(-1), soon)
        .toEqual({ from: '2026-03-01', to: '2026-03-02' })
    }))

  test('digits that are typed into a date reach the date', () =>
    onScreen(async (page) => {
      await page.getByTestId('office-button').click()
      await page.getByTestId('office-tab-export').click()
      await page.getByTestId('span-from').focus()
      for (const key of '01022026') await page.keyboard.press(key, { delay: 60 })
      expect(await page.getByTestId('span-from').inputValue()).toBe('2026-01-02')
    }))

  test('an export is saved with what the till wrote, and says how many rows and where', () =>
    onScreen(async (page) => {
      await page.getByTestId('office-button').click()
      await page.getByTestId('office-tab-export').click()
      await page.getByTestId('export-closings').click()
      await page.getByTestId('export-csv-for-machines').click()
      const download = page.waitForEvent('download')
      await page.getByTestId('export-save').click()
      const file = await download
      expect(file.suggestedFilename()).toBe('sales-2026-11-20.csv')
      expect(await readFile(await file.path(), 'utf8')).toBe(exportedText)
      await expect
        .poll(() => page.getByTestId('export-end').textContent(), soon)
        .toContain('1 rows in sales-2026-11-20.csv')
      expect((await called(page, 'reports.export'))[0]).toMatchObject({
        what: 'closings',
        format: 'csv-for-machines',
      })
    }))

  test('an export that is refused says what to choose instead', () =>
    onScreen(async (page) => {
      await office(page, { export: [{ state: 'failed', why: 'too-many' }] })
      await page.getByTestId('office-button').click()
      await page.getByTestId('office-tab-export').click()
      await page.getByTestId('export-save').click()
      await expect.poll(() => page.getByTestId('export-end').textContent(), soon).toContain('fewer days')
    }))
})
