import { commands, transform } from 'receiptline'
import { receiptDocument, type ReceiptLook } from './document.ts'
import { clusters, columnsOf } from './lettering.ts'
import type { Press } from './press.ts'
import type { Receipt } from './receipt.ts'

/**
 * The three faces of a paper: a picture for the screen, plain text, and the bytes for the printer. All three come
 * from the same document, so that the preview says what the paper says.
 */

const encoding = 'gb18030'
const spacing = true // 30 dots a line: Chinese glyphs of 24 dots touch each other without it.

const letters = { measureText: columnsOf, arrayFrom: (text: string): string[] => [...clusters(text)] }

/**
 * receiptline names the picture's one filter by a random id; ours is fixed, because the same receipt is to be the
 * same picture, and receipts invert no text, so that two pictures on a page cannot disturb each other.
 */
const picture = {
  ...commands.svg,
  ...letters,
  open(this: typeof commands.svg, printer: Parameters<typeof commands.svg.open>[0]): string {
    const opening = commands.svg.open.call(this, printer)
    Object.assign(this, { receiptId: 'inverse' })
    return opening
  },
}

const plain = { ...commands.text, ...letters }

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

export const svgFace = (receipt: Receipt, columns: number, look?: ReceiptLook): string =>
  pictureOf(receiptDocument(receipt, columns, look), columns)
export const textFace = (receipt: Receipt, columns: number): string =>
  textOf(receiptDocument(receipt, columns), columns)
export const printerBytes = (receipt: Receipt, press: Press): Promise<Uint8Array<ArrayBuffer>> =>
  press.bytes(receiptDocument(receipt, press.columns, press.look))
