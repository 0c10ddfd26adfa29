import { err, ok, type Result } from '../domain/result.ts'
import { decodeText, parseCharset, type Charset } from '../gateway/charset.ts'
import { refusal, type Refusal } from './refusal.ts'

/** A call as it came: raw query of the URL and body bytes, both still percent-encoded. */
export interface RawCall {
  readonly query: string
  readonly body: Uint8Array
}

export interface Form {
  readonly parameters: Readonly<Record<string, string>>
  readonly charset: Charset
}

const parametersMax = 100
/** What no text of the wire contains and XML 1.0 cannot carry. Tab and line feed are left out of it on purpose. */
const forbiddenCharacter = /[^\P{Cc}\t\n]|[\ufffe\uffff]/u

type Pair = readonly [name: Uint8Array, value: Uint8Array]

/** Undoes the percent-encoding of a form, to bytes: what they mean is said by the charset, not by the encoding. */
const unescapeBytes = (text: string): Uint8Array | undefined => {
  const bytes = new Uint8Array(text.length)
  let length = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0x25) {
      const hex = text.slice(index + 1, index + 3)
      if (!/^[0-9A-Fa-f]{2}$/.test(hex)) return undefined
      bytes[length] = Number.parseInt(hex, 16)
      index += 2
    } else {
      bytes[length] = code === 0x2b ? 0x20 : code
    }
    length += 1
  }
  return bytes.slice(0, length)
}

const pairsOf = (text: string): readonly Pair[] | undefined => {
  const pairs: Pair[] = []
  for (const piece of text.split('&')) {
    if (piece === '') continue
    const border = piece.indexOf('=')
    const name = unescapeBytes(border === -1 ? piece : piece.slice(0, border))
    const value = unescapeBytes(border === -1 ? '' : piece.slice(border + 1))
    if (name === undefined || value === undefined) return undefined
    pairs.push([name, value])
  }
  return pairs
}

const latin1 = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** The charset that the call declares, in the URL or in the body; GBK when it declares none (spot-pay 1). */
const declaredCharset = (pairs: readonly Pair[]): Result<Charset, Refusal> => {
  const names = pairs.filter(([name]) => latin1(name) === '_input_charset').map(([, value]) => latin1(value))
  const [first] = names
  if (first === undefined || first === '') return ok('GBK')
  if (names.some((name) => name !== first)) {
    return err(
      refusal('INVALID_PARAMETER', '_input_charset says one thing in the URL and another in the body'),
    )
  }
  const charset = parseCharset(first)
  return charset.ok
    ? charset
    : err(refusal('INVALID_PARAMETER', `_input_charset: ${first} is none of UTF-8, GBK, GB2312`))
}

/**
 * Reads the parameters of a call. GET brings them in the URL; POST in the body, with `_input_charset` in the URL, in
 * the body or in both. Parameters without a value count as left out.
 */
export const readForm = ({ query, body }: RawCall): Result<Form, Refusal> => {
  const inUrl = pairsOf(query)
  const inBody = pairsOf(latin1(body))
  if (inUrl === undefined || inBody === undefined) {
    return err(refusal('INVALID_PARAMETER', 'a percent sign is not followed by two hexadecimal digits'))
  }
  const pairs = [...inUrl, ...inBody]
  if (pairs.length > parametersMax) return err(refusal('INVALID_PARAMETER', 'too many parameters'))
  const charset = declaredCharset(pairs)
  if (!charset.ok) return charset
  const values = new Map<string, string>()
  for (const [nameBytes, valueBytes] of pairs) {
    const name = decodeText(nameBytes, charset.value)
    const value = decodeText(valueBytes, charset.value)
    if (!name.ok || !value.ok) {
      return err(refusal('ILLEGAL_SIGN', `${latin1(nameBytes)}: these bytes are not ${charset.value}`))
    }
    if (forbiddenCharacter.test(name.value) || forbiddenCharacter.test(value.value)) {
      return err(refusal('INVALID_PARAMETER', `${name.value}: control characters are not allowed`))
    }
    if (values.has(name.value) && values.get(name.value) !== value.value) {
      return err(refusal('INVALID_PARAMETER', `${name.value} is there twice, with different values`))
    }
    values.set(name.value, value.value)
  }
  return ok({
    parameters: Object.fromEntries([...values].filter(([, value]) => value !== '')),
    charset: charset.value,
  })
}
