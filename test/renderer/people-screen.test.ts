import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { noBrowser } from '../browser/real-browser.ts'
import { alipayCode } from './examples.ts'
import { peopleView } from './fake-people.ts'
import { scanned, show, typed, withFakeTill } from './fake-screen.ts'
import { peopleAnswer, signedInAs } from './people-scenes.ts'

const onScreen = withFakeTill()
const callsOf = (page: Page, name: string): Promise<readonly unknown[]> =>
  page.evaluate(
    (wanted) => window.fakeTill.calls.filter((call) => call.name === wanted).map(({ input }) => input),
    name,
  )
const locked = async (page: Page): Promise<void> => {
  await signedInAs(page)
  await page.getByTestId('name-op-2').waitFor()
}

describe.skipIf(noBrowser !== undefined)('people on the screen', () => {
  test('by touch: a name, the digits, the arrow', () =>
    onScreen(async (page) => {
      await locked(page)
      await page.getByTestId('name-op-2').click()
      for (const digit of '3141599') await page.getByTestId(`pin-${digit}`).click()
      await page.getByTestId('pin-backspace').click()
      await page.getByTestId('pin-enter').click()
      await page.getByTestId('proof-refused').waitFor()
      expect(await callsOf(page, 'people.signIn')).toEqual([{ operator: 'op-2', pin: '314159' }])
      expect(await page.getByTestId('pin-dots').innerText()).toBe('')
    }))

  test('by keyboard: arrows and Enter choose, Esc goes back, and no digit of it becomes an amount', () =>
    onScreen(async (page) => {
      await typed(page, '3850')
      await locked(page)
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await page.getByTestId('pin').waitFor()
      await typed(page, '27')
      await page.keyboard.press('Escape')
      await page.getByTestId('name-op-1').click()
      await typed(page, '271828')
      await page.keyboard.press('Enter')
      await page.getByTestId('proof-refused').waitFor()
      expect(await callsOf(page, 'people.signIn')).toEqual([{ operator: 'op-1', pin: '271828' }])
      await signedInAs(page, 'cashier')
      // Nor is there anything left of what the one before had keyed.
      expect(await page.getByTestId('amount').innerText()).toBe('0.00')
    }))

  test('a scan on the lock screen is somebody’s badge, and charges nothing', () =>
    onScreen(async (page) => {
      await typed(page, '3850')
      await locked(page)
      await scanned(page, 'ST-B-ANNA01')
      await page.getByTestId('proof-refused').waitFor()
      await page.waitForTimeout(400)
      await scanned(page, alipayCode)
      await expect.poll(() => callsOf(page, 'people.signIn')).toHaveLength(2)
      expect((await callsOf(page, 'people.signIn'))[0]).toEqual({ badge: 'ST-B-ANNA01' })
      expect(await callsOf(page, 'sale.charge')).toEqual([])
    }))

  test('while it waits, keys do nothing and the time counts down', () =>
    onScreen(async (page) => {
      await peopleAnswer(page, { signIn: { ok: false, error: { why: 'wrong', waitMs: 3000 } } })
      await locked(page)
      await page.getByTestId('name-op-2').click()
      await typed(page, '314159')
      await page.keyboard.press('Enter')
      await page.getByTestId('proof-wait').waitFor()
      expect(await page.getByTestId('proof-wait').innerText()).toMatch(/0:0[1-4]/)
      await typed(page, '3')
      await page.keyboard.press('Enter')
      expect(await page.getByTestId('pin-dots').innerText()).toBe('')
      expect(await callsOf(page, 'people.signIn')).toHaveLength(1)
      await page.getByTestId('proof-wait').waitFor({ state: 'detached', timeout: 10_000 })
      await typed(page, '3')
      await expect.poll(() => page.getByTestId('pin-dots').innerText()).toBe('●')
    }))

  test('touches are told to the till while somebody is signed in, and only then', () =>
    onScreen(async (page) => {
      await page.mouse.click(200, 200)
      await locked(page)
      await page.keyboard.press('Tab')
      await page.waitForTimeout(200)
      expect(await callsOf(page, 'people.awake')).toEqual([])
      await signedInAs(page, 'cashier')
      for (let time = 0; time < 5; time++) await page.mouse.click(200, 200)
      await expect.poll(() => callsOf(page, 'people.awake')).toHaveLength(1)
    }))

  test('what a technician may not do is grey, says why, and its keys do nothing', () =>
    onScreen(async (page) => {
      await signedInAs(page, 'technician')
      expect(await page.getByTestId('shortcut-F6').isDisabled()).toBe(true)
      expect(await page.getByTestId('shortcut-F6').getAttribute('title')).toContain('may not')
      expect(await page.getByTestId('shortcut-F3').isDisabled()).toBe(false)
      expect(await page.getByTestId('settings-button').isDisabled()).toBe(false)
      await page.keyboard.press('F6')
      await page.getByTestId('note').waitFor()
      expect(await page.getByTestId('refund').count()).toBe(0)
    }))

  test('one key locks; F9 and the panels are out of reach while it is locked', () =>
    onScreen(async (page) => {
      await show(page, { people: peopleView('manager') })
      await page.keyboard.press('F12')
      await expect.poll(() => callsOf(page, 'people.lock')).toHaveLength(1)
      await page.keyboard.press('F9')
      await page.getByTestId('settings').waitFor()
      await locked(page)
      expect(await page.getByTestId('settings').count()).toBe(0)
      for (const key of ['F9', 'F6', 'F11', 'Shift+F12', 'F1']) await page.keyboard.press(key)
      expect(await page.getByTestId('lock-screen').isVisible()).toBe(true)
      await signedInAs(page, 'manager')
      await page.getByTestId('amount').waitFor()
    }))
})
