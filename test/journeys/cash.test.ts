import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTcpPrinter, type TcpPrinter } from '../devices/tcp-printer.ts'
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

/** ESC p: the kick that opens a drawer by its pin 2. */
const kick = [0x1b, 0x70, 0x00]
const kicks = (printer: TcpPrinter): number => {
  const paper = printer.paper()
  let count = 0
  for (let at = 0; at < paper.length; at += 1) {
    if (kick.every((byte, index) => paper[at + index] === byte)) count += 1
  }
  return count
}
const printed = (printer: TcpPrinter): string => new TextDecoder('gb18030').decode(printer.paper())

/** F10 and the key of one of the drawer's pages. */
const drawer = async (page: Page, key: string): Promise<void> => {
  await press(page, 'F10')
  await page.getByTestId('cash-panel-menu').waitFor()
  await press(page, key)
  await page.getByTestId('cash-panel-menu').waitFor({ state: 'detached' })
}
const text = (page: Page, testId: string): Promise<string> => page.getByTestId(testId).innerText()

describe.skipIf(noBrowser !== undefined)('a day with cash, from the float to the Z', () => {
  let counter: Counter
  let printer: TcpPrinter
  /** The number on the receipt of the second sale in cash. */
  let receipt = ''
  beforeAll(async () => {
    printer = await startTcpPrinter()
    const { host, port } = printer.address
    counter = await openCounter({
      settings: {
        shop: { name: 'Corner Coffee', timeZone: 'Europe/Vienna' },
        currency: 'USD',
        printer: { address: `${host}:${port}`, copies: 'none' },
      },
    })
  }, 120_000)
  afterAll(async () => {
    await counter.close()
    await printer.close()
  })

  test('a wallet sale needs no shift, and a cash sale opens one first', { timeout: 60_000 }, async () => {
    const { page } = counter
    await page.getByTestId('shift-prompt').waitFor()
    await keyAmount(page, '1250')
    await scanWedge(page, freshCode())
    await resultState(page, 'paid')
    await press(page, 'Enter')

    await keyAmount(page, '3850')
    await press(page, 'F10')
    await page.getByTestId('needs-shift').waitFor()
    await keyAmount(page, '20000')
    await press(page, 'Enter')
    await page.getByTestId('tender-given').waitFor()
    expect(await text(page, 'tender-amount')).toBe('USD 38.50')
    await press(page, 'Escape')
    expect(await page.getByTestId('shift-prompt').count()).toBe(0)
    expect(await text(page, 'amount')).toBe('38.50')
  })

  test('cash, what was given, Enter: the change stands until the next digit, and the drawer opens', async () => {
    const { page } = counter
    const before = kicks(printer)
    await press(page, 'F10')
    await keyAmount(page, '5000')
    await press(page, 'Enter')
    await page.getByTestId('change').waitFor()
    expect(await page.getByTestId('change-amount').getAttribute('data-minor')).toBe('1150')
    await expect.poll(() => kicks(printer)).toBe(before + 1)
    await keyAmount(page, '4')
    await page.getByTestId('change').waitFor({ state: 'detached' })
    await keyAmount(page, '00')
    await press(page, 'F10')
    await press(page, 'Enter')
    await page.getByTestId('change').waitFor()
    expect(await page.getByTestId('change-amount').getAttribute('data-minor')).toBe('0')
    await page.getByTestId('change-receipt').click()
    const paper = (await page.getByTestId('receipt-image').getAttribute('alt')) ?? ''
    receipt = /4[\d\s]{27,}\d/.exec(paper)?.[0].replaceAll(/\s/g, '') ?? ''
    expect(receipt).toMatch(/^\d{28}$/)
    await press(page, 'Escape')
  })

  test('money goes out with a reason, and never more than is there', async () => {
    const { page } = counter
    await drawer(page, '3')
    await keyAmount(page, '99999')
    await press(page, 'Enter')
    await press(page, 'Enter')
    await press(page, 'Enter')
    await page.getByTestId('cash-fault').waitFor()
    for (let digit = 0; digit < 5; digit += 1) await page.getByTestId('key-backspace').click()
    for (const digit of '3000') await page.getByTestId(`key-${digit}`).click()
    await page.getByTestId('cash-confirm').click()
    await page.getByTestId('cash-done').waitFor()
    await press(page, 'Escape')
  })

  test('money comes in, goes back to a customer, and the drawer opens with a reason', async () => {
    const { page } = counter
    const before = kicks(printer)
    await drawer(page, '2')
    await keyAmount(page, '1000')
    for (const key of ['Enter', 'Enter', 'Enter']) await press(page, key)
    await page.getByTestId('cash-done').waitFor()
    await press(page, 'Escape')
    // By the receipt of the sale: all that is left of it stands there, and then nothing is left.
    await scanWedge(page, receipt)
    await page.getByTestId('receipt-cash-refund').click()
    expect(await page.getByTestId('cash-amount').inputValue()).toBe('4.00')
    for (const key of ['Enter', 'Enter', 'Enter']) await press(page, key)
    await page.getByTestId('cash-done').waitFor()
    await scanWedge(page, receipt)
    await page.getByTestId('receipt-given-back').waitFor()
    expect(await page.getByTestId('receipt-cash-refund').count()).toBe(0)
    await expect.poll(() => kicks(printer)).toBe(before + 2)
    await press(page, 'F7')
    for (const key of ['Enter', 'Enter']) await press(page, key)
    await page.getByTestId('cash-done').waitFor()
    await expect.poll(() => kicks(printer)).toBe(before + 3)
    await press(page, 'Escape')
  })

  // 200.00 float + 38.50 + 4.00 sold - 30.00 out + 10.00 in - 4.00 back.
  const expected = '218.50'

  test('nothing on the screen or on paper tells what should be there before it was counted', async () => {
    const { page } = counter
    await drawer(page, '7')
    const paper = await page.getByTestId('closing-image').getAttribute('alt')
    expect(paper).toContain('42.50')
    expect(paper).not.toContain(expected)
    expect(await page.locator('body').innerText()).not.toContain(expected)
    await press(page, 'F8')
    await expect.poll(() => printed(printer)).toContain('42.50')
    expect(printed(printer)).not.toContain(expected)
    await drawer(page, '6')
    expect(await page.locator('body').innerText()).not.toContain(expected)
    await press(page, 'Escape')
  })

  test(
    'the day is closed: what is open, the count, and a difference to the cent',
    { timeout: 60_000 },
    async () => {
      const { page } = counter
      await keyAmount(page, '9001')
      await scanWedge(page, freshCode())
      await resultState(page, 'waiting')
      await drawer(page, '8')
      await page.getByTestId('close-open').waitFor()
      await press(page, 'Enter')
      await page.getByTestId('count-10000').waitFor()
      await keyAmount(page, '2')
      await press(page, 'Enter')
      await page.getByTestId('count-1000').focus()
      await keyAmount(page, '1')
      await page.getByTestId('count-500').focus()
      await keyAmount(page, '1')
      await page.getByTestId('count-100').focus()
      await keyAmount(page, '1')
      expect(await text(page, 'count-total')).toContain('216.00')
      await page.getByTestId('close-day').click()
      await page.getByTestId('close-explain').waitFor()
      await page.getByTestId('cash-reason-2').click()
      await page.getByTestId('close-day').click()
      await page.getByTestId('closing').waitFor()
      expect(await text(page, 'closing-reason')).toBe('A paper is missing')
      expect(await text(page, 'closing-counted')).toBe('216.00')
      expect(await text(page, 'closing-expected')).toBe(expected)
      expect(await text(page, 'closing-difference')).toBe('−2.50')
      expect(await page.getByTestId('closing-image').getAttribute('alt')).toMatch(/Z\s*1\b/)
    },
  )

  test(
    'the Z comes out of the printer and as a PDF, and can be looked at again',
    { timeout: 60_000 },
    async () => {
      const { page } = counter
      await press(page, 'F8')
      await expect.poll(() => printed(printer), { timeout: 15_000 }).toContain(expected)
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByTestId('closing-pdf').click(),
      ])
      expect(saved.suggestedFilename()).toMatch(/\.pdf$/)
      const file = await readFile(await saved.path())
      expect(file.subarray(0, 5).toString('latin1')).toBe('%PDF-')
      await page.getByTestId('closing-pdf-saved').waitFor()

      await drawer(page, '9')
      await page.getByTestId('closing-1').click()
      await page.getByTestId('closing-verdict').waitFor()
      expect(await text(page, 'closing-difference')).toBe('−2.50')
      await press(page, 'Escape')
    },
  )

  test(
    'it has taken place in the books: after a power cut the Z is there, and the next one is 2',
    { timeout: 60_000 },
    async () => {
      expect(counter.complaints).toEqual([])
      await counter.kill()
      await counter.start()
      const { page } = counter
      await drawer(page, '9')
      await page.getByTestId('closing-1').waitFor()
      await press(page, 'Escape')
      // A Z of nothing is asked about first; this one is of a sale.
      await keyAmount(page, '460')
      await scanWedge(page, freshCode())
      await resultState(page, 'paid')
      await drawer(page, '8')
      await press(page, 'Enter')
      await page.getByTestId('closing').waitFor()
      expect(await text(page, 'closing')).toContain('Z 2')
    },
  )
})

describe.skipIf(noBrowser !== undefined)('a day with cash by touch alone', () => {
  let counter: Counter
  beforeAll(async () => {
    counter = await openCounter({ touch: true, settings: { currency: 'CNY', cash: { drawer: 'none' } } })
  }, 120_000)
  afterAll(() => counter.close())

  test('float by notes, a sale with a note, the count, the Z', { timeout: 60_000 }, async () => {
    const { page } = counter
    const tap = (testId: string): Promise<void> => page.getByTestId(testId).tap()
    await tap('shift-prompt')
    await tap('shift-by-count')
    await tap('key-2')
    await tap('count-5000')
    await tap('key-1')
    await tap('shift-open')
    await page.getByTestId('cash-done').waitFor()
    await tap('panel-close')

    for (const digits of ['3', '8', '5', '0']) await tap(`key-${digits}`)
    await tap('shortcut-F10')
    await tap('tender-note-4000')
    expect(await text(page, 'tender-change')).toBe('CNY 1.50')
    await tap('tender-take')
    await page.getByTestId('change').waitFor()
    await tap('change-next')

    await tap('shortcut-F10')
    await tap('cash-close')
    await tap('close-count')
    // 250.00 float + 38.50.
    for (const [value, pieces] of [
      [10_000, '2'],
      [5000, '1'],
      [2000, '1'],
      [1000, '1'],
      [500, '1'],
      [100, '3'],
      [50, '1'],
    ] as const) {
      await tap(`count-${value}`)
      await tap(`key-${pieces}`)
    }
    await tap('close-day')
    await page.getByTestId('closing-verdict').waitFor()
    expect(await text(page, 'closing-difference')).toBe('0.00')
    expect(counter.complaints).toEqual([])
  })
})
