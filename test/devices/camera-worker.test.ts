import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, onTestFinished, test } from 'vitest'
import { createFrameDecoder } from '../../drivers/camera/frame-decoder.ts'
import { launchBrowser, noBrowser } from '../browser/real-browser.ts'
import { codePicture, picturesPerRound } from './camera-pictures.ts'
import type { WorkerPage } from './camera-worker-page.dom.ts'
import { servePage } from './served-page.ts'

declare const window: Window & { readonly page: WorkerPage }

test.skipIf(noBrowser !== undefined)(
  'the worker in the browser reads exactly what the same readers read in Node, on every kind of picture',
  { timeout: 120_000 },
  async () => {
    const served = await servePage('camera-worker-page.dom.ts', '')
    const browser = await launchBrowser()
    onTestFinished(async () => {
      await browser.close()
      await served.close()
    })
    const page = await browser.newPage()
    await page.goto(served.url)
    const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
    const decoder = createFrameDecoder({ wasmBinary: new Uint8Array(readFileSync(file)).buffer })
    let read = 0
    for (let at = 0; at < picturesPerRound; at += 2) {
      const { grey, width, height, code } = codePicture(90_210, at)
      const data = new Uint8ClampedArray(4 * grey.length).fill(255)
      for (const [i, value] of grey.entries()) data.fill(value, 4 * i, 4 * i + 3)
      const here = await decoder.decode({ data, width, height }, at)
      const there = await page.evaluate(
        ([picture, w, h, frame]) => window.page.decode(picture, w, h, frame),
        [Buffer.from(grey).toString('base64'), width, height, at] as const,
      )
      expect(there.reads).toEqual(here)
      if (here.some(({ text }) => text === code)) read++
    }
    expect(read).toBeGreaterThanOrEqual(22)
  },
)
