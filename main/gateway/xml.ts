import { EntityDecoder } from '@nodable/entities'
import { XMLParser } from 'fast-xml-parser'
import { err, ok, type Result } from '../domain/result.ts'
import { decodeText, parseCharset, type Charset } from './charset.ts'

/** One element of an answer: either children or text, never both. */
export interface XmlElement {
  readonly name: string
  /** The attribute `name`, the only one there is: it tells the echoed parameters `<param name="…">` apart. */
  readonly label?: string
  readonly children: readonly XmlElement[]
  /** Text with its references resolved and its blanks kept; empty for an element that has children. */
  readonly text: string
}
export interface XmlDocument {
  readonly root: XmlElement
  /** The charset that it was read in. */
  readonly charset: Charset
  /** Its labels (XML declaration, HTTP header) agree, and the bytes agree with them. Otherwise only ASCII is certain. */
  readonly isCharsetCertain: boolean
}
export type XmlFault = 'too-large' | 'wrong-charset' | 'not-xml'

/** An answer is a few hundred bytes; 64 kB is where reading stops (security S18). */
export const answerBytesMax = 65_536
const depthMax = 8
/** Tags and references of one answer; a real one has some two hundred. More would only cost time (security S18). */
const tagsMax = 1000
const referencesMax = 2000

const declaration =
  /^<\?xml version=(["'])1\.[01]\1(?: encoding=(["'])([A-Za-z0-9._-]{1,20})\2)?(?: standalone=(["'])(?:yes|no)\4)? ?\?>/
// C0 and C1 controls but tab and line feed, and the two that are no characters. The byte order mark is not at home here.
// oxlint-disable-next-line eslint/no-control-regex
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/
const elementName = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/
/** What follows a `<`. One attribute at most, and blanks nowhere: the parser is slow with what it would have to mend. */
const tag = /^(?:\/[A-Za-z_][A-Za-z0-9_.-]*|[A-Za-z_][A-Za-z0-9_.-]*(?: name="[^"<]*")?(?: ?\/)?)>/
const emptyElement = /<([A-Za-z_][A-Za-z0-9_.-]*)((?: name="[^"<]*")?) ?\/>/g

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  maxNestedTags: depthMax,
})
const entities = new EntityDecoder({ numericAllowed: true })

/** What the parser gives with `preserveOrder`: one key per node, its name, and `:@` for attributes. */
type Node = Readonly<Record<string, unknown>>

class Refused extends Error {}

const charactersByNumberAllowed = new Set([34, 38, 39, 60, 62])
const mayBeNumbered = (code: number): boolean =>
  charactersByNumberAllowed.has(code) ||
  (code >= 0xa0 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff) ||
  (code >= 0x1_0000 && code <= 0x10_ffff)

/**
 * Resolves references, once. Beyond the five entities a number is taken for what a GBK document cannot write (an `ö`
 * in the name of the shop arrives so in the echo) and for the five themselves; a number in place of an ordinary
 * letter or a control character has no honest use and is refused (security S18).
 */
const resolve = (raw: string): string => {
  for (const [, reference = ''] of raw.matchAll(/&([^;&]{0,10};?)/g)) {
    if (/^(?:amp|lt|gt|quot|apos);$/.test(reference)) continue
    const [, decimal, hex] = /^#(?:([1-9][0-9]{1,6})|x([0-9A-Fa-f]{1,6}));$/.exec(reference) ?? []
    if (decimal === undefined && hex === undefined) throw new Refused('reference')
    if (!mayBeNumbered(decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal))) {
      throw new Refused('reference')
    }
  }
  return raw.includes('&') ? entities.decode(raw) : raw
}

const nodesOf = (value: unknown): readonly Node[] => {
  if (!Array.isArray(value)) throw new Refused('node')
  return value as readonly Node[]
}

/** Writes the parsed tree out again, exactly, with references unresolved as they came. */
const write = (nodes: readonly Node[]): string => {
  let text = ''
  for (const node of nodes) {
    for (const [name, content] of Object.entries(node)) {
      if (name === ':@') continue
      if (name === '#text') text += String(content)
      else {
        const attributes = Object.entries((node[':@'] ?? {}) as Readonly<Record<string, string>>)
        const opening = attributes.map(([key, value]) => ` ${key}="${value}"`).join('')
        text += `<${name}${opening}>${write(nodesOf(content))}</${name}>`
      }
    }
  }
  return text
}

const isBlank = (text: string): boolean => /^[ \t\n]*$/.test(text)

const labelOf = (name: string, node: Node): string | undefined => {
  if (node[':@'] === undefined) return undefined
  const { name: label, ...others } = node[':@'] as Readonly<Record<string, string>>
  if (name !== 'param' || label === undefined || label.includes('<') || Object.keys(others).length > 0) {
    throw new Refused('attribute')
  }
  return resolve(label)
}

const toElement = (node: Node, depth: number): XmlElement => {
  const name = Object.keys(node).find((key) => key !== ':@') ?? ''
  if (depth > depthMax || !elementName.test(name)) throw new Refused('element')
  const label = labelOf(name, node)
  const nodes = nodesOf(node[name])
  const texts = nodes.filter((child) => Object.hasOwn(child, '#text')).map((child) => String(child['#text']))
  const elements = nodes.filter((child) => !Object.hasOwn(child, '#text'))
  if (elements.length > 0 && !texts.every(isBlank)) throw new Refused('mixed content')
  const children = elements.map((child) => toElement(child, depth + 1))
  // The echo repeats <param>, each with its own name; nothing else may stand twice beside itself.
  const identities = children.map((child) =>
    name === 'request' ? `${child.name} ${child.label ?? ''}` : child.name,
  )
  if (new Set(identities).size !== children.length) throw new Refused('duplicate')
  return {
    name,
    ...(label === undefined ? {} : { label }),
    children,
    text: elements.length > 0 ? '' : resolve(texts.join('')),
  }
}

/** Without the blanks around it. (A pattern that ends in `$` would start anew at every blank of a long run.) */
const trimmed = (text: string): string => {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charAt(start))) start += 1
  while (end > start && isBlank(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}

/** The parser's nesting limit and odd names throw inside the library; all of it is the same answer: not XML for us. */
const toTree = (text: string): XmlElement => {
  const [, ...tags] = text.split('<', tagsMax + 2)
  if (tags.length > tagsMax || !tags.every((rest) => tag.test(rest))) throw new Refused('tags')
  if (text.split('&', referencesMax + 2).length > referencesMax + 1) throw new Refused('references')
  const body = trimmed(text).replaceAll(emptyElement, '<$1$2></$1>')
  const nodes = nodesOf(parser.parse(body))
  // The library mends what is broken: cut documents, crossed tags, junk. What it understood, written out again, has to
  // be the document itself, so that no other reader (and no signer) can have understood anything else.
  if (write(nodes) !== body) throw new Refused('mended')
  const [root, ...others] = nodes
  if (root === undefined || others.length > 0) throw new Refused('one root wanted')
  return toElement(root, 1)
}

interface Decoded {
  readonly text: string
  readonly charset: Charset
  readonly isCharsetCertain: boolean
}
/**
 * Decodes by the HTTP header, else the declaration, else the charset of our own request: what the gateway labels GBK is
 * not always written in it (spot-pay 1), and the echo of a shop's Chinese name must not make every answer unreadable.
 * When the labels are not plainly right, the document says so and whoever reads a value that matters decides. Without
 * any label it is UTF-8, as XML has it.
 */
const decode = (
  bytes: Uint8Array,
  labels: readonly string[],
  requestCharset: Charset,
): Result<Decoded, 'wrong-charset'> => {
  const known = labels.map(parseCharset).filter((charset) => charset.ok)
  if (known.length < labels.length) return err('wrong-charset')
  const labelled = new Set(known.length === 0 ? (['UTF-8'] as const) : known.map((charset) => charset.value))
  for (const charset of new Set([...labelled, requestCharset])) {
    const text = decodeText(bytes, charset)
    const isCharsetCertain = labelled.size === 1 && labelled.has(charset)
    if (text.ok) return ok({ text: text.value, charset, isCharsetCertain })
  }
  return err('wrong-charset')
}

/**
 * Reads an answer, or says why it is none. No DTD, processing instruction, comment, CDATA, foreign entity, duplicate,
 * mixed content, second root or trailing text gets through (security S18), and nothing throws.
 */
export const readXml = (
  bytes: Uint8Array,
  headerCharset?: string,
  requestCharset: Charset = 'UTF-8',
): Result<XmlDocument, XmlFault> => {
  if (bytes.length > answerBytesMax) return err('too-large')
  const start = String.fromCharCode(...bytes.subarray(0, 128))
  const [prolog = '', , , declared] = declaration.exec(start) ?? []
  const labels = [headerCharset, declared].filter((label) => label !== undefined)
  const decoded = decode(bytes, labels, requestCharset)
  if (!decoded.ok) return decoded
  const { text: whole, ...charset } = decoded.value
  const text = whole.slice(prolog.length).replaceAll('\r\n', '\n')
  // Every `<` that is left must open or close an element: declarations, DTDs, comments and CDATA all begin otherwise.
  if (forbidden.test(text) || /<(?!\/?[A-Za-z_])|\]\]>/.test(text)) return err('not-xml')
  try {
    return ok({ root: toTree(text), ...charset })
  } catch {
    return err('not-xml')
  }
}

/** The child of that name, or the one parameter of the echo with that label. */
export const childOf = (element: XmlElement, name: string, label?: string): XmlElement | undefined =>
  element.children.find((child) => child.name === name && (label === undefined || child.label === label))
