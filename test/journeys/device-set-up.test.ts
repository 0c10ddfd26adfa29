import { readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cableTo, noCable } from '../devices/pty.ts'
import { startTcpPrinter, type TcpPrinter } from '../devices/tcp-printer.ts'
import { readPicture } from '../receipts/reader.ts'
import { noBrowser, openCounter, press, scanWedge, type Counter } from './counter.ts'

const technician = join(dirname(dirname(import.meta.dirname)), 'docs/technician.md')
const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
const rulerOf = (slip: Uint8Array): number =>
  Math.max(...[...text(slip).matchAll(/(?:1234567890)+\d*/g)].map(([ruler]) => ruler.length))
const kickOf = (job: Uint8Array): string => text(job).slice(0, 3)
const addressOf = ({ address }: TcpPrinter): string => `${address.host}:${address.port}`

/** For what a busy machine is slow with. */
const patience = { timeout: 30_000 } as const

describe.skipIf(noBrowser !== undefined)('a counter whose devices nobody has set up', () => {
  let counter: Counter
  let printer: TcpPrinter
  const kept = (): Record<string, Record<string, unknown>> =>
    JSON.parse(readFileSync(join(counter.data, 'settings.json'), 'utf8')) as never
  beforeAll(async () => {
    printer = await startTcpPrinter()
    counter = await openCounter({ settings: { language: 'en', currency: 'EUR' } })
  }, 120_000)
  afterAll(async () => {
    await counter.close()
    await printer.close()
  })

  test('the printer: typed, checked, too wide, printed again, right; as few presses as the page for technicians says', async () => {
    const { page } = counter
    let presses = 0
    const hand = async (act: Promise<void>): Promise<void> => {
      presses += 1
      await act
    }
    const screens = new Set<string>()
    const sees = async (testId: string): Promise<void> => {
      await page.getByTestId(testId).waitFor(patience)
      screens.add(testId)
    }
    await hand(page.getByTestId('first-setup').click())
    await sees('setup-devices')
    await hand(press(page, '2'))
    await sees('printer-network')
    await page.getByTestId('printer-network').fill(addressOf(printer))
    await hand(press(page, 'Enter'))
    await sees('printer-answer')
    expect(printer.jobs().map(rulerOf)).toEqual([42])
    // Nothing is kept of what may be wrong.
    expect(kept()['printer']).toBeUndefined()
    const pressesToSlip = presses
    await hand(press(page, '4'))
    await page.locator('[data-testid=printer-fix][data-fix=narrow]').waitFor()
    await sees('printer-answer')
    const pressesOfFix = presses - pressesToSlip
    expect(printer.jobs().map(rulerOf)).toEqual([42, 32])
    await hand(press(page, '1'))
    await page.getByTestId('printer-done').waitFor(patience)
    expect(kept()['printer']).toMatchObject({ address: addressOf(printer), columns: 32 })

    const said = /(\d+) presses on (\d+) screens, and (\d+) for each/.exec(readFileSync(technician, 'utf8'))
    expect([presses - pressesOfFix, screens.size, pressesOfFix].map(String)).toEqual(said?.slice(1))
  }, 120_000)

  test('a scan of the code on the slip answers no question', async () => {
    const { page } = counter
    await page.getByTestId('printer-other').click()
    await page.getByTestId('printer-found-now').click()
    await page.getByTestId('printer-answer').waitFor(patience)
    const { jobs } = printer
    const before = jobs().length
    await scanWedge(page, '202611212104')
    await page.waitForTimeout(600)
    expect(await page.getByTestId('printer-answer').isVisible()).toBe(true)
    expect(jobs()).toHaveLength(before)
  }, 60_000)

  test('the printer without paper says so, and prints when it has some', async () => {
    const { page } = counter
    printer.condition.paperLeft = 0
    await page.getByTestId('printer-again').click()
    await page.getByTestId('printer-fault').waitFor(patience)
    expect(await page.getByTestId('printer-fault').innerText()).toContain('no paper')
    printer.condition.paperLeft = Number.POSITIVE_INFINITY
    await press(page, '1')
    await page.getByTestId('printer-answer').waitFor(patience)
  }, 60_000)

  test('the drawer: the first pin does nothing, the second opens it, and its switch is learned by closing it', async () => {
    const { page } = counter
    await page.getByTestId('setup-back').click()
    await press(page, '3')
    const before = printer.jobs().length
    await page.getByTestId('drawer-way-printer').click()
    await page.getByTestId('drawer-answer').waitFor(patience)
    await page.getByTestId('drawer-answer-no').click()
    await expect
      .poll(() => printer.jobs().slice(before).map(kickOf), patience)
      .toEqual(['\u001bp\u0000', '\u001bp\u0001'])
    printer.condition.drawer = 'high'
    await page.getByTestId('drawer-answer-yes').click()
    await page.getByTestId('drawer-close').waitFor(patience)
    printer.condition.drawer = 'low'
    // Nobody has to say that it is closed.
    await page.locator('[data-learned=switch]').waitFor(patience)
    expect(kept()).toMatchObject({
      cash: { drawer: 'pin-5' },
      drawer: { at: 'printer', switch: 'high-open' },
    })
  }, 120_000)

  test("the customer's page: turned on, opened from its address, and seen to be open; its code has the address", async () => {
    const { page } = counter
    await page.getByTestId('drawer-done').click()
    await press(page, '4')
    await page.getByTestId('display-turn-on').click()
    await page.getByTestId('display-code').waitFor(patience)
    await page.locator('[data-testid=display-open][data-count="0"]').waitFor()
    const address = await page.getByTestId('display-address').innerText()
    const [code] = await readPicture(await page.getByTestId('display-code').screenshot())
    expect(code).toEqual({ format: 'QRCode', text: address })
    const [customers] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByTestId('display-here').click(),
    ])
    expect(customers.url()).toBe(address)
    await customers.locator('[data-testid=display][data-state=idle]').waitFor(patience)
    await page.locator('[data-testid=display-open][data-count="1"]').waitFor(patience)
    await customers.close()
    await page.locator('[data-testid=display-open][data-count="0"]').waitFor(patience)
  }, 120_000)

  test.skipIf(noCable() !== undefined)(
    'the display on its pole: shows the sum, is asked about, and kept',
    async () => {
      const { page } = counter
      const pole = await startTcpPrinter()
      const cable = await cableTo(pole.address.port)
      try {
        const port = realpathSync(cable.path)
        await page.getByTestId('pole-typed').fill(port)
        await page.getByTestId('pole-try').click()
        await page.getByTestId('pole-answer').waitFor(patience)
        expect(text(pole.paper())).toContain('123.45')
        await page.getByTestId('pole-answer-stray-letters').click()
        await page.getByTestId('pole-fix').waitFor(patience)
        await page.getByTestId('pole-answer-right').click()
        await page.getByTestId('pole-done').waitFor(patience)
        expect(kept()['display']).toMatchObject({
          window: 'on',
          pole: { dialect: 'dm-d', line: `serial:${port}?baud=9600&flow=none` },
        })
        expect(counter.complaints).toEqual([])
      } finally {
        await cable.pull()
        await pole.close()
      }
    },
    120_000,
  )
})
