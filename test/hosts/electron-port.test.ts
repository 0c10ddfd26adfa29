import { beforeAll, describe, expect, test } from 'vitest'
import { pageOrigin, portMessage as sentByPreload } from '../../app/electron/channels.ts'
import type { TillNotice } from '../../main/contract.ts'
import { money } from '../../main/domain/money.ts'
import { TillUnreachable } from '../../renderer/connection.ts'
import { portMessage as heardByPage } from '../../renderer/line.ts'
import { builtPreload, connectPage, openPage } from './electron-page.ts'
import { startShell } from './electron-run.ts'
import { standInFrame, StandInContents } from './electron-stand-in.ts'
import { somePayment } from './recording-till.ts'
import { until } from './screens.ts'

let preload = ''
beforeAll(async () => {
  preload = await builtPreload()
})

describe('S06 a port is given', () => {
  test('to the top frame of our window and page only', async () => {
    const { electron, contents, log } = await startShell()
    const top = contents.mainFrame
    const stranger = new StandInContents(77)
    const foreign = [
      { sender: contents, senderFrame: null },
      { sender: contents, senderFrame: standInFrame(pageOrigin, 'a frame inside') },
      { sender: contents, senderFrame: standInFrame('https://evil.example') },
      { sender: contents, senderFrame: standInFrame('null') },
      { sender: contents, senderFrame: standInFrame('app://till.evil') },
      { sender: contents, senderFrame: { ...top, processId: 8, posts: top.posts } },
      { sender: stranger, senderFrame: stranger.mainFrame },
    ]
    for (const event of foreign) electron.send('till:connect', event)
    expect(foreign.flatMap(({ senderFrame }) => senderFrame?.posts ?? [])).toEqual([])
    expect(log.lines).toEqual(foreign.map(() => 'warn screen-refused why=foreign frame'))
    electron.send('till:connect', { sender: contents, senderFrame: top })
    expect(top.posts.map(({ channel, message, ports }) => [channel, message, ports.length])).toEqual([
      ['till:port', null, 1],
    ])
    top.posts[0]?.ports[0]?.close()
  })

  test('on the one channel there is', async () => {
    expect((await startShell()).electron.channels()).toEqual(['till:connect'])
  })

  test('and taken away when a page says what is not of the contract; the till goes on', async () => {
    const { electron, contents, till, log } = await startShell()
    const shellsOwn = [...till.commands]
    for (const message of [
      '{',
      null,
      1,
      {},
      { i: '1', p: { u: '/sale/next' } },
      'x'.repeat(300_000),
      [[[]]],
    ]) {
      electron.send('till:connect', { sender: contents, senderFrame: contents.mainFrame })
      const [port] = contents.mainFrame.posts.splice(0).flatMap(({ ports }) => ports)
      const closed = new Promise<void>((resolve) => port?.once('close', () => resolve()))
      port?.postMessage(message, [])
      await closed
    }
    expect(till.commands).toEqual(shellsOwn)
    expect(log.lines).toEqual(Array(7).fill('warn screen-line-cut why=not a message of the protocol'))
  })
})

describe('S07 the preload', () => {
  test('is CommonJS that needs nothing but electron', async () => {
    const { electron, contents } = await startShell()
    expect(preload).not.toMatch(/^\s*(?:import|export)\s/m)
    expect([...preload.matchAll(/\brequire\(([^)]*)\)/g)].map((found) => found[1])).toEqual(['"electron"'])
    expect(openPage(preload, electron, contents).required).toEqual(['electron'])
  })

  test('shows the page one thing with one function', async () => {
    const { electron, contents } = await startShell()
    const before = new Set(Object.keys(new EventTarget()))
    const { window } = openPage(preload, electron, contents)
    const exposed = Object.keys(window).filter((key) => !before.has(key) && key !== 'postMessage')
    expect(exposed).toEqual(['spotTill'])
    expect(Object.entries(window['spotTill'] as object).map(([key, value]) => [key, typeof value])).toEqual([
      ['connect', 'function'],
    ])
  })

  test('and the page have the same word for the port', () => {
    expect(heardByPage).toBe(sentByPreload)
  })
})

describe('the contract works from the page to the till and back', () => {
  test('by the built preload and a MessagePort', async () => {
    const { electron, contents, till } = await startShell()
    const shellsOwn = till.commands.length
    const connection = await connectPage(openPage(preload, electron, contents))
    expect(connection.state()).toBe('connected')
    const amount = money(1250, 'EUR')
    const charged = await connection.client.sale.charge({ amount, scanned: '281234567890123456' })
    expect(charged).toEqual({ ok: true, value: somePayment })
    expect((await connection.client.receipt.faces({ of: somePayment, for: 'customer' }))?.text).toContain(
      '收据',
    )
    expect(till.commands.slice(shellsOwn)).toEqual([
      ['charge', amount, '281234567890123456'],
      ['receiptFaces', somePayment, 'customer'],
    ])
    await expect(
      connection.client.sale.charge({ amount: { minor: -1, currency: 'EUR' }, scanned: '1' }),
    ).rejects.toThrow('Input validation failed')
    connection.close()
  })

  test('notices go to the page until it closes, and nothing stays behind', async () => {
    const { electron, contents, till } = await startShell()
    // The shell itself listens, for the customer's window.
    const shellsOwn = till.listeners()
    const connection = await connectPage(openPage(preload, electron, contents))
    const heard: TillNotice[] = []
    connection.onNotice((notice) => heard.push(notice))
    await until(() => heard.length === 1)
    till.show('changed')
    till.tell({ type: 'scanned', text: '281234567890123456' })
    await until(() => heard.length === 3)
    expect(heard.map(({ type }) => type)).toEqual(['view', 'view', 'scanned'])
    connection.close()
    await until(() => till.listeners() === shellsOwn)
    await expect(connection.client.sale.next()).rejects.toBeInstanceOf(TillUnreachable)
  })

  test('a page that is loaded again takes the place of the one before', async () => {
    const { electron, contents, till } = await startShell()
    const shellsOwn = till.listeners()
    const first = await connectPage(openPage(preload, electron, contents))
    first.onNotice(() => {})
    await until(() => till.listeners() === shellsOwn + 1)
    first.onClosed(() => first.close()) // The first page is gone with its document; it does not try again.
    const second = await connectPage(openPage(preload, electron, contents))
    await until(() => till.listeners() === shellsOwn)
    expect(await second.client.sale.next()).toEqual({ ok: true, value: true })
    second.close()
  })

  test('a page whose port broke gets another one and goes on hearing', async () => {
    const { electron, contents, till } = await startShell()
    const page = openPage(preload, electron, contents)
    const connection = await connectPage(page)
    const states: string[] = []
    const shops: string[] = []
    connection.onState((state) => states.push(state))
    connection.onNotice((notice) => notice.type === 'view' && shops.push(notice.view.shop))
    await until(() => shops.length === 1)
    electron.send('till:connect', { sender: contents, senderFrame: contents.mainFrame })
    contents.mainFrame.posts.splice(0).forEach(({ ports }) => ports.forEach((port) => port.close()))
    await until(() => states.at(-1) === 'connected')
    till.show('after')
    await until(() => shops.at(-1) === 'after')
    expect(states).toEqual(['reconnecting', 'connected'])
    connection.close()
  })
})
