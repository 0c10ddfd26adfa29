import type { Silence } from '../domain/outcome.ts'
import { parseCharset, type Charset } from './charset.ts'
import { childOf, readXml, type XmlDocument, type XmlElement } from './xml.ts'

/** What a call heard, before anyone judges what it means for money. */
export type Answer =
  /** `is_success=F`: the gateway did not take the call. Such answers carry no signature (spot-pay 3.1). */
  | { readonly kind: 'refused'; readonly error: string }
  /** Signed: the fields are the very structure that the signature was checked over. */
  | { readonly kind: 'answered'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'silent'; readonly why: Silence }

/** How an answer is checked. `verify` is the signature over a map of fields, with the configured key. */
export interface AnswerCheck {
  readonly signType: string
  readonly verify: (fields: Readonly<Record<string, string>>, signature: string, charset: Charset) => boolean
  readonly requestCharset: Charset
  /** What was sent: an echo that names another service or partner belongs to another call. */
  readonly sent: Readonly<Record<string, string>>
}

const silent = (why: Silence): Answer => ({ kind: 'silent', why })
const errorCode = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/

const readRefusal = (root: XmlElement): Answer => {
  const error = childOf(root, 'error')
  const contradicted = childOf(root, 'response') !== undefined || childOf(root, 'sign') !== undefined
  if (contradicted || error === undefined || !errorCode.test(error.text)) return silent('not-an-answer')
  return { kind: 'refused', error: error.text }
}

/** The echo is not signed, so it proves nothing; but one that names another call is another call's answer (F19). */
const isEchoOfAnother = (root: XmlElement, sent: Readonly<Record<string, string>>): boolean => {
  const echo = childOf(root, 'request')
  if (echo === undefined) return false
  return ['service', 'partner'].some((name) => {
    const echoed = childOf(echo, 'param', name)
    return echoed !== undefined && echoed.text !== sent[name]
  })
}

// oxlint-disable-next-line eslint/no-control-regex
const isAscii = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text)

const readSigned = ({ root, charset, isCharsetCertain }: XmlDocument, check: AnswerCheck): Answer => {
  const response = childOf(root, 'response')
  const [block, ...others] = response?.children ?? []
  if (block === undefined || others.length > 0) return silent('not-an-answer')
  if (block.children.length === 0 || block.children.some((field) => field.children.length > 0)) {
    return silent('not-an-answer')
  }
  if (!isCharsetCertain && block.children.some((field) => !isAscii(field.text)))
    return silent('wrong-charset')
  const sign = childOf(root, 'sign')
  if (sign === undefined || sign.text === '') return silent('unsigned')
  // The algorithm is ours to choose: an answer in another one is a downgrade, even with a valid signature (S16).
  if (childOf(root, 'sign_type')?.text !== check.signType) return silent('wrong-sign-type')
  const fields = Object.fromEntries(block.children.map((field) => [field.name, field.text]))
  // Which charset the gateway signs non-ASCII values in is not known: the request's first, then the document's (4.5).
  const charsets = new Set([check.requestCharset, charset])
  if (![...charsets].some((charset) => check.verify(fields, sign.text, charset))) {
    return silent('wrong-signature')
  }
  return isEchoOfAnother(root, check.sent) ? silent('wrong-echo') : { kind: 'answered', fields }
}

/**
 * Reads the body of an answer (spot-pay 3.1, 4.5). Whatever is not exactly a refusal or a signed answer is silence:
 * it decides nothing, and the till asks.
 */
export const readAnswer = (body: Uint8Array, contentType: string | undefined, check: AnswerCheck): Answer => {
  const headerCharset = /;\s*charset\s*=\s*"?([A-Za-z0-9._-]+)"?/i.exec(contentType ?? '')?.[1]
  const document = readXml(body, headerCharset, check.requestCharset)
  if (!document.ok) return silent(document.error)
  const { root } = document.value
  if (root.name !== 'alipay') return silent('not-an-answer')
  const accepted = childOf(root, 'is_success')?.text
  if (accepted === 'F') return readRefusal(root)
  return accepted === 'T' ? readSigned(document.value, check) : silent('not-an-answer')
}

/** The charset that the parameters name in `_input_charset`; UTF-8, which every call of ours sends, when they do not. */
export const charsetSent = (parameters: Readonly<Record<string, string>>): Charset => {
  const charset = parseCharset(parameters['_input_charset'] ?? 'UTF-8')
  return charset.ok ? charset.value : 'UTF-8'
}
