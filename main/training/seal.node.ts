import { encodeText, type Charset } from '../gateway/charset.ts'
import type { SignType } from '../gateway/signature.node.ts'
import type { PartnerKeys } from './keyring.node.ts'
import { bytesToSign, textToSign } from './signed-text.ts'
import type { Damage } from './spoil.ts'
import { envelopeXml, type Fields } from './xml.ts'

/** An answer before it becomes bytes. */
export interface Unsealed {
  readonly request: Fields
  readonly block: Fields
  readonly signType: SignType
  /** In which the block is signed: the call's (spot-pay 4.5). */
  readonly charset: Charset
  /** In which the XML is written. */
  readonly encoding: Charset
}

export const oversizedBytes = 8_000_000

const replaced = (block: Fields, name: string, change: (value: string) => string): Fields => {
  const value = block[name]
  return value === undefined ? block : { ...block, [name]: change(value) }
}
const otherAmount = (text: string): string => text.replace(/^\d/, (digit) => String((Number(digit) % 9) + 1))
/** Same length, other last character, so that only a comparison notices. */
const otherId = (text: string): string => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`

const damagedBlock = (block: Fields, damage: Damage | undefined): Fields => {
  switch (damage) {
    case 'other-amount':
      return replaced(replaced(block, 'trans_amount', otherAmount), 'refund_amount', otherAmount)
    case 'other-id':
      return replaced(replaced(block, 'partner_trans_id', otherId), 'out_trade_no', otherId)
    case 'other-currency':
      return replaced(block, 'currency', (currency) => (currency === 'EUR' ? 'USD' : 'EUR'))
    case 'strange-result':
      return replaced(block, 'result_code', () => 'PROCESSING')
    case 'wrong-signature':
    case 'no-signature':
    case 'other-sign-type':
    case 'oversized':
    case 'wrong-charset':
    case 'doctype':
    case 'cut-xml':
    case undefined:
      return block
  }
}

/** Six levels of ten: a million expansions for a parser that follows entities. */
const expandingDoctype = ((): string => {
  const levels = ['a', 'b', 'c', 'd', 'e', 'f']
  const entities = levels.map((name, level) => {
    const inner = level === 0 ? 'paid' : `&${levels[level - 1]};`.repeat(10)
    return `<!ENTITY ${name} "${inner}">`
  })
  return `<!DOCTYPE alipay [${entities.join('')}]>`
})()

/** Bytes that start no character, neither in UTF-8 nor in GBK. */
const brokenCharacter = new Uint8Array([0xff, 0xff])

const insertAfter = (bytes: Uint8Array, mark: string, inserted: Uint8Array): Uint8Array => {
  const at = Buffer.from(bytes).indexOf(mark) + mark.length
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)])
}

const damagedBytes = (bytes: Uint8Array, damage: Damage | undefined): Uint8Array => {
  if (damage === 'oversized') return insertAfter(bytes, '</is_success>', Buffer.alloc(oversizedBytes, ' '))
  if (damage === 'wrong-charset') return insertAfter(bytes, '<param name="service">', brokenCharacter)
  if (damage === 'cut-xml') return bytes.subarray(0, Math.floor(bytes.length / 2))
  return bytes
}

const signedBytes = (block: Fields, charset: Charset): Uint8Array => {
  const bytes = bytesToSign(textToSign(block), charset)
  if (bytes === undefined) throw new Error(`an answer cannot be signed in ${charset}`)
  return bytes
}

/** Signs an answer and writes it as bytes, right or damaged as asked. */
export const sealAnswer = (answer: Unsealed, keys: PartnerKeys, damage?: Damage): Uint8Array => {
  const { request, signType, charset, encoding } = answer
  const block = damagedBlock(answer.block, damage)
  const signedBlock = damage === 'wrong-signature' ? { ...block, result_code: 'TAMPERED' } : block
  const usedType = damage !== 'other-sign-type' ? signType : signType === 'MD5' ? 'RSA2' : 'MD5'
  const xml = envelopeXml({
    encoding,
    request,
    block,
    ...(damage !== 'no-signature' && {
      sign: keys.signs[usedType].signBytes(signedBytes(signedBlock, charset)),
      signType: usedType,
    }),
    ...(damage === 'doctype' && { doctype: expandingDoctype }),
  })
  const bytes = encodeText(xml, encoding)
  if (!bytes.ok) throw new Error(`an answer cannot be written in ${encoding}`)
  return damagedBytes(bytes.value, damage)
}
