import { generateKeyPairSync } from 'node:crypto'
import { encodeText, type Charset } from '../../main/gateway/charset.ts'
import { charsetSent, readAnswer, type Answer } from '../../main/gateway/envelope.ts'
import {
  loadSigningKey,
  loadVerifyingKey,
  sign,
  verify,
  type SigningKey,
  type SignType,
  type VerifyingKey,
} from '../../main/gateway/signature.node.ts'
import { instant } from '../../main/domain/time.ts'
import type { Clock } from '../../main/ports.ts'

/** The published test key of spot-pay 4.7, KT. */
export const md5Key = 'w0nu2sn0o97s8ruzrpj64fgc8vj8wus6'
export const shopPair = generateKeyPairSync('rsa', { modulusLength: 1024 })
export const gatewayPair = generateKeyPairSync('rsa', { modulusLength: 1024 })
const pkcs8 = (pair: typeof shopPair): string =>
  pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const spki = (pair: typeof shopPair): string =>
  pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()

const must = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(String(result.error))
  return result.value
}
/** The shop's key that signs calls, and the key with which it checks answers. */
export const shopKeys = (signType: SignType): { signing: SigningKey; verifying: VerifyingKey } => ({
  signing: must(loadSigningKey(signType, signType === 'MD5' ? md5Key : pkcs8(shopPair))),
  verifying: must(loadVerifyingKey(signType, signType === 'MD5' ? md5Key : spki(gatewayPair))),
})
/** The other side of the same account. */
export const gatewayKeys = (signType: SignType): { signing: SigningKey; verifying: VerifyingKey } => ({
  signing: must(loadSigningKey(signType, signType === 'MD5' ? md5Key : pkcs8(gatewayPair))),
  verifying: must(loadVerifyingKey(signType, signType === 'MD5' ? md5Key : spki(shopPair))),
})

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (found) => escapes[found] ?? found)
export const elements = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('')

export interface AnswerShape {
  readonly fields: Readonly<Record<string, string>>
  readonly signType?: SignType
  readonly charset?: Charset
  readonly echo?: Readonly<Record<string, string>>
}
/** A signed answer as the gateway writes it (spot-pay 3.1), as text; ASCII unless the fields are not. */
export const signedAnswer = ({
  fields,
  signType = 'MD5',
  charset = 'GBK',
  echo = {},
}: AnswerShape): string => {
  const signature = sign(fields, gatewayKeys(signType).signing, charset)
  const echoed = Object.entries(echo)
    .map(([name, value]) => `<param name="${name}">${escapeXml(value)}</param>`)
    .join('')
  return (
    `<?xml version="1.0" encoding="${charset}"?>\n<alipay><is_success>T</is_success><request>${echoed}</request>` +
    `<response><alipay>${elements(fields)}</alipay></response><sign>${signature}</sign>` +
    `<sign_type>${signType}</sign_type></alipay>`
  )
}
export const refusalAnswer = (error: string): string =>
  `<?xml version="1.0" encoding="GBK"?>\n<alipay><is_success>F</is_success><error>${error}</error></alipay>`

export const bytesOf = (text: string, charset: Charset = 'UTF-8'): Uint8Array =>
  must(encodeText(text, charset))

/** Reads a body as the answer to a call with these parameters. */
export const read = (
  body: Uint8Array | string,
  sent: Readonly<Record<string, string>>,
  signType: SignType = 'MD5',
  contentType = 'text/xml',
): Answer =>
  readAnswer(typeof body === 'string' ? bytesOf(body) : body, contentType, {
    signType,
    verify: (fields, signature, charset) => verify(fields, signature, shopKeys(signType).verifying, charset),
    requestCharset: charsetSent(sent),
    sent,
  })

/** The wall and monotonic clock of this machine, for tests that talk to real sockets. */
export const realClock: Clock = {
  now: () => ({ at: instant(Date.now()), mono: performance.now() }),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}

export const payment = '7123456789000000423141592607'
/** Parameters of a PAY over USD 0.10, as sent. */
export const paySent: Readonly<Record<string, string>> = {
  service: 'alipay.acquire.overseas.spot.pay',
  partner: '2088021966388155',
  _input_charset: 'UTF-8',
  partner_trans_id: payment,
  currency: 'USD',
  trans_amount: '0.10',
}
/** The signed block of a PAY that was paid (spot-pay 3.7). */
export const paidFields: Readonly<Record<string, string>> = {
  alipay_buyer_login_id: 'tes***@alipay.com',
  alipay_buyer_user_id: '2088102012343978',
  alipay_pay_time: '20200102110410',
  alipay_trans_id: '2020010222001400000000000001',
  currency: 'USD',
  exchange_rate: '6.96230000',
  partner_trans_id: payment,
  result_code: 'SUCCESS',
  trans_amount: '0.10',
  trans_amount_cny: '0.70',
}
