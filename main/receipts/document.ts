import { bilingual, copyMark, labels, notes, training, type Language, type Words } from './wording.ts'
import { cleanText, columnsOf, groupedByFour, wrapped } from './lettering.ts'
import type { Receipt, Row } from './receipt.ts'

/**
 * A receipt as a receiptline document: the one text from which the picture, the plain text and the printer's bytes
 * are made. Its markup is ours alone: every character of a value that could be markup is written as `\xNN`, so that
 * no shop name or answer of the gateway can draw a rule, cut the paper or reach the printer with a command (S36).
 */

/** Code 128 of 28 digits is 189 modules, 47 mm: more than 58 mm paper can print. There a QR code stands for it. */
const columnsForCode128 = 40

const markup = /[\\|{}~_"`^=\-;:]/g

/** One value, harmless: cleaned of everything that is not print, its markup characters in hexadecimal. */
export const escapedText = (text: string): string =>
  cleanText(text).replaceAll(
    markup,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )

export type Size = 'plain' | 'bold' | 'big'
/** Marks a line that is escaped already. */
export const sized = (text: string, size: Size): string => {
  if (size === 'big') return `"^^^${text}`
  return size === 'bold' ? `"${text}` : text
}

/** Both languages on one line where they fit, else one under the other, each broken between its own words. */
export const linesOf = (text: string | Words, language: Language, columns: number): readonly string[] => {
  if (typeof text === 'string') return wrapped(cleanText(text), columns)
  const both = cleanText(bilingual(text, language))
  if (columnsOf(both) <= columns) return [both]
  const [first, second] = language === 'en' ? [text.en, text.zh] : [text.zh, text.en]
  return [...wrapped(first, columns), ...wrapped(second, columns)]
}

/** Groups of four in lines of about the same length: 4 + 3 groups are easier to read aloud than 6 + 1. */
const numberLines = (number: string, columns: number): readonly string[] => {
  const lines = wrapped(groupedByFour(cleanText(number)), columns)
  if (lines.length < 2) return lines
  const groups = groupedByFour(cleanText(number)).split(' ')
  const perLine = Math.ceil(groups.length / lines.length)
  const even = Array.from({ length: lines.length }, (_, index) =>
    groups.slice(index * perLine, (index + 1) * perLine).join(' '),
  ).filter((line) => line !== '')
  return even.every((line) => columnsOf(line) <= columns) ? even : lines
}

/** A label on the left and its value on the right, on one line where both fit, else one under the other. */
export const rowLines = (row: Row, language: Language, columns: number): readonly string[] => {
  const label = bilingual(row.label, language)
  const value = row.shape === 'number' ? groupedByFour(cleanText(row.value)) : cleanText(row.value)
  if (value === '') return []
  const isBig = row.shape === 'amount'
  const asPrinted = (line: string): string => sized(escapedText(line), isBig ? 'big' : 'plain')
  // Large letters fill their line to its lower edge, and the next one would touch them.
  const spaceAfter = isBig ? [''] : []
  const width = columnsOf(value) * (isBig ? 2 : 1)
  if (columnsOf(label) + 1 + width <= columns) {
    return [`{width:*,${width}}`, `${escapedText(label)} | ${asPrinted(value)}`, ...spaceAfter]
  }
  const room = isBig ? Math.floor(columns / 2) : columns - 2
  const values = row.shape === 'number' ? numberLines(row.value, room) : wrapped(value, room)
  return [
    '{width:*}',
    ...linesOf(row.label, language, columns).map((line) => `|${escapedText(line)}`),
    ...values.map((line) => `${asPrinted(line)}|`),
    ...spaceAfter,
  ]
}

export const rule = ['{width:*}', '-'] as const

/** What a shop has chosen for its receipts. */
export interface ReceiptLook {
  /** A PNG that has been looked at (logo.ts), Base64. */
  readonly logo?: string
  /** `auto` is Code 128, or a QR code where it does not fit. */
  readonly receiptCode?: 'auto' | 'qr' | 'both'
}

/** The number as codes for a scanner; Code 128 only where it fits. */
export const codeLines = (
  id: string,
  columns: number,
  wanted: NonNullable<ReceiptLook['receiptCode']>,
): readonly string[] => {
  const bars = wanted !== 'qr' && columns >= columnsForCode128 ? ['code128,2,80,nohri'] : []
  const qr = wanted !== 'auto' || bars.length === 0 ? ['qrcode,6,m'] : []
  return [...bars, ...qr].flatMap((symbol) => ['', `{option:${symbol}}`, `{code:${id}}`])
}

/** `columns` is the printer's width in narrow characters, 32 to 48. */
export const receiptDocument = (receipt: Receipt, columns: number, look: ReceiptLook = {}): string => {
  const centred = (text: string | Words, size: Size = 'plain'): readonly string[] =>
    linesOf(text, receipt.language, size === 'big' ? Math.floor(columns / 2) : columns).map((line) =>
      sized(escapedText(line), size),
    )
  const labelled = (label: Words, value: string): readonly string[] => {
    const whole = `${bilingual(label, receipt.language)} ${cleanText(value)}`
    return columnsOf(whole) <= columns ? centred(whole) : [...centred(label), ...centred(value)]
  }
  const rows = (lines: readonly Row[]): readonly string[] =>
    lines.flatMap((row) => rowLines(row, receipt.language, columns))

  const banner = receipt.training ? training.flatMap((line) => centred(line, 'big')) : []
  const { name, address, taxId } = receipt.shop
  const { copy, code, record } = receipt
  const head = [
    ...banner,
    ...(copy === undefined
      ? []
      : [
          ...centred(`${bilingual(copyMark, receipt.language)} ${copy.number}`, 'big'),
          ...labelled(labels.printed, copy.printedAt),
        ]),
    ...(banner.length === 0 && copy === undefined ? [] : ['']),
    ...centred(name, 'big'),
    ...address.flatMap((line) => centred(line)),
    ...(taxId === undefined ? [] : labelled(labels.taxId, taxId)),
  ]
  const blocks = receipt.blocks.map(rows).filter((lines) => lines.length > 0)
  const foot = [
    ...receipt.notes.flatMap((note) => centred(note)),
    ...(receipt.for === 'merchant' ? centred(notes.merchantCopy, 'bold') : []),
  ]
  return [
    '{width:*;align:center}',
    ...(look.logo === undefined ? [] : [`{image:${look.logo}}`, '']),
    ...head,
    ...rule,
    ...centred(receipt.heading, 'big'),
    ...blocks.flatMap((lines) => [...rule, ...lines]),
    ...rows([{ label: labels.record, value: `${record.seq} ${record.hash}`, shape: 'text' }]),
    ...rule,
    ...centred(code.label),
    ...codeLines(code.id, columns, look.receiptCode ?? 'auto'),
    '',
    ...numberLines(code.id, columns).map(escapedText),
    ...(foot.length === 0 ? [] : ['', ...foot]),
    ...(banner.length === 0 ? [] : ['', ...banner]),
  ].join('\n')
}
