import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUpCode } from '../../main/domain/set-up-code.ts'
import { playStrokes, pullTrigger } from '../browser/trigger.ts'
import { scanned } from '../devices/keyboard-player.ts'
import { readPicture } from '../receipts/reader.ts'
import { freshCode, keyAmount, noBrowser, openCounter, press, resultState, type Counter } from './counter.ts'
import { openBus, type TillsBus } from './usb-bus.ts'

const docs = join(dirname(dirname(import.meta.dirname)), 'docs')
const patient = { timeout: 30_000 }

/** The picture for the page of screens; all of it must be seen without scrolling. */
const look = async (page: Page, name: string, language: string): Promise<void> => {
  await page.waitForTimeout(500)
  const hidden = await page.evaluate(() => {
    const body = document.querySelector('.panel-body')
    return body === null ? 0 : body.scrollHeight - body.clientHeight
  })
  expect([name, hidden <= 1]).toEqual([name, true])
  if (process.env['UPDATE_DOCS'] !== '1') return
  mkdirSync(join(docs, 'images'), { recursive: true })
  await page.screenshot({ path: join(docs, 'images', `${name}-${language}.png`) })
}
const keptScanners = ({ data }: Counter): Record<string, unknown> =>
  (JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8')) as { scanners: Record<string, unknown> })
    .scanners
const said = (what: string): readonly string[] =>
  new RegExp(`${what} (?:needs )?(\\d+) presses and (\\d+) scan on\\s+(\\d+) screens`)
    .exec(readFileSync(join(docs, 'scanners.md'), 'utf8'))
    ?.slice(1) ?? []
/** What hands and eyes have had to do. */
const counted = (page: Page) => {
  let presses = 0
  let scans = 0
  const screens = new Set<string>()
  const hand = async (act: Promise<void>): Promise<void> => {
    presses += 1
    await act
  }
  return {
    click: (testId: string) => hand(page.getByTestId(testId).click()),
    press: (key: string) => hand(press(page, key)),
    scan: async (act: Promise<void> | void): Promise<void> => {
      scans += 1
      await act
    },
    sees: async (screen: string): Promise<void> => {
      await page.getByTestId(screen).waitFor(patient)
      screens.add(screen)
    },
    all: (): readonly string[] => [presses, scans, screens.size].map(String),
  }
}
const openScannerPage = async (page: Page): Promise<ReturnType<typeof counted>> => {
  const by = counted(page)
  await by.click('first-setup')
  await by.sees('setup-devices')
  await page.getByTestId('setup-open-scanner').waitFor(patient)
  await by.press('1')
  await by.sees('setup-scanner')
  await page.getByTestId('scanner-waiting').waitFor(patient)
  await page.locator('[data-testid=setup-codes] img').nth(1).waitFor(patient)
  return by
}

describe.skipIf(noBrowser !== undefined).each(['en', 'zh'] as const)(
  'a new till, and a scanner that types and that nobody knows, in %s',
  (language) => {
    let counter: Counter
    const gapMs = 12
    beforeAll(async () => {
      counter = await openCounter({ settings: { language } })
    }, 120_000)
    afterAll(() => counter.close())

    test('is found, set and sells, with as few presses as the page about scanners says', async () => {
      const { page } = counter
      const by = await openScannerPage(page)
      await look(page, 'setup-scanner', language)
      const codes = await readPicture(await page.getByTestId('setup-codes').screenshot())
      expect(codes.toSorted((a, b) => a.format.localeCompare(b.format))).toEqual([
        { format: 'Code128', text: setUpCode },
        { format: 'QRCode', text: setUpCode },
      ])
      await by.scan(pullTrigger(page, `${setUpCode}\t`, gapMs))
      await page.getByTestId('scanner-found').waitFor(patient)
      await look(page, 'setup-scanner-found', language)
      expect(await page.getByTestId('scanner-sentence').innerText()).toMatch(/\b12\b.*Tab/s)
      await by.press('Enter')
      await page.getByTestId('scanner-ready').waitFor(patient)
      expect(keptScanners(counter)).toMatchObject({ terminator: 'tab', wedge: { gapMs } })
      await by.press('Enter')
      await page.getByTestId('amount').waitFor(patient)
      expect(by.all()).toEqual(said('types needs'))

      await keyAmount(page, '3850')
      await pullTrigger(page, `${freshCode()}\t`, gapMs)
      await resultState(page, 'paid', 30_000)
    }, 240_000)

    test('the code of the set-up charges nobody, on the page and at a sale', async () => {
      const { page } = counter
      await press(page, 'Enter')
      await keyAmount(page, '500')
      await pullTrigger(page, `${setUpCode}\t`, gapMs)
      await page.getByTestId('note').waitFor(patient)
      await page.waitForTimeout(700)
      expect(await page.getByTestId('amount').innerText()).toContain('5.00')
      await press(page, 'Escape')
      await press(page, 'F9')
      await page.getByTestId('settings-tab-devices').click()
      await page.getByTestId('settings-setup').click()
      await page.getByTestId('setup-open-scanner').waitFor(patient)
      await look(page, 'setup-devices', language)
      await press(page, '1')
      await page.getByTestId('scanner-waiting').waitFor(patient)
      // Set already: nothing is asked, and the next scan goes the way of a sale.
      await pullTrigger(page, `${setUpCode}\t`, gapMs)
      await page.getByTestId('scanner-ready').waitFor(patient)
      await pullTrigger(page, `${setUpCode}\t`, gapMs)
      await page.locator('[data-testid=scanner-ready][data-tried=right]').waitFor(patient)
      await look(page, 'setup-scanner-ready', language)
      await pullTrigger(page, `${freshCode()}\t`, gapMs)
      await page.locator('[data-testid=scanner-ready][data-tried=other]').waitFor(patient)
      expect(await page.getByTestId('note').count()).toBe(0)
    }, 240_000)

    test('the test shows what is too slow, and takes over its pace', async () => {
      const { page } = counter
      const keyboard = await page.context().newCDPSession(page)
      const slowly = (code: string) => playStrokes(keyboard, scanned(`${code}\t`, 0, 130))
      await page.getByTestId('scanner-test').click()
      await page.getByTestId('scanner-learn').waitFor(patient)
      await pullTrigger(page, `${freshCode()}\t`, gapMs)
      await page.locator('[data-testid=scanner-trace][data-tone=good]').waitFor(patient)
      await page.waitForTimeout(1000)
      await slowly(freshCode())
      await page.locator('[data-testid=scanner-trace][data-made=typed]').waitFor(patient)
      await page.getByTestId('scanner-fix-pace').waitFor(patient)
      await look(page, 'setup-scanner-test', language)
      const words = await page.getByTestId('setup-scanner-test').innerText()
      expect(words).not.toMatch(/\d{8}/)
      await page.getByTestId('scanner-fix-pace').click()
      await expect
        .poll(() => keptScanners(counter), patient)
        .toMatchObject({
          wedge: { gapMs: expect.closeTo(130, -1) as number },
        })
      await slowly(freshCode())
      await page.locator('[data-testid=scanner-trace][data-tone=good]').waitFor(patient)
      expect(await page.getByTestId('scanner-last').count()).toBe(3)
      expect(counter.complaints).toEqual([])
    }, 240_000)
  },
)

describe.skipIf(noBrowser !== undefined)('a new till, and a USB HID POS scanner', () => {
  let counter: Counter
  let bus: TillsBus
  const path = '/dev/hidraw-of-the-test'
  beforeAll(async () => {
    bus = await openBus()
    counter = await openCounter({ settings: { language: 'en' }, environment: bus.environment })
  }, 120_000)
  afterAll(async () => {
    await counter.close()
    bus.close()
  })

  test('plugged in and scanned with, it is ready and sells; nothing is set, and its reports are shown', async () => {
    const { page } = counter
    const by = await openScannerPage(page)
    bus.plug(path, 'Xenon')
    await expect
      .poll(() => page.getByTestId('scanner-waiting').innerText(), patient)
      .toContain('Honeywell Xenon')
    await page.waitForTimeout(300) // What a scanner sends as it is opened belongs to nobody.
    await by.scan(bus.scan(path, setUpCode))
    await page.getByTestId('scanner-ready').waitFor(patient)
    expect(await page.getByTestId('scanner-ready').innerText()).toContain('Honeywell Xenon, as USB HID POS')
    expect(readFileSync(join(counter.data, 'settings.json'), 'utf8')).not.toContain('scanners')
    await by.press('Enter')
    await page.getByTestId('amount').waitFor(patient)
    expect(by.all()).toEqual(said('USB HID POS'))
    await keyAmount(page, '3850')
    bus.scan(path, freshCode())
    await resultState(page, 'paid', 30_000)

    await press(page, 'F9')
    await page.getByTestId('settings-tab-devices').click()
    await page.getByTestId('settings-scanner-test').click()
    await page.getByTestId('scanner-learn').waitFor(patient)
    await page.waitForTimeout(500)
    bus.scan(path, freshCode())
    await page.locator('[data-testid=scanner-trace][data-tone=good]').waitFor(patient)
    expect(await page.getByTestId('scanner-marks').innerText()).toContain('64 B')
    expect(counter.complaints).toEqual([])
  }, 240_000)
})
