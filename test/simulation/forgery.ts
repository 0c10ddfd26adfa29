import { trainingPartner } from '../../main/training/account.ts'
import { loadKeyring } from '../../main/training/keyring.node.ts'
import { bytesToSign, textToSign } from '../../main/training/signed-text.ts'

/** What a gateway that has gone wrong says in a field, signed as well as the truth (reliability F19 F25). */
export const forgeries = [
  'signed-other-amount',
  'signed-other-currency',
  'signed-strange-result',
  'signed-strange-status',
  'signed-other-id',
] as const
export type Forgery = (typeof forgeries)[number]

type Change = (name: string, value: string) => string

const otherAmount = (text: string): string => text.replace(/^\d/, (digit) => String((Number(digit) % 9) + 1))
const otherId = (text: string): string => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`
const only =
  (names: readonly string[], change: (value: string) => string): Change =>
  (name, value) =>
    names.includes(name) ? change(value) : value

const changes: Readonly<Record<Forgery, Change>> = {
  'signed-other-amount': only(['trans_amount', 'refund_amount'], otherAmount),
  'signed-other-currency': only(['currency'], (text) => (text === 'EUR' ? 'USD' : 'EUR')),
  'signed-strange-result': only(['result_code'], () => 'PROCESSING'),
  'signed-strange-status': only(['alipay_trans_status'], () => 'TRADE_PENDING'),
  'signed-other-id': only(['partner_trans_id', 'out_trade_no'], otherId),
}

const keys = loadKeyring([trainingPartner]).get(trainingPartner.id)

/** The same answer with another word in it, and a signature that fits. An answer that has no such word stays as it is. */
export const forged = (body: Uint8Array, forgery: Forgery, signType: 'MD5' | 'RSA2'): Uint8Array => {
  const text = Buffer.from(body).toString('latin1')
  const block = /<response><alipay>(.*)<\/alipay><\/response>/s.exec(text)?.[1]
  if (block === undefined || keys === undefined) return body
  const fields: Record<string, string> = {}
  const other = block.replaceAll(/<(\w+)>([^<]*)<\/\1>/g, (_, name: string, value: string) => {
    const changed = changes[forgery](name, value)
    fields[name] = changed
    return `<${name}>${changed}</${name}>`
  })
  const bytes = bytesToSign(textToSign(fields), 'UTF-8')
  if (bytes === undefined || other === block) return body
  const sign = keys.signs[signType].signBytes(bytes)
  const answer = text.replace(block, () => other).replace(/<sign>[^<]*/, () => `<sign>${sign}`)
  return Buffer.from(answer, 'latin1')
}
