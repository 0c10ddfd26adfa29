import { createServer as createHttpServer, type IncomingMessage, type Server as HttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { createTransport, type TransportSettings } from '../../main/gateway/transport.node.ts'
import type { Transport } from '../../main/gateway/transport.ts'
import { realClock } from './answers.ts'
import { makeCertificate, type TestCertificate } from './certificate.ts'

const open: { transports: Transport[]; servers: Server[]; sockets: Set<Socket> } = {
  transports: [],
  servers: [],
  sockets: new Set(),
}
afterEach(async () => {
  await Promise.all(open.transports.splice(0).map(async (transport) => await transport.close()))
  for (const socket of open.sockets) socket.destroy()
  open.sockets.clear()
  await Promise.all(
    open.servers.splice(0).map(async (server) => await new Promise((resolve) => server.close(resolve))),
  )
})

const listen = async (server: Server | HttpServer): Promise<number> => {
  open.servers.push(server)
  server.on('connection', (socket: Socket) => open.sockets.add(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const transportTo = (url: string, change: Partial<TransportSettings> = {}): Transport => {
  const transport = createTransport({ url, connectTimeoutMs: 1000, deadlineMs: 5000, ...change }, realClock)
  open.transports.push(transport)
  return transport
}

interface Script {
  readonly port: number
  readonly connections: () => number
  /** Requests that arrived, each counted by its request line. */
  readonly posts: () => number
  readonly bytes: () => number
}
/** A server of bare sockets: `answer` is called when a whole request has been read, with its number. */
const scripted = async (answer: (socket: Socket, request: number) => void): Promise<Script> => {
  let connections = 0
  let posts = 0
  let bytes = 0
  const port = await listen(
    createServer((socket) => {
      connections += 1
      let text = ''
      socket.on('data', (chunk) => {
        bytes += chunk.length
        text += chunk.toString('latin1')
        if (!text.endsWith('end=1')) return
        posts += text.split('POST /').length - 1
        text = ''
        answer(socket, posts)
      })
    }),
  )
  return { port, connections: () => connections, posts: () => posts, bytes: () => bytes }
}
const form = 'a=1&end=1'
const pause = async (ms = 20): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms))
const respond = (socket: Socket, body = '<a>1</a>', more = ''): void => {
  socket.write(
    `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`,
  )
}

describe('a call', () => {
  test('is one POST with the form, the charset in the address, and the headers of the wire', async () => {
    const seen: { request?: IncomingMessage; body: string } = { body: '' }
    const port = await listen(
      createHttpServer((request, response) => {
        seen.request = request
        request.on('data', (chunk: Buffer) => (seen.body += chunk.toString()))
        request.on('end', () =>
          response.writeHead(200, { 'content-type': 'text/xml;charset=GBK' }).end('<a/>'),
        )
      }),
    )
    const answer = await transportTo(`http://127.0.0.1:${port}/gateway.do`).post(form, 'UTF-8')
    expect(answer).toEqual({
      ok: true,
      value: {
        httpStatus: 200,
        contentType: 'text/xml;charset=GBK',
        date: expect.stringMatching(/ GMT$/) as unknown,
        body: new TextEncoder().encode('<a/>'),
      },
    })
    expect(seen.body).toBe(form)
    expect(seen.request).toMatchObject({
      method: 'POST',
      url: '/gateway.do?_input_charset=UTF-8',
      headers: {
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        accept: 'text/plain,text/xml,text/javascript,text/html',
      },
    })
  })

  test('uses the open connection again', async () => {
    const server = await scripted((socket) => respond(socket))
    const transport = transportTo(`http://127.0.0.1:${server.port}/`)
    for (let call = 0; call < 3; call += 1) {
      expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
      await pause()
    }
    expect([server.connections(), server.posts()]).toEqual([1, 3])
  })

  test('never waits in line behind a call that hangs', async () => {
    const server = await scripted((socket, request) => {
      if (request > 1) respond(socket)
    })
    const transport = transportTo(`http://127.0.0.1:${server.port}/`, { deadlineMs: 30_000 })
    const hanging = transport.post(form, 'UTF-8')
    while (server.posts() === 0) await pause(5)
    expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
    await transport.close()
    expect(await hanging).toMatchObject({ ok: false, error: { sent: 'perhaps' } })
  })
})

describe('what cannot have been sent', () => {
  const unsent = (why: string): unknown => ({ ok: false, error: { sent: false, why } })

  test('a port on which no one listens', async () => {
    const server = createServer()
    const port = await listen(server)
    open.servers.splice(open.servers.indexOf(server), 1)
    await new Promise((resolve) => server.close(resolve))
    expect(await transportTo(`http://127.0.0.1:${port}/`).post(form, 'UTF-8')).toEqual(unsent('refused'))
  })

  test('a host without an address', async () => {
    const transport = transportTo('https://no-such-host.invalid/', {
      connectTimeoutMs: 4000,
      deadlineMs: 10_000,
    })
    expect(await transport.post(form, 'UTF-8')).toEqual(unsent('no-such-host'))
  })

  test('a line that takes the connection and never completes the handshake', async () => {
    const server = await scripted(() => undefined)
    const transport = transportTo(`https://127.0.0.1:${server.port}/`, { connectTimeoutMs: 300 })
    expect(await transport.post(form, 'UTF-8')).toEqual(unsent('connect-timed-out'))
  })

  test('a server that resets in the handshake', async () => {
    const port = await listen(createServer((socket) => socket.once('data', () => socket.resetAndDestroy())))
    expect(await transportTo(`https://127.0.0.1:${port}/`).post(form, 'UTF-8')).toEqual(unsent('tls'))
  })

  test('a server that does not speak TLS', async () => {
    const port = await listen(
      createServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 No\r\n\r\n'))),
    )
    expect(await transportTo(`https://127.0.0.1:${port}/`).post(form, 'UTF-8')).toEqual(unsent('tls'))
  })

  const tlsServer = async (
    certificate: TestCertificate,
    maxVersion: 'TLSv1.1' | 'TLSv1.3' = 'TLSv1.3',
  ): Promise<{ port: number; bytes: () => number }> => {
    let bytes = 0
    const old =
      maxVersion === 'TLSv1.1' ? ({ minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const) : {}
    const server = createTlsServer({ ...certificate, ...old, maxVersion }, (socket) => {
      open.sockets.add(socket.on('error', () => undefined))
      socket.on('data', (chunk) => {
        bytes += chunk.length
        if (chunk.toString().includes('end=1')) respond(socket)
      })
    })
    return { port: await listen(server.on('tlsClientError', () => undefined)), bytes: () => bytes }
  }
  const here = makeCertificate('127.0.0.1')

  test('a certificate that is trusted is taken', async () => {
    const { port } = await tlsServer(here)
    const transport = transportTo(`https://127.0.0.1:${port}/`, { certificateAuthority: here.cert })
    expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
  })

  const bad: readonly (readonly [string, TestCertificate, string | undefined, 'TLSv1.1' | 'TLSv1.3'])[] = [
    ['by an unknown authority', here, undefined, 'TLSv1.3'],
    ['of another authority', here, makeCertificate('127.0.0.1').cert, 'TLSv1.3'],
    ['for another host', makeCertificate('gateway.example'), 'own', 'TLSv1.3'],
    ['that has expired', makeCertificate('127.0.0.1', -2), 'own', 'TLSv1.3'],
    ['over an old version of TLS', here, 'own', 'TLSv1.1'],
  ]
  test.each(bad)(
    'a certificate %s is refused before a byte of the call leaves',
    async (_why, certificate, authority, version) => {
      const server = await tlsServer(certificate, version)
      const trusted = authority === 'own' ? certificate.cert : authority
      const transport = transportTo(
        `https://127.0.0.1:${server.port}/`,
        trusted === undefined ? {} : { certificateAuthority: trusted },
      )
      expect(await transport.post(form, 'UTF-8')).toEqual(unsent('tls'))
      expect(server.bytes()).toBe(0)
    },
  )

  test('the environment cannot switch the checking of certificates off', async () => {
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    try {
      const { port } = await tlsServer(here)
      expect(await transportTo(`https://127.0.0.1:${port}/`).post(form, 'UTF-8')).toEqual(unsent('tls'))
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before
    }
  })
})

describe('what may have been sent, and is never sent again', () => {
  const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`
  const faults: readonly (readonly [string, (socket: Socket) => void, string])[] = [
    ['a reset after the request', (socket) => socket.resetAndDestroy(), 'connection-lost'],
    ['an end after the request', (socket) => socket.end(), 'connection-lost'],
    [
      'a body that is cut',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>'),
      'connection-lost',
    ],
    [
      'a chunk that is cut',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<a>'),
      'connection-lost',
    ],
    [
      'a body that is reset',
      (socket) =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<a>', () => socket.resetAndDestroy()),
      'connection-lost',
    ],
    ['something that is not HTTP', (socket) => socket.end('SSH-2.0-x\r\n'), 'connection-lost'],
    [
      'a header without end',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}`),
      'connection-lost',
    ],
    [
      'headers and then silence',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'),
      'timed-out',
    ],
    ['no word at all', () => undefined, 'timed-out'],
    [
      'an answer that drips for ever',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
        const drip = setInterval(() => socket.write(chunk('x')), 50)
        socket.on('close', () => clearInterval(drip))
      },
      'timed-out',
    ],
    [
      'a body that says it is too large',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n'.concat('x'.repeat(65_537))),
      'too-large',
    ],
    [
      'a body without end',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
        const flood = setInterval(() => socket.write(chunk('z'.repeat(16_000))), 1)
        socket.on('close', () => clearInterval(flood))
      },
      'too-large',
    ],
  ]
  test.each(faults)('%s', async (_what, answer, why) => {
    const server = await scripted(answer)
    const transport = transportTo(`http://127.0.0.1:${server.port}/`, { deadlineMs: 1000 })
    expect(await transport.post(form, 'UTF-8')).toMatchObject({ ok: false, error: { sent: 'perhaps', why } })
    expect(server.posts()).toBe(1)
  })

  test.each([
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
    ['closes', (socket: Socket) => socket.end()],
    ['destroys', (socket: Socket) => socket.destroy()],
  ])('a used connection that the gateway %s after it read the next call', async (_how, fail) => {
    const server = await scripted((socket, request) => {
      if (request === 1) respond(socket)
      else fail(socket)
    })
    const transport = transportTo(`http://127.0.0.1:${server.port}/`)
    expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
    await pause()
    expect(await transport.post(form, 'UTF-8')).toMatchObject({ ok: false, error: { sent: 'perhaps' } })
    // Give a second sending the time to happen, if there were one.
    await pause(200)
    expect([server.connections(), server.posts()]).toEqual([1, 2])
  })

  test('a used connection that the gateway closed while it was idle costs nothing: the call takes a new one', async () => {
    const server = await scripted((socket, request) => {
      respond(socket)
      if (request === 1) socket.end()
    })
    const transport = transportTo(`http://127.0.0.1:${server.port}/`)
    expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
    await pause(100)
    expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
    expect(server.posts()).toBe(2)
  })

  test.each([301, 302, 303, 307, 308])('a redirect %i is not followed', async (status) => {
    const elsewhere = await scripted((socket) => respond(socket))
    const server = await scripted((socket) =>
      socket.write(
        `HTTP/1.1 ${status} Go\r\nLocation: http://127.0.0.1:${elsewhere.port}/\r\nContent-Length: 0\r\n\r\n`,
      ),
    )
    expect(await transportTo(`http://127.0.0.1:${server.port}/`).post(form, 'UTF-8')).toEqual({
      ok: false,
      error: { sent: 'perhaps', why: 'http-status', httpStatus: status },
    })
    expect([server.posts(), elsewhere.connections()]).toEqual([1, 0])
  })

  test.each([204, 400, 429, 500, 502, 503])('status %i decides nothing', async (status) => {
    const server = await scripted((socket) =>
      socket.write(`HTTP/1.1 ${status} X\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n`),
    )
    expect(await transportTo(`http://127.0.0.1:${server.port}/`).post(form, 'UTF-8')).toMatchObject({
      error: { sent: 'perhaps', why: 'http-status', httpStatus: status },
    })
    expect(server.posts()).toBe(1)
  })
})

describe('a connection opened ahead', () => {
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await pause(5)
  }

  test('stands before the call, carries nothing until then, and is the one that the call uses', async () => {
    const server = await scripted((socket) => respond(socket))
    const transport = transportTo(`http://127.0.0.1:${server.port}/`)
    transport.warm()
    transport.warm()
    await until(() => server.connections() === 1)
    transport.warm()
    await pause(50)
    expect([server.connections(), server.bytes()]).toEqual([1, 0])
    expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
    await pause()
    expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
    expect([server.connections(), server.posts()]).toEqual([1, 2])
  })

  test('is not opened while an open one is idle', async () => {
    const server = await scripted((socket) => respond(socket))
    const transport = transportTo(`http://127.0.0.1:${server.port}/`)
    expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
    await pause()
    transport.warm()
    await pause(50)
    expect(server.connections()).toBe(1)
  })

  test('is forgotten when the gateway closes it, and the call takes a new one', async () => {
    const sockets: Socket[] = []
    const port = await listen(
      createServer((socket) => {
        sockets.push(socket)
        socket.on('data', (data) => {
          if (data.toString().endsWith('end=1')) respond(socket)
        })
      }),
    )
    const transport = transportTo(`http://127.0.0.1:${port}/`)
    transport.warm()
    await until(() => sockets.length === 1)
    sockets[0]?.end()
    await until(() => sockets[0]?.destroyed === true)
    expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
    expect(sockets).toHaveLength(2)
  })

  test('that fails, fails quietly; the call says why', async () => {
    const transport = transportTo('https://no-such-host.invalid/', {
      connectTimeoutMs: 4000,
      deadlineMs: 10_000,
    })
    transport.warm()
    expect(await transport.post(form, 'UTF-8')).toMatchObject({ error: { sent: false, why: 'no-such-host' } })
  })

  test('has its certificate checked like any other', async () => {
    const certificate = makeCertificate('127.0.0.1')
    let secured = 0
    const server = createTlsServer({ ...certificate }, (socket) => {
      secured += 1
      open.sockets.add(socket.on('error', () => undefined))
      socket.on('data', (data) => {
        if (data.toString().includes('end=1')) respond(socket)
      })
    })
    const port = await listen(server.on('tlsClientError', () => undefined))
    const transport = transportTo(`https://127.0.0.1:${port}/`, { certificateAuthority: certificate.cert })
    transport.warm()
    await until(() => secured === 1)
    expect((await transport.post(form, 'UTF-8')).ok).toBe(true)
    expect(secured).toBe(1)
  })

  test('is closed with the till', async () => {
    const server = await scripted((socket) => respond(socket))
    const transport = transportTo(`http://127.0.0.1:${server.port}/`)
    transport.warm()
    await until(() => server.connections() === 1)
    await transport.close()
    await until(() => [...open.sockets].every((socket) => socket.destroyed))
    transport.warm()
    await pause(50)
    expect(server.connections()).toBe(1)
  })
})
