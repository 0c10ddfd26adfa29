import { asciiFor, clusters } from '../receipts/lettering.ts'

export type Weight = 'regular' | 'bold'
/** Fonts of each weight, in the order in which a letter is looked for. */
export type PdfFonts = Readonly<Record<Weight, readonly Buffer[]>>

interface Run {
  readonly font: string
  readonly text: string
}
export interface TextLine {
  readonly runs: readonly Run[]
  /** Points. */
  readonly width: number
}
export interface TextStyle {
  readonly weight: Weight
  /** Points. */
  readonly size: number
  readonly color?: string
}

interface HasFont {
  readonly _font: {
    readonly ascender: number
    readonly font: { readonly hasGlyphForCodePoint: (point: number) => boolean }
  }
}

const lineGap = 1.5
/** What stays together at the end of a line: a word, or a Chinese character with the stops that follow it. */
const pieces = /\p{Script=Han}[\p{P}\s]*|[^\s\p{Script=Han}]+\s*|\s+/gu

/**
 * Sets text whose letters come from several fonts, which pdfkit does not. A word that the first font has is written in
 * it; any other word is written as a whole in the others, as far as they have it, so that it looks like one.
 */
export const createTypesetter = (document: PDFKit.PDFDocument, fonts: PdfFonts) => {
  // pdfkit draws nothing for a letter that a font lacks, and has no word for it; its font object knows.
  const current = (): HasFont['_font'] => (document as unknown as HasFont)._font
  const setOf = (weight: Weight) =>
    fonts[weight].map((bytes, place) => {
      const name = `${weight} ${place}`
      document.registerFont(name, bytes)
      document.font(name)
      const { font, ascender } = current()
      const has = (text: string): boolean =>
        Array.from(text).every((letter) => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0))
      return { name, has, ascender }
    })
  const sets = { regular: setOf('regular'), bold: setOf('bold') }
  const firstOf = (weight: Weight) => {
    const [first] = sets[weight]
    if (first === undefined) throw new RangeError(`no font of weight ${weight}`)
    return first
  }

  const runsOf = (word: string, weight: Weight): readonly Run[] => {
    const first = firstOf(weight)
    if (first.has(word)) return [{ font: first.name, text: word }]
    const others = sets[weight].slice(1)
    const runs: Run[] = []
    for (const letter of clusters(word)) {
      const font = [...others, first].find(({ has }) => has(letter))
      const text = font === undefined ? (asciiFor(letter) ?? '？') : letter
      const { name } = font ?? first
      const last = runs.at(-1)
      if (last?.font === name) runs.splice(-1, 1, { font: name, text: last.text + text })
      else runs.push({ font: name, text })
    }
    return runs
  }
  const widthOf = (runs: readonly Run[], size: number): number =>
    runs.reduce((sum, { font, text }) => sum + document.font(font).fontSize(size).widthOfString(text), 0)

  /** The lines of a text within a width, in points. A word that is wider than that is broken anywhere. */
  const lines = (text: string, { weight, size }: TextStyle, width: number): readonly TextLine[] => {
    const set: TextLine[] = []
    let runs: readonly Run[] = []
    let taken = 0
    const endLine = (): void => {
      // A blank at the end would move what stands on the right.
      const last = runs.at(-1)
      const kept = last === undefined ? [] : [...runs.slice(0, -1), { ...last, text: last.text.trimEnd() }]
      if (last !== undefined) set.push({ runs: kept, width: widthOf(kept, size) })
      runs = []
      taken = 0
    }
    const add = (piece: string): void => {
      const more = runsOf(piece, weight)
      const wide = widthOf(more, size)
      if (taken + widthOf(runsOf(piece.trimEnd(), weight), size) > width && runs.length > 0) endLine()
      if (wide > width && clusters(piece).length > 1) {
        for (const letter of clusters(piece)) add(letter)
        return
      }
      runs = [...runs, ...more]
      taken += wide
    }
    for (const piece of text.trim().match(pieces) ?? []) add(piece)
    endLine()
    return set.length === 0 ? [{ runs: [], width: 0 }] : set
  }

  const lineHeight = ({ weight, size }: TextStyle): number =>
    document.font(firstOf(weight).name).fontSize(size).currentLineHeight(true) + lineGap

  /** Draws lines one below the other, the first with its top at `top`, on the left or on the right of a width. */
  const draw = (
    set: readonly TextLine[],
    style: TextStyle,
    place: {
      readonly x: number
      readonly top: number
      readonly width: number
      readonly align: 'left' | 'right'
    },
  ): void => {
    const { size, weight, color = '#000000' } = style
    const { x, top, width, align } = place
    document.fillColor(color)
    for (const [number, line] of set.entries()) {
      const baseline = top + number * lineHeight(style) + (firstOf(weight).ascender / 1000) * size
      let at = align === 'left' ? x : x + width - line.width
      for (const { font, text } of line.runs) {
        document
          .font(font)
          .fontSize(size)
          .text(text, at, baseline, { lineBreak: false, baseline: 'alphabetic' })
        at += document.widthOfString(text)
      }
    }
  }
  return { lines, lineHeight, draw }
}
