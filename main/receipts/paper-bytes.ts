import { barcode as bars, commands, transform } from 'receiptline'
import type { CodePage } from '../domain/code-page.ts'
import { asciiFor, asciiTwin, clusters, columnsOf } from './lettering.ts'
import { codeFor, type Code } from './letters.ts'
import type { PrinterFacts } from './printers.ts'
import { hasOrders, rasterCommand, withoutOrders, type DrawLine, type Piece, type Raster } from './raster.ts'

/** All that decides which bytes a document becomes. */
export interface PaperSetup {
  /** Narrow columns, 32 to 48, of 12 dots each. */
  readonly columns: number
  readonly facts: PrinterFacts
  readonly everyLineDrawn: boolean
  readonly cut: 'partial' | 'full' | 'none'
  readonly feedLines: number
}

const columnDots = 12
const bytes = (...values: readonly number[]): string => String.fromCharCode(...values)
const word = (value: number): string => bytes(value & 255, value >> 8)

type Symbol = Parameters<typeof commands.base.barcode>[0]
type Matrix = Parameters<typeof commands.base.qrcode>[0]

/** Code 128 as dots, for printers that have no bars of their own. */
const drawnBars = (symbol: Symbol): string => {
  const { widths } = bars.generate({ ...symbol, quietZone: false })
  const row: number[] = []
  for (const [index, width] of widths.entries()) {
    for (let dot = 0; dot < width; dot += 1) row.push(index % 2)
  }
  const width = Math.ceil(row.length / 8) * 8
  const packed = Uint8Array.from({ length: width / 8 }, (_, at) =>
    Array.from({ length: 8 }, (_, bit) => (row[at * 8 + bit] ?? 0) << (7 - bit)).reduce((a, b) => a | b, 0),
  )
  const all = new Uint8Array(packed.length * symbol.height)
  for (let y = 0; y < symbol.height; y += 1) all.set(packed, y * packed.length)
  return rasterCommand({ width, height: symbol.height, bytes: all })
}

const level = { l: 48, m: 49, q: 50, h: 51 } as const
/** `GS ( k`: model 2, size of a cell in dots, error correction, the data into the printer's store, print. */
const printersQr = ({ data, cell, level: correction }: Matrix): string =>
  [
    `\x04\0\x31\x41\x32\0`,
    `\x03\0\x31\x43${bytes(cell)}`,
    `\x03\0\x31\x45${bytes(level[correction])}`,
    `${word(data.length + 3)}\x31\x50\x30${data}`,
    `\x03\0\x31\x51\x30`,
  ]
    .map((command) => `\x1d(k${command}`)
    .join('')

/** A cluster in what this printer has, or in ASCII of the same meaning; `undefined` when it has to be drawn. */
const codeOf = (cluster: string, facts: PrinterFacts, current: CodePage | undefined): Code | undefined => {
  const code = codeFor(cluster, facts, current)
  const twin = code === undefined ? asciiTwin(cluster) : undefined
  return twin === undefined ? code : codeFor(twin, facts, current)
}

/** Whether this printer lacks a letter of a text, which is then drawn as a whole. */
export const lacksLetter = (text: string, facts: PrinterFacts): boolean =>
  clusters(text).some((cluster) => codeOf(cluster, facts, undefined) === undefined)

/** Where nothing can be drawn: as wide as it was, and readable as far as possible. */
const plainest = (cluster: string): string => {
  const [letter = ''] = cluster
  const columns = columnsOf(cluster)
  const ascii = asciiFor(letter) ?? (/^[ -~]$/.test(letter) ? letter : undefined)
  return (ascii ?? '?'.repeat(columns)).slice(0, columns)
}

/**
 * Commands of the document's transformer that put it on paper. They gather the pieces of a line first and write it as
 * one: in the printer's own letters, or drawn as a whole when one letter is missing, so that letters of two fonts never
 * stand side by side in a word. No text of a document becomes a command: `text` writes letters only, and commands that
 * a document might name are not carried out.
 */
const paperCommands = (setup: PaperSetup, draw: DrawLine | undefined): typeof commands.base => {
  const { facts, columns } = setup
  const widthDots = columns * columnDots
  let left = 0
  let x = 0
  let align = 0
  let style = { bold: false, scaleX: 1, scaleY: 1 }
  let pieces: Piece[] = []
  /** How the printer stands now. */
  let printing = { ...style }
  let page: CodePage | undefined
  let inChinese = false

  const styled = ({ bold, scaleX, scaleY }: typeof style): string => {
    const out =
      (bold === printing.bold ? '' : `\x1bE${bytes(bold ? 1 : 0)}`) +
      (scaleX === printing.scaleX && scaleY === printing.scaleY
        ? ''
        : `\x1d!${bytes(((scaleX - 1) << 4) | (scaleY - 1))}`)
    printing = { bold, scaleX, scaleY }
    return out
  }
  const written = (code: Code): string => {
    if (code.in === 'ascii') return bytes(code.byte)
    if (code.in === 'chinese') {
      const on = inChinese ? '' : '\x1c&'
      inChinese = true
      return on + bytes(...code.bytes)
    }
    const off = inChinese ? '\x1c.' : ''
    const select = page === code.page ? '' : `\x1bt${bytes(facts.codePages[code.page] ?? 0)}`
    inChinese = false
    page = code.page
    return off + select + bytes(code.byte)
  }
  const ownLetters = (piece: Piece): string =>
    styled(piece) +
    (piece.x === 0 ? '' : `\x1b$${word(piece.x)}`) +
    clusters(piece.text)
      .map((cluster) => {
        const code = codeOf(cluster, facts, page)
        return code === undefined ? plainest(cluster) : written(code)
      })
      .join('')
  const isMissing = (piece: Piece): boolean => lacksLetter(piece.text, facts)
  const line = (): string => {
    const inked = pieces.filter(({ text }) => text.trim() !== '')
    pieces = []
    x = 0
    if (inked.length > 0 && draw !== undefined && (setup.everyLineDrawn || inked.some(isMissing))) {
      return rasterCommand(draw(inked, widthDots))
    }
    return `${inked.map(ownLetters).join('')}\n`
  }
  const symbol = (command: string): string => {
    const [set, back] = align === 0 ? ['', ''] : [`\x1ba${bytes(align)}`, `\x1ba${bytes(0)}`]
    return set + command + back
  }

  /**
   * Pictures dithered and codes as dots, bars by `GS k`: as every ESC/POS printer knows them. The dithering's usual gamma
   * of 1.8 strews white dots over black, of which most logos are made.
   */
  const asDots = { ...commands.generic, gradient: true, gamma: 1, threshold: 128, upsideDown: false }

  return {
    ...commands.base,
    measureText: columnsOf,
    arrayFrom: (text) => [...clusters(text)],
    // Reset; no status of its own accord, font A, no space between letters, its usual line spacing; Chinese off.
    open: () =>
      `\x1b@\x1da\0\x1bM\0\x1b \0\x1b2${facts.chinese === 'none' ? '' : '\x1cS\0\0\x1c.'}\x1dL${word(0)}\x1dW${word(widthDots)}`,
    close: () => {
      const feed = setup.feedLines === 0 ? '' : `\x1bd${bytes(setup.feedLines)}`
      const cuts = { partial: '\x1dVB\0', full: '\x1dVA\0', none: '' }
      return feed + cuts[setup.cut]
    },
    area: (margin) => {
      left = margin * columnDots
      return ''
    },
    align: (to) => {
      align = to
      return ''
    },
    absolute: (position) => {
      x = position * columnDots
      return ''
    },
    relative: (position) => {
      x += position * columnDots
      return ''
    },
    normal: () => {
      style = { bold: false, scaleX: 1, scaleY: 1 }
      return ''
    },
    em: () => {
      style = { ...style, bold: true }
      return ''
    },
    wh: (size) => {
      style =
        size < 3
          ? { ...style, scaleX: (size & 1) + 1, scaleY: (size >> 1) + 1 }
          : { ...style, scaleX: size - 1, scaleY: size - 1 }
      return ''
    },
    text: (text) => {
      pieces.push({ text, x: left + x, ...style })
      x += columnsOf(text) * columnDots * style.scaleX
      return ''
    },
    hr: (width) => {
      pieces.push({ text: '-'.repeat(width), x: left, bold: false, scaleX: 1, scaleY: 1 })
      return ''
    },
    lf: line,
    command: () => '',
    image: (image: string) => symbol(withoutOrders(asDots.image(image))),
    qrcode: (matrix: Matrix, encoding) =>
      symbol(facts.qr === 'native' ? printersQr(matrix) : asDots.qrcode(matrix, encoding)),
    barcode: (of: Symbol, encoding) => {
      const printersBars = asDots.barcode(of, encoding)
      const isDrawn = facts.barcode === 'raster' || hasOrders(printersBars)
      return symbol(isDrawn ? drawnBars(of) : printersBars)
    },
  }
}

const nothingDrawn: Raster = { width: 0, height: 0, bytes: new Uint8Array() }

/** Whether some line of the document has a letter that this printer lacks. */
export const wantsDrawing = (document: string, setup: PaperSetup): boolean => {
  let wants = false
  const noticed: DrawLine = () => {
    wants = true
    return nothingDrawn
  }
  transform(document, { cpl: setup.columns, command: paperCommands(setup, noticed) })
  return wants
}

/**
 * Bytes for an ESC/POS printer, from `ESC @` to the cut. Without `draw` a letter that the printer lacks becomes its plain
 * neighbour or `?`: a receipt with a wrong letter is better than none.
 */
export const paperBytes = (
  document: string,
  setup: PaperSetup,
  draw: DrawLine | undefined,
): Uint8Array<ArrayBuffer> => {
  const binary = transform(document, { cpl: setup.columns, command: paperCommands(setup, draw) })
  return Uint8Array.from(binary, (byte) => byte.charCodeAt(0))
}
