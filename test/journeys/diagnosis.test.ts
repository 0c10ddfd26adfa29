import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noBrowser, openCounter, press, type Counter } from './counter.ts'

/** A covered lens: black, with the noise of a cheap sensor. */
const writeBlackFilm = (path: string): void => {
  const [width, height] = [320, 240]
  const frame = Buffer.concat([
    Buffer.from('FRAME\n'),
    Buffer.alloc(width * height, 18),
    Buffer.alloc((width * height) / 2, 128),
  ])
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1 Ip A1:1 C420jpeg\n`),
      frame,
      frame,
      frame,
    ]),
  )
}

const images = join(dirname(dirname(import.meta.dirname)), 'docs', 'images')
const keep = async (page: Page, language: 'en' | 'zh'): Promise<void> => {
  if (process.env['UPDATE_DOCS'] !== '1') return
  await page.waitForTimeout(500) // The button turns until then.
  // The folder and the port of a test say nothing to a reader.
  await page.evaluate(() => {
    for (const detail of document.querySelectorAll<HTMLElement>('.diagnosis-detail'))
      detail.style.visibility = 'hidden'
  })
  await page.screenshot({ path: join(images, `diagnosis-${language}.png`) })
}
const first = (page: Page) => page.getByTestId('diagnosis-first').getAttribute('data-cause')
const stateOf = (page: Page, check: string) =>
  page.getByTestId(`diagnosis-${check}`).getAttribute('data-state')
const looked = (page: Page): Promise<void> => page.getByTestId('diagnosis-first').waitFor({ timeout: 20_000 })
const openIt = async ({ page }: Counter): Promise<void> => {
  await press(page, 'F1')
  await page.getByTestId('help-diagnosis').click()
  await looked(page)
}
const fakeCamera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

describe.skipIf(noBrowser !== undefined)('the page that says what is wrong', () => {
  let counter: Counter
  beforeAll(async () => {
    counter = await openCounter({
      browserArgs: fakeCamera,
      settings: { people: { refundLimit: 5000 }, language: 'en' },
    })
  }, 120_000)
  afterAll(() => counter.close())

  test('from F1: everything is well, and one thing could be better', async () => {
    await openIt(counter)
    const { page } = counter
    expect(await first(page)).toBe('printer-none')
    for (const check of ['disk', 'journal', 'line', 'gateway', 'camera']) {
      expect([check, await stateOf(page, check)]).toEqual([check, 'well'])
    }
    expect(await page.getByTestId('diagnosis-first').innerText()).toContain('No printer is set up')
  })

  test('a gateway that has gone is the one cause; what rests on it waits', async () => {
    const { page, gateway } = counter
    await gateway.close()
    await page.getByTestId('diagnosis-again').click()
    await expect.poll(() => first(page), { timeout: 20_000 }).toBe('line-refused')
    expect(await stateOf(page, 'gateway')).toBe('waits')
    expect(await stateOf(page, 'disk')).toBe('well')
    expect(await page.locator('.diagnosis-row').first().getAttribute('data-cause')).toBe('line-refused')
    await keep(page, 'en')
    await press(page, 'F2')
    expect(await page.getByTestId('diagnosis-first').innerText()).toContain('请先处理')
    expect(await page.getByTestId('diagnosis-gateway').innerText()).toContain('网关线路')
    await keep(page, 'zh')
  })

  test('the next digit begins a sale all the same', async () => {
    await press(counter.page, '7')
    await counter.page.getByTestId('diagnosis').waitFor({ state: 'detached' })
  })
})

describe.skipIf(noBrowser !== undefined)('the camera is looked through by the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-black-'))
  const film = join(folder, 'black.y4m')
  writeBlackFilm(film)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  interface Case {
    readonly what: string
    readonly cause: string
    readonly browserArgs: readonly string[]
    readonly prepare?: (page: Page) => Promise<void>
  }
  const cases: readonly Case[] = [
    { what: 'there is none', cause: 'camera-none', browserArgs: [] },
    {
      what: 'its lens is covered',
      cause: 'camera-black',
      browserArgs: [...fakeCamera, `--use-file-for-fake-video-capture=${film}`],
    },
    {
      what: 'it is not allowed',
      cause: 'camera-denied',
      browserArgs: ['--use-fake-device-for-media-stream'],
      prepare: async (page) => {
        const browser = await page.context().newCDPSession(page)
        const { targetInfo } = await browser.send('Target.getTargetInfo')
        await browser.send('Browser.setPermission', {
          permission: { name: 'camera' },
          setting: 'denied',
          ...(targetInfo.browserContextId === undefined
            ? {}
            : { browserContextId: targetInfo.browserContextId }),
        })
      },
    },
    {
      // Two programs at one camera cannot be had here: the browser's own word for it is put in.
      what: 'another program has it',
      cause: 'camera-busy',
      browserArgs: fakeCamera,
      prepare: (page) =>
        page.evaluate(() => {
          navigator.mediaDevices.getUserMedia = () =>
            Promise.reject(new DOMException('Device in use', 'NotReadableError'))
        }),
    },
  ]
  test.each(cases)('$what: $cause', { timeout: 120_000 }, async ({ cause, browserArgs, prepare }) => {
    const counter = await openCounter({ browserArgs, settings: { people: { refundLimit: 5000 } } })
    try {
      await prepare?.(counter.page)
      await openIt(counter)
      const row = counter.page.getByTestId('diagnosis-camera')
      expect(await row.getAttribute('data-cause')).toBe(cause)
    } finally {
      await counter.close()
    }
  })
})
