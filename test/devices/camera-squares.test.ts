import { describe, expect, test } from 'vitest'
import { readSquares } from '../../drivers/camera/qr-squares.ts'
import { damagedSquares, damages, drawnSquares } from './damaged-squares.ts'
import { chanceFrom, somePaymentCode } from './scene.ts'

const seed = 90_210
const digits = (count: number): string => Array.from({ length: count }, (_, i) => (7 * i + 2) % 10).join('')
const levels = ['L', 'M', 'Q', 'H']

describe('squares of a QR code', () => {
  test.each(levels.flatMap((level) => [18, 19, 28].map((count) => [level, count] as const)))(
    'level %s with %i digits is read, and with a seventh of its side square hidden anywhere but in the marks',
    (level, count) => {
      const { seen, side } = drawnSquares(digits(count), level)
      expect(readSquares(seen, side)?.text).toBe(digits(count))
      const hidden = Math.floor(side / 7)
      for (let top = 9; top + hidden <= side; top += 2) {
        for (let left = 9; left + hidden <= side; left += 2) {
          const covered = seen.map((value, at) => {
            const [row, column] = [Math.floor(at / side) - top, (at % side) - left]
            return row >= 0 && row < hidden && column >= 0 && column < hidden ? -0.05 : value
          })
          expect(readSquares(covered, side)?.text).toBe(digits(count))
        }
      }
    },
  )

  test('check bytes are spent on digits that are seen wrongly, and not on the filling', () => {
    const { seen, side } = drawnSquares(digits(18), 'M')
    const wrongAt = (row: number, column: number): Float32Array =>
      seen.map((value, at) => (at === row * side + column ? -value : value))
    expect(readSquares(seen, side)?.grounds).toEqual({ workedOut: [], spare: 10 })
    expect(readSquares(wrongAt(20, 20), side)?.grounds).toEqual({ workedOut: [0], spare: 8 })
    // Ten bytes are digits and what counts them; in the fourth pair of columns from the right the last is of the filling.
    expect(readSquares(wrongAt(20, 14), side)?.grounds).toEqual({ workedOut: [], spare: 10 })
  })

  test('where all check bytes are hidden and a square is wrong, the filling does not vouch for a wrong code', () => {
    const chance = chanceFrom(seed)
    for (let i = 0; i < 300; i++) {
      const { seen, side } = drawnSquares(somePaymentCode(chance), 'M')
      const covered = seen.map((value, at) => {
        const [row, column] = [Math.floor(at / side), at % side]
        const isMark = (row < 9 && column < 9) || (row > side - 9 && column < 9)
        const isCheck = column < 11 || (column < 13 && row < 4)
        return isCheck && !isMark ? chance.between(-0.1, 0.1) : value
      })
      const wrong = chance.whole(13, side - 1) * side + chance.whole(15, side - 1)
      covered[wrong] = -(covered[wrong] ?? 0)
      expect(readSquares(covered, side)).toBeUndefined()
    }
  })

  test(
    'of 6,000 codes damaged beyond what can be known, none is read as another',
    { timeout: 60_000 },
    () => {
      const count = 1000 * Object.keys(damages).length
      const wrong: string[] = []
      let right = 0
      for (let at = 0; at < count; at++) {
        const { seen, side, text, damage } = damagedSquares(seed, at)
        const read = readSquares(seen, side)?.text
        if (read === text) right++
        else if (read !== undefined) wrong.push(`${damage}, number ${at}`)
      }
      // No wrong one of n: with 95 % certainty fewer than 3 of n.
      console.log(`${count} damaged codes: ${right} read, ${wrong.length} wrong; rate below ${3 / count}`)
      expect(wrong).toEqual([])
      expect(right).toBeGreaterThan(count / 6)
      expect(right).toBeLessThan(count / 2)
    },
  )
})
