import { encodeText, type Charset } from '../gateway/charset.ts'

export type Fields = Readonly<Record<string, string>>

/** Marks that XML reserves, and white space that a parser would change if it stood there plainly. */
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Writes a text so that any parser reads it back as it was, in an encoding that may not know all its characters. */
export const escapeXml = (text: string, encoding: Charset): string => {
  const escaped = text.replaceAll(/[&<>"'\t\n\r]/g, (mark) => references[mark] ?? mark)
  if (encodeText(escaped, encoding).ok) return escaped
  return [...escaped]
    .map((char) => (encodeText(char, encoding).ok ? char : `&#${char.codePointAt(0) ?? 0xfffd};`))
    .join('')
}

const declaration = (encoding: Charset): string => `<?xml version="1.0" encoding="${encoding}"?>`

const elements = (fields: Fields, encoding: Charset): string =>
  Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `<${name}>${escapeXml(value, encoding)}</${name}>`)
    .join('')

export interface Envelope {
  readonly encoding: Charset
  /** Every parameter of the call, echoed. */
  readonly request: Fields
  /** The signed block. Element names are ours and need no escaping. */
  readonly block: Fields
  readonly sign?: string
  readonly signType?: string
  /** A document type declaration, for the answer that should not be read. */
  readonly doctype?: string
}

/** An accepted call's answer (spot-pay 3.1). */
export const envelopeXml = ({ encoding, request, block, sign, signType, doctype }: Envelope): string => {
  const echo = Object.entries(request)
    .map(
      ([name, value]) => `<param name="${escapeXml(name, encoding)}">${escapeXml(value, encoding)}</param>`,
    )
    .join('')
  return [
    declaration(encoding),
    doctype ?? '',
    '<alipay><is_success>T</is_success>',
    `<request>${echo}</request>`,
    `<response><alipay>${elements(block, encoding)}</alipay></response>`,
    sign === undefined ? '' : `<sign>${escapeXml(sign, encoding)}</sign>`,
    signType === undefined ? '' : `<sign_type>${signType}</sign_type>`,
    '</alipay>',
  ].join('')
}

/** A call that was not accepted; never signed (spot-pay 3.1). */
export const refusalXml = (code: string, encoding: Charset): string =>
  `${declaration(encoding)}<alipay><is_success>F</is_success><error>${escapeXml(code, encoding)}</error></alipay>`
