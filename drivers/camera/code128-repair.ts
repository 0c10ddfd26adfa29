import { BitArray, Code128Reader, NotFoundException } from '@zxing/library'

/**
 * @zxing/library 0.23.0 finds the start of a Code 128 only when nothing dark stands before it on the row: its search
 * shortens the array it counts in. A picture of a bare barcode decodes, a camera frame does not. Here is a search of
 * our own, written from the symbology: the dark and light runs of the row, a window of six over them, compared with
 * the three start symbols of eleven modules. A test says when the library has mended it.
 */

/** The search, which the library keeps private: first and last pixel of the start symbol, and which one it is. */
interface StartFinder {
  findStartPattern: (row: BitArray) => Int32Array
}
// The method is private in the library's types, and there is no public place to put another one.
const reader = Code128Reader as unknown as StartFinder

const startSymbols: readonly { readonly value: number; readonly widths: readonly number[] }[] = [
  { value: 103, widths: [2, 1, 1, 4, 1, 2] },
  { value: 104, widths: [2, 1, 1, 2, 1, 4] },
  { value: 105, widths: [2, 1, 1, 2, 3, 2] },
]
const modules = 11
/** In modules: a single bar further off makes the symbol hopeless, and so does a larger mean over all eleven. */
const worstBar = 0.7
const worstMean = 0.25

/** Where dark begins and ends along a row, in turn. */
const edgesOf = (row: BitArray): readonly number[] => {
  const edges: number[] = []
  for (let x = row.getNextSet(0); x < row.getSize(); x = row.getNextSet(x)) {
    edges.push(x)
    x = row.getNextUnset(x)
    edges.push(x)
  }
  return edges
}

/** How far six runs are from a symbol, as a share of its width. */
const distance = (edges: readonly number[], widths: readonly number[]): number => {
  const width = (edges[6] ?? 0) - (edges[0] ?? 0)
  let sum = 0
  for (let bar = 0; bar < 6; bar++) {
    const run = ((edges[bar + 1] ?? 0) - (edges[bar] ?? 0)) * (modules / width)
    const miss = Math.abs(run - (widths[bar] ?? 0))
    if (miss > worstBar) return Infinity
    sum += miss
  }
  return sum / modules
}

const findStartPattern = (row: BitArray): Int32Array => {
  const edges = edgesOf(row)
  for (let at = 0; at + 6 < edges.length; at += 2) {
    const window = edges.slice(at, at + 7)
    const [from = 0, to = 0] = [window[0], window[6]]
    if (to - from < modules) continue
    // The standard asks for ten light modules before a symbol; half a symbol is what cameras leave of them.
    const quiet = from - (edges[at - 1] ?? -Infinity)
    if (quiet < Math.min(Math.floor((to - from) / 2), from)) continue
    let [best, found] = [worstMean, 0]
    for (const { value, widths } of startSymbols) {
      const off = distance(window, widths)
      if (off < best) [best, found] = [off, value]
    }
    if (found !== 0) return Int32Array.from([from, to, found])
  }
  throw new NotFoundException()
}

/** Puts the repaired search in place; for the whole program, as the library has one class for all. */
export const repairCode128 = (): void => {
  reader.findStartPattern = findStartPattern
}

/** Whether the search that is in place now misses a start symbol behind a speck of dirt. */
export const missesStartBehindSpeck = (): boolean => {
  const row = new BitArray(40)
  row.set(2)
  row.set(3)
  let x = 16
  for (const [bar, width] of [2, 1, 1, 2, 3, 2].entries()) {
    for (let i = 0; i < width; i++, x++) if (bar % 2 === 0) row.set(x)
  }
  row.set(x)
  try {
    return reader.findStartPattern(row)[2] !== 105
  } catch {
    return true
  }
}
