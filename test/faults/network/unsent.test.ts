import { createServer, type AddressInfo } from 'node:net'
import type { TlsOptions } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../gateway/certificate.ts'
import { untilState } from '../../till/shop.ts'
import { openLineShop, type LineShop, type LineShopOptions } from './line-shop.ts'

/** The connection never stands: nothing left, nothing is asked about, and the cashier may try again at once. */
let line: LineShop | undefined
afterEach(async () => {
  await line?.close()
  line = undefined
})

const noConnection = 'No connection. Nothing charged.'
const notSafe = 'No safe connection. Nothing charged.'

const sellInVain = async (options: LineShopOptions, headline: string, ms?: number): Promise<LineShop> => {
  line = await openLineShop({ attended: true, ...options })
  for (const minor of [1250, 1250]) {
    const began = performance.now()
    const id = line.sell(minor)
    await untilState(line.shop.till, id, 'not-sent')
    if (ms !== undefined) expect(performance.now() - began).toBeLessThan(ms)
    expect(line.sightings(id).map((seen) => seen.headline)).toEqual(['Asking the customer…', headline])
    expect(line.violations(id, 0)).toEqual([])
    // The counter is free: the same customer's next code is taken at once.
    expect(line.shop.till.next()).toEqual({ ok: true, value: true })
  }
  expect(line.proxy.requests).toEqual([])
  expect(line.proxy.bytes()).toBe(0)
  expect(line.shop.till.view().open).toEqual([])
  return line
}

const closedPort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('no connection', () => {
  test('F10: a name that does not exist', async () => {
    await sellInVain({ line: () => Promise.resolve('https://no-such-host.invalid/gateway.do') }, noConnection)
  })

  test('F11: a port that refuses', async () => {
    const port = await closedPort()
    await sellInVain(
      { line: () => Promise.resolve(`http://127.0.0.1:${port}/gateway.do`) },
      noConnection,
      2500,
    )
  })

  test('F11: a line that takes the connection and completes no handshake, within its own limit', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      const url = `https://127.0.0.1:${port}/gateway.do`
      await sellInVain(
        { line: () => Promise.resolve(url), deadlines: { deadlineMs: 15_000, connectTimeoutMs: 300 } },
        noConnection,
        5000,
      )
    } finally {
      server.close()
    }
  })

  test('F10: after the line is back the next scan sells', async () => {
    const port = await closedPort()
    line = await openLineShop({ proxy: () => ({ port }) })
    const id = line.sell(1250)
    await untilState(line.shop.till, id, 'paid')
    expect(line.violations(id)).toEqual([])
  })
})

describe('no safe connection', () => {
  const here = makeCertificate('127.0.0.1')
  const bad: readonly (readonly [string, TlsOptions, string | undefined])[] = [
    ['of another name', makeCertificate('gateway.example'), 'own'],
    ['that has expired', makeCertificate('127.0.0.1', -2), 'own'],
    ['of an unknown authority', here, undefined],
    ['of somebody in the middle, who has the right name', makeCertificate('127.0.0.1'), here.cert],
    [
      'by an old version of TLS',
      { ...here, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      'own',
    ],
  ]
  test.each(bad)(
    'F12: a certificate %s: not a byte of the call leaves, and the log has a line',
    async (_why, tls, trusted) => {
      const authority = trusted === 'own' ? String(tls.cert) : trusted
      const shop = await sellInVain(
        { proxy: () => ({ tls }), ...(authority === undefined ? {} : { certificateAuthority: authority }) },
        notSafe,
      )
      expect(shop.log).toContainEqual({ event: 'gateway-not-trusted', why: 'tls' })
    },
  )

  test('F12: a certificate that is right carries the sale', async () => {
    line = await openLineShop({ proxy: () => ({ tls: here }), certificateAuthority: here.cert })
    const id = line.sell(1250)
    await untilState(line.shop.till, id, 'paid')
    expect(line.violations(id)).toEqual([])
    expect(line.log.filter(({ event }) => event === 'gateway-not-trusted')).toEqual([])
  })
})
