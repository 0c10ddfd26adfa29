import { describe, expect, test } from 'vitest'
import { createGlareQr } from '../../drivers/camera/glare-qr.ts'
import type { Grey } from '../../drivers/camera/grey.ts'
import { codePicture, kinds, picturesPerRound, take } from './camera-pictures.ts'
import { chanceFrom, counter, qrCard } from './scene.ts'

/** No figure in the documents is made from it. */
const seed = 90_210

describe('QR codes under a reflection', () => {
  test('at least 11 of 16 are read on a single picture, none wrongly', () => {
    const first = Object.keys(kinds).length + Object.keys(kinds).indexOf('glare')
    const read = Array.from({ length: 16 }, (_, round) => {
      // The kinds with both symbols is there once only, and the sizes take turns.
      const { grey, width, height, code, kind, symbol } = codePicture(seed, first + round * picturesPerRound)
      expect([kind, symbol]).toEqual(['glare', 'qr'])
      const text = createGlareQr()({ pixels: new Uint8ClampedArray(grey), width, height })?.text
      return text === undefined ? 'not read' : text === code ? 'read' : 'wrong'
    })
    expect(read).not.toContain('wrong')
    expect(read.filter((each) => each === 'read').length).toBeGreaterThanOrEqual(11)
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
    expect(new Set(pictures.map((picture) => read(picture)?.text))).toEqual(new Set([undefined, code]))
  })

  test('two codes in turn are never taken for one', () => {
    const other = '286543210987654321'
    const read = createGlareQr()
    for (let at = 0; at < 6; at++) {
      for (const text of [code, other]) expect([undefined, text]).toContain(read(underPatch(text, at))?.text)
    }
  })
})
