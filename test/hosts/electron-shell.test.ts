import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pageUrl } from '../../app/electron/channels.ts'
import { refusedSwitches, runShell } from '../../app/electron/shell.ts'
import { startShell } from './electron-run.ts'
import { createElectronStandIn, type StandInOptions } from './electron-stand-in.ts'
import { folder, until } from './screens.ts'

describe('S01 the window', () => {
  test('is isolated, sandboxed and without Node', async () => {
    const { electron } = await startShell({ packaged: true })
    expect(electron.windows.map(({ options }) => options.webPreferences)).toEqual([
      {
        preload: '/program/preload.cjs',
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        plugins: false,
        spellcheck: false,
        enableWebSQL: false,
        safeDialogs: true,
        devTools: false,
      },
    ])
  })

  test('shows our page and nothing else, once it is drawn', async () => {
    const { electron, contents } = await startShell()
    expect(contents.loaded).toEqual([pageUrl])
    expect(electron.windows[0]?.did).toEqual(['show'])
  })

  test('F08: ends a page that hangs and loads it again, and says so in the log', async () => {
    const { electron, contents, log } = await startShell()
    electron.windows[0]?.emit('unresponsive')
    await until(() => contents.loaded.length === 2)
    expect(contents.loaded).toEqual([pageUrl, pageUrl])
    expect(log.lines).toEqual(
      expect.arrayContaining([
        expect.stringContaining('screen-hung'),
        expect.stringContaining('screen-crashed'),
      ]),
    )
  })

  test('F08: a page that cannot be loaded again does not take the till with it', async () => {
    const { electron, contents, log, closed } = await startShell()
    const [window] = electron.windows
    if (window !== undefined) window.loadURL = () => Promise.reject(new Error('ERR_ABORTED'))
    contents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 })
    await until(() => log.lines.some((line) => line.includes('screen-not-loaded')))
    expect(closed()).toBe(0)
  })

  test('F08: loads its page again when the page crashed', async () => {
    const { contents } = await startShell()
    contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    await until(() => contents.loaded.length === 2)
    contents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
    expect(contents.loaded).toEqual([pageUrl, pageUrl])
  })

  test('has no menu, except on macOS, which cannot paste without one', async () => {
    expect((await startShell()).electron.menus).toEqual([null])
    expect((await startShell({ platform: 'darwin' })).electron.menus).toEqual([
      { items: [{ role: 'appMenu' }, { role: 'editMenu' }] },
    ])
  })
})

describe('S02 the sandbox', () => {
  test('is on, the scheme registered and the lock taken before Electron is ready', async () => {
    const { electron } = await startShell()
    expect(electron.calls).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
      'ready',
    ])
  })

  test('is on before the main module is through: nothing is awaited there', async () => {
    // Electron becomes ready only after that module; awaiting `runShell` in it would wait for ever.
    const main = await readFile(join(import.meta.dirname, '../../app/electron/main.ts'), 'utf8')
    expect(main).not.toMatch(/\bawait\b/)
    const electron = createElectronStandIn()
    const never = runShell({
      electron,
      compose: () => Promise.reject(new Error('not before ready')),
      preload: '',
      screen: '',
      dataDir: '',
      platform: 'linux',
    })
    expect(electron.calls).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
    ])
    electron.becomeReady()
    await never
  })

  test.each(refusedSwitches)('and S11: a shipped till does not start with --%s', async (name) => {
    const { electron } = await startShell({ packaged: true, switches: [name] })
    expect(electron.exits).toEqual([1])
    expect(electron.windows).toEqual([])
    expect(electron.errors).toEqual([`The till cannot start: It does not start with --${name}.`])
  })
})

describe('S10 a second start', () => {
  test('ends, and brings the first one to the front', async () => {
    const lock: NonNullable<StandInOptions['lock']> = {}
    const first = await startShell({ lock })
    const [window] = first.electron.windows
    if (window !== undefined) window.minimized = true
    const second = await startShell({ lock })
    expect(second.electron.exits).toEqual([0])
    expect(second.electron.windows).toEqual([])
    expect(second.till.commands).toEqual([])
    expect(window?.did).toEqual(['show', 'restore', 'focus'])
  })
})

describe('the end', () => {
  test('comes with the last window, and only after the journal is closed', async () => {
    const { electron, closed } = await startShell()
    electron.app.emit('window-all-closed')
    expect(electron.exits).toEqual([])
    await until(() => electron.exits.length > 0)
    expect(closed()).toBe(1)
    expect(electron.exits).toEqual([0])
  })

  test('is told in words when there is no built screen', async () => {
    const { electron } = await startShell({ screen: await folder() })
    expect(electron.exits).toEqual([1])
    expect(electron.errors[0]).toMatch(/^The till cannot start: There is no built screen/)
  })
})
