import { readSquares } from '../../drivers/camera/qr-squares.ts'
import { damagedSquares, damages } from '../devices/damaged-squares.ts'
import type { BenchRow } from './rows.ts'

/** Squares of QR codes, damaged beyond what can be known: how many are read all the same, and how many wrongly. */
export const benchCameraSquares = (codes = 6000): readonly BenchRow[] => {
  const read = new Map(Object.keys(damages).map((damage) => [damage, 0]))
  const wrong: string[] = []
  for (let at = 0; at < codes; at++) {
    const { seen, side, text, damage } = damagedSquares(20_261_121, at)
    const found = readSquares(seen, side)?.text
    if (found === text) read.set(damage, (read.get(damage) ?? 0) + 1)
    else if (found !== undefined) wrong.push(`${damage}, number ${at}`)
  }
  return [
    {
      name: 'damaged squares: single readings that are WRONG',
      value: wrong.length,
      unit: `of ${codes}`,
      limit: 0,
      ...(wrong.length > 0 && { note: wrong.join('; ') }),
    },
    ...[...read].map(([damage, count]) => ({
      name: `damaged squares, ${damage}: read`,
      value: count,
      unit: `of ${Math.ceil(codes / read.size)}`,
    })),
  ]
}
