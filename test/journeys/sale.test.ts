import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  freshCode,
  handsOn,
  hosts,
  keyAmount,
  noBrowser,
  openCounter,
  press,
  resultState,
  scanWedge,
  type Counter,
} from './counter.ts'

describe.skipIf(noBrowser !== undefined).each(hosts)('a sale at the counter, in the %s', (host) => {
  let counter: Counter
  beforeAll(async () => {
    counter = await openCounter({ host })
  })
  afterAll(() => counter.close())

  test('four digits and one trigger pull: paid, receipt shown, and the next digit is the next sale', async () => {
    const { page } = counter
    await keyAmount(page, '1250')
    await expect.poll(() => page.getByTestId('amount').innerText()).toBe('12.50')
    const code = freshCode()
    await scanWedge(page, code)
    await resultState(page, 'paid')
    expect(await page.getByTestId('result-amount').innerText()).toContain('12.50')
    await page.getByTestId('result-receipt-image').waitFor()
    expect(await handsOn(page)).toEqual({ keys: 4 + code.length + 1, pointers: 0 })

    await page.waitForTimeout(1600)
    await keyAmount(page, '3')
    await expect.poll(() => page.getByTestId('amount').innerText()).toBe('0.03')
    await press(page, 'Escape')
    expect(counter.complaints).toEqual([])
  })

  test('the same in Chinese', async () => {
    const { page } = counter
    await page.getByTestId('language-switch').click()
    await keyAmount(page, '3850')
    await scanWedge(page, freshCode())
    await resultState(page, 'paid')
    expect(await page.getByTestId('result-headline').innerText()).toMatch(/[一-鿿]/)
    await page.getByTestId('language-switch').click()
    await press(page, 'Enter')
  })

  test('with a pinyin composition under way in a field, the scan is whole and the field keeps no digit of it', async () => {
    const { page } = counter
    await press(page, 'Enter')
    await keyAmount(page, '700')
    // The composition stands in any field that has the focus when the trigger is pulled.
    await page.evaluate(() => {
      const stray = document.createElement('input')
      stray.id = 'stray'
      document.body.append(stray)
      stray.focus()
    })
    const session = await page.context().newCDPSession(page)
    await session.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 })
    await scanWedge(page, freshCode(), 'Process')
    await resultState(page, 'paid')
    expect(await page.getByTestId('result-amount').innerText()).toContain('7.00')
    expect(await page.evaluate(() => document.querySelector<HTMLInputElement>('#stray')?.value)).not.toMatch(
      /\d/,
    )
    await page.evaluate(() => document.querySelector('#stray')?.remove())
    await press(page, 'Enter')
  })

  test('a scan while a payment is open is refused, explained, and reaches no field', async () => {
    const { page } = counter
    await keyAmount(page, '9001')
    await scanWedge(page, freshCode())
    await resultState(page, 'waiting')
    await scanWedge(page, freshCode())
    await expect.poll(() => page.getByTestId('note').innerText()).not.toBe('')
    await resultState(page, 'paid')
    expect(await page.getByTestId('result-amount').innerText()).toContain('90.01')
    await press(page, 'Enter')
  })

  test('a WeChat code is named, and nothing is charged', async () => {
    const { page, gateway } = counter
    const before = gateway.requests.count('alipay.acquire.overseas.spot.pay')
    await keyAmount(page, '500')
    await scanWedge(page, '134512345678901234')
    await expect.poll(() => page.getByTestId('note').innerText()).toContain('WeChat')
    expect(gateway.requests.count('alipay.acquire.overseas.spot.pay')).toBe(before)
    await press(page, 'Escape')
  })
})

describe.skipIf(noBrowser !== undefined)('a sale by touch alone', () => {
  let counter: Counter
  beforeAll(async () => {
    counter = await openCounter({ touch: true })
  })
  afterAll(() => counter.close())

  test('keyed on the screen, code by hand, paid, next', async () => {
    const { page } = counter
    for (const digit of ['1', '2', '00']) await page.getByTestId(`key-${digit}`).tap()
    await expect.poll(() => page.getByTestId('amount').innerText()).toBe('12.00')
    await page.getByTestId('shortcut-F4').tap()
    await page.getByTestId('code-input').waitFor()
    for (const digit of freshCode()) await page.getByTestId('code-panel').getByTestId(`key-${digit}`).tap()
    await page.getByTestId('code-use').tap()
    await resultState(page, 'paid')
    await page.getByTestId('next-sale').tap()
    await expect.poll(() => page.getByTestId('amount').innerText(), { timeout: 4000 }).toBe('0.00')
  })

  test('everything to be tapped is at least 48 pixels high, and nothing scrolls', async () => {
    const { page } = counter
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button')]
        .map((button) => ({ text: button.innerText, box: button.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.height < 47.5 || box.width < 47.5))
        .map(({ text }) => text),
    )
    expect(small).toEqual([])
    const scrolls = await page.evaluate(
      () =>
        document.documentElement.scrollHeight > window.innerHeight ||
        document.documentElement.scrollWidth > window.innerWidth,
    )
    expect(scrolls).toBe(false)
  })
})
