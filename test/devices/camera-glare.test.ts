import { describe, expect, test } from 'vitest'
import { createGlareQr } from '../../drivers/camera/glare-qr.ts'
import type { Grey } from '../../drivers/camera/grey.ts'
import { readSquares } from '../../drivers/camera/qr-squares.ts'
import bwipjs from 'bwip-js/node'
import { codePicture, kinds, picturesPerRound, take } from './camera-pictures.ts'
import { chanceFrom, counter, qrCard, somePaymentCode } from './scene.ts'

/** No figure in the documents is made from it. */
const seed = 90_210

/** The squares of a code as another maker of codes draws them: 0.9 sure, and so many of a side. */
const drawn = (text: string, level: string): { readonly seen: Float32Array; readonly side: number } => {
  const [symbol] = bwipjs.raw('qrcode', text, `eclevel=${level}`)
  if (symbol === undefined || !('pixs' in symbol)) throw new Error('no squares')
  return { seen: Float32Array.from(symbol.pixs, (dark) => (dark === 1 ? 0.9 : -0.9)), side: symbol.pixx }
}
const digits = (count: number): string => Array.from({ length: count }, (_, i) => (7 * i + 2) % 10).join('')

describe('squares of a QR code', () => {
  const levels = ['L', 'M', 'Q', 'H']
  test.each(levels.flatMap((level) => [18, 19, 28].map((count) => [level, count] as const)))(
    'level %s with %i digits is read, and with a seventh of its side square hidden anywhere but in the marks',
    (level, count) => {
      const { seen, side } = drawn(digits(count), level)
      expect(readSquares(seen, side)).toBe(digits(count))
      const hidden = Math.floor(side / 7)
      for (let top = 9; top + hidden <= side; top += 2) {
        for (let left = 9; left + hidden <= side; left += 2) {
          const covered = seen.map((value, at) => {
            const [row, column] = [Math.floor(at / side) - top, (at % side) - left]
            return row >= 0 && row < hidden && column >= 0 && column < hidden ? -0.05 : value
          })
          expect(readSquares(covered, side)).toBe(digits(count))
        }
      }
    },
  )

  test('a code of which too much is hidden is not read as another one', () => {
    const chance = chanceFrom(seed)
    for (let i = 0; i < 300; i++) {
      const { seen, side } = drawn(somePaymentCode(chance), 'M')
      const gone = seen.map((value, at) =>
        Math.floor(at / side) > 8 && at % side > 8 ? chance.between(-1, 1) : value,
      )
      expect(readSquares(gone, side)).toBeUndefined()
    }
  })
})

describe('QR codes under a reflection', () => {
  test('at least 12 of 16 are read on a single picture, none wrongly', () => {
    const first = Object.keys(kinds).length + Object.keys(kinds).indexOf('glare')
    const read = Array.from({ length: 16 }, (_, round) => {
      // The kinds with both symbols is there once only, and the sizes take turns.
      const { grey, width, height, code, kind, symbol } = codePicture(seed, first + round * picturesPerRound)
      expect([kind, symbol]).toEqual(['glare', 'qr'])
      const text = createGlareQr()({ pixels: new Uint8ClampedArray(grey), width, height })
      return text === undefined ? 'not read' : text === code ? 'read' : 'wrong'
    })
    expect(read).not.toContain('wrong')
    expect(read.filter((each) => each === 'read').length).toBeGreaterThanOrEqual(12)
  })

  const [width, height] = [640, 480]
  const ground = counter(width, height, chanceFrom(seed))
  /** A patch of light, larger than a code can do without, that goes round over it while the code turns a little. */
  const underPatch = (code: string, at: number): Grey => {
    const [x, y] = [0.52 + 0.05 * Math.cos(at), 0.52 + 0.06 * Math.sin(at)]
    const glare = [{ x, y, reachX: 0.09, reachY: 0.06, turn: 0.7, light: 2.6 }]
    const held = { share: 0.34, turnDegrees: at / 2, glare, noise: 3 }
    const grey = take(qrCard(code), width, height, held, chanceFrom(seed + at), ground)
    return { pixels: new Uint8ClampedArray(grey), width, height }
  }
  const code = '281234567890123456'

  test('what no picture shows alone, several show together', () => {
    const pictures = Array.from({ length: 8 }, (_, at) => underPatch(code, at))
    expect(pictures.map((picture) => createGlareQr()(picture))).toEqual(pictures.map(() => undefined))
    const read = createGlareQr()
    expect(new Set(pictures.map((picture) => read(picture)))).toEqual(new Set([undefined, code]))
  })

  test('two codes in turn are never taken for one', () => {
    const other = '286543210987654321'
    const read = createGlareQr()
    for (let at = 0; at < 6; at++) {
      for (const text of [code, other]) expect([undefined, text]).toContain(read(underPatch(text, at)))
    }
  })
})
