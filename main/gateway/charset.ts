import { decode as readAs, encode as writeAs } from 'iconv-lite'
import { err, ok, type Result } from '../domain/result.ts'

/** The charsets of the wire (spot-pay 1). GB2312 is written and read as GBK, which contains it. */
export type Charset = 'UTF-8' | 'GBK'

const charsetsByName: Readonly<Record<string, Charset>> = {
  'utf-8': 'UTF-8',
  utf8: 'UTF-8',
  gbk: 'GBK',
  gb2312: 'GBK',
}

/** Takes the name of a charset as `_input_charset`, an XML declaration or an HTTP header gives it, in any case. */
export const parseCharset = (name: string): Result<Charset, 'unknown-charset'> => {
  const key = name.toLowerCase()
  const charset = Object.hasOwn(charsetsByName, key) ? charsetsByName[key] : undefined
  return charset === undefined ? err('unknown-charset') : ok(charset)
}

const utf8 = new TextEncoder()

/**
 * Bytes of a text. A text that the charset cannot write whole (a lone surrogate, a character outside GBK) is refused:
 * a replacement character would be signed in place of what was meant.
 */
export const encodeText = (text: string, charset: Charset): Result<Uint8Array, 'not-in-charset'> => {
  if (!text.isWellFormed()) return err('not-in-charset')
  if (charset === 'UTF-8') return ok(utf8.encode(text))
  const bytes = writeAs(text, 'gbk')
  return readAs(bytes, 'gbk') === text ? ok(new Uint8Array(bytes)) : err('not-in-charset')
}

/** Text of bytes. Bytes that the charset does not know are refused, and a byte order mark stays in the text. */
export const decodeText = (bytes: Uint8Array, charset: Charset): Result<string, 'wrong-charset'> => {
  try {
    return ok(new TextDecoder(charset.toLowerCase(), { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return err('wrong-charset')
  }
}
