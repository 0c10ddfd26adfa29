import type { Socket } from 'node:net'
import { loadKeyring } from '../../../main/training/keyring.node.ts'
import { trainingPartner, trainingPartnerId } from '../../../main/training/account.ts'
import { sealAnswer, type Unsealed } from '../../../main/training/seal.node.ts'
import type { Damage } from '../../../main/training/spoil.ts'
import type { HttpReply, Play } from './proxy.ts'

/** Ways in which a reply can come, or not come. */

export const written = ({ head, body }: HttpReply): Buffer =>
  Buffer.concat([Buffer.from(head, 'latin1'), body])

/** An answer of any kind in the place of the gateway's. */
export const reply = (
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = { 'content-type': 'text/xml;charset=GBK' },
): HttpReply => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const lines = Object.entries({ ...headers, 'content-length': String(bytes.length) })
  const head = `HTTP/1.1 ${status} Said\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
  return { head, body: bytes }
}

export const reset = (socket: Socket): void => void socket.resetAndDestroy()
export const end = (socket: Socket): void => void socket.end()
export const silence = (): void => undefined
export const say =
  (said: HttpReply): Play =>
  (socket) =>
    void socket.write(written(said))
export const whole: Play = (socket, said) => void socket.write(written(said))
export const twice: Play = (socket, said) => void socket.write(Buffer.concat([written(said), written(said)]))
export const after =
  (ms: number, play: Play): Play =>
  (socket, said, request) =>
    void setTimeout(() => {
      if (!socket.destroyed) play(socket, said, request)
    }, ms)
/** The real answer with another body; everything else stays. */
export const changed =
  (change: (body: Buffer) => Buffer, charset = 'GBK'): Play =>
  (socket, { body }) =>
    void socket.write(written(reply(200, change(body), { 'content-type': `text/xml;charset=${charset}` })))

const lengthLine = /content-length: *\d+\r\n/i
export type Framing = 'length' | 'chunked' | 'until-close'
/** The same reply with its end marked in one of the three ways that HTTP/1.1 knows. */
export const framed = ({ head, body }: HttpReply, framing: Framing): Buffer => {
  const bare = head.replace(lengthLine, '').replace(/(?:connection|keep-alive): .*\r\n/gi, '')
  const withLine = (line: string): string => bare.replace(/\r\n\r\n$/, `\r\n${line}\r\n\r\n`)
  switch (framing) {
    case 'length':
      return Buffer.concat([Buffer.from(withLine(`Content-Length: ${body.length}`)), body])
    case 'until-close':
      return Buffer.concat([Buffer.from(withLine('Connection: close')), body])
    case 'chunked': {
      const parts = [body.subarray(0, 100), body.subarray(100)].filter((part) => part.length > 0)
      const chunks = parts.flatMap((part) => [
        Buffer.from(`${part.length.toString(16)}\r\n`),
        part,
        Buffer.from('\r\n'),
      ])
      return Buffer.concat([
        Buffer.from(withLine('Transfer-Encoding: chunked')),
        ...chunks,
        Buffer.from('0\r\n\r\n'),
      ])
    }
  }
}
export const cut =
  (framing: Framing, at: (length: number) => number, how: 'end' | 'reset'): Play =>
  (socket, said) => {
    const bytes = framed(said, framing)
    socket.write(bytes.subarray(0, at(bytes.length)), () => (how === 'end' ? end : reset)(socket))
  }

export const headOnly: Play = (socket, { head }) => void socket.write(head)
/** The whole reply at this pace, in pieces of `atOnce` bytes. */
export const drip =
  (bytesPerSecond: number, atOnce = 1): Play =>
  (socket, said) => {
    const bytes = written(said)
    let sent = 0
    const timer = setInterval(
      () => {
        if (sent >= bytes.length || socket.destroyed) clearInterval(timer)
        else socket.write(bytes.subarray(sent, (sent += atOnce)))
      },
      (atOnce * 1000) / bytesPerSecond,
    )
    socket.on('close', () => clearInterval(timer))
  }
/** A body that goes on and on, as fast as it is read. */
export const endless: Play = (socket, { head }) => {
  const chunk = Buffer.from(`2000\r\n${' '.repeat(0x2000)}\r\n`)
  const more = (): void => {
    while (!socket.destroyed && socket.writable && socket.write(chunk));
  }
  socket.on('drain', more)
  socket.write(head.replace(lengthLine, 'Transfer-Encoding: chunked\r\n'))
  more()
}

type Fields = Readonly<Record<string, string>>
/** The signed block of an answer of the training gateway, whose values are plain ASCII. */
export const blockOf = (body: Buffer): Fields => {
  const block = /<response><alipay>(.*)<\/alipay><\/response>/s.exec(body.toString('latin1'))?.[1] ?? ''
  return Object.fromEntries(
    [...block.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [name, value]),
  )
}
const keys = ((): Parameters<typeof sealAnswer>[1] => {
  const found = loadKeyring([trainingPartner]).get(trainingPartnerId)
  if (found === undefined) throw new Error('the training partner has no keys')
  return found
})()
/** A block signed as the gateway would: the training gateway's key is public, so that tests can be it. */
export const signed = (
  request: Fields,
  block: Fields,
  damage?: Damage,
  more: Partial<Unsealed> = {},
): Buffer =>
  Buffer.from(
    sealAnswer(
      { request, block, signType: 'RSA2', charset: 'UTF-8', encoding: 'GBK', ...more },
      keys,
      damage,
    ),
  )
/** The gateway's answer with other fields, signed anew; a field that is `undefined` is left out. */
export const restated =
  (change: (block: Fields) => Readonly<Record<string, string | undefined>>, damage?: Damage): Play =>
  (socket, { body }, { parameters }) => {
    const { sign: _sign, sign_type: _type, ...request } = parameters
    const block = Object.fromEntries(
      Object.entries(change(blockOf(body))).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    )
    socket.write(written(reply(200, signed(request, block, damage))))
  }
