import { commands, transform } from 'receiptline'
import { receiptDocument } from './document.ts'
import { asciiFor, columnsOf } from './lettering.ts'
import type { Receipt } from './receipt.ts'

/**
 * The three faces of a paper: a picture for the screen, plain text, and the bytes for the printer. All three come
 * from the same document, so that the preview says what the paper says.
 */

const encoding = 'gb18030'
const spacing = true // 30 dots a line: Chinese glyphs of 24 dots touch each other without it.

const measureText = (text: string): number => columnsOf(text)

/**
 * receiptline names the picture's one filter by a random id; ours is fixed, because the same receipt is to be the
 * same picture, and receipts invert no text, so that two pictures on a page cannot disturb each other.
 */
const picture = {
  ...commands.svg,
  measureText,
  open(this: typeof commands.svg, printer: Parameters<typeof commands.svg.open>[0]): string {
    const opening = commands.svg.open.call(this, printer)
    Object.assign(this, { receiptId: 'inverse' })
    return opening
  },
}

const plain = { ...commands.text, measureText }

/**
 * The generic ESC/POS set, which cheap printers follow too, with two changes. Rules are drawn with `-`, because the
 * ruled-line bytes of the original need a katakana code page that Chinese printers lack. And the bytes end with the
 * cut: asking the printer how it is (`GS r`) belongs to the driver, which reads the answer.
 */
const paper = {
  ...commands.generic,
  hr: (width: number): string => '-'.repeat(width),
  close(this: typeof commands.generic): string {
    return this.cut()
  },
}

const codepageLength = commands.generic.text('', encoding).length
const hasTwoByteGlyph = (character: string): boolean =>
  commands.generic.text(character, encoding).length - codepageLength === 2

/** ASCII as document text; what it spells may be markup. */
const inHexadecimal = (ascii: string): string =>
  Array.from(ascii, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')

/**
 * The document in the letters that the printer has. Accented letters lose their accents, and what has no two-byte
 * code becomes `？`: a two-byte printer would print the four bytes of such a character as four wrong ones.
 */
const inPrinterLetters = (document: string): string =>
  document.normalize('NFC').replaceAll(/[^\0-\x7f]/gu, (character) => {
    const ascii = asciiFor(character)
    if (ascii !== undefined) return inHexadecimal(ascii)
    return hasTwoByteGlyph(character) ? character : '？'
  })

/** Every `^` of a document is markup; a large letter has no meaning in plain text but wide gaps. */
const withoutSizes = (document: string): string => document.replaceAll('^', '')

/** White around the picture: letters reach over their line, and codes want quiet beside them. */
const marginUnits = 12
const withMargin = (svg: string): string =>
  svg.replace(
    /^<svg width="(\d+)px" height="(\d+)px" viewBox="[^"]*"/,
    (_, width: string, height: string) => {
      const [w, h] = [Number(width) + 2 * marginUnits, Number(height) + 2 * marginUnits]
      return `<svg width="${w}px" height="${h}px" viewBox="${-marginUnits} ${-marginUnits} ${w} ${h}"`
    },
  )

/**
 * The document as an SVG picture, 12 units a column. It has no script, style, link or outside resource: shown as
 * `<img>` it needs `img-src data:` (or `blob:`) in the page's policy, put into the page itself it needs nothing. In
 * the page it uses the page's fonts, as an image those of the machine (security S04).
 */
export const pictureOf = (document: string, columns: number): string =>
  withMargin(transform(document, { cpl: columns, encoding, spacing, command: picture }).trim()).replace(
    'font-family="monospace"',
    `font-family="monospace, 'Noto Sans SC', sans-serif"`,
  )

export const textOf = (document: string, columns: number): string =>
  transform(withoutSizes(document), { cpl: columns, encoding, command: plain })
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')

/** Bytes for an ESC/POS printer with a Chinese font: from `ESC @` to the cut. */
export const bytesOf = (document: string, columns: number): Uint8Array<ArrayBuffer> => {
  const printable = inPrinterLetters(document)
  const binary = transform(printable, { cpl: columns, encoding, spacing, cutting: true, command: paper })
  return Uint8Array.from(binary, (byte) => byte.charCodeAt(0))
}

export const svgFace = (receipt: Receipt, columns: number): string =>
  pictureOf(receiptDocument(receipt, columns), columns)
export const textFace = (receipt: Receipt, columns: number): string =>
  textOf(receiptDocument(receipt, columns), columns)
export const printerBytes = (receipt: Receipt, columns: number): Uint8Array<ArrayBuffer> =>
  bytesOf(receiptDocument(receipt, columns), columns)
