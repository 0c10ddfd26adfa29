/**
 * How text sits on a receipt: on a grid of narrow columns, whatever the printer has letters for, so that picture, plain
 * text and paper break their lines at the same places.
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
  '‐': '-',
  '‑': '-',
  '…': '...',
  '•': '*',
  '×': 'x',
}

/** Quotes, dashes and the like that mean the same in ASCII and are as wide: no reason to draw a line. */
export const asciiTwin = (character: string): string | undefined => {
  const spelled = /^[^\p{L}]$/u.test(character) ? spelledOut[character] : undefined
  return spelled?.length === 1 ? spelled : undefined
}

/**
 * ASCII for one character where there is nothing to draw it with: `é` is `e`, `ß` is `ss`. `undefined` when the
 * character is ASCII already or is no Latin letter.
 */
export const asciiFor = (character: string): string | undefined => {
  const spelled = spelledOut[character]
  if (spelled !== undefined) return spelled
  if (character.codePointAt(0)! < 0x80 || !accentedLetter.test(character)) return undefined
  const base = character.normalize('NFD').slice(0, 1)
  return /^[A-Za-z]$/.test(base) ? base : undefined
}

/** Two columns wide: Chinese, Japanese and Korean, full-width forms, dashes and dots of Chinese print, and pictures. */
const wide =
  /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\u2e80-\u303f\uff01-\uff60\uffe0-\uffe6]|(?![\u00a1-\u00ff‘’‚“”„‐‑–−•\p{L}\p{M}\p{Nd}\p{Sc}])[^\0-\x7f])$/u
const mark = /^[\p{Mn}\p{Me}]$/u

const columnsOfCharacter = (character: string): number => {
  if (mark.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

/** Columns that a text takes on paper: a Chinese glyph two, a letter of any alphabet one, a mark over it none. */
export const columnsOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + columnsOfCharacter(character), 0)

/** Letters with the marks that stand over and under them: what must not be torn apart. */
export const clusters = (text: string): readonly string[] => text.match(/.[\p{Mn}\p{Me}]*/gsu) ?? []

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

const closing = /^[，。、；：！？）】》]$/

interface Unit {
  readonly text: string
  readonly spaceBefore: boolean
}

/** A word of narrow letters, or one wide glyph with the closing punctuation that must not begin a line. */
const unitsOf = (text: string): readonly Unit[] => {
  const units: { text: string; spaceBefore: boolean; open: boolean }[] = []
  let spaceBefore = false
  for (const cluster of clusters(text)) {
    const isWide = columnsOf(cluster) === 2
    const last = units.at(-1)
    if (cluster === ' ') spaceBefore = true
    else if (!spaceBefore && last !== undefined && (isWide ? closing.test(cluster) : last.open)) {
      last.text += cluster
    } else {
      units.push({ text: cluster, spaceBefore, open: !isWide })
      spaceBefore = false
    }
  }
  return units
}

/** Cuts a text that has no place to break. */
const cut = (text: string, columns: number): readonly string[] => {
  const pieces: string[] = []
  let piece = ''
  for (const cluster of clusters(text)) {
    if (piece !== '' && columnsOf(piece + cluster) > columns) {
      pieces.push(piece)
      piece = ''
    }
    piece += cluster
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
