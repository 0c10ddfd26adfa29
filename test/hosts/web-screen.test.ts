import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageLengthMax } from '../../app/screen.ts'
import type { TillNotice } from '../../main/contract.ts'
import { money } from '../../main/domain/money.ts'
import { somePayment } from './recording-till.ts'
import { answerTo, closeOf, knock, nextMessage, openScreen, runHost, until, type Knock } from './screens.ts'

/** What tells one notice from another in these tests. */
const gist = (notice: TillNotice): string =>
  notice.type === 'view' ? notice.view.shop : notice.type === 'scanned' ? notice.text : 'broken'

describe('a WebSocket is opened only for', () => {
  test('the page of this host that knows the token', async () => {
    const host = await runHost()
    const { client } = await openScreen(host)
    expect((await client.till.view()).shop).toBe('Corner Shop')
    const byName = await openScreen(host, {
      host: `localhost:${host.port}`,
      origin: `http://localhost:${host.port}`,
    })
    expect((await byName.client.till.view()).shop).toBe('Corner Shop')
  })

  const wrong: readonly (readonly [string, number, (port: number, token: string) => Knock])[] = [
    ['a wrong token', 401, () => ({ protocols: ['spot-till', 'A'.repeat(43)] })],
    ['a token one character short', 401, (_, token) => ({ protocols: ['spot-till', token.slice(0, -1)] })],
    ['a token one character long', 401, (_, token) => ({ protocols: ['spot-till', `${token}A`] })],
    [
      'a token of the other case',
      401,
      (_, token) => ({ protocols: ['spot-till', token.replace(/[a-z]/, (letter) => letter.toUpperCase())] }),
    ],
    ['no token', 400, () => ({ protocols: ['spot-till'] })],
    ['no protocol', 400, () => ({ protocols: [] })],
    ['the token alone', 400, (_, token) => ({ protocols: [token] })],
    ['the token as the protocol', 400, (_, token) => ({ protocols: [token, 'spot-till'] })],
    ['two guesses at once', 400, (_, token) => ({ protocols: ['spot-till', 'A'.repeat(43), token] })],
    ['the token in the query', 404, (_, token) => ({ path: `/till?token=${token}` })],
    ['another path', 404, () => ({ path: '/' })],
    ['a page of another host', 403, () => ({ origin: 'http://evil.example' })],
    ['a page of another port', 403, (port) => ({ origin: `http://127.0.0.1:${port + 1}` })],
    ['a page from a file', 403, () => ({ origin: 'null' })],
    ['an https page', 403, (port) => ({ origin: `https://127.0.0.1:${port}` })],
    ['a page of the other name', 403, (port) => ({ origin: `http://localhost:${port}` })],
    [
      'a foreign Host with its own Origin',
      403,
      () => ({ host: 'evil.example', origin: 'http://evil.example' }),
    ],
  ]
  test.each(wrong)('not for %s (%i)', async (_, status, how) => {
    const host = await runHost()
    expect(await answerTo(knock(host, how(host.port, host.token)))).toBe(status)
    expect(host.screens()).toBe(0)
    expect(host.till.commands).toEqual([])
    expect(host.log.lines.join('\n')).not.toContain(host.token)
  })

  test('a page: a program that sends no Origin is refused too', async () => {
    const host = await runHost()
    const socket = knock(host, {
      socket: { finishRequest: (request) => (request.removeHeader('origin'), request.end()) },
    })
    expect(await answerTo(socket)).toBe(403)
  })

  test('eight screens; the ninth is refused until one leaves', async () => {
    const host = await runHost()
    const screens = await Promise.all(Array.from({ length: 8 }, () => openScreen(host)))
    expect(await answerTo(knock(host))).toBe(503)
    screens[0]?.socket.close()
    await until(() => host.screens() === 7)
    expect(await answerTo(knock(host))).toBe('open')
  })
})

describe('a command', () => {
  test('reaches the till as it was given, and its answer comes back', async () => {
    const host = await runHost()
    const { client } = await openScreen(host)
    const amount = { minor: 1250, currency: 'EUR' } as const
    expect(await client.sale.charge({ amount, scanned: '281234567890123456' })).toEqual({
      ok: true,
      value: somePayment,
    })
    expect(host.till.commands).toEqual([['charge', money(1250, 'EUR'), '281234567890123456']])
  })

  test('of every kind has its line in the router', async () => {
    const host = await runHost()
    const { client } = await openScreen(host)
    const amount = money(100, 'EUR')
    const settings = (await client.settings.read()).settings
    await client.till.view()
    await client.sale.abort({ id: somePayment })
    await client.sale.next()
    expect(await client.sale.prepare()).toBe(true)
    expect(await client.sale.key({ amount })).toBe(true)
    expect(await client.payment.find({ text: '0001' })).toBeNull()
    expect(await client.payment.list({ limit: 20 })).toEqual([])
    await client.payment.query({ id: somePayment })
    await client.payment.story({ id: somePayment })
    expect(await client.payment.discrepancySeen({ id: somePayment, kind: 'other-amount' })).toBe(true)
    await client.refund.start({ payment: somePayment, amount })
    expect((await client.receipt.faces({ of: somePayment, for: 'customer' }))?.text).toContain('收据')
    expect(await client.receipt.print({ of: somePayment, for: 'merchant' })).toEqual({
      ok: false,
      error: 'paper-out',
    })
    await client.receipt.retry({ job: 7 })
    expect(await client.receipt.drop({ job: 8 })).toBe(true)
    await client.settings.write({ settings, keys: { md5: 'abc' } })
    await client.settings.test({ settings })
    expect(host.till.commands).toEqual([
      ['readSettings'],
      ['view'],
      ['abort', somePayment],
      ['next'],
      ['prepare'],
      ['key', amount],
      ['find', '0001'],
      ['list', 20],
      ['query', somePayment],
      ['story', somePayment],
      ['discrepancySeen', somePayment, 'other-amount'],
      ['refund', somePayment, amount],
      ['receiptFaces', somePayment, 'customer'],
      ['print', somePayment, 'merchant'],
      ['retryPrint', 7],
      ['dropPrint', 8],
      ['writeSettings', settings, { md5: 'abc' }],
      ['testConnection', settings, undefined],
    ])
  })

  test('that fails inside tells the screen nothing of why, and the log only its kind', async () => {
    const host = await runHost()
    const { client } = await openScreen(host)
    host.till.failNext(new RangeError('code 281234567890123456 broke it'))
    await expect(client.sale.next()).rejects.toThrow(/^Internal server error$/)
    expect(host.log.lines).toContain('error command-failed command=/sale/next fault=RangeError')
    expect(host.log.lines.join('\n')).not.toContain('281234567890123456')
    expect(await client.sale.next()).toEqual({ ok: true, value: true })
  })

  test('a hundred at once from four screens are all answered, each with its own answer', async () => {
    const host = await runHost()
    const screens = await Promise.all(Array.from({ length: 4 }, () => openScreen(host)))
    const ids = Array.from(
      { length: 25 },
      (_, index) => String(index).padStart(28, '9') as typeof somePayment,
    )
    const faces = await Promise.all(
      screens.flatMap(({ client }) => ids.map((of) => client.receipt.faces({ of, for: 'customer' }))),
    )
    expect(faces.map((face) => face?.text)).toEqual(
      screens.flatMap(() => ids.map((id) => `Receipt ${id} 收据`)),
    )
  })
})

describe('input that is not of the contract never reaches the till', () => {
  const amount = { minor: 1, currency: 'EUR' }
  const scanned = '281234567890123456'
  const wrong: readonly (readonly [string, string, unknown])[] = [
    ['no input', 'sale/charge', undefined],
    ['a fraction', 'sale/charge', { amount: { minor: 1.5, currency: 'EUR' }, scanned }],
    ['a negative amount', 'sale/charge', { amount: { minor: -1, currency: 'EUR' }, scanned }],
    ['an amount as text', 'sale/charge', { amount: { minor: '1', currency: 'EUR' }, scanned }],
    ['an amount too large', 'sale/charge', { amount: { minor: 1e10 + 1, currency: 'EUR' }, scanned }],
    ['an unknown currency', 'sale/charge', { amount: { minor: 1, currency: 'XXX' }, scanned }],
    [
      'a currency named like a property',
      'sale/charge',
      { amount: { minor: 1, currency: 'toString' }, scanned },
    ],
    ['an extra key', 'sale/charge', { amount, scanned, paid: true }],
    ['an extra key inside', 'sale/charge', { amount: { ...amount, paid: true }, scanned }],
    ['a list', 'sale/charge', [amount, scanned]],
    ['a scan of 65 characters', 'sale/charge', { amount, scanned: '1'.repeat(65) }],
    ['an empty scan', 'sale/charge', { amount, scanned: '' }],
    ['an id of 27 digits', 'sale/abort', { id: '1'.repeat(27) }],
    ['an id with letters', 'sale/abort', { id: `${'1'.repeat(27)}a` }],
    ['an id with a line break', 'sale/abort', { id: `${'1'.repeat(28)}\n` }],
    ['a list of no payments', 'payment/list', { limit: 0 }],
    ['a list of all payments', 'payment/list', { limit: 501 }],
    ['a receipt for nobody', 'receipt/faces', { of: somePayment, for: 'thief' }],
    ['a job that is no number', 'receipt/retry', { job: '1' }],
    ['settings that are none', 'settings/write', { settings: 'live' }],
    ['keys of a megabyte', 'settings/write', { settings: {}, keys: { md5: 'k'.repeat(100_000) } }],
    ['a key under __proto__', 'sale/abort', JSON.parse(`{"__proto__":{"id":"${somePayment}"}}`)],
    ['a constructor', 'sale/abort', { id: somePayment, constructor: { prototype: { paid: true } } }],
  ]
  test.each(wrong)('%s (%s)', async (_, path, json) => {
    const host = await runHost()
    const { socket, client } = await openScreen(host)
    const answer = nextMessage(socket)
    socket.send(JSON.stringify({ i: 'x', p: { u: `/${path}`, b: { json } } }))
    expect(JSON.parse(await answer)).toMatchObject({ i: 'x', p: { s: 400 } })
    expect(host.till.commands).toEqual([])
    expect((await client.till.view()).shop).toBe('Corner Shop') // The line is as good as before.
  })

  test.each([
    '/sale/pay',
    '/till',
    '/till/close',
    '/constructor',
    '/sale/constructor',
    '/toString/call',
    '/a/b/c/d',
  ])('the unknown command %s is answered 404', async (path) => {
    const host = await runHost()
    const { socket } = await openScreen(host)
    const answer = nextMessage(socket)
    socket.send(JSON.stringify({ i: '1', p: { u: path, b: {} } }))
    expect(JSON.parse(await answer)).toMatchObject({ p: { s: 404 } })
    expect(host.till.commands).toEqual([])
  })

  const broken: readonly (readonly [string, string | Uint8Array])[] = [
    ['no JSON', '{'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '1'],
    ['a list', '[]'],
    ['bytes', new TextEncoder().encode('{"i":"1","p":{"u":"/sale/next","b":{}}}')],
    ['no call', '{"i":"1"}'],
    ['an id that is no text', '{"i":1,"p":{"u":"/sale/next","b":{}}}'],
    ['a long id', `{"i":"${'1'.repeat(17)}","p":{"u":"/sale/next","b":{}}}`],
    ['another method', '{"i":"1","p":{"u":"/sale/next","b":{},"m":"GET"}}'],
    ['a whole address', '{"i":"1","p":{"u":"http://evil.example/sale/next","b":{}}}'],
    ['a query', '{"i":"1","p":{"u":"/sale/next?data=1","b":{}}}'],
    ['a percent sign', '{"i":"1","p":{"u":"/sale/%6eext","b":{}}}'],
    ['dots', '{"i":"1","p":{"u":"/sale/../sale/next","b":{}}}'],
    ['headers', '{"i":"1","p":{"u":"/sale/next","b":{},"h":{"content-disposition":"x"}}}'],
    ['a stream to the till', '{"i":"1","t":3,"p":{"e":"message","d":1}}'],
    ['an unknown type', '{"i":"1","t":9,"p":{"u":"/sale/next","b":{}}}'],
    ['an extra key', '{"i":"1","p":{"u":"/sale/next","b":{}},"x":1}'],
    ['a key named __proto__', '{"i":"1","__proto__":{"p":1}}'],
    ['nesting without end', `{"i":"1","p":{"u":"/sale/next","b":${'['.repeat(50_000)}`],
  ]
  test.each(broken)(
    'a message that is %s costs the screen its line, and nobody else theirs',
    async (_, message) => {
      const host = await runHost()
      const other = await openScreen(host)
      const { socket } = await openScreen(host)
      const closed = closeOf(socket)
      socket.send(message)
      expect(await closed).toBe(1008)
      expect(host.till.commands).toEqual([])
      expect((await other.client.till.view()).shop).toBe('Corner Shop')
    },
  )

  test('a message above the limit is not even read', async () => {
    const host = await runHost()
    const { socket } = await openScreen(host)
    const closed = closeOf(socket)
    socket.on('error', () => {})
    socket.send('x'.repeat(messageLengthMax + 1))
    expect([1006, 1009]).toContain(await closed)
    await until(() => host.screens() === 0)
    expect((await (await openScreen(host)).client.till.view()).shop).toBe('Corner Shop')
  })

  test('whatever text comes, the host lives on and no command is made up', async () => {
    const host = await runHost()
    const piece = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.json(),
      fc.record({ i: fc.string(), t: fc.integer(), p: fc.object() }).map((value) => JSON.stringify(value)),
      fc
        .record({
          u: fc.constantFrom('/sale/charge', '/sale/abort', '/refund/start', '/payment/find'),
          b: fc.object(),
        })
        .map((p) => JSON.stringify({ i: '1', p })),
      fc
        .tuple(fc.constantFrom('/sale/charge', '/refund/start', '/settings/write'), fc.anything())
        .map(([u, json]) =>
          JSON.stringify({ i: '1', p: { u, b: { json: json ?? null, meta: [[0, 'a']] } } }),
        ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (messages) => {
        const { socket } = await openScreen(host)
        for (const message of messages) socket.send(message)
        socket.close()
        await closeOf(socket)
      }),
      { numRuns: 150 },
    )
    expect(host.till.commands).toEqual([])
    expect((await (await openScreen(host)).client.till.view()).shop).toBe('Corner Shop')
    expect(({} as Record<string, unknown>)['paid']).toBeUndefined()
  })

  test('a screen with too many calls at once loses its line', async () => {
    const host = await runHost()
    const { socket } = await openScreen(host)
    const closed = closeOf(socket)
    for (let id = 0; id < 70; id++) {
      socket.send(JSON.stringify({ i: String(id), p: { u: '/till/notices', b: {} } }))
    }
    expect(await closed).toBe(1008)
    await until(() => host.till.listeners() === 0)
  })
})

describe('notices', () => {
  test('begin with the view and go on with every change, in order', async () => {
    const host = await runHost()
    const { client } = await openScreen(host)
    const notices = await client.till.notices()
    const heard: string[] = []
    for await (const notice of notices) {
      heard.push(gist(notice))
      if (heard.length === 1) host.till.show('first')
      if (heard.length === 2) host.till.tell({ type: 'scanned', text: '281234567890123456' })
      if (heard.length === 3) host.till.show('second')
      if (heard.length === 4) break
    }
    expect(heard).toEqual(['Corner Shop', 'first', '281234567890123456', 'second'])
    await until(() => host.till.listeners() === 0)
  })

  test('reach every screen', async () => {
    const host = await runHost()
    const streams = await Promise.all(
      Array.from({ length: 3 }, async () => (await openScreen(host)).client.till.notices()),
    )
    for (const stream of streams) expect((await stream.next()).done).toBe(false)
    host.till.show('everywhere')
    const heard = await Promise.all(streams.map((stream) => stream.next()))
    expect(heard.map(({ value }) => gist(value as TillNotice))).toEqual(Array(3).fill('everywhere'))
  })

  test.each<[string, (socket: { terminate(): void; close(): void }) => void]>([
    ['closes', (socket) => socket.close()],
    ['breaks off', (socket) => socket.terminate()],
  ])('leave nothing behind at the till when the screen %s', async (_, leave) => {
    const host = await runHost()
    const { client, socket } = await openScreen(host)
    const streams = await Promise.all([client.till.notices(), client.till.notices()])
    for (const stream of streams) await stream.next()
    expect(host.till.listeners()).toBe(2)
    leave(socket)
    await until(() => host.till.listeners() === 0)
    for (const stream of streams) await expect(stream.next()).rejects.toThrow('aborted')
  })

  test('end when the host closes', async () => {
    const host = await runHost()
    const { client } = await openScreen(host)
    const stream = await client.till.notices()
    await stream.next()
    await host.close()
    await expect(stream.next()).rejects.toThrow('aborted')
    await until(() => host.till.listeners() === 0)
  })
})

test('a screen that no longer answers is given up', async () => {
  const host = await runHost({ pingEveryMs: 20 })
  const { client, socket } = await openScreen(host, { socket: { autoPong: false } })
  await (await client.till.notices()).next()
  await closeOf(socket)
  await until(() => host.till.listeners() === 0)
  expect(host.screens()).toBe(0)
})

test('a screen that answers stays, however long it says nothing', async () => {
  const host = await runHost({ pingEveryMs: 20 })
  const { client, socket } = await openScreen(host)
  let pings = 0
  socket.on('ping', () => (pings += 1))
  await until(() => pings >= 6)
  expect((await client.till.view()).shop).toBe('Corner Shop')
})
