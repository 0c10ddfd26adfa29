import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { _electron } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { wrongFuses } from '../../.config/fuses.ts'
import { electronBinary } from '../../app/electron-binary.ts'
import { folder } from './screens.ts'

const root = dirname(dirname(import.meta.dirname))
const binary = electronBinary(root)
const why = binary === undefined ? ' (skipped: Electron is not on this machine, only its package)' : ''

/** Starts the built till in the real Electron, with a data folder of its own. */
const launch = async () => {
  const built = spawnSync(process.execPath, [join(root, '.config/build.ts')], { encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the till could not be built: ${built.stderr}`)
  const app = await _electron.launch({
    ...(binary === undefined ? {} : { executablePath: binary }),
    args: [root, `--user-data-dir=${await folder()}`],
    env: { ...(process.env as Record<string, string>), SPOT_TILL_DATA: await folder() },
  })
  onTestFinished(() => app.close())
  const page = await app.firstWindow()
  await page.getByTestId('amount').waitFor()
  return { app, page }
}

// What the stand-in cannot know of the real Electron. Everything else about this host is proved on the stand-in.
describe.skipIf(binary === undefined)(`in the real Electron${why}`, () => {
  test('the till starts, and its page speaks with it under the policy', async () => {
    const { page } = await launch()
    expect(page.url()).toBe('app://till/')
    expect(await page.evaluate('location.origin')).toBe('app://till')
    expect(await page.evaluate('typeof require + typeof process + Object.keys(window.spotTill).join()')).toBe(
      'undefinedundefinedconnect',
    )
  })

  test('the window has the preferences of S01', async () => {
    const { app } = await launch()
    const preferences = await app.evaluate(({ webContents }) =>
      webContents
        .getAllWebContents()
        .map((contents) =>
          (contents as unknown as { getLastWebPreferences: () => unknown }).getLastWebPreferences(),
        ),
    )
    expect(preferences).toMatchObject([
      { contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, webviewTag: false },
    ])
  })

  test('a page cannot open or become another (S03)', async () => {
    const { app, page } = await launch()
    await page.evaluate(`window.open('https://evil.example/'); location.href = 'https://evil.example/'`)
    expect(page.url()).toBe('app://till/')
    expect(app.windows().length).toBe(1)
  })

  test('what comes from npm has other fuses: only packaging sets them', async () => {
    expect(await wrongFuses(binary ?? '')).toContain('runAsNode')
  })
})
