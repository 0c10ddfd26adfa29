import { request } from 'node:http'
import type { MessagePort } from 'node:worker_threads'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { TillView } from '../../main/contract.ts'
import type { CustomerView } from '../../main/domain/customer-view.ts'
import { money } from '../../main/domain/money.ts'
import { startShell } from './electron-run.ts'
import {
  answerTo,
  closeOf,
  folder,
  knock,
  nextMessage,
  openScreen,
  runHost,
  until,
  type RunningHost,
} from './screens.ts'

const paid: CustomerView = {
  state: 'paid',
  amount: money(1250, 'EUR'),
  language: 'en',
  mode: 'live',
  shop: 'Corner Shop',
}
const idle: CustomerView = { state: 'idle', language: 'en', mode: 'live', shop: 'Corner Shop' }
const tokenOf = (host: RunningHost): string => new URL(host.displayUrl).hash.slice(1)
const knockAtDisplay = (host: RunningHost, token = tokenOf(host)) =>
  knock(host, { path: '/display-line', protocols: ['spot-till-display', token] })
const openDisplay = async (host: RunningHost) => {
  const socket = knockAtDisplay(host)
  const heard: string[] = []
  socket.on('message', (data: Buffer) => heard.push(data.toString()))
  expect(await answerTo(socket)).toBe('open')
  onTestFinished(() => socket.terminate())
  await until(() => heard.length > 0)
  return { socket, heard }
}

describe("a browser's display", () => {
  test('hears what the customer may see, first and at every change, and nothing else of the view', async () => {
    const host = await runHost()
    host.till.show('Corner Shop', { customer: idle })
    const { heard } = await openDisplay(host)
    host.till.show('Corner Shop', { customer: paid, clockWrongByMs: 1 })
    // What does not concern the customer tells the display nothing.
    host.till.show('Corner Shop', { clockWrongByMs: 2 })
    host.till.tell({ type: 'scanned', text: '285902802486590277' })
    await until(() => heard.length > 1)
    expect(heard.map((text) => JSON.parse(text) as unknown)).toEqual([{ customer: idle }, { customer: paid }])
  })

  test('is told that there is nothing to show when the shop has no display', async () => {
    const host = await runHost()
    const { heard } = await openDisplay(host)
    expect(heard).toEqual(['{"customer":null}'])
  })

  test.each(['{"i":"1","p":{"u":"/sale/next"}}', '{"i":"1","p":{"u":"/till/view"}}', 'x', ''])(
    'loses its line when it says %j, and no command reaches the till',
    async (said) => {
      const host = await runHost()
      const { socket } = await openDisplay(host)
      const before = host.till.commands.length
      const closed = closeOf(socket)
      socket.send(said)
      expect(await closed).toBe(1008)
      expect(host.till.commands.slice(before)).toEqual([])
      expect(host.till.listeners()).toBe(0)
    },
  )

  test('is told of with its address, and counted once however it goes', async () => {
    const host = await runHost()
    const { client } = await openScreen(host)
    const open = async (): Promise<number> => (await client.devices.customerPage()).open
    expect(await client.devices.customerPage()).toEqual({ address: host.displayUrl, open: 0 })
    const first = await openDisplay(host)
    await openDisplay(host)
    expect(await open()).toBe(2)
    const closed = closeOf(first.socket)
    first.socket.send('x')
    await closed
    await expect.poll(open).toBe(1)
  })

  test("has a token of its own: the cashier's opens no display, and the display's no till", async () => {
    const host = await runHost()
    expect(tokenOf(host)).toMatch(/^[\w-]{43}$/)
    expect(tokenOf(host)).not.toBe(host.token)
    expect(await answerTo(knockAtDisplay(host, host.token))).toBe(401)
    expect(await answerTo(knock(host, { protocols: ['spot-till', tokenOf(host)] }))).toBe(401)
    expect(await answerTo(knock(host, { protocols: ['spot-till-display', tokenOf(host)] }))).toBe(400)
    expect(await answerTo(knock(host, { path: '/display-line' }))).toBe(400)
    const { protocols } = { protocols: ['spot-till-display', tokenOf(host)] }
    const foreign = { path: '/display-line', protocols, origin: 'http://evil.example' }
    expect(await answerTo(knock(host, foreign))).toBe(403)
  })

  test("takes no room from the cashier's screen, nor that from it, however many there are", async () => {
    const host = await runHost()
    for (let display = 0; display < 8; display += 1) await openDisplay(host)
    expect(await answerTo(knockAtDisplay(host))).toBe(503)
    for (let screen = 0; screen < 8; screen += 1) await openScreen(host)
    expect(await answerTo(knock(host))).toBe(503)
    expect(host.screens()).toBe(16)
  })

  test('hears the same again while nothing changes, so that it can tell a till that is gone', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const host = await runHost()
    host.till.show('Corner Shop', { customer: paid })
    const { socket } = await openDisplay(host)
    const again = nextMessage(socket)
    vi.advanceTimersByTime(4000)
    expect(JSON.parse(await again)).toEqual({ customer: paid })
  })

  test('has a page of its own, with a policy of its own nonce', async () => {
    const files = await folder({
      'index.html': '<head></head>',
      'display.html': '<!doctype html><html><head><title>Display</title></head></html>',
    })
    const host = await runHost({ files })
    const answer = await new Promise<{ policy: string; body: string }>((resolve, reject) => {
      request({ host: '127.0.0.1', port: host.port, path: '/display', agent: false }, (response) => {
        let body = ''
        response.on('data', (part: Buffer) => (body += part.toString()))
        response.on('end', () =>
          resolve({ policy: String(response.headers['content-security-policy']), body }),
        )
      })
        .on('error', reject)
        .end()
    })
    const nonce = /'nonce-([\w-]+)'/.exec(answer.policy)?.[1]
    expect(answer.body).toContain(`<meta property="csp-nonce" nonce="${nonce}">`)
    expect(answer.body).toContain('Display')
    expect(answer.body).not.toContain(tokenOf(host))
  })
})

describe("Electron's display", () => {
  const second = { x: 1280, y: 0, width: 1024, height: 600 }
  const shown = (more: Partial<TillView> = {}) => ({ customerWindow: true as const, customer: idle, ...more })

  test('is opened and taken away as the settings say, on the second screen, without taking the keys', async () => {
    const { electron, till } = await startShell({ secondScreen: second })
    expect(electron.windows).toHaveLength(1)
    till.show('Corner Shop', shown())
    await until(() => electron.windows[1]?.did.includes('showInactive') === true)
    const window = electron.windows[1]
    expect(window?.options).toMatchObject({ ...second, fullscreen: true })
    expect(window?.options.webPreferences).toEqual(electron.windows[0]?.options.webPreferences)
    expect(window?.webContents.loaded).toEqual(['app://till/display'])
    expect(window?.did).toEqual(['showInactive'])
    till.tell({ type: 'view', view: { ...till.view(), customerWindow: undefined } as unknown as TillView })
    expect(window?.did).toEqual(['showInactive', 'destroy'])
  })

  test('is an ordinary window where there is one screen, and goes with the cashier’s', async () => {
    const { electron, till } = await startShell()
    till.show('Corner Shop', shown())
    expect(electron.windows[1]?.options).toMatchObject({ width: 1024, height: 600 })
    expect(electron.windows[1]?.options).not.toHaveProperty('fullscreen')
    electron.windows[0]?.emit('closed')
    expect(electron.windows[1]?.did).toContain('destroy')
    expect(till.listeners()).toBe(0)
  })

  describe('whose screen', () => {
    const open = async (secondScreen?: typeof second) => {
      const shell = await startShell(secondScreen === undefined ? {} : { secondScreen })
      shell.till.show('Corner Shop', shown())
      const displays = () => shell.electron.windows.slice(1)
      return { ...shell, displays, open: () => displays().filter(({ did }) => !did.includes('destroy')) }
    }

    test('is unplugged goes with it, so that it does not cover the cashier’s, and comes back with it', async () => {
      const { electron, open: standing } = await open(second)
      electron.screen.unplug(2)
      expect(standing()).toEqual([])
      expect(electron.windows[0]?.did).not.toContain('destroy')
      const other = { ...second, width: 1920, height: 1080 }
      electron.screen.plug(3, other)
      expect(standing().map(({ options }) => options)).toMatchObject([{ ...other, fullscreen: true }])
      await until(() => standing()[0]?.did.includes('showInactive') === true)
    })

    test('becomes the cashier’s when that one is unplugged goes as well', async () => {
      const { electron, open: standing } = await open(second)
      electron.screen.unplug(1)
      expect(standing()).toEqual([])
    })

    test('is plugged in later moves there', async () => {
      const { electron, open: standing, displays } = await open()
      electron.screen.plug(2, second)
      expect(displays()[0]?.did).toContain('destroy')
      expect(standing().map(({ options }) => options)).toMatchObject([{ ...second, fullscreen: true }])
    })

    test('stays is not disturbed by a third one', async () => {
      const { electron, displays } = await open(second)
      electron.screen.plug(3, { ...second, x: 2304 })
      electron.screen.unplug(3)
      expect(displays().map(({ did }) => did.includes('destroy'))).toEqual([false])
    })

    test('comes back stays closed when somebody had closed it', async () => {
      const { electron, displays } = await open(second)
      displays()[0]?.emit('closed')
      electron.screen.unplug(2)
      electron.screen.plug(2, second)
      expect(displays()).toHaveLength(1)
    })

    test('changes concerns nobody when the settings want no window, nor after the till is closed', async () => {
      const { electron, till, displays } = await open(second)
      till.tell({ type: 'view', view: { ...till.view(), customerWindow: undefined } as unknown as TillView })
      electron.screen.unplug(2)
      electron.screen.plug(2, second)
      expect(displays()).toHaveLength(1)
      electron.windows[0]?.emit('closed')
      expect(electron.screen.listenerCount('display-added')).toBe(0)
    })
  })

  test('gets a port on which it only hears; a word of its own ends it', async () => {
    const { electron, till } = await startShell()
    till.show('Corner Shop', shown({ customer: paid }))
    const contents = electron.windows[1]?.webContents
    if (contents === undefined) throw new Error('no display')
    electron.send('till:connect', { sender: contents, senderFrame: contents.mainFrame })
    const port: MessagePort | undefined = contents.mainFrame.posts[0]?.ports[0]
    const heard: unknown[] = []
    port?.on('message', (message) => heard.push(message))
    await until(() => heard.length > 0)
    expect(heard).toEqual([JSON.stringify({ customer: paid })])
    const before = till.commands.length
    const closed = new Promise<void>((resolve) => port?.once('close', () => resolve()))
    port?.postMessage('{"i":"1","p":{"u":"/sale/next"}}')
    await closed
    expect(till.commands.slice(before)).toEqual([])
  })
})
