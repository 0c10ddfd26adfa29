import { generateKeyPairSync, sign } from 'node:crypto'

/** A self-signed certificate of its own, made at run time, so that no private key has to be kept for tests. */
export interface TestCertificate {
  readonly cert: string
  readonly key: string
}

const der = (tag: number, ...parts: readonly (Buffer | readonly number[])[]): Buffer => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)))
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts)
const oid = (...bytes: readonly number[]): Buffer => der(0x06, bytes)
const time = (at: Date): Buffer =>
  der(0x18, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`, 'ascii'))

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
const name = (text: string): Buffer =>
  sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(text, 'utf8')))))
const isAuthority = sequence(oid(0x55, 0x1d, 0x13), der(0x01, [0xff]), der(0x04, sequence(der(0x01, [0xff]))))

const address = (host: string): Buffer =>
  /^[\d.]+$/.test(host) ? der(0x87, host.split('.').map(Number)) : der(0x82, Buffer.from(host, 'ascii'))

/** For one host (a name or an IPv4 address), valid from `fromDays` until `validDays` from now. */
export const makeCertificate = (host: string, validDays = 1, fromDays = -9): TestCertificate => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const dayMs = 86_400_000
  const alternative = sequence(oid(0x55, 0x1d, 0x11), der(0x04, sequence(address(host))))
  const body = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [0x11, host.length]),
    ecdsaWithSha256,
    name('Spot Till test'),
    sequence(time(new Date(Date.now() + fromDays * dayMs)), time(new Date(Date.now() + validDays * dayMs))),
    name('Spot Till test'),
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(isAuthority, alternative)),
  )
  const whole = sequence(body, ecdsaWithSha256, der(0x03, [0], sign('sha256', body, pair.privateKey)))
  const lines = (whole.toString('base64').match(/.{1,64}/g) ?? []).join('\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
