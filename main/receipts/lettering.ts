/**
 * How text sits on a receipt. A receipt printer has a Chinese font of two-column glyphs and an ASCII font of one
 * column; whatever is neither must be turned into one of them, or the columns no longer stand under each other.
 */

const accentedLetter = /^\p{Script=Latin}$/u
const spelledOut: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ł: 'l',
  Ł: 'L',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  '‘': "'",
  '’': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '−': '-',
  '…': '...',
  '•': '*',
}

/**
 * ASCII for one character that the Chinese font draws badly or not at all: `é` is `e`, `ß` is `ss`. `undefined` when
 * the character is ASCII already or belongs to the wide font.
 */
export const asciiFor = (character: string): string | undefined => {
  const spelled = spelledOut[character]
  if (spelled !== undefined) return spelled
  if (character.codePointAt(0)! < 0x80 || !accentedLetter.test(character)) return undefined
  const base = character.normalize('NFD').slice(0, 1)
  return /^[A-Za-z]$/.test(base) ? base : undefined
}

const columnsOfCharacter = (character: string): number =>
  character.codePointAt(0)! < 0x80 ? 1 : (asciiFor(character)?.length ?? 2)

/** Columns that a text takes: a Chinese glyph two, a Latin letter one. */
export const columnsOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + columnsOfCharacter(character), 0)

/**
 * A value from outside as one line of harmless characters: no control, formatting, private or unpaired ones, white
 * space as single blanks, combining marks only where they have a letter to sit on. `¥` U+00A5, which takes four
 * bytes in GB18030 and comes out of two-byte printers as `0 6`, becomes `￥` U+FFE5 (hardware 1.6).
 */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\s\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\p{C}/gu, '')
    .normalize('NFC')
    .replaceAll('\u00a5', '\uffe5')
    .replaceAll(/(?<![\p{L}\p{M}])\p{M}+/gu, '')
    .trim()

/** `7123 4567 8900`: numbers that a person may have to read aloud. */
export const groupedByFour = (number: string): string =>
  /^\d+$/.test(number) ? (number.match(/\d{1,4}/g) ?? []).join(' ') : number

interface Unit {
  readonly text: string
  readonly spaceBefore: boolean
}

/** A word of narrow letters, or one wide glyph with the closing punctuation that must not begin a line. */
const unit = /(?:[\u0021-\u007e‘’]|\p{Script=Latin}|\p{M})+|\S[，。、；：！？）】》]*/gu

const unitsOf = (text: string): readonly Unit[] =>
  Array.from(text.matchAll(unit), (match) => ({
    text: match[0],
    spaceBefore: match.index > 0 && text[match.index - 1] === ' ',
  }))

/** Cuts a text that has no place to break. */
const cut = (text: string, columns: number): readonly string[] => {
  const pieces: string[] = []
  let piece = ''
  for (const character of text) {
    if (piece !== '' && columnsOf(piece + character) > columns) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}

/** Lines of at most `columns` columns, broken between words and between Chinese glyphs; never an empty line. */
export const wrapped = (text: string, columns: number): readonly string[] => {
  const lines: string[] = []
  let line = ''
  for (const { text: word, spaceBefore } of unitsOf(text)) {
    const longer = line === '' ? word : `${line}${spaceBefore ? ' ' : ''}${word}`
    if (columnsOf(longer) <= columns) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = cut(word, columns)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  return line === '' ? lines : [...lines, line]
}
