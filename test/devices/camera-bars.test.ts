import bwipjs from 'bwip-js/node'
import { expect, test } from 'vitest'
import { readBlurredBars } from '../../drivers/camera/blurred-bars.ts'
import { code128Widths } from '../../drivers/camera/code128-widths.ts'
import { codePicture, emptyPicture, kinds, picturesPerRound, type Picture } from './camera-pictures.ts'

/** Pictures that no figure in the documents is made from. */
const seed = 90_210
const greyOf = ({ grey, width, height }: Picture) => ({ pixels: new Uint8ClampedArray(grey), width, height })
const of = (kind: string, count: number): readonly Picture[] => {
  const first = Object.keys(kinds).indexOf(kind)
  return Array.from({ length: count }, (_, round) => codePicture(seed, first + round * picturesPerRound))
}

test('the widths of all symbols are those that another maker of barcodes draws', () => {
  for (let value = 0; value < 100; value++) {
    const [symbol] = bwipjs.raw({ bcid: 'code128', text: `00${String(value).padStart(2, '0')}` })
    if (symbol === undefined || !('sbs' in symbol)) throw new Error('no bars')
    // Six widths a symbol: the start, the first pair, the second.
    expect(symbol.sbs.slice(12, 18).join('')).toBe(code128Widths[value])
  }
})

test.each([
  ['blur', 6],
  ['motion', 6],
  ['small', 6],
  ['noise', 6],
  ['any angle', 6],
  ['low contrast', 5],
  ['everything at once', 2],
] as const)(
  'bars of the kind "%s": at least %i of 6 are read on a single frame, none wrongly',
  (kind, floor) => {
    const pictures = of(kind, 6)
    const read = pictures.map((picture) => readBlurredBars(greyOf(picture)))
    expect(read.filter((text, i) => text !== undefined && text !== pictures[i]?.code)).toEqual([])
    expect(read.filter((text) => text !== undefined).length).toBeGreaterThanOrEqual(floor)
  },
)

test('clutter, articles, fences, half-covered bars and bars with a wrong check digit are not read', () => {
  for (let at = 0; at < 30; at++) expect(readBlurredBars(greyOf(emptyPicture(seed, at)))).toBeUndefined()
})

test('a picture too small for any field of bars is nothing', () => {
  expect(readBlurredBars({ pixels: new Uint8ClampedArray(10 * 10), width: 10, height: 10 })).toBeUndefined()
})
