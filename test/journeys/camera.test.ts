import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFilm } from '../devices/film.ts'
import { freshCode, keyAmount, noBrowser, openCounter, resultState, type Counter } from './counter.ts'

/** One film for each kind of code, because a browser's camera shows one film from its start to its end. */
describe.skipIf(noBrowser !== undefined).each([
  ['a Code 128', (code: string) => ({ bar: code, qr: '4006381333931' })],
  ['a QR code', (code: string) => ({ bar: '4006381333931', qr: code })],
] as const)('the camera reads %s that moves on a phone', (_, scenes) => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-film-'))
  const code = freshCode()
  let counter: Counter
  beforeAll(async () => {
    const film = join(folder, 'camera.y4m')
    writeFilm(film, scenes(code))
    counter = await openCounter({
      browserArgs: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${film}`,
      ],
    })
  })
  afterAll(async () => {
    await counter.close()
    rmSync(folder, { recursive: true })
  })

  test('paid, and the camera is let go', async () => {
    const { page, gateway } = counter
    await keyAmount(page, '1250')
    await page.keyboard.press('F5')
    await resultState(page, 'paid', 25_000)
    expect(await page.getByTestId('result-amount').innerText()).toContain('12.50')
    expect(gateway.requests.count('alipay.acquire.overseas.spot.pay')).toBe(1)
    const live = await page.evaluate(
      () =>
        [...document.querySelectorAll('video')].filter(
          ({ srcObject }) =>
            srcObject instanceof MediaStream &&
            srcObject.getTracks().some((track) => track.readyState === 'live'),
        ).length,
    )
    expect(live).toBe(0)
  })
})
