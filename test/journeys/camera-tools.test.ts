import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyAmount, noBrowser, openCounter, type Counter } from './counter.ts'

const images = join(dirname(dirname(import.meta.dirname)), 'docs', 'images')

/** Chromium's cameras of film have no lamp: this gives them one, and keeps what they are asked for. */
const giveLamp = (): void => {
  const asked: unknown[] = []
  Object.assign(window, { asked })
  const devices = navigator.mediaDevices
  const open = devices.getUserMedia.bind(devices)
  devices.getUserMedia = async (wish) => {
    const stream = await open(wish)
    for (const track of stream.getVideoTracks()) {
      const abilities = track.getCapabilities()
      track.getCapabilities = () => ({ ...abilities, torch: true, focusMode: ['manual', 'continuous'] })
      track.applyConstraints = (change) => {
        asked.push(change)
        return Promise.resolve()
      }
    }
    return stream
  }
}

describe.skipIf(noBrowser !== undefined)('a counter with two cameras, one with a lamp', () => {
  let counter: Counter
  beforeAll(async () => {
    counter = await openCounter({
      browserArgs: ['--use-fake-device-for-media-stream=device-count=2', '--use-fake-ui-for-media-stream'],
    })
    await counter.page.evaluate(giveLamp)
  })
  afterAll(() => counter.close())

  const running = (): Promise<string | undefined> =>
    counter.page.evaluate(() => {
      const film = document.querySelector('video')?.srcObject
      return film instanceof MediaStream ? film.getVideoTracks()[0]?.getSettings().deviceId : undefined
    })
  const untilRunning = async (other?: string): Promise<string> => {
    for (;;) {
      const id = await running()
      if (id !== undefined && id !== other) return id
      await counter.page.waitForTimeout(50)
    }
  }
  /** The panel with all its buttons; what a camera of Chromium's plays says nothing to a reader. */
  const keepPictures = async (): Promise<void> => {
    const { page } = counter
    const film = page.locator('video')
    await film.evaluate(({ style }) => (style.visibility = 'hidden'))
    for (const language of ['en', 'zh']) {
      await page.waitForTimeout(400) // Fonts and transitions.
      await page.screenshot({ path: join(images, `camera-${language}.png`) })
      await page.keyboard.press('F2')
    }
    await film.evaluate(({ style }) => (style.visibility = ''))
  }
  const asked = (): Promise<string> =>
    counter.page.evaluate(() => JSON.stringify((window as unknown as { asked: unknown }).asked))

  test('the lens is told to follow; the lamp goes on and off by its letter and by its button', async () => {
    const { page } = counter
    await keyAmount(page, '1250')
    await page.keyboard.press('F5')
    const light = page.getByTestId('camera-light')
    await light.waitFor()
    if (process.env['UPDATE_DOCS'] === '1') await keepPictures()
    expect(await asked()).toContain('{"advanced":[{"focusMode":"continuous"}]}')
    expect(await asked()).not.toContain('torch')
    await page.keyboard.press('l')
    await page.waitForFunction(() =>
      document.querySelector('[data-testid=camera-light]')?.textContent.includes('off'),
    )
    expect(await asked()).toContain('{"advanced":[{"torch":true}]}')
    await light.click()
    await page.waitForFunction(
      () => document.querySelector('[data-testid=camera-light]')?.textContent === 'Light (L)',
    )
    expect(await asked()).toContain('{"advanced":[{"torch":false}]}')
  })

  test('the other camera is taken by its letter, and is the one that the next sale starts with', async () => {
    const { page } = counter
    const first = await untilRunning()
    await page.keyboard.press('c')
    const second = await untilRunning(first)
    await page.keyboard.press('Escape')
    await page.keyboard.press('F5')
    expect(await untilRunning()).toBe(second)
    await page.getByTestId('camera-other').click()
    expect(await untilRunning(second)).toBe(first)
  })
})

describe.skipIf(noBrowser !== undefined)('a counter whose settings name the second of its cameras', () => {
  let counter: Counter
  beforeAll(async () => {
    counter = await openCounter({
      settings: { scanners: { camera: 'fake_device_1' } },
      browserArgs: ['--use-fake-device-for-media-stream=device-count=2', '--use-fake-ui-for-media-stream'],
    })
  })
  afterAll(() => counter.close())

  const nameOfRunning = async (): Promise<string | undefined> => {
    await keyAmount(counter.page, '1250')
    await counter.page.keyboard.press('F5')
    await counter.page.getByTestId('camera-other').waitFor()
    return counter.page.evaluate(() => {
      const film = document.querySelector('video')?.srcObject
      return film instanceof MediaStream ? film.getVideoTracks()[0]?.label : undefined
    })
  }

  test('that one is taken, also after the till was started anew at another address', async () => {
    expect(await nameOfRunning()).toBe('fake_device_1')
    const before = new URL(counter.page.url()).port
    await counter.kill()
    await counter.start()
    expect(new URL(counter.page.url()).port).not.toBe(before)
    expect(await nameOfRunning()).toBe('fake_device_1')
  })
})
