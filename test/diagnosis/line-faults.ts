import { generateKeyPairSync } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { systemClock } from '../../app/system.ts'
import { instant } from '../../main/domain/time.ts'
import type { Clock } from '../../main/ports.ts'
import { makeCertificate } from '../gateway/certificate.ts'
import { closedPort } from './closed-port.ts'
import { reply, say, silence } from '../faults/network/replies.ts'
import type { Play } from '../faults/network/proxy.ts'
import { broken, within, type Fault } from './fault.ts'
import { judged, type ShopOptions } from './shop.ts'

const answers = (play: Play): ShopOptions => ({ line: { fate: () => ({ reply: play }) } })
const html = { 'content-type': 'text/html' }
const refusal = (code: string): ShopOptions =>
  answers(
    say(
      reply(
        200,
        `<?xml version="1.0" encoding="GBK"?><alipay><is_success>F</is_success><error>${code}</error></alipay>`,
      ),
    ),
  )
const otherPair = generateKeyPairSync('rsa', { modulusLength: 2048 })

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
/** The gateway's address leads to a server that is none. */
const leadingTo = (scheme: 'http' | 'https', make: () => Server): Fault['play'] =>
  broken(async (shop) => {
    const server = make()
    const port = await listening(server)
    shop.atClose(() => new Promise((resolve) => server.close(resolve)))
    shop.set((settings) =>
      Object.assign(settings['gateway'] ?? {}, { url: `${scheme}://127.0.0.1:${port}/gateway.do` }),
    )
  })

const ahead = (ms: number): Clock => ({
  ...systemClock,
  now: () => {
    const { at, mono } = systemClock.now()
    return { at: instant(at + ms), mono }
  },
})
const hourMs = 3_600_000

/** A certificate that is out of date for this computer, and a plain server beside it that tells the date. */
const outOfDate =
  (tls: ReturnType<typeof makeCertificate>, plainClockMs: number): Fault['play'] =>
  () =>
    within({ line: { tls } }, async (shop) => {
      const plain = createHttpServer((_, response) =>
        response.setHeader('date', new Date(Date.now() + plainClockMs).toUTCString()).end(),
      )
      const plainPort = await listening(plain)
      shop.atClose(() => new Promise((resolve) => plain.close(resolve)))
      return judged(
        await shop.look({
          line: { patienceMs: 2000, environment: {}, certificateAuthority: tls.cert, plainPort },
        }),
      )
    })

const tls = (certificate: ReturnType<typeof makeCertificate>, more: object = {}): ShopOptions => ({
  line: { tls: { ...certificate, ...more } },
})

/** Everything between this computer and the gateway's answer that needs no rights to be broken. */
export const lineFaults: readonly Fault[] = [
  {
    what: 'nothing is wrong, over TLS',
    by: 'a TLS server whose certificate is right',
    names: 'nothing',
    play: broken(() => undefined, tls(makeCertificate('127.0.0.1'))),
  },
  {
    what: 'the gateway refuses connections',
    by: 'a port on which nobody listens',
    names: 'line-refused',
    play: broken(async (shop) => {
      const port = await closedPort()
      shop.set((settings) => Object.assign(settings['gateway'] ?? {}, { url: `http://127.0.0.1:${port}/` }))
    }),
  },
  {
    what: 'the certificate has expired',
    by: 'a TLS server with such a certificate, and a plain one that tells the same date as we',
    names: 'tls-expired',
    play: outOfDate(makeCertificate('127.0.0.1', -2), 0),
  },
  {
    what: 'the certificate is not valid yet',
    by: 'a TLS server with such a certificate',
    names: 'tls-not-yet',
    play: outOfDate(makeCertificate('127.0.0.1', 90, 30), 0),
  },
  {
    what: 'our clock is three days ahead, so that a good certificate looks expired',
    by: 'a certificate of the days before, and a plain server that tells the date of then',
    names: 'clock-wrong',
    play: outOfDate(makeCertificate('127.0.0.1', -2), -72 * hourMs),
  },
  {
    what: 'our clock is a month behind, so that a good certificate looks not yet valid',
    by: 'a certificate of days to come, and a plain server that tells the date of then',
    names: 'clock-wrong',
    play: outOfDate(makeCertificate('127.0.0.1', 90, 30), 31 * 24 * hourMs),
  },
  {
    what: 'our clock is an hour behind',
    by: 'a gateway whose clock is an hour ahead',
    names: 'clock-wrong',
    play: broken(() => undefined, { clock: ahead(hourMs) }),
  },
  {
    what: 'somebody else answers for the gateway',
    by: 'a TLS server with a certificate of another name',
    names: 'tls-name',
    play: broken(() => undefined, tls(makeCertificate('gateway.example'))),
  },
  {
    what: 'a proxy opens the connection and signs it anew',
    by: 'a TLS server whose certificate nobody has vouched for',
    names: 'tls-issuer',
    play: () =>
      within(tls(makeCertificate('127.0.0.1')), async (shop) =>
        judged(
          await shop.look({
            line: {
              patienceMs: 2000,
              environment: {},
              certificateAuthority: makeCertificate('127.0.0.1').cert,
            },
          }),
        ),
      ),
  },
  {
    what: 'an old proxy speaks TLS 1.1',
    by: 'a TLS server that knows nothing newer',
    names: 'tls-old',
    play: broken(
      () => undefined,
      tls(makeCertificate('127.0.0.1'), {
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      }),
    ),
  },
  {
    what: 'https is asked of a port that speaks http',
    by: 'an HTTP server',
    names: 'tls-none',
    play: leadingTo('https', () => createHttpServer((_, response) => response.end())),
  },
  {
    what: 'a firewall ends the connection at its first bytes',
    by: 'a server that resets when it has heard the greeting',
    names: 'tls-broken-off',
    play: leadingTo('https', () =>
      createServer((socket) =>
        socket.on('error', () => undefined).once('data', () => socket.resetAndDestroy()),
      ),
    ),
  },
  {
    what: 'a portal sends everybody to its log-in',
    by: 'a redirect in the place of the answer',
    names: 'portal-page',
    play: broken(() => undefined, answers(say(reply(302, '', { location: 'http://portal.example/' })))),
  },
  {
    what: 'a portal answers with its own page',
    by: 'HTML with status 200 in the place of the answer',
    names: 'portal-page',
    play: broken(() => undefined, answers(say(reply(200, '<html><body>Log in</body></html>', html)))),
  },
  {
    what: 'a proxy wants a password',
    by: 'status 407 in the place of the answer',
    names: 'proxy-login',
    play: broken(() => undefined, answers(say(reply(407, 'no', html)))),
  },
  {
    what: 'the gateway is overloaded',
    by: 'status 503 in the place of the answer',
    names: 'gateway-down',
    play: broken(() => undefined, answers(say(reply(503, 'later', html)))),
  },
  {
    what: 'the address has a wrong path',
    by: 'the training gateway, asked at another path',
    names: 'not-the-gateway',
    play: broken((shop) =>
      shop.set((settings) =>
        Object.assign(settings['gateway'] ?? {}, {
          url: shop.settings.gateway?.url.replace('gateway.do', 'gatewey.do'),
        }),
      ),
    ),
  },
  {
    what: 'the gateway takes the call and says nothing',
    by: 'an answer that never comes',
    names: 'gateway-silent',
    play: broken(
      (shop) => shop.set((settings) => Object.assign(settings['gateway'] ?? {}, { deadlineMs: 1000 })),
      answers(silence),
    ),
  },
  {
    what: 'the gateway is slow',
    by: 'answers that come after three and a half seconds',
    names: 'gateway-slow',
    play: broken(() => undefined, { line: { fate: () => ({ delivery: 3500 }) } }),
  },
  {
    what: "the shop's private key is not the one that Alipay knows",
    by: 'the training gateway, which checks the signature',
    names: 'our-signature',
    play: broken((shop) =>
      shop.key('privateKey', otherPair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    ),
  },
  {
    what: "Alipay's public key is not Alipay's",
    by: 'the training gateway, which signs with its own',
    names: 'their-signature',
    play: broken((shop) =>
      shop.key('alipayPublicKey', otherPair.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    ),
  },
  {
    what: 'the partner id is mistyped',
    by: 'the training gateway, which does not know it',
    names: 'partner-unknown',
    play: broken((shop) =>
      shop.set((settings) => Object.assign(settings['gateway'] ?? {}, { partner: '2088999999999999' })),
    ),
  },
  {
    what: 'in-store payment is not in the contract',
    by: 'the refusal that the gateway documents for it',
    names: 'no-contract',
    play: broken(() => undefined, refusal('ILLEGAL_PARTNER_EXTERFACE')),
  },
]
