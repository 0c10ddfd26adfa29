import bwipjs from 'bwip-js/node'
import { chanceFrom, somePaymentCode, type Chance } from './scene.ts'

/** Squares of a QR code as a camera might see them: how dark each is, -1 to 1, row after row. */
export interface SeenSquares {
  readonly seen: Float32Array
  readonly side: number
}

/** The squares of a code as another maker of codes draws them, each 0.9 sure. */
export const drawnSquares = (text: string, level: string): SeenSquares => {
  const [symbol] = bwipjs.raw('qrcode', text, `eclevel=${level} fixedeclevel`)
  if (symbol === undefined || !('pixs' in symbol)) throw new Error('no squares')
  return { seen: Float32Array.from(symbol.pixs, (dark) => (dark === 1 ? 0.9 : -0.9)), side: symbol.pixx }
}

type Spoil = (value: number, row: number, column: number) => number
/** Changes squares anywhere but in the three marks and around them, where it says how the others are meant. */
const spoilt = ({ seen, side }: SeenSquares, spoil: Spoil): Float32Array =>
  seen.map((value, at) => {
    const [row, column] = [Math.floor(at / side), at % side]
    const [isLow, isRight] = [row > side - 9, column > side - 9]
    const isMark = (row < 9 && (column < 9 || isRight)) || (isLow && column < 9)
    return isMark ? value : spoil(value, row, column)
  })

/** A place of up to 13 squares a side. */
const somewhere = (side: number, chance: Chance): ((row: number, column: number) => boolean) => {
  const [high, wide] = [chance.whole(6, 13), chance.whole(6, 13)]
  const [top, left] = [chance.whole(2, side - 8), chance.whole(2, side - 8)]
  return (row, column) => row >= top && row < top + high && column >= left && column < left + wide
}
/** Some squares anywhere are seen to be what they are not, as surely as all others. */
const wrongHere = (squares: Float32Array, side: number, most: number, chance: Chance): Float32Array => {
  const wrong = new Set(Array.from({ length: chance.whole(1, most) }, () => chance.whole(0, squares.length)))
  return spoilt({ seen: squares, side }, (value, row, column) =>
    wrong.has(row * side + column) ? -0.9 * Math.sign(value) : value,
  )
}

/** What light, lens and hand do to squares, so hard that many codes cannot be known any more. */
export const damages: Readonly<Record<string, (code: SeenSquares, chance: Chance) => Float32Array>> = {
  'hidden, and some squares wrong': (code, chance) => {
    const isHidden = somewhere(code.side, chance)
    const seen = spoilt(code, (value, row, column) =>
      isHidden(row, column) ? chance.between(-0.1, 0.1) : value,
    )
    return wrongHere(seen, code.side, 10, chance)
  },
  'lit until all is surely light': (code, chance) => {
    const isLit = somewhere(code.side, chance)
    return spoilt(code, (value, row, column) => (isLit(row, column) ? -chance.between(0.2, 0.9) : value))
  },
  'the half with the checks hidden, and a square wrong': (code, chance) => {
    const [rows, faint] = [chance.whole(0, 8), chance.between(0.02, 0.1)]
    const seen = spoilt(code, (value, row, column) =>
      column < 11 || (column < 13 && row < rows) ? chance.between(-faint, faint) : value,
    )
    return wrongHere(seen, code.side, 2, chance)
  },
  noise: (code, chance) => {
    const strength = chance.between(0.4, 1)
    return spoilt(code, (value) => Math.max(-1, Math.min(1, value + strength * chance.gauss())))
  },
  'slipped by a square, and some hidden': (code, chance) => {
    const [from, isHidden] = [chance.whole(9, code.side - 2), somewhere(code.side, chance)]
    return spoilt(code, (value, row, column) =>
      isHidden(row, column)
        ? chance.between(-0.1, 0.1)
        : column > from
          ? (code.seen[row * code.side + column - 1] ?? 0)
          : value,
    )
  },
  'nothing left but the first two bytes': (code, chance) =>
    spoilt(code, (value, row, column) =>
      column >= code.side - 2 && row >= code.side - 8 ? value : chance.between(-1, 1),
    ),
}

/** The `at`-th damaged code: damages, levels and lengths of 18 to 28 digits take turns. */
export const damagedSquares = (
  seed: number,
  at: number,
): SeenSquares & { readonly text: string; readonly damage: string } => {
  const chance = chanceFrom(seed + at * 6_700_417)
  const spoilers = Object.entries(damages)
  const [damage, spoil] = spoilers[at % spoilers.length] ?? ['none', ({ seen }: SeenSquares) => seen]
  const text = somePaymentCode(chance) + ['', '', '7', '123456', '1234567890'][chance.whole(0, 4)]
  const code = drawnSquares(text, 'LMQ'.charAt(chance.whole(0, 2)))
  return { text, damage, side: code.side, seen: spoil(code, chance) }
}
