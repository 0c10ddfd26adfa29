import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../browser/real-browser.ts'
import type { ServedFolder } from '../browser/served-folder.ts'
import { servePage } from './served-page.ts'
import type { WedgePage } from './wedge-page.dom.ts'
import { browserNow } from '../browser/browser-clock.ts'

declare const window: Window & { readonly page: WedgePage }

const code = '281234567890123456'
const body = `
  <button type="button">Charge</button>
  <form><input id="name"></form>
  <form><input id="count" type="number"><input></form>
  <textarea id="note"></textarea>`

let served: ServedFolder
let browser: Browser
let page: Page
let keyboard: CDPSession
beforeAll(async () => {
  served = await servePage('wedge-page.dom.ts', body)
  browser = await launchBrowser()
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

const keyFor = (key: string) => {
  if (key === 'Enter') return { key, code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' }
  if (key === ' ') return { key, code: 'Space', windowsVirtualKeyCode: 32, text: ' ' }
  if (key.length > 1) return { key, code: key, windowsVirtualKeyCode: 0 }
  return {
    key,
    code: /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`,
    windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0),
    text: key,
  }
}
/** A key of the browser's own making, down and up again, made at `atMs` however late a busy machine delivers it. */
const strike = (key: string, atMs: number) => {
  const event = { ...keyFor(key), timestamp: atMs / 1000 }
  return Promise.all([
    keyboard.send('Input.dispatchKeyEvent', { ...event, type: 'keyDown' }),
    keyboard.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp', timestamp: event.timestamp + 0.002 }),
  ])
}

/** A scanner of 5 ms a character. */
const scan = async (keys: readonly string[], start = browserNow()): Promise<void> => {
  await Promise.all(keys.map((key, i) => strike(key, start + 5 * i)))
  await page.waitForTimeout(200 + 5 * keys.length)
}
/** A person: at least 100 ms from key to key. */
const type = async (keys: readonly string[]): Promise<void> => {
  for (const key of keys) {
    await strike(key, browserNow())
    await page.waitForTimeout(100)
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
    const [, sentence, tookBack, why = ''] = /^((?:scan|partial) \S+) (\d+)(.*)/.exec(line) ?? []
    kept.splice(kept.length - Number(tookBack ?? 0))
    kept.push(sentence === undefined ? line : sentence + why)
  }
  return { told: kept, heard, done }
}

test('a code reaches the screen and nothing else of the page', async () => {
  await scan([...code, 'Enter'])
  expect(await state()).toEqual({ told: [`scan ${code}`], heard: [], done: [] })
})

test('digits of a person reach the screen one by one; other keys reach the page', async () => {
  await type(['3', '8', 'Backspace', 'F6'])
  expect(await state()).toEqual({ told: ['key 3', 'key 8'], heard: ['Backspace', 'F6'], done: [] })
})

test('a code that lands in a field leaves it as it was, caret and all', async () => {
  await page.locator('#name').fill('Rosa May')
  await page.locator('#name').evaluate((field: HTMLInputElement) => field.setSelectionRange(4, 4))
  await scan([...code, 'Enter'])
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
    await scan([...code, 'Enter'])
    expect(await page.locator(field).inputValue()).toBe('12')
  }
  expect((await state()).told).toEqual([`scan ${code}`, `scan ${code}`])
})

test('a person types into fields as ever, and Enter submits', async () => {
  await page.locator('#name').focus()
  await type(['R', 'o', 's', 'a', '7', 'Enter'])
  expect(await page.locator('#name').inputValue()).toBe('Rosa7')
  expect(await state()).toMatchObject({ told: [], done: expect.arrayContaining(['submit']) })
})

test.each([60, 400])('Enter %i ms after the last letter does the same as ever', async (pauseMs) => {
  const strikeTwo = async (first: string): Promise<void> => {
    const start = browserNow()
    await Promise.all([strike(first, start), strike('Enter', start + pauseMs)])
    await page.waitForTimeout(pauseMs + 300)
  }
  await page.locator('#name').focus()
  await strikeTwo('R')
  expect((await state()).done).toEqual(['input R', 'submit'])
  // A form of several fields without a button is not sent by Enter, neither by the browser nor by the replay.
  await page.locator('#count').focus()
  await strikeTwo('5')
  expect((await state()).done).toEqual(['input R', 'submit', 'input 5'])
  await page.locator('#note').focus()
  await strikeTwo('a')
  await type(['b'])
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
  await type(['Enter', ' '])
  expect((await state()).done).toEqual(['click', 'click'])
  await scan([...code, 'Enter'])
  await scan(['Enter', ...code, 'Enter'])
  expect(await state()).toMatchObject({
    told: [`scan ${code}`, `scan ${code}`],
    done: ['click', 'click'],
  })
})

test('function keys and Escape inside a code reach no listener (security S34)', async () => {
  await scan([...code.slice(0, 9), 'F6', 'Escape', ...code.slice(9), 'Enter'])
  expect(await state()).toMatchObject({
    told: [`partial ${code} control-keys`],
    heard: [],
  })
})

test('an input method in a field neither keeps the code nor breaks it', async () => {
  await page.locator('#name').fill('Rosa')
  // What Chromium sends under an input method: the key is taken, its position is told, the text comes by itself.
  const start = browserNow()
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
  await Promise.all([...sent, scan(['Enter'], start + 5 * code.length)])
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
  await scan([...code, 'Enter'])
  expect(await page.locator('#name').inputValue()).toBe(code)
  expect((await state()).told).toEqual([`scan ${code}`])
})
