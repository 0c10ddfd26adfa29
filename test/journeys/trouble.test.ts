import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runTill } from '../cli/run-till.ts'
import {
  freshCode,
  hosts,
  keyAmount,
  noBrowser,
  openCounter,
  press,
  resultState,
  scanWedge,
  type Counter,
} from './counter.ts'

describe.skipIf(noBrowser !== undefined).each(hosts)('a bad day at the counter, in the %s', (host) => {
  let counter: Counter
  beforeEach(async () => {
    counter = await openCounter({ host })
  })
  afterEach(() => counter.close())

  test('a password prompt: waiting with seconds, then paid', async () => {
    const { page } = counter
    await keyAmount(page, '9001')
    await scanWedge(page, freshCode())
    await resultState(page, 'waiting')
    expect(await page.getByTestId('elapsed').innerText()).toMatch(/\d/)
    await resultState(page, 'paid')
  })

  test('never confirmed: cancelled within the limit, and nobody is charged', async () => {
    const { page, gateway } = counter
    await keyAmount(page, '9003')
    await scanWedge(page, freshCode())
    await resultState(page, 'waiting')
    await resultState(page, 'cancelled')
    const id = (await page.getByTestId('result').getAttribute('data-id')) ?? ''
    expect(gateway.requests.count('alipay.acquire.cancel', id)).toBe(1)
  })

  test.each([
    ['the answer is lost', '9010'],
    ['the answer has a wrong signature', '9020'],
    ['the answer names another amount', '9023'],
    ['the gateway says SYSTEM_ERROR', '9040'],
  ])('%s: asked about, then paid, and charged once', async (_, digits) => {
    const { page, gateway } = counter
    await keyAmount(page, digits)
    await scanWedge(page, freshCode())
    await resultState(page, 'paid')
    const id = (await page.getByTestId('result').getAttribute('data-id')) ?? ''
    expect(gateway.requests.count('alipay.acquire.overseas.spot.pay', id)).toBe(1)
    expect(gateway.requests.count('alipay.acquire.overseas.query', id)).toBeGreaterThan(0)
  })

  test('declined, then paid behind our back: given back by itself, and reported until seen', async () => {
    const { page } = counter
    await keyAmount(page, '9045')
    await scanWedge(page, freshCode())
    await resultState(page, 'declined')
    await page.getByTestId('discrepancies').waitFor({ timeout: 20_000 })
    await page.getByTestId('discrepancy-seen').first().click()
    await page.getByTestId('discrepancies').waitFor({ state: 'detached' })
  })

  test('paid behind our back, and the refund refused: one true notice, and the cashier gives it back by F6', async () => {
    const { page } = counter
    await keyAmount(page, '9075')
    await scanWedge(page, '2859028024009045')
    await resultState(page, 'declined')
    await page
      .locator('[data-testid="discrepancies"][data-kind="automatic-refund-refused"]')
      .waitFor({ timeout: 20_000 })
    expect(await page.getByTestId('discrepancies').innerText()).not.toContain('runs by itself')
    expect(await page.getByTestId('result-headline').innerText()).toBe('Not sold, yet paid: refund refused')
    await page.getByTestId('discrepancies').getByText('refund was refused').click()
    expect(await page.getByTestId('story-head').innerText()).toMatch(/refund refused[^]*by hand/)
    await press(page, 'F6')
    await page.getByTestId('refund-amount').waitFor()
    expect(await page.getByTestId('refund-amount').inputValue()).toBe('90.75')
    await press(page, 'Enter')
    await page.getByTestId('refund-yes').waitFor()
    await press(page, 'Enter')
    // This amount is never given back: both refunds stand there refused, and the whole of it can be tried again.
    await page
      .locator('[data-testid="refund-result"][data-state="refused"]')
      .nth(1)
      .waitFor({ timeout: 30_000 })
    await page.getByTestId('refund-amount').waitFor()
    expect(await page.getByTestId('refund-amount').inputValue()).toBe('90.75')
    await press(page, 'Escape')
    await press(page, 'Escape')
    await page.getByTestId('discrepancy-seen').click()
    await page.getByTestId('discrepancies').waitFor({ state: 'detached' })
    await press(page, 'F11')
    await page.getByTestId('sales-row').getByText('Refund refused').waitFor()
  })

  test('the cashier stops it with one key', async () => {
    const { page } = counter
    await keyAmount(page, '9003')
    await scanWedge(page, freshCode())
    await resultState(page, 'waiting')
    await press(page, 'Escape')
    await resultState(page, 'cancelled')
  })

  test('kill -9 while a payment waits: the next start finds its end by itself, and the journal verifies', async () => {
    const { page, gateway } = counter
    await keyAmount(page, '9002')
    await scanWedge(page, freshCode())
    await resultState(page, 'waiting')
    const id = (await page.getByTestId('result').getAttribute('data-id')) ?? ''
    await counter.kill()
    if (host === 'browser') await page.getByTestId('till-lost').waitFor()
    await counter.start()
    await counter.page.locator(`[data-testid="result"][data-id="${id}"]`).waitFor()
    await counter.page
      .locator('[data-testid="result"][data-state="paid"], [data-testid="result"][data-state="cancelled"]')
      .waitFor({ timeout: 20_000 })
    expect(gateway.requests.count('alipay.acquire.overseas.spot.pay', id)).toBe(1)
    await counter.kill()
    expect((await runTill('verify', '--data', counter.data)).code).toBe(0)
  })

  test('F05: kill -9 after a sale was paid: the next start shows it with its receipt, and asks for no second charge', async () => {
    const { page, gateway } = counter
    await keyAmount(page, '1250')
    await scanWedge(page, freshCode())
    await resultState(page, 'paid')
    const id = (await page.getByTestId('result').getAttribute('data-id')) ?? ''
    await counter.kill()
    await counter.start()
    const { page: shown } = counter
    await shown.locator(`[data-testid="result"][data-id="${id}"][data-state="paid"]`).waitFor()
    expect(await shown.getByTestId('result-headline').innerText()).toBe('Paid before the till was restarted')
    await shown.getByTestId('result-receipt-image').waitFor()
    await shown.getByTestId('next-sale').click()
    await shown.getByTestId('amount').waitFor()
    expect(gateway.requests.count('alipay.acquire.overseas.spot.pay', id)).toBe(1)
  })

  test('a refund starts from the receipt: scan, confirm, done', async () => {
    const { page } = counter
    await keyAmount(page, '2000')
    await scanWedge(page, freshCode())
    await resultState(page, 'paid')
    const id = (await page.getByTestId('result').getAttribute('data-id')) ?? ''
    await press(page, 'Enter')
    await scanWedge(page, id)
    await page.getByTestId('refund-payment').waitFor()
    await keyAmount(page, '500')
    await press(page, 'Enter')
    await page.getByTestId('refund-sure').waitFor()
    await press(page, 'Enter')
    await page.locator('[data-testid="refund-result"][data-state="refunded"]').waitFor({ timeout: 15_000 })
  })
  test('a refund after a refused one waits while Alipay is asked about that, and is made without another press', async () => {
    const { page } = counter
    // Of this amount the training gateway refuses every refund.
    await keyAmount(page, '9075')
    await scanWedge(page, freshCode())
    await resultState(page, 'paid')
    const id = (await page.getByTestId('result').getAttribute('data-id')) ?? ''
    await press(page, 'Enter')
    await scanWedge(page, id)
    const refused = page.locator('[data-testid="refund-result"][data-state="refused"]')
    for (const times of [1, 2]) {
      await page.getByTestId('refund-amount').waitFor()
      await keyAmount(page, '500')
      await press(page, 'Enter')
      await page.getByTestId('refund-sure').waitFor()
      await press(page, 'Enter')
      if (times === 2) await page.getByTestId('refund-asks-first').waitFor()
      await expect.poll(() => refused.count(), { timeout: 15_000 }).toBe(times)
      expect(await page.getByTestId('refund-refused').count()).toBe(0)
    }
  })
})
