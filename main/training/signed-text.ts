import { encodeText, type Charset } from '../gateway/charset.ts'
import type { Fields } from './xml.ts'

const neverSigned = new Set(['sign', 'sign_type'])

/**
 * The text that a signature covers (spot-pay 4.1), as a gateway makes it: the till's own client also refuses values
 * that would make the text ambiguous, which a gateway has to take, `notify_url` with two query parameters for one.
 * Made here anew on purpose: a mistake of the client's text must not meet the same mistake on this side.
 */
export const textToSign = (fields: Fields): string =>
  Object.keys(fields)
    .filter((name) => fields[name] !== '' && !neverSigned.has(name))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => `${name}=${fields[name]}`)
    .join('&')

/** The bytes of the text; none when the charset cannot write it, which no signature fits then. */
export const bytesToSign = (text: string, charset: Charset): Uint8Array | undefined => {
  const bytes = encodeText(text, charset)
  return bytes.ok ? bytes.value : undefined
}
