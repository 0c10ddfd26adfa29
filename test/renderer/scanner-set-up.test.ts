import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { setUpCode } from '../../main/domain/set-up-code.ts'
import type { ScannerHeard } from '../../main/domain/scanner-heard.ts'
import { noBrowser } from '../browser/real-browser.ts'
import { pullTrigger } from '../browser/trigger.ts'
import { withFakeTill } from './fake-screen.ts'
import { peopleView } from './fake-people.ts'
import { show } from './fake-screen.ts'

const onScreen = withFakeTill()

const openScanner = async (page: Page): Promise<void> => {
  await page.getByTestId('settings-button').click()
  await page.getByTestId('settings-tab-devices').click()
  await page.getByTestId('settings-setup').click()
  await page.getByTestId('setup-open-scanner').waitFor()
  await page.keyboard.press('1')
  await page.getByTestId('scanner-waiting').waitFor()
}
const hear = (page: Page, heard: ScannerHeard): Promise<void> =>
  page.evaluate((one) => window.fakeTill.answers.devices.scanners.hear(one), heard)
const hid = { id: '/dev/hidraw0', name: 'Honeywell Xenon', channel: 'hid' } as const
const port = { id: '/dev/ttyACM0', name: '/dev/ttyACM0', channel: 'serial' } as const
const code = (text: string): ScannerHeard => ({ type: 'code', by: hid, atMs: 1, text })
const line = (text: string, baud = 9600): ScannerHeard => ({
  type: 'line',
  by: port,
  atMs: 1,
  baud,
  bytes: [...text].map((letter) => letter.charCodeAt(0)),
})
const sentence = (page: Page): Promise<string> => page.getByTestId('scanner-sentence').innerText()
/** What was given to the till to be kept of scanners, oldest first. */
const written = (page: Page) =>
  page.evaluate(() =>
    window.fakeTill.calls
      .filter(({ name }) => name === 'settings.write')
      .map(({ input }) => (input as { settings: { scanners: unknown } }).settings.scanners),
  )
const called = (page: Page, name: string): Promise<number> =>
  page.evaluate((wanted) => window.fakeTill.calls.filter((call) => call.name === wanted).length, name)
const ready = (page: Page): Promise<void> => page.getByTestId('scanner-ready').waitFor()

describe.skipIf(noBrowser !== undefined)('plug and scan', () => {
  test('a scanner that types: found, set by Enter, and tried by the way of a sale', () =>
    onScreen(async (page) => {
      await openScanner(page)
      await pullTrigger(page, `${setUpCode}\t`, 12)
      await page.getByTestId('scanner-found').waitFor()
      expect(await sentence(page)).toContain('12 ms from key to key; it sends Tab')
      expect(await written(page)).toEqual([])
      await page.keyboard.press('Enter')
      await ready(page)
      expect(await written(page)).toEqual([
        expect.objectContaining({ terminator: 'tab', wedge: { gapMs: 12 }, hid: true }),
      ])
      await pullTrigger(page, `${setUpCode}\t`, 12)
      await page.locator('[data-testid=scanner-ready][data-tried=right]').waitFor()
      expect(await called(page, 'sale.charge')).toBe(0)
    }))

  test('its own Enter does not press the button that asks for one', () =>
    onScreen(async (page) => {
      await openScanner(page)
      for (const gapMs of [10, 120]) {
        await pullTrigger(page, `${setUpCode}\n\n`, gapMs)
        await page.getByTestId('scanner-found').waitFor()
        await page.waitForTimeout(700)
        expect(await written(page)).toEqual([])
      }
    }))

  test('a scanner that is set already is ready at once, and nothing is written', () =>
    onScreen(async (page) => {
      await openScanner(page)
      await hear(page, code(setUpCode))
      await ready(page)
      expect(await written(page)).toEqual([])
      await page.keyboard.press('Enter')
      await page.getByTestId('amount').waitFor()
    }))

  test('HID POS that was switched off in the settings is switched on', () =>
    onScreen(async (page) => {
      await page.evaluate(() => {
        const { settings } = window.fakeTill.answers
        window.fakeTill.answers.settings = {
          ...settings,
          settings: { ...settings.settings, scanners: { ...settings.settings.scanners, hid: false } },
        }
      })
      await openScanner(page)
      await hear(page, code(setUpCode))
      expect(await sentence(page)).toContain('Honeywell Xenon, as USB HID POS')
      await page.getByTestId('scanner-take').click()
      await ready(page)
      expect(await written(page)).toMatchObject([{ hid: true }])
    }))

  test('a serial scanner gets its port, its speed and its ending', () =>
    onScreen(async (page) => {
      await openScanner(page)
      await hear(page, line(`${setUpCode}\r\n`))
      expect(await sentence(page)).toContain('/dev/ttyACM0, 9600 bits a second; it sends CR and LF')
      await page.keyboard.press('Enter')
      await ready(page)
      expect(await written(page)).toMatchObject([
        { serial: [{ path: '/dev/ttyACM0', baud: 9600, suffix: 'crlf', acknowledge: false }] },
      ])
    }))

  test('bytes that are no text: another speed is chosen, and listened with', () =>
    onScreen(async (page) => {
      await openScanner(page)
      await hear(page, line('\u00fe\u0080\u00c1\u00ff\u0000\u00e6'))
      await page.getByTestId('scanner-finding-wrong-baud').waitFor()
      expect(await page.getByTestId('scanner-take').count()).toBe(0)
      await page.getByTestId('scanner-speed-115200').click()
      await page.getByTestId('scanner-waiting').waitFor()
      await expect
        .poll(() =>
          page.evaluate(
            () => window.fakeTill.calls.findLast(({ name }) => name === 'devices.listenToScanners')?.input,
          ),
        )
        .toEqual({ unknown: true, baud: 115_200 })
    }))

  test.each([
    ['other-code', `285902802486590277\n`],
    ['shortened', `${setUpCode.slice(4)}\n`],
    ['suffix-not-allowed', `${setUpCode}#\n`],
  ])('%s: it cannot be set so, and is said with what to do', (finding, text) =>
    onScreen(async (page) => {
      await openScanner(page)
      await pullTrigger(page, text)
      await page.getByTestId(`scanner-finding-${finding}`).waitFor()
      expect(await page.getByTestId('scanner-take').count()).toBe(0)
      expect(await page.locator('main').innerText()).not.toContain('285902802486590277')
      // The next scan is looked at like the first one.
      await pullTrigger(page, `${setUpCode}\n`)
      await page.getByTestId('scanner-take').waitFor()
      expect(await called(page, 'sale.charge')).toBe(0)
    }),
  )

  test('half a code of a HID POS scanner is to be scanned again', () =>
    onScreen(async (page) => {
      await openScanner(page)
      await hear(page, { type: 'torn', by: hid, atMs: 1, why: 'cut' })
      await page.getByTestId('scanner-torn').waitFor()
    }))

  test('of a maker whose scanners can be HID POS it says that this is better, and how', () =>
    onScreen(async (page) => {
      await openScanner(page)
      const keyboards = [{ vendorId: 0x05e0, productId: 0x1200, name: 'Symbol Bar Code Scanner' }]
      await hear(page, { type: 'around', keyboards, ports: [] })
      await expect.poll(() => page.getByTestId('scanner-waiting').innerText()).toContain('Zebra')
      await pullTrigger(page, `${setUpCode}\n`)
      await page.getByTestId('scanner-take').waitFor()
      expect(await sentence(page)).toContain('a scanner of Zebra')
      const better = await page.getByTestId('scanner-finding-hid-pos-is-better').innerText()
      expect(better).toMatch(/Zebra.*USB HID POS/s)
      // Switched over by that code, it answers as what it is now.
      await hear(page, code(setUpCode))
      await ready(page)
    }))

  test('when nothing comes, after some seconds it says what to try, and leads to the diagnosis', () =>
    onScreen(async (page) => {
      await openScanner(page)
      expect(await page.getByTestId('scanner-tips').count()).toBe(0)
      await page.getByTestId('scanner-tips').waitFor({ timeout: 15_000 })
      expect(await page.locator('[data-testid=scanner-tips] li').count()).toBe(6)
      await page.getByTestId('scanner-diagnosis').click()
      await page.getByTestId('diagnosis').waitFor()
    }))

  test('keys of a person stay theirs: the buttons are reached and pressed', () =>
    onScreen(async (page) => {
      await openScanner(page)
      await page.getByTestId('setup-back').focus()
      await page.keyboard.press(' ')
      await page.getByTestId('setup-devices').waitFor()
      await page.keyboard.press('1')
      await page.getByTestId('scanner-waiting').waitFor()
      await page.keyboard.press('Escape')
      await page.getByTestId('amount').waitFor()
    }))

  test('a refusal of the till is said, and the scanner can be taken again', () =>
    onScreen(async (page) => {
      await page.evaluate(() => {
        window.fakeTill.answers.write = {
          ok: false,
          error: [{ field: '', message: 'a payment is open; finish it first' }],
        }
      })
      await openScanner(page)
      await pullTrigger(page, `${setUpCode}\n`)
      await page.getByTestId('scanner-take').click()
      await page.locator('[data-testid=setup-keeping][data-state=failed]').waitFor()
      expect(await page.getByTestId('setup-keeping').innerText()).toContain('payment is still open')
      await page.evaluate(() => {
        window.fakeTill.answers.write = undefined
      })
      await page.getByTestId('scanner-take').click()
      await ready(page)
    }))

  test('where a second person must agree, they are asked with what is changed, and scans go on after it', () =>
    onScreen(async (page) => {
      await show(page, { people: peopleView('manager') })
      await page.evaluate(() => {
        window.fakeTill.answers.write = {
          ok: false,
          error: [{ field: '', message: 'a second person must agree', about: 'settings 1' }],
        }
      })
      await openScanner(page)
      await pullTrigger(page, `${setUpCode}\n`)
      await page.getByTestId('scanner-take').click()
      const dialog = page.getByTestId('second-person')
      await dialog.waitFor()
      expect(await dialog.innerText()).toContain('from key to key')
      await page.getByTestId('second-cancel').click()
      await dialog.waitFor({ state: 'detached' })
      await pullTrigger(page, `${setUpCode}\t`)
      await expect.poll(() => sentence(page)).toContain('sends Tab')
    }))

  test('who may not read the settings does not find it', () =>
    onScreen(async (page) => {
      await show(page, { people: peopleView('cashier'), last: [] })
      expect(await page.getByTestId('settings-button').isDisabled()).toBe(true)
      expect(await page.getByTestId('first-setup').count()).toBe(0)
      await show(page, { people: peopleView('manager'), last: [] })
      await page.getByTestId('first-setup').click()
      await page.getByTestId('setup-devices').waitFor()
    }))
})
