import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { create, type Font } from 'fontkit'
import { clusters, columnsOf } from './lettering.ts'
import type { DrawLine, Piece, Raster } from './raster.ts'
import { trueTypeOf } from './sfnt.node.ts'

/** What lines are drawn with: WOFF fonts, the first that has a letter drawing it, and the program of the rasteriser. */
export interface DrawingParts {
  readonly narrow: readonly Uint8Array[]
  readonly wide: readonly Uint8Array[]
  readonly rasteriser: Uint8Array
}

/**
 * A letter of a printer's font stands in 12 by 24 dots. A monospaced font of 20 dots is 12 wide, and looks its neighbour
 * when it is drawn a little taller.
 */
const cell = { width: 12, height: 30, baseline: 23 } as const
const size = { narrow: { x: 20, y: 22 }, wide: { x: 23, y: 23 } } as const
/** Dots that the outline of a bold letter is drawn with. */
const boldDots = 1.1
/** From 0 to 255: how much of a dot must be covered to be black. */
const threshold = 110

/** Only one program of it may run in a process. */
let ready: Promise<void> | undefined

const fontsIn = (files: readonly Uint8Array[]): readonly Font[] =>
  files.map((file) => {
    const font = create(trueTypeOf(file))
    if ('fonts' in font) throw new TypeError('a collection of fonts is no font')
    return font
  })

type Fonts = Readonly<Record<'narrow' | 'wide', readonly Font[]>>
const fontsOf = ({ narrow, wide }: Omit<DrawingParts, 'rasteriser'>): Fonts => ({
  narrow: fontsIn(narrow),
  wide: fontsIn(wide),
})
const fontFor = (cluster: string, fonts: Fonts): Font | undefined => {
  const order = columnsOf(cluster) === 2 ? [...fonts.wide, ...fonts.narrow] : [...fonts.narrow, ...fonts.wide]
  return order.find((one) =>
    Array.from(cluster).every((letter) => one.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)),
  )
}

/** Tells whether a letter, with the marks that it has, can be drawn. */
export const createLetterFinder = (
  parts: Omit<DrawingParts, 'rasteriser'>,
): ((cluster: string) => boolean) => {
  const fonts = fontsOf(parts)
  return (cluster) => fontFor(cluster, fonts) !== undefined
}

/**
 * Draws lines of text for a printer that lacks a letter of them. Each letter stands in the columns that it was measured
 * with, made narrower when it is too wide; a letter of no font is drawn as a question mark.
 */
export const createLineDrawer = async (parts: DrawingParts): Promise<DrawLine> => {
  ready ??= initWasm(parts.rasteriser)
  await ready
  const fonts = fontsOf(parts)
  const paths = new Map<string, string>()

  /** The outline of one cluster, its left end on the baseline at 0, unscaled. */
  const outline = (cluster: string, bold: boolean): string => {
    const key = `${bold ? 'b' : ''}${cluster}`
    const known = paths.get(key)
    if (known !== undefined) return known
    const columns = columnsOf(cluster) === 2 ? 2 : 1
    const font = fontFor(cluster, fonts)
    if (font === undefined) return cluster === '?' ? '' : outline(columns === 2 ? '？' : '?', bold)
    const { x: across, y: up } = columns === 2 ? size.wide : size.narrow
    const run = font.layout(cluster)
    const room = columns * cell.width
    const advance = (run.advanceWidth * across) / font.unitsPerEm
    const squeeze = Math.min(1, room / advance)
    const scaleX = (across / font.unitsPerEm) * squeeze
    const scaleY = up / font.unitsPerEm
    let at = (room - advance * squeeze) / 2 / scaleX
    const fatter = bold ? ` stroke="#000" stroke-width="${boldDots / scaleX}"` : ''
    let path = ''
    for (const [index, glyph] of run.glyphs.entries()) {
      const position = run.positions[index]
      const place = `${at + (position?.xOffset ?? 0)} ${position?.yOffset ?? 0}`
      path += `<path transform="scale(${scaleX} ${-scaleY}) translate(${place})"${fatter} d="${glyph.path.toSVG()}"/>`
      at += position?.xAdvance ?? 0
    }
    paths.set(key, path)
    return path
  }

  const drawn = ({ text, x, bold, scaleX, scaleY }: Piece, baseline: number): string => {
    let column = 0
    const letters = clusters(text).map((cluster) => {
      const at = column * cell.width
      column += columnsOf(cluster)
      return cluster === ' ' ? '' : `<g transform="translate(${at} 0)">${outline(cluster, bold)}</g>`
    })
    return `<g transform="translate(${x} ${baseline}) scale(${scaleX} ${scaleY})">${letters.join('')}</g>`
  }

  return (pieces, widthDots) => {
    const scale = Math.max(...pieces.map(({ scaleY }) => scaleY))
    const height = cell.height + 24 * (scale - 1)
    const baseline = cell.baseline + 24 * (scale - 1) - 4 * (scale - 1)
    const content = pieces.map((piece) => drawn(piece, baseline)).join('')
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthDots}" height="${height}">${content}</svg>`
    const picture = new Resvg(svg)
    const image = picture.render()
    try {
      return dots(image.pixels, widthDots, height)
    } finally {
      image.free()
      picture.free()
    }
  }
}

/** One bit for every four bytes of colour: covered or not. */
const dots = (pixels: Uint8Array, widthDots: number, height: number): Raster => {
  const width = Math.ceil(widthDots / 8) * 8
  const bytes = new Uint8Array((width / 8) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < widthDots; x += 1) {
      const alpha = pixels[(y * widthDots + x) * 4 + 3] ?? 0
      if (alpha < threshold) continue
      const at = y * (width / 8) + (x >> 3)
      bytes[at] = (bytes[at] ?? 0) | (128 >> (x & 7))
    }
  }
  return { width, height, bytes }
}
