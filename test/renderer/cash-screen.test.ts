import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { cashRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import { noBrowser } from '../browser/real-browser.ts'
import {
  cashReceipt,
  closedShift,
  emptyX,
  exact,
  openShift,
  recounted,
  short,
  xView,
  zView,
} from './cash-examples.ts'
import { cashAnswers, cashScenes, drawerPage } from './cash-scenes.ts'
import { peopleView } from './fake-people.ts'
import { peopleAnswer } from './people-scenes.ts'
import { alipayCode, attempt, currentOf, declined } from './examples.ts'
import { scanned, show, typed, withFakeTill } from './fake-screen.ts'

const onScreen = withFakeTill()
const called = (page: Page, name: string): Promise<readonly unknown[]> =>
  page.evaluate(
    (wanted) => window.fakeTill.calls.filter((call) => call.name === wanted).map(({ input }) => input),
    name,
  )
const key = async (page: Page, name: string): Promise<void> => {
  await page.waitForTimeout(90)
  await page.keyboard.press(name)
  await page.waitForTimeout(90)
}
const usd = (minor: number) => ({ minor: minor as never, currency: 'USD' }) as const
const soldWith = (change: number) =>
  ({ sell: { ok: true, value: { number: 12, id: cashReceipt, change: usd(change) } } }) as const

describe.skipIf(noBrowser !== undefined)('a cash sale', () => {
  test('is four digits, the key of the drawer and Enter when the customer gives it exactly', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, soldWith(0))
      await typed(page, '3850')
      await key(page, 'F10')
      await key(page, 'Enter')
      await page.getByTestId('change').waitFor()
      expect(await called(page, 'cash.sell')).toEqual([{ amount: 3850, tendered: 3850 }])
      await typed(page, '7')
      await page.getByTestId('amount').waitFor()
      expect(await page.getByTestId('amount').textContent()).toBe('0.07')
      expect(await called(page, 'sale.charge')).toEqual([])
    }))

  test('tells the change before and after it is given, and Enter twice sells once', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, soldWith(1150))
      await typed(page, '3850')
      await key(page, 'F10')
      await typed(page, '20')
      await page.locator('[data-short=true]').waitFor()
      expect(await page.getByTestId('tender-take').isDisabled()).toBe(true)
      await typed(page, '00')
      await key(page, 'Enter')
      expect(await called(page, 'cash.sell')).toEqual([])
      await page.getByTestId('tender-note-5000').click()
      expect(await page.getByTestId('tender-change').textContent()).toBe('USD 11.50')
      await page.getByTestId('tender-take').focus()
      await page.evaluate(() => {
        const take = document.querySelector<HTMLButtonElement>('[data-testid=tender-take]')
        take?.click()
        take?.click()
      })
      await page.getByTestId('change').waitFor()
      expect(await page.getByTestId('change-amount').textContent()).toBe('USD11.50')
      expect(await called(page, 'cash.sell')).toEqual([{ amount: 3850, tendered: 5000 }])
    }))

  test('takes the place of a payment that was declined', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift, current: currentOf(declined(attempt())) })
      await cashAnswers(page, soldWith(0))
      await page.getByTestId('result').waitFor()
      await key(page, 'F10')
      await key(page, 'Enter')
      await page.getByTestId('change').waitFor()
      expect(await called(page, 'cash.sell')).toEqual([{ amount: 3850, tendered: 3850 }])
      await expect.poll(() => called(page, 'sale.next')).toHaveLength(1)
    }))

  test('without a shift opens it first and then goes on', () =>
    onScreen(async (page) => {
      await show(page, { shift: closedShift })
      await cashAnswers(page, { openShift: { ok: true, value: openShift } })
      await typed(page, '3850')
      await key(page, 'F10')
      await page.getByTestId('needs-shift').waitFor()
      await typed(page, '20000')
      await key(page, 'Enter')
      await expect.poll(() => called(page, 'cash.openShift')).toEqual([{ float: 20_000 }])
      await show(page, { shift: openShift })
      expect(await page.getByTestId('tender-amount').textContent()).toBe('USD 38.50')
    }))

  test('by habit, four digits, that key and Enter, opens no shift with an empty drawer; 0 does', () =>
    onScreen(async (page) => {
      await show(page, { shift: closedShift })
      await cashAnswers(page, { openShift: { ok: true, value: openShift } })
      await typed(page, '3850')
      await key(page, 'F10')
      await key(page, 'Enter')
      await page.getByText(cashRefusalSentences['no-amount'].en.todo).waitFor()
      expect(await called(page, 'cash.openShift')).toEqual([])
      await typed(page, '0')
      await key(page, 'Enter')
      await expect.poll(() => called(page, 'cash.openShift')).toEqual([{ float: 0 }])
    }))

  test('that is not answered is not called sold, and says where to look', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await typed(page, '3850')
      await key(page, 'F10')
      await page.evaluate(() => {
        window.fakeTill.connection.client.cash.sell = () => Promise.reject(new Error('cut off'))
      })
      await key(page, 'Enter')
      await page.getByText('It may be in the books all the same.').waitFor()
      expect(await page.getByTestId('change').count()).toBe(0)
    }))
})

describe.skipIf(noBrowser !== undefined)('a shift that is not open', () => {
  test('is nothing to a wallet sale: the prompt takes no key and no scan', () =>
    onScreen(async (page) => {
      await show(page, { shift: closedShift })
      await page.getByTestId('shift-prompt').waitFor()
      await typed(page, '3850')
      await scanned(page, alipayCode)
      await expect.poll(() => called(page, 'sale.charge')).toHaveLength(1)
    }))

  test('is opened from the prompt, with a float by notes and coins', () =>
    onScreen(async (page) => {
      await show(page, { shift: closedShift })
      await page.getByTestId('shift-prompt').click()
      await page.getByTestId('shift-by-count').click()
      for (const digits of ['1', '0', '5']) {
        await typed(page, digits)
        await key(page, 'Enter')
      }
      await page.getByTestId('shift-open').click()
      await expect
        .poll(() => called(page, 'cash.openShift'))
        .toEqual([{ float: 20_000, denominations: { 10000: 1, 2000: 5 } }])
    }))
})

describe.skipIf(noBrowser !== undefined)('the drawer', () => {
  test('pays out by keys alone: amount, Enter, reason, Enter', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, { move: { ok: true, value: true } })
      await drawerPage(page, '3')
      await typed(page, '5000')
      await key(page, 'Enter')
      expect(await called(page, 'cash.move')).toEqual([])
      await key(page, 'ArrowRight')
      await key(page, 'Enter')
      await key(page, 'Enter')
      await page.getByTestId('cash-done').waitFor()
      expect(await called(page, 'cash.move')).toEqual([
        { direction: 'out', amount: 5000, reason: 'Supplier paid' },
      ])
    }))

  test('asks for a reason, which may be written', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, { openDrawer: { ok: true, value: true } })
      await key(page, 'F7')
      await page.getByTestId('cash-confirm').click()
      await page.getByText(cashRefusalSentences['reason-missing'].en.headline).waitFor()
      await page.getByTestId('cash-reason').fill('New roll 纸')
      await key(page, 'Enter')
      await page.getByTestId('cash-done').waitFor()
      expect(await called(page, 'cash.openDrawer')).toEqual([{ why: 'New roll 纸' }])
    }))

  test('asks a second person for a refund above the limit, and gives it again with their word', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift, people: peopleView('cashier') })
      await cashAnswers(page, { refund: { ok: false, error: 'needs-second-person' } })
      await peopleAnswer(page, { approve: { ok: true, value: { token: 'once-only' } } })
      await drawerPage(page, '4')
      await typed(page, '9900')
      await page.getByTestId('cash-reason-1').click()
      await page.getByTestId('cash-confirm').click()
      const second = page.getByTestId('second-person')
      await second.waitFor()
      await key(page, 'Escape')
      await second.waitFor({ state: 'detached' })
      expect(await page.getByTestId('cash-amount').inputValue()).toBe('99.00')
      await page.getByTestId('cash-confirm').click()
      await second.getByTestId('name-op-1').click()
      await typed(page, '271828')
      await cashAnswers(page, { refund: { ok: true, value: { number: 3, id: cashReceipt } } })
      await key(page, 'Enter')
      await page.getByTestId('cash-done').waitFor()
      expect(await called(page, 'people.approve')).toEqual([
        { proof: { operator: 'op-1', pin: '271828' }, act: 'refund-cash', about: 'cash 9900' },
      ])
      const asked = { amount: 9900, reason: 'Goods returned' }
      expect(await called(page, 'cash.refund')).toEqual([asked, asked, { ...asked, token: 'once-only' }])
    }))

  test('asks a second person for what is paid out above the limit, and not for what is paid in', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift, people: peopleView('cashier') })
      await cashAnswers(page, { move: { ok: false, error: 'needs-second-person' } })
      await peopleAnswer(page, { approve: { ok: true, value: { token: 'once-only' } } })
      await drawerPage(page, '3')
      await typed(page, '9900')
      await page.getByTestId('cash-reason-1').click()
      await page.getByTestId('cash-confirm').click()
      await page.getByTestId('second-person').getByTestId('name-op-1').click()
      await typed(page, '271828')
      await cashAnswers(page, { move: { ok: true, value: true } })
      await key(page, 'Enter')
      await page.getByTestId('cash-done').waitFor()
      expect(await called(page, 'people.approve')).toEqual([
        { proof: { operator: 'op-1', pin: '271828' }, act: 'move-cash', about: 'out 9900' },
      ])
      const asked = { direction: 'out', amount: 9900, reason: 'To the bank' }
      expect(await called(page, 'cash.move')).toEqual([asked, { ...asked, token: 'once-only' }])
    }))

  test.each(Object.entries(cashRefusalSentences))(
    '%s: says what to do, in both languages',
    (refusal, words) =>
      onScreen(async (page) => {
        await show(page, { shift: openShift })
        await cashAnswers(page, { move: { ok: false, error: refusal as never } })
        await drawerPage(page, '2')
        await typed(page, '100')
        await page.getByTestId('cash-reason-1').click()
        await page.getByTestId('cash-confirm').click()
        await page.getByText(words.en.headline).waitFor()
        await page.getByText(words.en.todo).waitFor()
        await key(page, 'F2')
        await page.getByText(words.zh.headline).waitFor()
        await page.getByText(words.zh.todo).waitFor()
      }),
  )
})

describe.skipIf(noBrowser !== undefined)('a count', () => {
  test('goes by number and Enter, and waits while a customer is served', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, { count: { ok: true, value: { total: usd(40_001) } } })
      await drawerPage(page, '6')
      for (const digits of ['3', '2']) {
        await typed(page, digits)
        await key(page, 'Enter')
      }
      expect(await page.getByTestId('count-total').textContent()).toContain('USD 400.00')
      await key(page, 'Escape')
      await typed(page, '3850')
      await key(page, 'Escape')
      await drawerPage(page, '6')
      expect(await page.getByTestId('count-5000').inputValue()).toBe('2')
      await page.getByTestId('count-1').focus()
      await typed(page, '1')
      await key(page, 'Enter')
      await key(page, 'Enter')
      await page.getByTestId('cash-done').waitFor()
      expect(await called(page, 'cash.count')).toEqual([{ denominations: { 10000: 3, 5000: 2, 1: 1 } }])
      await drawerPage(page, '6')
      expect(await page.getByTestId('count-5000').inputValue()).toBe('')
    }))

  test('tells nothing of what should be there, nor does the X before it', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, { x: { ok: true, value: xView() } })
      for (const page_ of ['6', '7', '8']) {
        await drawerPage(page, page_)
        if (page_ === '7') await page.getByTestId('closing-image').waitFor()
        expect(await page.getByTestId('closing-expected').count()).toBe(0)
        expect(await page.getByTestId('closing-difference').count()).toBe(0)
      }
    }))
})

describe.skipIf(noBrowser !== undefined)('the closing', () => {
  test('counts, closes and tells the difference; it is printed with F8 and saved as PDF', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, {
        count: { ok: true, value: { total: usd(53_300) } },
        x: { ok: true, value: xView(short) },
        close: { ok: true, value: zView(12, short) },
        print: { ok: true, value: true },
        pdf: { ok: true, value: { name: 'Z-12.pdf', base64: btoa('%PDF-1.7 the closing') } },
      })
      await drawerPage(page, '8')
      await key(page, 'Enter')
      await typed(page, '5')
      await page.getByTestId('close-day').click()
      await page.getByTestId('close-explain').waitFor()
      expect(await page.getByTestId('closing-difference').textContent()).toBe('−2.50')
      expect(await called(page, 'cash.close')).toEqual([])
      // The first of the usual reasons is led to; choosing it leads to the button that closes.
      await key(page, 'Enter')
      await key(page, 'Enter')
      await page.getByTestId('closing').waitFor()
      expect(await called(page, 'cash.count')).toEqual([{ denominations: { 10000: 5 } }])
      expect(await called(page, 'cash.close')).toEqual([{ reason: 'Wrong change given' }])
      expect(await page.getByTestId('closing-difference').textContent()).toBe('−2.50')
      await key(page, 'F8')
      await expect.poll(() => called(page, 'cash.print')).toEqual([{ number: 12 }])
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByTestId('closing-pdf').click(),
      ])
      expect(saved.suggestedFilename()).toBe('Z-12.pdf')
      await page.getByTestId('closing-pdf-saved').waitFor()
      // Whoever closed the day may not be who may look at former ones.
      expect(await called(page, 'cash.closing')).toEqual([])
    }))

  test('closes at once when the drawer was counted and no cash has moved since', () =>
    onScreen(async (page) => {
      const { open, ...rest } = openShift
      await show(page, { shift: { ...rest, open: { ...open!, counted: true } } })
      await cashAnswers(page, {
        x: { ok: true, value: xView(exact) },
        close: { ok: true, value: zView(12, exact) },
      })
      await drawerPage(page, '8')
      await key(page, 'Enter')
      await page.getByTestId('closing').waitFor()
      expect(await called(page, 'cash.count')).toEqual([])
      expect(await called(page, 'cash.close')).toEqual([{}])
      expect(await page.getByTestId('closing-difference').textContent()).toBe('0.00')
    }))

  test('without a shift there is nothing to count', () =>
    onScreen(async (page) => {
      await show(page, { shift: { ...closedShift, takesCash: false } })
      await cashAnswers(page, {
        x: { ok: true, value: xView(exact) },
        close: { ok: true, value: zView(12, exact) },
      })
      await drawerPage(page, '8')
      await key(page, 'Enter')
      await page.getByTestId('closing').waitFor()
      expect(await called(page, 'cash.count')).toEqual([])
    }))

  test('a difference may be counted again, or closed with words of one’s own or without any', () =>
    onScreen(async (page) => {
      await show(page, { shift: { ...openShift, open: { ...openShift.open!, counted: true } } })
      await cashAnswers(page, {
        x: { ok: true, value: xView(short) },
        close: { ok: false, error: 'difference-unexplained' },
      })
      await drawerPage(page, '8')
      await key(page, 'Enter')
      await page.getByTestId('close-count').click()
      await page.getByTestId('count-10000').waitFor()
      await key(page, 'Escape')
      await drawerPage(page, '8')
      await key(page, 'Enter')
      await page.getByTestId('close-day').click()
      await page.getByTestId('cash-fault').waitFor()
      await page.getByTestId('cash-reason').fill('A note was torn')
      await key(page, 'Enter')
      await expect
        .poll(() => called(page, 'cash.close'))
        .toEqual([{ reason: '' }, { reason: 'A note was torn' }])
    }))

  test('a count that was too far off is explained, though it was counted again until it fits', () =>
    onScreen(async (page) => {
      await show(page, { shift: { ...openShift, explainAbove: 249 } })
      await cashAnswers(page, {
        count: { ok: true, value: { total: usd(53_550) } },
        x: { ok: true, value: xView(recounted) },
        close: { ok: true, value: zView(12, recounted) },
      })
      await drawerPage(page, '8')
      await key(page, 'Enter')
      await page.getByTestId('close-day').click()
      await page.getByTestId('close-explain').waitFor()
      expect(await page.getByTestId('closing-earlier').textContent()).toBe('533.00 (−2.50)')
      await page.getByText('Say why the count before was so far off.').waitFor()
      await page.getByTestId('cash-reason-3').click()
      await key(page, 'Enter')
      await page.getByTestId('closing').waitFor()
      expect(await called(page, 'cash.close')).toEqual([{ reason: 'Miscounted' }])
      expect(await page.getByTestId('closing-earlier').textContent()).toBe('533.00 (−2.50)')
    }))

  test('a count below that is not asked about, and closing uncounted after one above it is', () =>
    onScreen(async (page) => {
      await cashAnswers(page, {
        x: { ok: true, value: xView(recounted) },
        close: { ok: true, value: zView(12, recounted) },
      })
      await show(page, { shift: { ...openShift, explainAbove: 249 } })
      await drawerPage(page, '8')
      await page.getByTestId('close-uncounted').click()
      await page.getByTestId('close-explain').waitFor()
      await key(page, 'Escape')
      await show(page, { shift: { ...openShift, explainAbove: 250 } })
      await drawerPage(page, '8')
      await page.getByTestId('close-uncounted').click()
      await page.getByTestId('closing').waitFor()
    }))

  test('an empty day is closed only when it is meant: one more Enter takes it back', () =>
    onScreen(async (page) => {
      await show(page, { shift: closedShift })
      await cashAnswers(page, {
        x: { ok: true, value: emptyX() },
        close: { ok: true, value: zView(12, exact) },
      })
      await drawerPage(page, '8')
      await key(page, 'Enter')
      await page.getByTestId('close-empty').waitFor()
      expect(await page.getByTestId('close-empty').textContent()).toContain('Nothing since Z 11')
      await key(page, 'Enter')
      await page.getByTestId('close-day').waitFor()
      expect(await called(page, 'cash.close')).toEqual([])
      await key(page, 'Enter')
      await page.getByTestId('close-empty-yes').click()
      await page.getByTestId('closing').waitFor()
      expect(await called(page, 'cash.close')).toEqual([{}])
    }))

  test('a PDF that could not be made is said', () =>
    onScreen(async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, { x: { ok: true, value: xView() } })
      await drawerPage(page, '7')
      await page.getByTestId('closing-pdf').click()
      await page.getByTestId('closing-pdf-failed').waitFor()
    }))
})

describe.skipIf(noBrowser !== undefined)('every page of the drawer', () => {
  test.each(cashScenes)('%s: every target is at least 48 pixels high and has a name', (_name, enter) =>
    onScreen(async (page) => {
      await enter(page)
      await page.waitForTimeout(200)
      const wrong = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('button, input')]
          .map((element) => ({
            name: element.dataset['testid'] ?? element.textContent,
            label: element.getAttribute('aria-label') ?? element.textContent,
            labelled: element instanceof HTMLInputElement && (element.labels?.length ?? 0) > 0,
            // What is touched of a choice is its label; the input itself is only there for keys and readers.
            box: (
              (element instanceof HTMLInputElement && element.type === 'radio' && element.labels?.[0]) ||
              element
            ).getBoundingClientRect(),
          }))
          .filter(
            ({ label, labelled, box }) =>
              Math.min(box.height, box.width) < 48 || (label.trim() === '' && !labelled),
          )
          .map(({ name, box }) => `${name} ${box.width}×${box.height}`),
      )
      expect(wrong).toEqual([])
    }),
  )
})
