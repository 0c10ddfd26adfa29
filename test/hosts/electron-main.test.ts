import { spawn } from 'node:child_process'
import { readdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { folder } from './screens.ts'

const root = dirname(dirname(import.meta.dirname))

/** The main program, built as it ships, with everything real (till, journal, training gateway) but Electron itself. */
const runBuilt = async (
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly said: readonly unknown[]; readonly heard: string }> => {
  const place = await folder({
    'out/renderer/index.html': '<!doctype html><html><head></head></html>',
    'hook.mjs': `import { registerHooks } from 'node:module'
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron'
      ? { url: ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'electron-module.ts')).href)}, shortCircuit: true }
      : next(name, context),
})`,
  })
  await symlink(join(root, 'node_modules'), join(place, 'node_modules'))
  for (const mode of ['electron', 'preload']) {
    await build({
      configFile: join(root, '.config/vite.config.ts'),
      mode,
      logLevel: 'error',
      build: { outDir: join(place, 'out/electron') },
    })
  }
  const child = spawn(
    process.execPath,
    ['--import', pathToFileURL(join(place, 'hook.mjs')).href, join(place, 'out/electron/main.mjs')],
    { cwd: place, env: { ...process.env, ...environment, SPOT_TILL_DATA: dataDir } },
  )
  let out = ''
  let heard = ''
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (heard += bytes.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const said = out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as unknown] : []))
  return { code, said, heard }
}

test('the built main program opens a real till, serves a page with it, and closes the journal', async () => {
  const dataDir = await folder()
  const { code, said, heard } = await runBuilt(dataDir)
  expect(heard).toBe('')
  expect(said).toEqual([{ mode: 'training', loaded: ['app://till/'] }])
  expect(code).toBe(0)
  expect(await readdir(join(dataDir, 'training'))).toContain('journal.sqlite')
})

const liveSettings = JSON.stringify({
  mode: 'live',
  gateway: {
    url: 'https://127.0.0.1:1/gateway.do',
    partner: '2088000000000001',
    transName: 'Shop',
    extendInfo: { storeId: 'S1', storeName: 'Shop' },
  },
})

test.runIf(process.platform === 'linux')('without a keyring it trains all the same', async () => {
  const { said, code } = await runBuilt(await folder(), { KEYRING: 'none' })
  expect(said).toEqual([{ mode: 'training', loaded: ['app://till/'] }])
  expect(code).toBe(0)
})

test.runIf(process.platform === 'linux')(
  'without a keyring a live till is stopped, and says why (S13)',
  async () => {
    const dataDir = await folder({ 'settings.json': liveSettings })
    const { said, code } = await runBuilt(dataDir, { KEYRING: 'none' })
    expect(said).toMatchObject([{ mode: 'live', stopped: expect.stringMatching(/secrets|settings/) }])
    expect(code).toBe(0)
  },
)
