import { take, type Picture } from './camera-pictures.ts'
import { chanceFrom, code128Card, counter, qrCard, somePaymentCode, type Card, type Chance } from './scene.ts'

/** A code that a hand holds before the camera, thirty pictures a second. */
export interface HeldFilm {
  readonly code: string
  readonly symbol: 'code128' | 'qr'
  readonly card: Card
  readonly ground: Float32Array
  readonly seed: number
  readonly share: number
  readonly turn: number
  /** The tremor of a hand has a few waves of 3 to 11 a second; pixels, waves a second, phase. */
  readonly tremor: readonly {
    readonly x: number
    readonly y: number
    readonly perSecond: number
    readonly phase: number
  }[]
  /** Blur at worst, in pixels, and how often a second the lens hunts for the focus. */
  readonly hunt: { readonly blur: number; readonly perSecond: number; readonly phase: number }
  /** Where a reflection passes: place at the beginning and way a second, shares of the picture's width. */
  readonly glare: { readonly from: number; readonly perSecond: number; readonly light: number }
}

const [width, height] = [640, 480]
const framesPerSecond = 30

const filmOf = (chance: Chance, seed: number): HeldFilm => {
  const symbol = chance.next() < 0.5 ? 'code128' : 'qr'
  const code = somePaymentCode(chance)
  return {
    code,
    symbol,
    card: symbol === 'code128' ? code128Card(code) : qrCard(code),
    ground: counter(width, height, chance),
    seed,
    share: symbol === 'code128' ? chance.between(0.55, 0.8) : chance.between(0.2, 0.4),
    turn: chance.between(-20, 20),
    tremor: Array.from({ length: 3 }, () => ({
      x: chance.between(0.5, 3),
      y: chance.between(0.5, 3),
      perSecond: chance.between(3, 11),
      phase: chance.between(0, 6),
    })),
    hunt: { blur: chance.between(0.8, 3), perSecond: chance.between(0.4, 1.2), phase: chance.between(0, 6) },
    glare: {
      from: chance.between(0.2, 0.8),
      perSecond: chance.between(-0.4, 0.4),
      light: chance.between(0, 1.4),
    },
  }
}
export const heldFilms = (seed: number, count: number): readonly HeldFilm[] =>
  Array.from({ length: count }, (_, i) => filmOf(chanceFrom(seed + 500_000 + i * 6967), seed + i * 1000))

/** The `at`-th picture of a film. */
export const heldFrame = (film: HeldFilm, at: number): Picture => {
  const seconds = at / framesPerSecond
  const wave = (perSecond: number, phase: number): number =>
    Math.sin(2 * Math.PI * perSecond * seconds + phase)
  const sway = (way: 'x' | 'y'): number =>
    film.tremor.reduce(
      (sum, each) => sum + each[way] * wave(each.perSecond, each.phase + (way === 'x' ? 0 : 1)),
      0,
    )
  // Pixels moved while the shutter is open, half of a frame.
  const speed = film.tremor.reduce(
    (sum, { x, perSecond, phase }) =>
      sum + x * 2 * Math.PI * perSecond * Math.cos(2 * Math.PI * perSecond * seconds + phase),
    0,
  )
  const smear = Math.round(Math.abs(speed) / framesPerSecond / 4)
  const { hunt, glare } = film
  const blur = 0.4 + hunt.blur * (0.5 + 0.5 * wave(hunt.perSecond, hunt.phase))
  const view = {
    share: film.share,
    turnDegrees: film.turn + sway('x') / 2,
    tiltXDegrees: 3 * sway('y'),
    offX: sway('x') / width,
    offY: sway('y') / height,
    blur,
    noise: 6,
    ...(smear > 0 && { motion: { reach: smear, across: true } }),
    glare: [
      {
        x: glare.from + glare.perSecond * seconds,
        y: 0.5,
        reachX: 0.1,
        reachY: 0.07,
        turn: 0.6,
        light: glare.light,
      },
    ],
  }
  const grey = take(film.card, width, height, view, chanceFrom(film.seed + at), film.ground)
  return { kind: 'held by a hand', symbol: film.symbol, width, height, code: film.code, grey }
}
