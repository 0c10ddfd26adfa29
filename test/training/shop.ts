import iconv from 'iconv-lite'
import { createHash, createSign, createVerify } from 'node:crypto'
import { connect } from 'node:net'
import {
  trainingGatewayPublicKey,
  trainingMd5Key,
  trainingMerchantPrivateKey,
  trainingPartnerId,
} from '../../main/training/account.ts'

/**
 * A shop's client, written for these tests from the documents alone: it shares no code with the till's own client or
 * with the gateway, so that a mistake of theirs cannot agree with itself.
 */
export type Parameters = Readonly<Record<string, string>>

export interface CallOptions {
  readonly signType?: string
  readonly charset?: string
  readonly method?: 'GET' | 'POST'
  /** Where `_input_charset` travels. */
  readonly charsetIn?: 'url' | 'body' | 'both' | 'nowhere'
  /** Changes the signature before it is sent. */
  readonly spoilSignature?: (signature: string) => string
  /** Changes what is signed. */
  readonly signText?: (text: string) => string
}

export interface HttpCall {
  readonly method: 'GET' | 'POST'
  /** Query with its question mark, or empty. */
  readonly query: string
  readonly body: string
}

export interface Answer {
  readonly isSuccess: string
  readonly error: string | undefined
  readonly request: Parameters
  readonly block: Parameters
  readonly sign: string | undefined
  readonly signType: string | undefined
  readonly encoding: string
  readonly text: string
}

const bytesIn = (text: string, charset: string): Buffer => iconv.encode(text, charset)

export const textToSign = (parameters: Parameters): string =>
  Object.keys(parameters)
    .filter((name) => name !== 'sign' && name !== 'sign_type' && parameters[name] !== '')
    .toSorted()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&')

const signatureOf = (text: string, signType: string, charset: string): string => {
  const bytes = bytesIn(text, charset)
  if (signType === 'MD5') return createHash('md5').update(bytes).update(trainingMd5Key).digest('hex')
  const signer = createSign(signType === 'RSA' ? 'RSA-SHA1' : 'RSA-SHA256').update(bytes)
  return signer.sign(trainingMerchantPrivateKey, 'base64')
}

const percentEncoded = (text: string, charset: string): string =>
  [...bytesIn(text, charset)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

/** Signs a call and writes it as a form. */
export const writeCall = (service: string, parameters: Parameters, options: CallOptions = {}): HttpCall => {
  const charset = options.charset ?? 'UTF-8'
  const signType = options.signType ?? 'RSA2'
  const charsetIn = options.charsetIn ?? 'url'
  const signed: Record<string, string> = {
    service,
    partner: trainingPartnerId,
    ...(charsetIn !== 'nowhere' && { _input_charset: charset }),
    ...parameters,
  }
  const text = textToSign(signed)
  const signature = signatureOf(options.signText?.(text) ?? text, signType, charset)
  const sent: Parameters = {
    ...signed,
    sign_type: signType,
    sign: options.spoilSignature?.(signature) ?? signature,
  }
  const form = Object.entries(sent)
    .filter(([name, value]) => value !== '' && (name !== '_input_charset' || charsetIn !== 'url'))
    .map(([name, value]) => `${name}=${percentEncoded(value, charset)}`)
    .join('&')
  const inUrl = charsetIn === 'url' || charsetIn === 'both' ? `_input_charset=${charset}` : ''
  return options.method === 'GET'
    ? { method: 'GET', query: `?${[inUrl, form].filter(Boolean).join('&')}`, body: '' }
    : { method: 'POST', query: inUrl === '' ? '' : `?${inUrl}`, body: form }
}

const unescaped = (text: string): string =>
  text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

/** Reads an answer by its declared encoding. */
export const readAnswer = (bytes: Uint8Array): Answer => {
  const encoding = /^<\?xml version="1\.0" encoding="([^"]+)"\?>/.exec(
    Buffer.from(bytes).toString('latin1'),
  )?.[1]
  if (encoding === undefined)
    throw new Error(`no XML: ${Buffer.from(bytes).toString('latin1').slice(0, 200)}`)
  const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  const part = (shape: RegExp): string => shape.exec(text)?.[1] ?? ''
  const params = part(/<request>(.*)<\/request>/s).matchAll(/<param name="([^"]*)">(.*?)<\/param>/gs)
  const fields = part(/<response><alipay>(.*)<\/alipay><\/response>/s).matchAll(/<(\w+)>(.*?)<\/\1>/gs)
  const outside = text.replace(/<request>.*<\/response>/s, '')
  const envelope = (name: string): string | undefined =>
    new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(outside)?.[1]
  return {
    isSuccess: envelope('is_success') ?? '',
    error: envelope('error'),
    request: Object.fromEntries(
      [...params].map(([, name = '', value = '']) => [unescaped(name), unescaped(value)]),
    ),
    block: Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, unescaped(value)])),
    sign: envelope('sign'),
    signType: envelope('sign_type'),
    encoding,
    text,
  }
}

/** Whether the answer's signature is the gateway's, over the block, in the call's charset. */
export const isAnswerSigned = (answer: Answer, charset = 'UTF-8'): boolean => {
  if (answer.sign === undefined) return false
  const bytes = bytesIn(textToSign(answer.block), charset)
  if (answer.signType === 'MD5') {
    return createHash('md5').update(bytes).update(trainingMd5Key).digest('hex') === answer.sign
  }
  const check = createVerify(answer.signType === 'RSA' ? 'RSA-SHA1' : 'RSA-SHA256').update(bytes)
  return check.verify(trainingGatewayPublicKey, answer.sign, 'base64')
}

export interface Shop {
  readonly call: (service: string, parameters: Parameters, options?: CallOptions) => Promise<Answer>
  readonly pay: (id: string, amount: string, more?: Parameters) => Promise<Answer>
  readonly query: (id: string) => Promise<Answer>
  readonly cancel: (id: string) => Promise<Answer>
  readonly refund: (id: string, refundId: string, amount: string, more?: Parameters) => Promise<Answer>
  readonly refundQuery: (id: string, refundId: string) => Promise<Answer>
}

export const wire = {
  pay: 'alipay.acquire.overseas.spot.pay',
  query: 'alipay.acquire.overseas.query',
  cancel: 'alipay.acquire.cancel',
  refund: 'alipay.acquire.overseas.spot.refund',
  refundQuery: 'alipay.acquire.refund.query',
} as const

export const payParameters = (id: string, amount: string): Parameters => ({
  alipay_seller_id: trainingPartnerId,
  trans_name: "Mika's coffee shop",
  partner_trans_id: id,
  currency: 'USD',
  trans_amount: amount,
  buyer_identity_code: '285902802486590277',
  identity_code_type: 'barcode',
  trans_create_time: '20260302100000',
  biz_product: 'OVERSEAS_MBARCODE_PAY',
  extend_info: '{"store_id":"S001","store_name":"Mika"}',
})

export const createShop = (url: string): Shop => {
  const call: Shop['call'] = async (service, parameters, options) => {
    const { method, query, body } = writeCall(service, parameters, options)
    const response = await fetch(`${url}${query}`, {
      method,
      ...(method === 'POST' && {
        body,
        headers: {
          'content-type': `application/x-www-form-urlencoded;charset=${options?.charset ?? 'UTF-8'}`,
        },
      }),
    })
    return readAnswer(new Uint8Array(await response.arrayBuffer()))
  }
  return {
    call,
    pay: (id, amount, more) => call(wire.pay, { ...payParameters(id, amount), ...more }),
    query: (id) => call(wire.query, { partner_trans_id: id }),
    cancel: (id) => call(wire.cancel, { out_trade_no: id, timestamp: '1772416800000' }),
    refund: (id, refundId, amount, more) =>
      call(wire.refund, {
        partner_trans_id: id,
        partner_refund_id: refundId,
        refund_amount: amount,
        currency: 'USD',
        is_sync: 'Y',
        ...more,
      }),
    refundQuery: (id, refundId) => call(wire.refundQuery, { out_trade_no: id, out_return_no: refundId }),
  }
}

/** What came back on a connection, byte for byte, and how it ended. */
export interface Heard {
  readonly bytes: Buffer
  readonly end: 'open' | 'closed' | 'reset'
}
export interface Line {
  /** As heard so far. */
  readonly heard: () => Heard
  /** Resolves when `enough` says so or the connection is over. */
  readonly until: (enough: (heard: Heard) => boolean) => Promise<Heard>
  readonly hangUp: () => void
}

/** Puts a call on a plain TCP connection, so that nothing between hides what the gateway does. */
export const openLine = (port: number, { method, query, body }: HttpCall): Line => {
  let bytes = Buffer.alloc(0)
  let end: Heard['end'] = 'open'
  const watchers = new Set<() => void>()
  const changed = (): void => {
    for (const watcher of watchers) watcher()
  }
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: false })
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk])
    changed()
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    end = error.code === 'ECONNRESET' ? 'reset' : 'closed'
    changed()
  })
  socket.on('close', () => {
    if (end === 'open') end = 'closed'
    changed()
  })
  socket.write(
    [
      `${method} /gateway.do${query} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      'content-type: application/x-www-form-urlencoded;charset=UTF-8',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
  const heard = (): Heard => ({ bytes, end })
  return {
    heard,
    until: (enough) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!enough(heard()) && end === 'open') return
          watchers.delete(look)
          resolve(heard())
        }
        watchers.add(look)
        look()
      }),
    hangUp: () => socket.destroy(),
  }
}

export const headOf = ({ bytes }: Heard): string => bytes.toString('latin1').split('\r\n\r\n')[0] ?? ''
export const bodyOf = ({ bytes }: Heard): Buffer => {
  const border = bytes.indexOf('\r\n\r\n')
  return border === -1 ? Buffer.alloc(0) : bytes.subarray(border + 4)
}
/** Bytes of the body that the head announces; NaN when it announces none. */
export const announced = (heard: Heard): number =>
  Number(/content-length: (\d+)/i.exec(headOf(heard))?.[1] ?? Number.NaN)
export const isWhole = (heard: Heard): boolean => bodyOf(heard).length === announced(heard)
