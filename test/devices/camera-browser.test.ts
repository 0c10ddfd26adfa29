import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { complaintsOf, launchBrowser } from '../browser/real-browser.ts'
import type { ServedFolder } from '../browser/served-folder.ts'
import type { CameraPage } from './camera-page.dom.ts'
import { writeBlackFilm, writeFilm, writeStillFilm } from './film.ts'
import { launchBrowserWithFilm, servePage } from './served-page.ts'

declare const window: Window & { readonly page: CameraPage }

const barCode = '281234567890123456'
const qrCode = '286543210987654321'
const article = '4006381333931'

let folder: string
let stillFilm: string
let served: ServedFolder
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spot-till-film-'))
  stillFilm = join(folder, 'still.y4m')
  writeStillFilm(stillFilm)
  served = await servePage('camera-page.dom.ts', '<video></video>')
})
afterAll(async () => {
  await served.close()
  await rm(folder, { recursive: true, force: true })
})

const visit = async (starting: Promise<Browser>): Promise<{ page: Page; complaints: readonly string[] }> => {
  const browser = await starting
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const complaints = complaintsOf(page)
  await page.goto(served.url)
  return { page, complaints }
}

const waitForCode = (page: Page) => page.waitForFunction(() => window.page.codes.length > 0)
const seen = (page: Page) =>
  page.evaluate(() => ({
    states: window.page.states,
    codes: window.page.codes,
    releasedAtCode: window.page.releasedAtCode,
    tracks: window.page.tracks.map(({ readyState }) => readyState),
    videoHasCamera: document.querySelector('video')?.srcObject !== null,
  }))

test('F40: a barcode held up is read, once, and the camera is released before anyone hears of it', async () => {
  const film = join(folder, 'bar.y4m')
  writeFilm(film, { bar: barCode, qr: qrCode })
  const { page, complaints } = await visit(launchBrowserWithFilm(film))
  const engine = page.waitForResponse((response) => response.url().endsWith('.wasm'))
  await page.evaluate(() => window.page.open())
  const { ok, url } = await engine.then((response) => ({ ok: response.ok(), url: response.url() }))
  // The WebAssembly engine comes from the till itself and never from a network.
  expect({ ok, local: url.startsWith(served.url) }).toEqual({ ok: true, local: true })
  await waitForCode(page)
  await page.waitForTimeout(500)
  expect(await seen(page)).toEqual({
    states: ['starting', 'watching'],
    codes: [barCode],
    releasedAtCode: [true],
    tracks: ['ended'],
    videoHasCamera: false,
  })
  expect(complaints).toEqual([])
})

test('a QR code is read, and an article number held up before it is not taken for one', async () => {
  const film = join(folder, 'qr.y4m')
  writeFilm(film, { bar: article, qr: qrCode })
  const { page } = await visit(launchBrowserWithFilm(film))
  await page.evaluate(() => window.page.open())
  await waitForCode(page)
  expect(await seen(page)).toMatchObject({ codes: [qrCode], releasedAtCode: [true] })
})

test('F40: a picture that stands still is told frozen; closing releases the camera', async () => {
  const { page } = await visit(launchBrowserWithFilm(stillFilm))
  await page.evaluate(() => window.page.open())
  await page.waitForFunction(() => window.page.states.includes('frozen'))
  await page.evaluate(() => window.page.close())
  expect(await seen(page)).toMatchObject({
    states: ['starting', 'watching', 'frozen'],
    codes: [],
    tracks: ['ended'],
    videoHasCamera: false,
  })
})

test('F40: a camera that ends by itself is told lost, and let go', async () => {
  const { page } = await visit(launchBrowserWithFilm(stillFilm))
  await page.evaluate(() => window.page.open())
  await page.waitForFunction(() => window.page.states.includes('watching'))
  // Chromium's camera of film cannot be unplugged; this is the event that a pulled cable makes.
  await page.evaluate(() => window.page.tracks[0]?.dispatchEvent(new Event('ended')))
  await page.waitForFunction(() => window.page.states.includes('lost'))
  expect(await seen(page)).toMatchObject({ states: ['starting', 'watching', 'lost'], tracks: ['ended'] })
})

test('F40: a camera that is gone from the list is lost within two seconds, though it says nothing itself', async () => {
  const { page } = await visit(launchBrowserWithFilm(stillFilm))
  await page.evaluate(() => window.page.open())
  await page.waitForFunction(() => window.page.states.includes('watching'))
  const ms = await page.evaluate(async () => {
    const { mediaDevices } = navigator
    mediaDevices.enumerateDevices = () => Promise.resolve([])
    const began = performance.now()
    mediaDevices.dispatchEvent(new Event('devicechange'))
    while (!window.page.states.includes('lost')) await new Promise((resolve) => setTimeout(resolve, 10))
    return performance.now() - began
  })
  expect(ms).toBeLessThan(2000)
  expect(await seen(page)).toMatchObject({ states: ['starting', 'watching', 'lost'], tracks: ['ended'] })
})

test('F40: a permission that is taken away in the middle is told as one, and the camera is let go', async () => {
  const { page } = await visit(
    launchBrowser(['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${stillFilm}`]),
  )
  const context = page.context()
  await context.grantPermissions(['camera'])
  await page.evaluate(() => window.page.open())
  await page.waitForFunction(() => window.page.states.includes('watching'))
  const session = await context.newCDPSession(page)
  const { targetInfo } = await session.send('Target.getTargetInfo')
  await session.send('Browser.setPermission', {
    ...(targetInfo.browserContextId !== undefined && { browserContextId: targetInfo.browserContextId }),
    permission: { name: 'camera' },
    setting: 'denied',
    origin: new URL(page.url()).origin,
  })
  await page.waitForFunction(() => window.page.tracks[0]?.readyState === 'ended')
  await page.waitForFunction(() => window.page.states.some((state) => state === 'denied' || state === 'lost'))
  // The film stands still: on a slow machine that is told before.
  const { states } = await seen(page)
  expect(states.filter((state) => state !== 'frozen')).toEqual(['starting', 'watching', 'denied'])
})

test('F40: a black picture is told as one that stands still', async () => {
  const black = join(folder, 'black.y4m')
  writeBlackFilm(black)
  const { page } = await visit(launchBrowserWithFilm(black))
  await page.evaluate(() => window.page.open())
  await page.waitForFunction(() => window.page.states.includes('frozen'))
  expect(await seen(page)).toMatchObject({ codes: [] })
})

test('F40: a code before a camera that nobody started is not read, nor another one after it was', async () => {
  const poster = join(folder, 'poster.y4m')
  writeFilm(poster, { bar: barCode, qr: qrCode })
  const { page } = await visit(launchBrowserWithFilm(poster))
  await page.waitForTimeout(3000)
  expect(await seen(page)).toMatchObject({ states: [], codes: [], tracks: [] })
  await page.evaluate(() => window.page.open())
  await waitForCode(page)
  // The film goes round once more, with its other code.
  await page.waitForTimeout(5000)
  expect((await seen(page)).codes).toHaveLength(1)
})

test('a camera that was closed while it was starting is released as soon as it is there', async () => {
  const { page } = await visit(launchBrowserWithFilm(stillFilm))
  await page.evaluate(() => {
    window.page.open()
    window.page.close()
  })
  await page.waitForFunction(() => window.page.tracks[0]?.readyState === 'ended')
  expect(await seen(page)).toMatchObject({ states: ['starting'], codes: [] })
})

test('without a camera, and without permission, the cashier is told which of the two it is', async () => {
  const bare = await visit(launchBrowser())
  await bare.page.evaluate(() => window.page.open())
  await bare.page.waitForFunction(() => window.page.states.length > 1)
  expect(await seen(bare.page)).toMatchObject({ states: ['starting', 'no-camera'] })

  const refused = await visit(
    launchBrowser(['--use-fake-device-for-media-stream', '--deny-permission-prompts']),
  )
  await refused.page.evaluate(() => window.page.open())
  await refused.page.waitForFunction(() => window.page.states.length > 1)
  expect(await seen(refused.page)).toMatchObject({ states: ['starting', 'denied'] })
})
