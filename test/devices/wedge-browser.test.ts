import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { servePage, startChromium, type ServedPage } from './served-page.ts'
import type { WedgePage } from './wedge-page.dom.ts'

declare const window: Window & { readonly page: WedgePage }

const code = '281234567890123456'
const body = `
  <button type="button">Charge</button>
  <form><input id="name"><input id="count" type="number"></form>
  <textarea id="note"></textarea>`

let served: ServedPage
let browser: Browser
let page: Page
let keyboard: CDPSession
beforeAll(async () => {
  served = await servePage('wedge-page.dom.ts', body)
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  await served.close()
})
beforeEach(async () => {
  page = await browser.newPage()
  await page.goto(served.url)
  keyboard = await page.context().newCDPSession(page)
  return () => page.close()
})

const keyFor = (character: string) => {
  if (character === '\n') {
    return { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' }
  }
  if (character.length > 1) return { key: character, code: character, windowsVirtualKeyCode: 0 }
  const isDigit = /\d/.test(character)
  return {
    key: character,
    code: isDigit ? `Digit${character}` : `Key${character.toUpperCase()}`,
    windowsVirtualKeyCode: character.toUpperCase().charCodeAt(0),
    text: character,
  }
}

/** Real key events of the browser, each with the time at which a scanner of 5 ms a character made it. */
const scan = async (keys: readonly string[], start = Date.now()): Promise<void> => {
  await Promise.all(
    keys.flatMap((character, i) => {
      const key = keyFor(character)
      const timestamp = (start + 5 * i) / 1000
      return [
        keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key, timestamp }),
        keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, timestamp: timestamp + 0.002 }),
      ]
    }),
  )
  await page.waitForTimeout(200 + 5 * keys.length)
}
/** A person: 100 ms from key to key, 30 ms on each. */
const type = async (keys: readonly string[]): Promise<void> => {
  for (const key of keys) {
    await page.keyboard.press(key, { delay: 30 })
    await page.waitForTimeout(70)
  }
}
/**
 * What the screen was told, keys that were taken back left out: how many leak depends on how busy this machine is,
 * that they go again does not.
 */
const state = async () => {
  const { told, heard, done } = await page.evaluate(() => ({
    told: window.page.told,
    heard: window.page.heard,
    done: window.page.done,
  }))
  const kept: string[] = []
  for (const line of told) {
    const [, sentence, tookBack] = /^((?:scan|partial) \S+) (\d+)/.exec(line) ?? []
    kept.splice(kept.length - Number(tookBack ?? 0))
    kept.push(sentence ?? line)
  }
  return { told: kept, heard, done }
}

test('a code reaches the screen and nothing else of the page', async () => {
  await scan([...code, '\n'])
  expect(await state()).toEqual({ told: [`scan ${code}`], heard: [], done: [] })
})

test('digits of a person reach the screen one by one; other keys reach the page', async () => {
  await type(['3', '8', 'Backspace', 'F6'])
  expect(await state()).toEqual({ told: ['key 3', 'key 8'], heard: ['Backspace', 'F6'], done: [] })
})

test('a code that lands in a field leaves it as it was, caret and all', async () => {
  await page.locator('#name').fill('Rosa May')
  await page.locator('#name').evaluate((field: HTMLInputElement) => field.setSelectionRange(4, 4))
  await scan([...code, '\n'])
  expect((await state()).told).toEqual([`scan ${code}`])
  expect(
    await page
      .locator('#name')
      .evaluate((field: HTMLInputElement) => [
        field.value,
        field.selectionStart,
        document.activeElement === field,
      ]),
  ).toEqual(['Rosa May', 4, true])
  // The owner of the field heard of the digit that got in and of its going: both, or it would keep the digit.
  expect((await state()).done.slice(-1)).toEqual(['input Rosa May'])
  expect((await state()).done).not.toContain('submit')
})

test('number fields and text areas are left as they were, too', async () => {
  for (const field of ['#count', '#note']) {
    await page.locator(field).fill('12')
    await scan([...code, '\n'])
    expect(await page.locator(field).inputValue()).toBe('12')
  }
  expect((await state()).told).toEqual([`scan ${code}`, `scan ${code}`])
})

test('a person types into fields as ever, and Enter submits', async () => {
  await page.locator('#name').focus()
  await type(['R', 'o', 's', 'a', '7', 'Enter'])
  expect(await page.locator('#name').inputValue()).toBe('Rosa7')
  expect(await state()).toMatchObject({ told: [], done: expect.arrayContaining(['submit']) })
  await page.locator('#note').focus()
  await type(['a', 'Enter', 'b'])
  expect(await page.locator('#note').inputValue()).toBe('a\nb')
})

test('two letters rolled by quick fingers stay in order', async () => {
  await page.locator('#name').focus()
  await scan(['a', 'b'])
  await type(['c'])
  expect(await page.locator('#name').inputValue()).toBe('abc')
})

test('with a button in focus a person presses it by Enter or Space, a code does not', async () => {
  await page.locator('button').focus()
  await type(['Enter', 'Space'])
  expect((await state()).done).toEqual(['click', 'click'])
  await scan([...code, '\n'])
  await scan(['\n', ...code, '\n'])
  expect(await state()).toMatchObject({
    told: [`scan ${code}`, `scan ${code}`],
    done: ['click', 'click'],
  })
})

test('function keys and Escape inside a code reach no listener (security S34)', async () => {
  await scan([...code.slice(0, 9), 'F6', 'Escape', ...code.slice(9), '\n'])
  expect(await state()).toMatchObject({
    told: [`partial ${code}`],
    heard: [],
  })
})

test('an input method in a field neither keeps the code nor breaks it', async () => {
  await page.locator('#name').fill('Rosa')
  // What Chromium sends under an input method: the key is taken, its position is told, the text comes by itself.
  const start = Date.now()
  const sent = [...code].flatMap((digit, i) => {
    const key = { code: `Digit${digit}`, timestamp: (start + 5 * i) / 1000 }
    return [
      keyboard.send('Input.dispatchKeyEvent', {
        ...key,
        type: 'rawKeyDown',
        key: 'Process',
        windowsVirtualKeyCode: 229,
      }),
      keyboard.send('Input.insertText', { text: digit }),
      keyboard.send('Input.dispatchKeyEvent', { ...key, type: 'keyUp', key: digit }),
    ]
  })
  await Promise.all([...sent, scan(['\n'], start + 5 * code.length)])
  expect((await state()).told).toEqual([`scan ${code}`])
  expect(await page.locator('#name').inputValue()).toBe('Rosa')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('name')
})

test('while paused, for a code typed by hand, every key goes where the focus is', async () => {
  await page.evaluate(() => {
    Object.assign(window, { resume: window.page.wedge.pause() })
  })
  await page.locator('#name').focus()
  await scan([...code])
  expect(await page.locator('#name').inputValue()).toBe(code)
  expect((await state()).told).toEqual([])
  await page.evaluate(() => (window as unknown as { resume: () => void }).resume())
  await scan([...code, '\n'])
  expect(await page.locator('#name').inputValue()).toBe(code)
  expect((await state()).told).toEqual([`scan ${code}`])
})
