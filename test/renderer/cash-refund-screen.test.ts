import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { cashRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import { noBrowser } from '../browser/real-browser.ts'
import { cashReceipt, openShift, saleByReceipt } from './cash-examples.ts'
import { cashAnswers } from './cash-scenes.ts'
import { scanned, show, typed, withFakeTill } from './fake-screen.ts'

const onScreen = withFakeTill()
const refunds = (page: Page): Promise<readonly unknown[]> =>
  page.evaluate(() =>
    window.fakeTill.calls.filter(({ name }) => name === 'cash.refund').map(({ input }) => input),
  )

describe.skipIf(noBrowser !== undefined)('the receipt of a cash sale', () => {
  test('gives back what is left of a sale by its scanned receipt, by keys alone, and no more', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, {
        sale: saleByReceipt,
        refund: { ok: true, value: { number: 4, id: cashReceipt } },
      })
      await scanned(page, cashReceipt)
      expect(await page.getByTestId('receipt-given-back').textContent()).toContain('USD 12.00')
      await page.getByTestId('receipt-cash-refund').click()
      expect(await page.getByTestId('cash-amount').inputValue()).toBe('12.00')
      await typed(page, '1201')
      await page.getByTestId('cash-reason-1').click()
      await page.getByTestId('cash-confirm').click()
      await page.getByText(cashRefusalSentences['more-than-left'].en.headline).waitFor()
      expect(await refunds(page)).toEqual([])
      await page.getByTestId('cash-amount').fill('12.00')
      await page.keyboard.press('Enter')
      await page.getByTestId('cash-receipt').click()
      await page.getByTestId('receipt').waitFor()
      expect(await refunds(page)).toEqual([{ amount: 1200, reason: 'Goods returned', of: cashReceipt }])
    }))

  test('offers no refund by a receipt of which nothing is left, nor by that of a refund', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, { sale: { ...saleByReceipt, left: { minor: 0 as never, currency: 'USD' } } })
      await scanned(page, cashReceipt)
      await page.getByTestId('receipt-given-back').waitFor()
      expect(await page.getByTestId('receipt-cash-refund').count()).toBe(0)
      await page.getByTestId('panel-close').click()
      await cashAnswers(page, { sale: null })
      await scanned(page, cashReceipt)
      await page.getByTestId('receipt-image').waitFor()
      expect(await page.getByTestId('receipt-cash-refund').count()).toBe(0)
    }))
})
