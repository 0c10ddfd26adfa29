/**
 * An ESC/POS printer on paper: reads the bytes as a printer of 203 dpi with a Chinese font would (12 dots a narrow
 * column, 24 a wide one) and says what stands on the paper. Written from the command reference and independent of
 * whatever made the bytes. What it does not know it lists; a receipt must be made of what it knows.
 */
export interface Glyph {
  readonly text: string
  /** Dots from the left edge of the paper. */
  readonly x: number
  readonly width: number
  readonly height: number
  readonly bold: boolean
}
export type PaperItem =
  | { readonly kind: 'line'; readonly y: number; readonly glyphs: readonly Glyph[]; readonly text: string }
  | { readonly kind: 'barcode'; readonly y: number; readonly x: number; readonly barcode: Barcode }
  | { readonly kind: 'raster'; readonly y: number; readonly x: number; readonly raster: Raster }
  | { readonly kind: 'cut'; readonly y: number }

export interface Barcode {
  /** `m` of `GS k`: 73 is Code 128. */
  readonly type: number
  readonly data: Uint8Array
  readonly moduleDots: number
  readonly heightDots: number
}
/** Black is 1. Row by row, eight dots a byte, the leftmost highest. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array
}
export interface Paper {
  readonly items: readonly PaperItem[]
  /** Text lines in order, blanks where the paper is blank, without those at the end. */
  readonly lines: readonly string[]
  readonly heightDots: number
  /** Commands that this printer does not know, and text beyond the right edge. */
  readonly complaints: readonly string[]
}

const narrow = 12
const wide = 24
const glyphHeight = 24
const gb18030 = new TextDecoder('gb18030')

/** Where every wide gap is made of blanks again, so that columns stand under each other. */
const lineText = (glyphs: readonly Glyph[]): string => {
  let text = ''
  let end = 0
  for (const glyph of glyphs.toSorted((a, b) => a.x - b.x)) {
    text += ' '.repeat(Math.max(0, Math.round((glyph.x - end) / narrow))) + glyph.text
    end = glyph.x + glyph.width
  }
  return text.trimEnd()
}

export const readPaper = (bytes: Uint8Array, widthDots: number): Paper => {
  const items: PaperItem[] = []
  const complaints: string[] = []
  let at = 0
  let y = 0
  let glyphs: Glyph[] = []
  const fresh = {
    x: 0,
    left: 0,
    area: widthDots,
    align: 0,
    scaleX: 1,
    scaleY: 1,
    bold: false,
    chinese: false,
    lineDots: 30,
    moduleDots: 3,
    barDots: 162,
  }
  let pen = { ...fresh }

  const byte = (): number => bytes[at++] ?? 0
  const word = (): number => byte() + byte() * 256
  const take = (length: number): Uint8Array => {
    const taken = bytes.slice(at, at + length)
    at += length
    return taken
  }
  const complain = (what: string): void => {
    complaints.push(`${what} at byte ${at}`)
  }

  const feed = (): void => {
    const height = Math.max(pen.lineDots, ...glyphs.map((glyph) => glyph.height))
    if (glyphs.length > 0) items.push({ kind: 'line', y, glyphs, text: lineText(glyphs) })
    y += height
    glyphs = []
    pen.x = 0
  }
  const put = (text: string, dots: number): void => {
    const width = dots * pen.scaleX
    if (pen.x + width > pen.area) complain(`"${text}" beyond the right edge`)
    const height = glyphHeight * pen.scaleY
    glyphs.push({ text, x: pen.left + pen.x, width, height, bold: pen.bold })
    pen.x += width
  }
  const aligned = (width: number): number =>
    pen.left + Math.max(0, Math.floor(((pen.area - width) * pen.align) / 2))

  const escape = (command: number): void => {
    switch (command) {
      case 0x40: // ESC @ reset
        pen = { ...fresh }
        return
      case 0x20: // ESC SP, letter spacing
      case 0x2d: // underline
      case 0x4d: // font
      case 0x52: // country
      case 0x74: // code page
      case 0x7b: // upside down
        byte()
        return
      case 0x32:
        pen.lineDots = 30
        return
      case 0x33:
        pen.lineDots = byte()
        return
      case 0x45:
        pen.bold = (byte() & 1) === 1
        return
      case 0x61:
        pen.align = byte() % 48
        return
      case 0x24:
        pen.x = word()
        return
      case 0x5c: {
        const by = word()
        pen.x += by > 0x7fff ? by - 0x10000 : by
        return
      }
      default:
        complain(`ESC ${command.toString(16)}`)
    }
  }

  const chinese = (command: number): void => {
    if (command === 0x26) pen.chinese = true
    else if (command === 0x2e) pen.chinese = false
    else if (command === 0x2d) byte()
    else if (command === 0x53) word()
    else complain(`FS ${command.toString(16)}`)
  }

  const group = (command: number): void => {
    switch (command) {
      case 0x21: {
        const size = byte()
        pen.scaleX = (size >> 4) + 1
        pen.scaleY = (size & 15) + 1
        return
      }
      case 0x42: // inverse
      case 0x48: // text of a barcode
      case 0x61: // status of its own accord
        byte()
        return
      case 0x4c:
        pen.left = word()
        return
      case 0x57:
        pen.area = Math.min(word(), widthDots - pen.left)
        return
      case 0x68:
        pen.barDots = byte()
        return
      case 0x77:
        pen.moduleDots = byte()
        return
      case 0x6b: {
        const type = byte()
        if (type < 65) {
          complain('GS k of the old form')
          return
        }
        const data = take(byte())
        const { moduleDots, barDots: heightDots } = pen
        const barcode = { type, data, moduleDots, heightDots }
        items.push({ kind: 'barcode', y, x: aligned(code128Modules(data) * moduleDots), barcode })
        y += heightDots
        return
      }
      case 0x76: {
        word()
        const rowBytes = word()
        const height = word()
        const raster = { width: rowBytes * 8, height, bytes: take(rowBytes * height) }
        items.push({ kind: 'raster', y, x: aligned(raster.width), raster })
        y += height
        return
      }
      case 0x56:
        if (byte() >= 65) byte()
        if (glyphs.length > 0) feed()
        items.push({ kind: 'cut', y })
        return
      default:
        complain(`GS ${command.toString(16)}`)
    }
  }

  while (at < bytes.length) {
    const first = byte()
    if (first === 0x0a) feed()
    else if (first === 0x1b) escape(byte())
    else if (first === 0x1c) chinese(byte())
    else if (first === 0x1d) group(byte())
    else if (first < 0x20 || first === 0x7f) complain(`control byte ${first.toString(16)}`)
    else if (first < 0x80) put(String.fromCharCode(first), narrow)
    else if (!pen.chinese) complain(`byte ${first.toString(16)} without the Chinese font`)
    else {
      const second = byte()
      if (second < 0x40) complain('a character of four bytes')
      put(gb18030.decode(Uint8Array.of(first, second)), wide)
    }
  }
  if (glyphs.length > 0) complain('text without a line end')
  const lines = items.flatMap((item) => (item.kind === 'line' ? [item.text] : []))
  return { items, lines, heightDots: y, complaints }
}

/** Width of a Code 128 symbol as `GS k` names it, in modules: start, data, check, stop. */
const code128Modules = (data: Uint8Array): number => {
  let symbols = 0
  for (let index = 0; index < data.length; index += 1) {
    // `{A`, `{B`, `{C` choose a set: the first is the start character, a later one a code of its own.
    if (data[index] === 0x7b) index += 1
    symbols += 1
  }
  return (symbols + 1) * 11 + 13
}

/** The digits of a Code 128 symbol that is set C from beginning to end, as `GS k` names it; else `undefined`. */
export const code128SetC = (data: Uint8Array): string | undefined => {
  if (data[0] !== 0x7b || data[1] !== 0x43) return undefined
  const pairs = [...data.subarray(2)]
  return pairs.every((pair) => pair < 100)
    ? pairs.map((pair) => String(pair).padStart(2, '0')).join('')
    : undefined
}
