import { request, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startWebHost } from '../../app/web/server.node.ts'
import { createRecordingTill } from './recording-till.ts'
import { builtScreen, folder, realChance, runHost } from './screens.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Sends the path exactly as given: a URL class would tidy a hostile one. */
const ask = (
  port: number,
  path: string,
  options: { readonly method?: string; readonly host?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method ?? 'GET',
        agent: false,
        headers: options.host === undefined ? {} : { host: options.host },
      },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => (body += part))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        )
      },
    )
      .on('error', reject)
      .end()
  })

describe('the page', () => {
  test('is served with its own nonce in policy and page, new at every answer', async () => {
    const host = await runHost()
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const page = await ask(host.port, '/')
        expect(page.status).toBe(200)
        const nonce = /'nonce-([\w-]+)'/.exec(page.headers['content-security-policy'] as string)?.[1]
        expect(page.body).toContain(`<meta property="csp-nonce" nonce="${nonce}">`)
        return nonce
      }),
    )
    expect(new Set(nonces).size).toBe(2)
  })

  test('holds no token: only the address given to the shopkeeper does', async () => {
    const host = await runHost()
    expect(host.token).toMatch(/^[\w-]{43}$/)
    const page = await ask(host.port, '/')
    expect(JSON.stringify(page)).not.toContain(host.token)
    expect(host.log.lines.join('\n')).not.toContain(host.token)
  })

  test.each(['/', '/index.html', '/assets/index-a1.js', '/assets/none.js', '/..%2fsecret.txt'])(
    'and everything else, also a refusal, carries the headers of S04: %s',
    async (path) => {
      const host = await runHost()
      const { headers } = await ask(host.port, path)
      const policy = headers['content-security-policy'] as string
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("require-trusted-types-for 'script'")
      expect(policy).toContain(`ws://127.0.0.1:${host.port}`)
      expect(policy).not.toContain('unsafe-inline')
      expect(policy).not.toContain("'unsafe-eval'")
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(headers['set-cookie']).toBeUndefined()
    },
  )

  test.each([
    ['/', 'text/html; charset=utf-8', 'no-store'],
    ['/assets/index-a1.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/style-b2.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/reader-c3.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
  ])('%s is %s and kept as "%s"', async (path, type, kept) => {
    const host = await runHost()
    const { status, headers } = await ask(host.port, path)
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, type, kept])
  })

  test('answers HEAD with the length and nothing behind it', async () => {
    const host = await runHost()
    const answer = await ask(host.port, '/', { method: 'HEAD' })
    expect(answer).toMatchObject({ status: 200, body: '' })
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(0)
  })
})

describe('the host refuses', () => {
  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('%s', async (method) => {
    const host = await runHost()
    expect((await ask(host.port, '/', { method })).status).toBe(405)
  })

  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    'localhost',
    '127.0.0.1:1',
    '127.0.0.1.evil.example',
    'LOCALHOST.evil',
    '[::1]',
    '0.0.0.0',
  ])('the Host header %s, as after DNS rebinding', async (name) => {
    const host = await runHost()
    const answer = await ask(host.port, '/', { host: name })
    expect(answer.status).toBe(403)
    expect(answer.body).not.toContain('<html')
  })

  test('no Host header at all', async () => {
    const host = await runHost()
    const heard = await new Promise<string>((resolve) => {
      const socket = connect(host.port, '127.0.0.1', () => socket.write('GET / HTTP/1.0\r\n\r\n'))
      let text = ''
      socket.on('data', (part) => (text += part.toString()))
      socket.on('close', () => resolve(text))
    })
    expect(heard).toMatch(/^HTTP\/1\.1 403/)
  })

  test('to answer from any address but 127.0.0.1', async () => {
    const host = await runHost()
    const others = [
      '::1',
      ...Object.values(networkInterfaces()).flatMap((all) =>
        (all ?? []).flatMap((one) => (one.internal || one.scopeid ? [] : [one.address])),
      ),
    ]
    for (const address of others) {
      const outcome = await new Promise<string>((resolve) => {
        const socket = connect(host.port, address)
        socket.on('connect', () => resolve('open'))
        socket.on('error', () => resolve('refused'))
        socket.setTimeout(500, () => resolve('refused'))
        socket.on('connect', () => socket.destroy())
      })
      expect(`${address} ${outcome}`).toBe(`${address} refused`)
    }
  })

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/./index.html',
    '/assets/',
    '/assets',
    '/index.html%00.js',
    '/INDEX.HTML',
    '/notes.map',
    '/etc/passwd',
    'http://evil.example/index.html',
    '/link.html',
  ])('the path %s', async (path) => {
    const files = await builtScreen()
    await symlink(join(files, '../secret.txt'), join(files, 'link.html'))
    const host = await runHost({ files })
    const answer = await ask(host.port, path)
    expect(answer.status).toBe(404)
    expect(answer.body).toBe('Not here\n')
  })

  test('every path that is not one of the files that were built', async () => {
    const host = await runHost()
    const known = new Set(['/', '/index.html', '/assets/index-a1.js', '/assets/style-b2.css'])
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(
            fc.constantFrom('..', '.', 'assets', 'index.html', '%2e%2e', '%2f', 'secret.txt', '\\', ''),
            {
              maxLength: 6,
            },
          )
          .map((parts) => `/${parts.join('/')}`),
        async (path) => {
          const { status } = await ask(host.port, path)
          expect(status).toBe(known.has(path) ? 200 : 404)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('and closes a line that was refused, also when the caller keeps its end open', async () => {
    const host = await runHost()
    const upgrade = `GET /till HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`
    const caller = connect({ port: host.port, host: '127.0.0.1', allowHalfOpen: true })
    caller.write(`${upgrade}Origin: http://evil.example\r\n\r\n`)
    const heard = await new Promise<string>((resolve) =>
      caller.once('data', (bytes) => resolve(bytes.toString())),
    )
    expect(heard).toMatch(/^HTTP\/1\.1 403/)
    // The caller says nothing more and does not hang up: the host ends all the same.
    await host.close()
    caller.destroy()
  })

  test('a caller that begins a request and never ends it', async () => {
    const host = await runHost()
    const heard = await new Promise<string>((resolve) => {
      const caller = connect(host.port, '127.0.0.1', () => caller.write('GET / HTTP/1.1\r\nHost: 127'))
      let text = ''
      caller.on('data', (part) => (text += part.toString()))
      caller.on('close', () => resolve(text))
    })
    expect(heard).toMatch(/^HTTP\/1\.1 408/)
  }, 20_000)

  test('to start without a built screen, and says how to get one', async () => {
    const starting = startWebHost({ till: createRecordingTill(), chance: realChance, files: await folder() })
    await expect(starting).rejects.toThrow(/npm run build/)
  })

  test('to start on a port that is taken', async () => {
    const host = await runHost()
    await expect(runHost({ port: host.port })).rejects.toThrow(/EADDRINUSE/)
  })
})

test('no two starts share a token', async () => {
  const tokens = await Promise.all([runHost(), runHost(), runHost()]).then((hosts) =>
    hosts.map((h) => h.token),
  )
  expect(new Set(tokens).size).toBe(3)
})
