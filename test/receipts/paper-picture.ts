import bwipjs from 'bwip-js/node'
import {
  code128Text,
  type Barcode,
  type Paper,
  type PaperItem,
  type PrintersQr,
  type Raster,
} from './paper.ts'

/**
 * The paper as a picture, dot for dot, with its codes as a print head would burn them: what a customer holds in the
 * hand, drawn from the bytes alone.
 */
const margin = 24

const escaped = (text: string): string =>
  text.replaceAll(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)

/** Widths of bars and spaces, drawn by an encoder that is not the one that named them. */
const barWidths = (text: string): readonly number[] => {
  const [symbol] = bwipjs.raw({ bcid: 'code128', text })
  if (symbol === undefined || !('sbs' in symbol)) throw new TypeError('not a linear symbol')
  return symbol.sbs
}

const barcodePath = (barcode: Barcode, x: number, y: number): string => {
  const text = code128Text(barcode.data)
  if (text === undefined) throw new TypeError('not a Code 128 symbol of sets B and C')
  let left = x
  let path = ''
  for (const [index, modules] of barWidths(text).entries()) {
    const width = modules * barcode.moduleDots
    if (index % 2 === 0) path += `M${left} ${y}h${width}v${barcode.heightDots}h-${width}z`
    left += width
  }
  return `<path d="${path}"/>`
}

const qrPath = ({ data, cellDots, level }: PrintersQr, x: number, y: number): string => {
  const [symbol] = bwipjs.raw('qrcode', data, `eclevel=${level}`)
  if (symbol === undefined || !('pixs' in symbol)) throw new TypeError('not a square symbol')
  const path = symbol.pixs.map((dark, index) => {
    const [column, row] = [index % symbol.pixx, Math.floor(index / symbol.pixx)]
    return dark === 1
      ? `M${x + column * cellDots} ${y + row * cellDots}h${cellDots}v${cellDots}h-${cellDots}z`
      : ''
  })
  return `<path d="${path.join('')}" shape-rendering="crispEdges"/>`
}

const rasterPath = (raster: Raster, x: number, y: number): string => {
  let path = ''
  for (let row = 0; row < raster.height; row += 1) {
    for (let column = 0; column < raster.width; column += 1) {
      const byte = raster.bytes[(row * raster.width + column) >> 3] ?? 0
      if ((byte >> (7 - (column & 7))) & 1) path += `M${x + column} ${y + row}h1v1h-1z`
    }
  }
  return `<path d="${path}" shape-rendering="crispEdges"/>`
}

const drawn = (item: PaperItem, widthDots: number): string => {
  switch (item.kind) {
    case 'line': {
      // Letters of different heights stand on one line, as on a real print head.
      const lineHeight = Math.max(...item.glyphs.map((glyph) => glyph.height))
      return item.glyphs
        .filter((glyph) => glyph.text !== ' ')
        .map((glyph) => {
          const scaleX = glyph.width / (glyph.columns * 12)
          const scaleY = glyph.height / 24
          const baseline = item.y + lineHeight - 5 * scaleY
          const weight = glyph.bold ? ' font-weight="bold"' : ''
          return `<text transform="translate(${glyph.x + glyph.width / 2} ${baseline}) scale(${scaleX} ${scaleY})" text-anchor="middle"${weight}>${escaped(glyph.text)}</text>`
        })
        .join('')
    }
    case 'barcode':
      return barcodePath(item.barcode, item.x, item.y)
    case 'qr':
      return qrPath(item.qr, item.x, item.y)
    case 'raster':
      return rasterPath(item.raster, item.x, item.y)
    case 'cut':
      return `<path d="M${-margin} ${item.y + 12}H${widthDots + margin}" stroke="#999" stroke-dasharray="6 6"/>`
  }
}

export const paperPicture = (paper: Paper, widthDots: number): string => {
  const width = widthDots + 2 * margin
  const height = paper.heightDots + 3 * margin
  const items = paper.items.map((item) => drawn(item, widthDots)).join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}px" height="${height}px" viewBox="${-margin} ${-margin} ${width} ${height}">` +
    `<rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" fill="#fff"/>` +
    `<g font-family="monospace" font-size="20">${items}</g></svg>`
  )
}
