import { codePageTables } from './code-page-tables.ts'

/**
 * An ESC/POS printer on paper: reads the bytes as a printer of 203 dpi would (12 dots a narrow column, 24 a wide one) and
 * says what stands on the paper. Written from the command reference and independent of whatever made the bytes. What it
 * does not know it lists; a receipt must be made of what it knows.
 */
export interface PrinterModel {
  /** By `n` of `ESC t n`. */
  readonly codePages: Readonly<Record<number, string>>
  /** Whether it knows `FS &`, `FS .` and GB18030. */
  readonly chinese: boolean
  /** Whether it knows `GS ( k`. */
  readonly qr: boolean
}

export const models = {
  chinese: { codePages: { 0: 'cp437' }, chinese: true, qr: false },
  /** It ignores what it is told about pages. */
  chineseOnly: { codePages: {}, chinese: true, qr: false },
  epson: {
    codePages: {
      0: 'cp437',
      2: 'cp850',
      3: 'cp860',
      4: 'cp863',
      5: 'cp865',
      16: 'cp1252',
      17: 'cp866',
      18: 'cp852',
      19: 'cp858',
    },
    chinese: false,
    qr: true,
  },
} as const satisfies Readonly<Record<string, PrinterModel>>

export interface Glyph {
  readonly text: string
  /** As the printer's font has it, before it is made wider. */
  readonly columns: 1 | 2
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
  | { readonly kind: 'qr'; readonly y: number; readonly x: number; readonly qr: PrintersQr }
  | { readonly kind: 'cut'; readonly y: number; readonly full: boolean }

/** A QR code that the printer makes by itself. */
export interface PrintersQr {
  readonly data: string
  readonly cellDots: number
  readonly level: 'L' | 'M' | 'Q' | 'H'
}

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

export const readPaper = (
  bytes: Uint8Array,
  widthDots: number,
  model: PrinterModel = models.chinese,
): Paper => {
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
    // As printers of the Chinese market start: a job that relies on it or against it is wrong on others.
    chinese: model.chinese,
    page: 0,
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
    const columns = dots === narrow ? 1 : 2
    glyphs.push({ text, columns, x: pen.left + pen.x, width, height, bold: pen.bold })
    pen.x += width
  }
  const aligned = (width: number): number =>
    pen.left + Math.max(0, Math.floor(((pen.area - width) * pen.align) / 2))

  /** No line may begin in the middle of one: what is drawn below would stand over it. */
  const onOwnLine = (what: string): void => {
    if (glyphs.length > 0) complain(`${what} in the middle of a line`)
  }
  const inPage = (value: number): void => {
    const table = codePageTables[model.codePages[pen.page] ?? '']
    const letter = table?.[value - 128]
    if (letter === undefined || letter === '\ufffd')
      complain(`byte ${value.toString(16)} in page ${pen.page}`)
    put(letter ?? '\ufffd', narrow)
  }
  let qr = { cellDots: 3, level: 'L' as PrintersQr['level'], data: '' }
  const twoDimensional = (): void => {
    const length = word()
    const [kind, what, ...rest] = take(length)
    if (!model.qr || kind !== 0x31) complain('GS ( k')
    else if (what === 0x41 && rest[0] !== 0x32) complain('a QR code of another model')
    else if (what === 0x43) qr.cellDots = rest[0] ?? 0
    else if (what === 0x45) qr.level = (['L', 'M', 'Q', 'H'] as const)[(rest[0] ?? 0) - 48] ?? 'L'
    else if (what === 0x50) qr.data = String.fromCharCode(...rest.slice(1))
    else if (what === 0x51) {
      onOwnLine('a QR code')
      const dots = 25 * qr.cellDots
      items.push({ kind: 'qr', y, x: aligned(dots), qr: { ...qr } })
      y += dots
    } else if (what !== 0x41) complain(`GS ( k function ${String(what)}`)
  }

  const escape = (command: number): void => {
    switch (command) {
      case 0x40: // ESC @ reset
        pen = { ...fresh }
        return
      case 0x20: // ESC SP, letter spacing
      case 0x2d: // underline
      case 0x4d: // font
      case 0x52: // country
      case 0x7b: // upside down
        byte()
        return
      case 0x74: // code page
        pen.page = byte()
        if (!Object.hasOwn(model.codePages, pen.page)) complain(`code page ${pen.page}`)
        return
      case 0x64: // feed lines
        y += byte() * pen.lineDots
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
    if (!model.chinese) complain(`FS ${command.toString(16)} without a Chinese font`)
    else if (command === 0x26) pen.chinese = true
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
        onOwnLine('a barcode')
        items.push({ kind: 'barcode', y, x: aligned(code128Modules(data) * moduleDots), barcode })
        y += heightDots
        return
      }
      case 0x76: {
        word()
        const rowBytes = word()
        const height = word()
        const raster = { width: rowBytes * 8, height, bytes: take(rowBytes * height) }
        onOwnLine('a picture')
        if (raster.bytes.length !== rowBytes * height) complain('a picture without its end')
        items.push({ kind: 'raster', y, x: aligned(raster.width), raster })
        y += height
        return
      }
      case 0x28:
        if (byte() === 0x6b) twoDimensional()
        else complain('GS (')
        return
      case 0x56: {
        const mode = byte()
        if (mode >= 65) byte()
        onOwnLine('a cut')
        items.push({ kind: 'cut', y, full: mode % 2 === 1 })
        return
      }
      default:
        complain(`GS ${command.toString(16)}`)
    }
  }

  // A printer obeys these wherever they stand, in the middle of dots and of codes too.
  for (const [index, value] of bytes.entries()) {
    if (value === 0x10 && [0x04, 0x05, 0x14].includes(bytes[index + 1] ?? 0)) {
      complaints.push(`a command that is carried out at once, at byte ${index}`)
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
    else if (!pen.chinese) inPage(first)
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

/** What a Code 128 symbol says, as `GS k` names it in sets B and C; `undefined` when it is named in another way. */
export const code128Text = (data: Uint8Array): string | undefined => {
  let text = ''
  let set: string | undefined
  for (let at = 0; at < data.length; at += 1) {
    const value = data[at] ?? 0
    if (value === 0x7b) {
      at += 1
      set = String.fromCharCode(data[at] ?? 0)
      if (set !== 'B' && set !== 'C') return undefined
    } else if (set === 'C') {
      if (value > 99) return undefined
      text += String(value).padStart(2, '0')
    } else if (set === 'B') text += String.fromCharCode(value)
    else return undefined
  }
  return text
}

/** The digits of a Code 128 symbol that is set C from beginning to end, its shortest; else `undefined`. */
export const code128SetC = (data: Uint8Array): string | undefined =>
  data[0] === 0x7b && data[1] === 0x43 && !data.subarray(1).includes(0x7b) ? code128Text(data) : undefined
