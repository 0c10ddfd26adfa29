import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  alipayCode,
  attempt,
  currentOf,
  declined,
  foundPaidAndRefused,
  idOf,
  paid,
  refunded,
  refundRequest,
  sending,
  viewOf,
  waiting,
} from './examples.ts'
import { noBrowser } from '../browser/real-browser.ts'
import type { Call, FakeTill } from './fake-till.ts'
import { scanned, show, typed, withFakeTill } from './fake-screen.ts'

const onScreen = withFakeTill()
const answers = <K extends keyof FakeTill['answers']>(
  page: Page,
  name: K,
  value: FakeTill['answers'][K],
): Promise<unknown> =>
  page.evaluate(([key, given]) => Object.assign(window.fakeTill.answers, { [key]: given }), [
    name,
    value,
  ] as const)
const calls = (page: Page): Promise<readonly Call[]> => page.evaluate(() => window.fakeTill.calls)
const called = async (page: Page, name: string): Promise<readonly unknown[]> =>
  (await calls(page)).filter((call) => call.name === name).map(({ input }) => input)

/** Types as a scanner does: as fast as the browser takes it, Enter last. */
const pulled = async (page: Page, code: string): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  const keys = [
    ...Array.from(code, (digit) => ({ key: digit, code: `Digit${digit}`, text: digit })),
    { key: 'Enter', code: 'Enter', text: '\r' },
  ]
  await Promise.all(
    keys.flatMap(({ key, code, text }) => [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code }),
    ]),
  )
  await session.detach()
  // Whatever follows a code at a machine's pace is part of it.
  await page.waitForTimeout(150)
}
const amount = (page: Page): Promise<string | null> => page.getByTestId('amount').textContent()
const pane = (page: Page) => page.getByTestId('result')

describe.skipIf(noBrowser !== undefined)('by keyboard alone', () => {
  test('four digits and a pull of the trigger take the payment, and the next digit starts the next sale', () =>
    onScreen(async (page) => {
      await typed(page, '3850')
      await page.getByText("Scan the customer's code").waitFor()
      expect(await amount(page)).toBe('38.50')
      await pulled(page, alipayCode)
      await page.locator('[data-testid=result][data-state=asking]').waitFor()
      expect(await called(page, 'sale.charge')).toEqual([
        { amount: { minor: 3850, currency: 'USD' }, scanned: alipayCode },
      ])
      await show(page, { current: currentOf(sending(attempt())) })
      await page.locator('[data-testid=result][data-state=sending]').waitFor()
      await show(page, { current: currentOf(paid(attempt())) })
      await page.locator('[data-testid=result][data-state=paid]').waitFor()
      expect(await page.getByTestId('result-amount').textContent()).toBe('USD38.50')
      await typed(page, '7')
      await page.getByTestId('amount').waitFor()
      expect(await amount(page)).toBe('0.07')
      expect(await called(page, 'sale.next')).toHaveLength(1)
    }))

  test('Backspace takes back a digit, Delete all of them, Esc stops a payment', () =>
    onScreen(async (page) => {
      await typed(page, '128')
      await expect.poll(() => amount(page)).toBe('1.28')
      await page.keyboard.press('Backspace')
      await expect.poll(() => amount(page)).toBe('0.12')
      await page.keyboard.press('Delete')
      await expect.poll(() => amount(page)).toBe('0.00')
      await show(page, { current: currentOf(waiting(attempt(), 'waiting-for-buyer')) })
      await pane(page).waitFor()
      await page.keyboard.press('Escape')
      await expect.poll(() => called(page, 'sale.abort')).toEqual([{ id: idOf(1) }])
    }))

  test('a code scanned first is held and charged by Enter', () =>
    onScreen(async (page) => {
      await pulled(page, alipayCode)
      await page.getByTestId('held').waitFor()
      expect(await page.getByTestId('held').textContent()).toContain('…3456')
      await typed(page, '500')
      await expect.poll(() => amount(page)).toBe('5.00')
      expect(await called(page, 'sale.charge')).toEqual([])
      await page.keyboard.press('Enter')
      await expect.poll(() => called(page, 'sale.charge')).toHaveLength(1)
    }))

  test('a pull of the trigger on a page lands in no field and presses no button', () =>
    onScreen(async (page) => {
      await page.keyboard.press('F6')
      await page.getByTestId('refund-number').waitFor()
      await pulled(page, alipayCode)
      await page.getByTestId('note').waitFor()
      expect(await page.getByTestId('refund-number').inputValue()).toBe('')
      expect(await called(page, 'payment.find')).toEqual([])
      expect(await called(page, 'sale.charge')).toEqual([])
    }))

  test('a refund: scan the receipt, key a part, confirm twice', () =>
    onScreen(async (page) => {
      await answers(page, 'find', viewOf(paid(attempt(58))))
      await pulled(page, idOf(58))
      await page.getByTestId('refund-amount').waitFor()
      expect(await page.getByTestId('refund-amount').inputValue()).toBe('38.50')
      await typed(page, '450')
      await expect.poll(() => page.getByTestId('refund-amount').inputValue()).toBe('4.50')
      await page.keyboard.press('Enter')
      await page.getByTestId('refund-yes').waitFor()
      expect(await called(page, 'refund.start')).toEqual([])
      await page.keyboard.press('Enter')
      await expect
        .poll(() => called(page, 'refund.start'))
        .toEqual([{ payment: idOf(58), amount: { minor: 450, currency: 'USD' } }])
      await answers(page, 'find', viewOf(paid(attempt(58)), [refunded(58, 450)]))
      await show(page, {})
      await page.locator('[data-testid=refund-result][data-state=refunded]').waitFor()
      expect(await page.getByTestId('refund-rest').textContent()).toBe('USD 34.00')
    }))

  test('a sale that was not sold and yet paid is given back by hand, once its own refund was refused', () =>
    onScreen(async (page) => {
      await answers(page, 'find', foundPaidAndRefused(58))
      await pulled(page, idOf(58))
      await page.getByTestId('refund-amount').waitFor()
      expect(await page.getByTestId('refund-not-paid').count()).toBe(0)
      expect(await page.getByTestId('refund-amount').inputValue()).toBe('38.50')
      await page.keyboard.press('Enter')
      await page.getByTestId('refund-yes').waitFor()
      await page.keyboard.press('Enter')
      await expect
        .poll(() => called(page, 'refund.start'))
        .toEqual([{ payment: idOf(58), amount: { minor: 3850, currency: 'USD' } }])
    }))

  test('the rest stands in the field again after a refund of all of it was refused', () =>
    onScreen(async (page) => {
      const { payment, refunds } = foundPaidAndRefused(58)
      const byHand = { ...refundRequest(59, 3850), payment: payment.id }
      await answers(page, 'find', viewOf(payment, [...refunds, { ...byHand, state: 'sending' }]))
      await pulled(page, idOf(58))
      await page.getByTestId('refund-nothing-left').waitFor()
      const again = { ...byHand, state: 'refused', code: '', endedAt: payment.createdAt } as const
      await answers(page, 'find', viewOf(payment, [...refunds, again]))
      await show(page, {})
      await page.getByTestId('refund-amount').waitFor()
      expect(await page.getByTestId('refund-amount').inputValue()).toBe('38.50')
      await page.keyboard.press('Enter')
      await page.getByTestId('refund-yes').waitFor()
    }))

  test('more than the rest is never refunded', () =>
    onScreen(async (page) => {
      await answers(page, 'find', viewOf(paid(attempt(58)), [refunded(58, 3000)]))
      await scanned(page, idOf(58))
      await page.getByTestId('refund-amount').waitFor()
      await typed(page, '851')
      await expect.poll(() => page.getByTestId('refund-amount').inputValue()).toBe('8.51')
      expect(await page.getByTestId('refund-confirm').isDisabled()).toBe(true)
      await page.keyboard.press('Enter')
      await page.waitForTimeout(100)
      expect(await page.getByTestId('refund-sure').count()).toBe(0)
      await page.getByTestId('refund-all').click()
      await expect.poll(() => page.getByTestId('refund-amount').inputValue()).toBe('8.50')
    }))
})

describe.skipIf(noBrowser !== undefined)('by touch alone', () => {
  test('amount, typed code and refund need no keyboard', () =>
    onScreen(async (page) => {
      for (const key of ['1', '2', '00']) await page.getByTestId(`key-${key}`).click()
      expect(await amount(page)).toBe('12.00')
      await page.getByTestId('shortcut-F4').click()
      for (const digit of alipayCode) await page.getByTestId(`key-${digit}`).click()
      await page.getByTestId('code-use').click()
      await expect
        .poll(() => called(page, 'sale.charge'))
        .toEqual([{ amount: { minor: 1200, currency: 'USD' }, scanned: alipayCode }])
      await show(page, { current: currentOf(declined(attempt())) })
      await page.getByTestId('next-sale').click()
      await page.getByTestId('sale-row').first().click()
      await page.getByTestId('story-refund').click()
      await page.getByTestId('refund-confirm').click()
      await page.getByTestId('refund-yes').click()
      await expect.poll(() => called(page, 'refund.start')).toHaveLength(1)
    }))

  test('every target on the sale screen is at least 48 pixels high, the pad 64', () =>
    onScreen(async (page) => {
      await show(page, {
        failedPrints: [
          {
            number: 7,
            receipt: 'payment',
            of: idOf(58),
            for: 'customer',
            copy: 0,
            state: 'failed',
            fault: 'offline',
          },
        ],
        discrepancies: [
          { payment: idOf(42), kind: 'paid-after-given-up', day: '2026-11-20' as never, seen: false },
        ],
      })
      await page.getByTestId('discrepancies').waitFor()
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button')]
          .map((button) => ({
            name: button.dataset['testid'] ?? button.textContent,
            box: button.getBoundingClientRect(),
          }))
          .filter(
            ({ name, box }) => Math.min(box.height, box.width) < ((name ?? '').startsWith('key-') ? 64 : 48),
          )
          .map(({ name, box }) => `${name} ${box.width}×${box.height}`),
      )
      expect(small).toEqual([])
      expect(
        await page
          .getByTestId('amount')
          .evaluate((element) => parseFloat(getComputedStyle(element).fontSize)),
      ).toBeGreaterThanOrEqual(64)
    }))
})

describe.skipIf(noBrowser !== undefined)('by scanner alone', () => {
  test('a scanner that is no keyboard charges, and the same pull by two ways is one', () =>
    onScreen(async (page) => {
      await typed(page, '100')
      await expect.poll(() => amount(page)).toBe('1.00')
      await scanned(page, alipayCode)
      await pulled(page, alipayCode)
      await expect.poll(() => called(page, 'sale.charge')).toHaveLength(1)
      expect(await page.getByTestId('note').count()).toBe(0)
    }))

  test('the code of another wallet is named', () =>
    onScreen(async (page) => {
      await typed(page, '100')
      await expect.poll(() => amount(page)).toBe('1.00')
      await pulled(page, '134567890123456789')
      await page.getByText('This is a WeChat Pay code. Ask for the Alipay code, or take cash.').waitFor()
      expect(await amount(page)).toBe('1.00')
    }))
})

describe.skipIf(noBrowser !== undefined)('when things go wrong', () => {
  test('a till that does not answer covers the screen and keeps the amount', () =>
    onScreen(async (page) => {
      await typed(page, '3850')
      await expect.poll(() => amount(page)).toBe('38.50')
      await page.evaluate(() => window.fakeTill.enter('reconnecting'))
      await page.getByTestId('till-lost').waitFor()
      await page.evaluate(() => window.fakeTill.enter('connected'))
      await page.getByTestId('till-lost').waitFor({ state: 'detached' })
      expect(await amount(page)).toBe('38.50')
    }))

  test('an open payment stays in sight on every page and leads back', () =>
    onScreen(async (page) => {
      await show(page, { current: currentOf(waiting(attempt(), 'timed-out')) })
      await page.keyboard.press('F1')
      await page.getByTestId('payment-strip').click()
      await pane(page).waitFor()
    }))

  test('discrepancies are acknowledged and failed receipts printed again or dropped', () =>
    onScreen(async (page) => {
      await show(page, {
        discrepancies: [
          { payment: idOf(42), kind: 'closed-though-paid', day: '2026-11-20' as never, seen: false },
        ],
        failedPrints: [
          {
            number: 7,
            receipt: 'payment',
            of: idOf(58),
            for: 'customer',
            copy: 0,
            state: 'failed',
            fault: 'paper-out',
          },
        ],
      })
      await page.getByTestId('discrepancy-seen').click()
      await page.getByText('The printer has no paper').waitFor()
      await page.getByTestId('print-retry').click()
      await page.getByTestId('print-drop').click()
      await expect
        .poll(async () => (await calls(page)).map(({ name, input }) => [name, input]))
        .toEqual([
          ['payment.discrepancySeen', { id: idOf(42), kind: 'closed-though-paid' }],
          ['receipt.retry', { job: 7 }],
          ['receipt.drop', { job: 7 }],
        ])
    }))

  test('settings that the till refuses show what each field expects, in the language chosen', () =>
    onScreen(async (page) => {
      await page.keyboard.press('F9')
      await page.getByTestId('settings-tab-account').click()
      await page.getByTestId('settings-add-account').click()
      await page.getByTestId('settings-gateway_partner').fill('1234')
      await page.getByTestId('settings-save').click()
      await page.getByText('16 digits beginning with 2088').waitFor()
      await page.keyboard.press('F2')
      await page.getByText('以 2088 开头的 16 位数字').waitFor()
      await page.getByTestId('settings-gateway_partner').fill('2088123456789012')
      await page.getByTestId('settings-save').click()
      await page.locator('[data-testid=settings-state][data-state=saved]').waitFor()
    }))

  test('a settings file with something wrong opens at it, and what is right stands there', () =>
    onScreen(async (page) => {
      const { settings, ...rest } = await page.evaluate(() => window.fakeTill.answers.settings)
      await answers(page, 'settings', {
        ...rest,
        settings: { ...settings, till: 'till-7' },
        faults: [{ field: 'currency', message: `Invalid option: expected one of ${'"AED"|'.repeat(40)}` }],
      })
      await page.keyboard.press('F9')
      await page.getByText('One of these: choose and save').waitFor()
      expect(await page.getByTestId('settings-till').inputValue()).toBe('till-7')
    }))

  test('letters that would be question marks on paper are told where the name of the shop stands', () =>
    onScreen(async (page) => {
      await page.keyboard.press('F9')
      await page.getByTestId('settings-shop_name').waitFor()
      expect(await page.getByTestId('lost-on-paper').count()).toBe(0)
      await page.keyboard.press('Escape')
      await page.getByTestId('settings-shop_name').waitFor({ state: 'detached' })
      const settings = await page.evaluate(() => window.fakeTill.answers.settings)
      await answers(page, 'settings', { ...settings, lostOnPaper: 'م ק 카' })
      await page.keyboard.press('F9')
      const told = page.getByTestId('lost-on-paper')
      await told.getByText('become question marks: م ק 카').waitFor()
      await page.keyboard.press('F2')
      await told.getByText('打印后会变成问号：م ק 카').waitFor()
    }))

  test('a connection test names its cause and what to do', () =>
    onScreen(async (page) => {
      await answers(page, 'test', { ok: false, cause: 'our-signature', detail: 'ILLEGAL_SIGN' })
      await page.keyboard.press('F9')
      await page.getByTestId('settings-tab-keys').click()
      await page.getByTestId('settings-add-account').click()
      await page.getByTestId('settings-keys_privateKey').fill('-----BEGIN PRIVATE KEY-----')
      await page.getByTestId('settings-test').click()
      await page.locator('[data-cause=our-signature]').waitFor()
      expect(await called(page, 'settings.test')).toMatchObject([
        // The till still trains; what is tried is the account, not the training gateway.
        { keys: { privateKey: '-----BEGIN PRIVATE KEY-----' }, settings: { mode: 'live' } },
      ])
      await answers(page, 'write', {
        ok: false,
        error: [{ field: 'keys.privateKey', message: 'The key is empty.' }],
      })
      await page.getByTestId('settings-save').click()
      await page.getByText('Our private key (PEM): The key is empty.').waitFor()
    }))

  test('text from outside is shown and never run', () =>
    onScreen(async (page) => {
      const hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
      await answers(page, 'receipt', {
        svg: `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>window.hit=1</script></svg>`,
        text: hostile,
      })
      await show(page, {
        shop: hostile,
        till: hostile,
        gateway: { state: 'offline', why: hostile },
        scanners: [
          {
            id: '1',
            name: hostile,
            channel: 'hid',
            vendorId: 1,
            productId: 2,
            state: 'cannot-open',
            detail: hostile,
          },
        ],
        current: currentOf({ ...declined(attempt()), code: hostile } as never),
      })
      await page.keyboard.press('F8')
      await page.getByTestId('receipt-image').waitFor()
      await page.keyboard.press('F9')
      await page.getByTestId('settings-tab-devices').click()
      await page.getByTestId('settings-scan-test').waitFor()
      await scanned(page, hostile)
      await page.getByTestId('settings-scan-test').getByText('<img src=x').waitFor()
      expect(await page.evaluate(() => 'hit' in window)).toBe(false)
    }))
})
