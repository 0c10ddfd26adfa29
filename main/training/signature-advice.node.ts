import type { Charset } from '../gateway/charset.ts'
import type { VerifyingKey } from '../gateway/signature.node.ts'
import { bytesToSign } from './signed-text.ts'
import type { Fields } from './xml.ts'

type Pair = readonly [name: string, value: string]

const textOf = (pairs: readonly Pair[]): string => pairs.map(([name, value]) => `${name}=${value}`).join('&')
const other: Readonly<Record<Charset, Charset>> = { 'UTF-8': 'GBK', GBK: 'UTF-8' }

/**
 * Guesses what went wrong with a signature that does not fit, by trying the mistakes that clients make most. A real
 * gateway says ILLEGAL_SIGN and nothing else.
 */
export const signatureAdvice = (
  parameters: Fields,
  signature: string,
  key: VerifyingKey,
  charset: Charset,
): string => {
  const sent = Object.entries(parameters).filter(([name]) => name !== 'sign')
  const unsorted = sent.filter(([name]) => name !== 'sign_type')
  const right = unsorted.toSorted(([a], [b]) => (a < b ? -1 : 1))
  const withType = sent.toSorted(([a], [b]) => (a < b ? -1 : 1))
  const fits = (text: string, inCharset = charset, asSigned = signature): boolean => {
    const bytes = bytesToSign(text, inCharset)
    return bytes !== undefined && key.verifyBytes(bytes, asSigned)
  }
  const mistakes: readonly (readonly [advice: string, isIt: () => boolean])[] = [
    [
      'the text was signed in another charset than _input_charset names',
      () => fits(textOf(right), other[charset]),
    ],
    ['sign_type was signed too; it must not be', () => fits(textOf(withType))],
    [
      '_input_charset was not signed; it must be, also when it travels in the URL',
      () => fits(textOf(right.filter(([name]) => name !== '_input_charset'))),
    ],
    ['the parameters were not sorted by name', () => fits(textOf(unsorted))],
    [
      'the values were signed percent-encoded; the raw values must be',
      () => fits(textOf(right.map(([name, value]) => [name, encodeURIComponent(value)]))),
    ],
    ['the MD5 key was joined with "&"; it follows the text directly', () => fits(`${textOf(right)}&`)],
    [
      'the MD5 key was joined with "&key="; it follows the text directly',
      () => fits(`${textOf(right)}&key=`),
    ],
    [
      'the MD5 signature must be lower-case hexadecimal',
      () => key.signType === 'MD5' && fits(textOf(right), charset, signature.toLowerCase()),
    ],
    [
      'the signature came with spaces where base64 has "+": percent-encode it on the wire',
      () => signature.includes(' ') && fits(textOf(right), charset, signature.replaceAll(' ', '+')),
    ],
  ]
  return (
    mistakes.find(([, isIt]) => isIt())?.[0] ??
    'the signature does not fit; see the expected text in /requests'
  )
}
