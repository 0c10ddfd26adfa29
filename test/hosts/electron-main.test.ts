import { spawn } from 'node:child_process'
import { readdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { openTillJournal } from '../../app/compose.ts'
import { dataFolder } from '../../app/data-folder.ts'
import { createSafeSecrets } from '../../app/electron/secrets.ts'
import { openLog } from '../../app/log.ts'
import { readSettingsFile } from '../../app/settings-file.ts'
import { systemClock } from '../../app/system.ts'
import { trainingGatewayPublicKey, trainingMerchantPrivateKey } from '../../main/training/account.ts'
import { standInSafeStorage } from './electron-stand-in.ts'
import { folder } from './screens.ts'

const root = dirname(dirname(import.meta.dirname))

/** The main program and its command line, built as they ship, beside packages and a screen. */
const buildProgram = async (): Promise<string> => {
  const place = await folder({
    'out/renderer/index.html': '<!doctype html><html><head></head></html>',
    'hook.mjs': `import { registerHooks } from 'node:module'
// Started as "electron main.mjs COMMAND", and not as a program of its own.
process.defaultApp = true
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron'
      ? { url: ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'electron-module.ts')).href)}, shortCircuit: true }
      : next(name, context),
})`,
  })
  await symlink(join(root, 'node_modules'), join(place, 'node_modules'))
  for (const mode of ['electron', 'preload', 'workbook-worker']) {
    await build({
      configFile: join(root, '.config/vite.config.ts'),
      mode,
      logLevel: 'error',
      build: { outDir: join(place, 'out/electron') },
    })
  }
  return place
}

/** Runs what was built with everything real (till, journal, training gateway) but Electron itself. */
const runBuilt = async (
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  built?: string,
): Promise<{
  readonly code: number | null
  readonly said: readonly unknown[]
  readonly out: string
  readonly heard: string
}> => {
  const place = built ?? (await buildProgram())
  const child = spawn(
    process.execPath,
    ['--import', pathToFileURL(join(place, 'hook.mjs')).href, join(place, 'out/electron/main.mjs'), ...args],
    { cwd: place, env: { ...process.env, ...environment, SPOT_TILL_DATA: dataDir } },
  )
  let out = ''
  let heard = ''
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (heard += bytes.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const said = out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as unknown] : []))
  return { code, said, out, heard }
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

/** A till that stands halted, and the number of the entry that says so. */
const haltedFolder = async (): Promise<{ readonly dataDir: string; readonly entry: number }> => {
  const dataDir = await folder()
  const place = dataFolder(dataDir)
  const settings = await readSettingsFile(place.settings)
  if (!settings.ok) throw new Error('no settings')
  const journal = openTillJournal(place, settings.value, openLog(place.log))
  const [entry] = journal.append(
    { now: systemClock.now(), operator: 'till' },
    { kind: 'till-halted', because: 'paid-unproven', about: 'x', detail: 'planted' },
  )
  journal.close()
  return { dataDir, entry: entry?.seq ?? 0 }
}

test('the built program takes the commands of the command line, with its own name and no window', async () => {
  const built = await buildProgram()
  const { dataDir, entry } = await haltedFolder()
  const command = (...args: readonly string[]) => runBuilt(dataDir, {}, args, built)
  const asked = await command('acknowledge')
  expect(asked.out).toContain(`When that is done: spot-till acknowledge --entry ${entry}\n`)
  expect(asked).toMatchObject({ code: 3, heard: '', said: [] })
  expect(await command('acknowledge', '--entry', String(entry))).toMatchObject({
    code: 0,
    out: 'Acknowledged. The till sells again at its next start.\n',
  })
  expect(await command('verify')).toMatchObject({ code: 0, out: expect.stringContaining('chain whole') })
  const slip = await command('acknowlege')
  expect(slip).toMatchObject({ code: 1, out: '', heard: expect.stringContaining('usage: spot-till COMMAND') })
  expect(await command('export', '--from', '2026-01-01', '--to', '2026-12-31')).toMatchObject({
    code: 0,
    out: expect.stringContaining('alipay_trans_id'),
  })
  const days = ['--from', '2026-01-01', '--to', '2026-12-31'] as const
  const workbook = join(dataDir, 'sales.xlsx')
  expect(await command('export', 'sales', ...days, '--format', 'xlsx', '--out', workbook)).toMatchObject({
    code: 0,
    heard: '',
  })
  // A zip archive: the thread that makes it was built as well, and found beside the program.
  expect((await readFile(workbook)).subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
})

test.runIf(process.platform === 'linux')(
  'a live command of the built program works with the keys that the window has kept',
  async () => {
    const built = await buildProgram()
    const dataDir = await folder({ 'settings.json': liveSettings })
    const recover = () => runBuilt(dataDir, {}, ['recover', '--for', '5'], built)
    const without = await recover()
    expect(without).toMatchObject({ code: 1, heard: expect.stringContaining('keys.') })
    const secrets = createSafeSecrets(standInSafeStorage(), join(dataDir, 'protected'), 'linux')
    await secrets.write('privateKey', trainingMerchantPrivateKey)
    await secrets.write('alipayPublicKey', trainingGatewayPublicKey)
    expect(await recover()).toMatchObject({ code: 0, heard: '', out: 'Nothing is open. 0 chased.\n' })
    expect(await readdir(join(dataDir, 'protected'))).toContain('till-secret')
  },
)
