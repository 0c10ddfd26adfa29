import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pageOrigin, pageUrl } from '../../app/electron/channels.ts'
import { mayLoad } from '../../app/electron/permissions.ts'
import { startShell } from './electron-run.ts'
import { StandInContents, type Permission } from './electron-stand-in.ts'
import { hostileAddresses } from './hostile-addresses.ts'

describe('S03 no other document is ever shown', () => {
  test('whatever tries to bring one in, by any way', async () => {
    expect(hostileAddresses.length).toBeGreaterThanOrEqual(50)
    const { contents } = await startShell()
    for (const address of hostileAddresses) {
      contents.navigate(address)
      contents.navigateFrame(address)
      contents.redirect(address)
      contents.openWindow(address)
      contents.attachWebview(address)
    }
    contents.navigateFrame(pageUrl)
    contents.openWindow(pageUrl)
    contents.attachWebview(pageUrl)
    contents.redirect(pageUrl)
    expect(contents.loaded).toEqual([pageUrl])
  })

  test('by each of the two events that tell of it, whichever comes', async () => {
    const { contents } = await startShell()
    for (const url of hostileAddresses) {
      expect(contents.passes('will-navigate', { url, isMainFrame: true })).toBe(false)
      expect(contents.passes('will-frame-navigate', { url, isMainFrame: true })).toBe(false)
    }
  })

  test('nor in any other window that may come to be', async () => {
    const { electron } = await startShell()
    const other = new StandInContents(99)
    electron.app.emit('web-contents-created', {}, other)
    for (const address of hostileAddresses) other.navigate(address)
    expect(other.loaded).toEqual([])
  })

  test('but the page may load itself again', async () => {
    const { contents } = await startShell()
    contents.navigate(pageUrl)
    expect(contents.loaded).toEqual([pageUrl, pageUrl])
  })

  test.each(hostileAddresses)('and no request leaves for %s', async (address) => {
    const { electron } = await startShell()
    const outcome = await electron.session.defaultSession.fetch(address).then(
      ({ status }) => status,
      (fault: Error) => fault.message.split(' ')[0],
    )
    expect([404, 'ERR_BLOCKED_BY_CLIENT']).toContain(outcome)
  })

  test('nor for any address of another scheme or host', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
        expect(mayLoad(address)).toBe(false)
      }),
    )
  })

  test('pictures that the page makes itself may load', () => {
    expect(mayLoad(`blob:${pageOrigin}/0b5c`)).toBe(true)
    expect(mayLoad('data:image/svg+xml,<svg/>')).toBe(true)
    expect(mayLoad('data:text/html,<script>1</script>')).toBe(false)
  })

  test.each([
    [`blob:${pageOrigin}/0b5c`, true],
    ['blob:https://elsewhere.example/0b5c', false],
    [`${pageOrigin}/index.html`, false],
    ['https://elsewhere.example/setup.exe', false],
    ['data:application/pdf;base64,JVBERg==', false],
  ])('only a file that the page made itself is downloaded: %s', async (address, allowed) => {
    const { electron } = await startShell()
    let passed = true
    electron.session.defaultSession.emit(
      'will-download',
      { preventDefault: () => (passed = false) },
      { getURL: () => address },
    )
    expect(passed).toBe(allowed)
  })
})

describe('S04 the page', () => {
  test('comes by a scheme of our own that is standard and secure and passes by no policy', async () => {
    const { electron } = await startShell()
    expect(electron.schemes).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
      },
    ])
  })

  test('is the same built screen, under the same policy, as in the browser host', async () => {
    const { electron } = await startShell()
    const page = await electron.session.defaultSession.fetch(pageUrl)
    const policy = page.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1]
    expect(await page.text()).toContain(`<meta property="csp-nonce" nonce="${nonce}">`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'self';")
    expect(policy).not.toContain('unsafe-inline')
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    const script = await electron.session.defaultSession.fetch('app://till/assets/index-a1.js')
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  test.each(['app://till/%2e%2e/secret.txt', 'app://till/../secret.txt', 'app://till/notes.map'])(
    'has nothing at %s',
    async (address) => {
      const { electron } = await startShell()
      expect((await electron.session.defaultSession.fetch(address)).status).toBe(404)
    },
  )
})

describe('S05 a permission', () => {
  const permissions: readonly Permission[] = [
    'ar',
    'automatic-fullscreen',
    'background-fetch',
    'background-sync',
    'captured-surface-control',
    'clipboard-read',
    'clipboard-sanitized-write',
    'deprecated-sync-clipboard-read',
    'display-capture',
    'fileSystem',
    'fullscreen',
    'geolocation',
    'geolocation-approximate',
    'hand-tracking',
    'hid',
    'idle-detection',
    'keyboardLock',
    'local-fonts',
    'local-network',
    'local-network-access',
    'loopback-network',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'nfc',
    'notifications',
    'openExternal',
    'payment-handler',
    'periodic-background-sync',
    'persistent-storage',
    'pointerLock',
    'screen-wake-lock',
    'sensors',
    'serial',
    'smart-card',
    'speaker-selection',
    'storage-access',
    'system-wake-lock',
    'top-level-storage-access',
    'unknown',
    'usb',
    'vr',
    'web-app-installation',
    'web-printing',
    'window-management',
  ]
  const camera = { isMainFrame: true, requestingUrl: pageUrl, mediaTypes: ['video'] }

  test.each(permissions)('named %s is granted only if it is the camera', async (permission) => {
    const { defaultSession } = (await startShell()).electron.session
    const wanted = permission === 'media'
    expect(await defaultSession.request(permission, camera)).toBe(wanted)
    expect(defaultSession.check(permission, pageUrl, { isMainFrame: true, mediaType: 'video' })).toBe(wanted)
  })

  test.each([
    ['the microphone', { ...camera, mediaTypes: ['audio'] }],
    ['camera and microphone', { ...camera, mediaTypes: ['video', 'audio'] }],
    ['nothing in particular', { ...camera, mediaTypes: [] }],
    ['what is not said', { isMainFrame: true, requestingUrl: pageUrl }],
    ['the camera for a frame', { ...camera, isMainFrame: false }],
    ['the camera for another page', { ...camera, requestingUrl: 'https://evil.example/' }],
    ['the camera for another host of our scheme', { ...camera, requestingUrl: 'app://till.evil/' }],
    ['the camera for no page', { ...camera, requestingUrl: '' }],
    ['the camera for a file', { ...camera, requestingUrl: 'file:///app://till/' }],
  ])('for %s is not granted', async (_, details) => {
    const { defaultSession } = (await startShell()).electron.session
    expect(await defaultSession.request('media', details)).toBe(false)
  })

  test.each([
    ['https://evil.example', { isMainFrame: true, mediaType: 'video' }],
    ['app://till', { isMainFrame: false, mediaType: 'video' }],
    ['app://till', { isMainFrame: true, mediaType: 'audio' }],
    ['app://till', { isMainFrame: true, mediaType: 'unknown' }],
    ['null', { isMainFrame: true, mediaType: 'video' }],
    ['', { isMainFrame: true, mediaType: 'video' }],
  ])('check from "%s" with %o fails', async (origin, details) => {
    const { defaultSession } = (await startShell()).electron.session
    expect(defaultSession.check('media', origin, details)).toBe(false)
  })

  test('opens no device to a page', async () => {
    const { defaultSession } = (await startShell()).electron.session
    expect(defaultSession.device({ deviceType: 'hid', origin: pageOrigin })).toBe(false)
  })
})
