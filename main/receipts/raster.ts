/** Dots for a print head, row by row, eight to a byte, the leftmost highest. Black is 1. */
export interface Raster {
  /** A multiple of eight. */
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array
}

/** One run of letters of a line, in dots: a narrow column is 12 wide and 24 high before it is scaled. */
export interface Piece {
  readonly text: string
  readonly x: number
  readonly bold: boolean
  readonly scaleX: number
  readonly scaleY: number
}

/** Draws a whole line, as wide as the paper. */
export type DrawLine = (pieces: readonly Piece[], widthDots: number) => Raster

/**
 * DLE before EOT, ENQ or DC4. A printer looks for them before it looks at anything else, also among dots and bars: `DLE DC4`
 * opens the drawer or switches the printer off.
 */
const orders = ['\x10\x04', '\x10\x05', '\x10\x14'] as const
export const hasOrders = (command: string): boolean => orders.some((order) => command.includes(order))
/** The same dots, but for one more where they would have been an order. */
export const withoutOrders = (dots: string): string =>
  orders.reduce((safe, order) => safe.replaceAll(order, `\x18${order.slice(1)}`), dots)

/** `GS v 0`: 203 dots an inch both ways. As a binary string, as the document's transformer wants it. */
export const rasterCommand = ({ width, height, bytes }: Raster): string => {
  const across = width / 8
  const head = String.fromCharCode(0, across & 255, across >> 8, height & 255, height >> 8)
  const dots = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return `\x1dv0${head}${withoutOrders(dots)}`
}
