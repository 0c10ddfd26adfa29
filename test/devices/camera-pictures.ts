import bwipjs from 'bwip-js/node'
import { packed, sensed, shine, smeared, type Optics } from './camera-optics.ts'
import {
  articleCard,
  blurred,
  cardOf,
  chanceFrom,
  code128Card,
  counter,
  lay,
  qrCard,
  type Card,
  type Chance,
  type View,
} from './scene.ts'

/**
 * Pictures by class, to measure readers with: every way in which a code is held badly, in two sizes and two symbols,
 * and pictures on which there is no whole code of ours. A seed and a number make one picture, always the same.
 */
export interface Picture {
  /** Class of the picture; `nothing` is one without a code. */
  readonly kind: string
  readonly symbol: 'code128' | 'qr' | 'both' | 'none'
  readonly width: number
  readonly height: number
  readonly code: string | undefined
  readonly grey: Uint8Array
}

/** How a card is held and seen. Noise is in steps of 255. */
type Held = Partial<View> & Optics & { readonly frame?: 'phone' | 'both' }

const sign = (chance: Chance): number => (chance.next() < 0.5 ? -1 : 1)
const radians = (chance: Chance): number => chance.between(0, Math.PI)
const straight = (chance: Chance): Pick<View, 'turnDegrees'> => ({ turnDegrees: chance.between(-4, 4) })

/** `zoom` is how much finer the picture is than 640 across: what is told in pixels grows with it. */
export const kinds: Readonly<Record<string, (chance: Chance, zoom: number, symbol: string) => Held>> = {
  clean: () => ({}),
  'turned 15°': (c) => ({ turnDegrees: c.between(4, 15) * sign(c) }),
  'any angle': (c) => ({ turnDegrees: c.between(0, 360) }),
  blur: (c, zoom) => ({ blur: c.between(0.9, 1.7) * zoom, ...straight(c) }),
  motion: (c, zoom) => ({
    motion: { reach: Math.round(c.between(1, 2.4) * zoom), across: c.next() < 0.5 },
    ...straight(c),
  }),
  noise: (c) => ({ noise: c.between(18, 38), ...straight(c) }),
  'low contrast': (c) => {
    const black = c.between(0.12, 0.45)
    return { black, white: black + c.between(0.09, 0.2), lightX: c.between(-0.5, 0.5), noise: 4 }
  },
  perspective: (c) => ({
    tiltXDegrees: c.between(15, 42) * sign(c),
    tiltYDegrees: c.between(15, 42) * sign(c),
    turnDegrees: c.between(-10, 10),
  }),
  small: (c, zoom, symbol) => ({
    share: (zoom === 1 ? c.between(0.36, 0.46) : c.between(0.2, 0.28)) * (symbol === 'qr' ? 0.36 : 1),
    offX: c.between(-0.2, 0.2),
    offY: c.between(-0.25, 0.25),
    turnDegrees: c.between(-6, 6),
    noise: 4,
  }),
  glare: (c) => ({
    turnDegrees: c.between(-6, 6),
    glare: [
      {
        x: c.between(0.35, 0.65),
        y: c.between(0.35, 0.65),
        reachX: c.between(0.06, 0.16),
        reachY: c.between(0.03, 0.09),
        turn: radians(c),
        light: c.between(0.8, 1.6),
      },
    ],
  }),
  phone: (c, zoom) => ({
    frame: 'phone',
    turnDegrees: c.between(-8, 8),
    tiltXDegrees: c.between(-14, 14),
    tiltYDegrees: c.between(-14, 14),
    dots: { depth: c.between(0.2, 0.5), pitch: c.between(1.3, 2.2) },
    moire: {
      strengths: [c.between(0.06, 0.16), c.between(0.04, 0.12)],
      waves: [c.between(0.04, 0.17), c.between(0.02, 0.14), c.between(0.03, 0.15), c.between(0.03, 0.15)],
    },
    banding: { depth: c.between(0.1, 0.4), bands: c.between(1.5, 4), phase: c.next() },
    glare: [
      {
        x: c.between(0.3, 0.7),
        y: c.between(0.2, 0.8),
        reachX: c.between(0.08, 0.2),
        reachY: c.between(0.03, 0.07),
        turn: radians(c),
        light: c.between(0.25, 0.7),
      },
    ],
    noise: 7,
    blur: 0.6 * zoom,
  }),
  both: (c, zoom) => ({
    frame: 'both',
    turnDegrees: c.between(-8, 8),
    dots: { depth: 0.3, pitch: 1.7 },
    moire: { strengths: [0.08, 0.05], waves: [0.09, 0.04, 0.06, 0.08] },
    noise: 6,
    blur: 0.5 * zoom,
  }),
  'everything at once': (c, zoom) => ({
    turnDegrees: c.between(0, 360),
    tiltXDegrees: c.between(-25, 25),
    tiltYDegrees: c.between(-25, 25),
    blur: c.between(0.6, 1.1) * zoom,
    noise: c.between(8, 18),
    black: 0.15,
    white: 0.6,
    lightX: c.between(-0.6, 0.6),
  }),
}

const paste = (onto: Card, card: Card, left: number, top: number, scale = 1): void => {
  for (let y = 0; y < card.height * scale; y++) {
    for (let x = 0; x < card.width * scale; x++) {
      onto.ink[(top + y) * onto.width + left + x] =
        card.ink[Math.floor(y / scale) * card.width + Math.floor(x / scale)] ?? 1
    }
  }
}
const blank = (width: number, height: number, shade: number): Card => ({
  ink: new Float32Array(width * height).fill(shade),
  width,
  height,
})
const fill = (card: Card, left: number, top: number, right: number, bottom: number, shade: number): void => {
  for (let y = top; y < bottom; y++) card.ink.fill(shade, y * card.width + left, y * card.width + right)
}

/** A wallet's page on a phone: dark rim, coloured ground, white card, lines like text. */
const phoneCard = (symbol: Card, chance: Chance): Card => {
  const width = symbol.width + 2 * Math.round(symbol.width * 0.06) + 80
  const phone = blank(width, Math.round(width * 1.9), 0.04)
  fill(phone, 28, 40, width - 28, phone.height - 40, chance.between(0.35, 0.6))
  const top = Math.round((phone.height - symbol.height) / 2)
  const rim = Math.round(symbol.width * 0.04) * 3
  const below = Math.min(phone.height - 60, top + symbol.height + rim)
  fill(phone, 40, Math.max(60, top - rim), width - 40, below, 0.97)
  paste(phone, symbol, Math.round((width - symbol.width) / 2), top)
  for (let line = 0; line < 3; line++) {
    const at = below + 40 + line * 60
    for (let x = 80; x < width - 120 && at + 26 < phone.height - 60; x += chance.whole(6, 22)) {
      const end = x + chance.whole(8, 34)
      fill(phone, x, at, end, at + 26, 0.95)
      x = end
    }
  }
  return phone
}

/** Both symbols on one card, as wallets show them. */
const bothCard = (code: string): Card => {
  const [bar, qr, gap, scale] = [code128Card(code), qrCard(code), 30, 3]
  const width = Math.max(bar.width, qr.width * scale) + 60
  const card = blank(width, bar.height + gap + qr.height * scale + 60, 1)
  paste(card, bar, Math.round((width - bar.width) / 2), 30)
  paste(card, qr, Math.round((width - qr.width * scale) / 2), 30 + bar.height + gap, scale)
  return card
}

/** The picture of a card as the camera delivers it. */
export const take = (
  card: Card | undefined,
  width: number,
  height: number,
  held: Held & View,
  chance: Chance,
  ground: Float32Array = counter(width, height, chance),
): Uint8Array => {
  let image: Float32Array = Float32Array.from(ground)
  if (card !== undefined) lay(image, width, height, card, held)
  const [black, white] = [held.black ?? 0.06, held.white ?? 0.92]
  for (let i = 0; i < image.length; i++) image[i] = black + (white - black) * (image[i] ?? 0)
  shine(image, width, height, held)
  if (held.blur !== undefined) image = blurred(image, width, height, held.blur)
  if (held.motion !== undefined) image = smeared(image, width, height, held.motion)
  return packed(sensed(image, held.noise ?? 1.5, chance), width, height)
}

/** Codes of the two wallets that these symbols are read from. */
const someCode = (chance: Chance): string =>
  String(chance.next() < 0.5 ? chance.whole(10, 15) : chance.whole(25, 30)) +
  Array.from({ length: 16 }, () => chance.whole(0, 9)).join('')

const sizes = [
  [640, 480],
  [1280, 720],
] as const

const shareOf = (
  symbol: 'code128' | 'qr',
  wide: boolean,
  held: Held,
  kind: string,
  chance: Chance,
): number => {
  const bar = symbol === 'code128'
  if (held.frame !== undefined && bar) return wide ? chance.between(0.45, 0.6) : chance.between(0.66, 0.8)
  const [low, high] = bar ? (wide ? [0.42, 0.62] : [0.62, 0.8]) : wide ? [0.18, 0.32] : [0.26, 0.42]
  const share = chance.between(low, high) * (held.frame === undefined ? 1 : 1.3)
  // Turned any way, the bars still lie inside the picture.
  const turnsFar = bar && (kind === 'any angle' || kind === 'everything at once')
  return turnsFar ? Math.min(share, (wide ? 9 / 16 : 3 / 4) * 0.98) : share
}

/** The `at`-th picture with a code: kinds, symbols and sizes take turns. */
export const codePicture = (seed: number, at: number): Picture => {
  const cells = sizes.flatMap((size) =>
    (['code128', 'qr'] as const).flatMap((symbol) =>
      Object.entries(kinds)
        .filter(([kind]) => kind !== 'both' || symbol === 'code128')
        .map(([kind, hold]) => ({ size, symbol, kind, hold })),
    ),
  )
  const cell = cells[at % cells.length]
  if (cell === undefined) throw new Error('no kinds of picture')
  const { size, symbol, kind, hold } = cell
  const [width, height] = size
  const chance = chanceFrom(seed + at * 7919)
  const code = someCode(chance)
  const middle = { offX: chance.between(-0.05, 0.05), offY: chance.between(-0.05, 0.05) }
  const held = { ...middle, ...hold(chance, width / 640, symbol) }
  const plain =
    held.frame === 'both' ? bothCard(code) : symbol === 'code128' ? code128Card(code) : qrCard(code)
  const card = held.frame === undefined ? plain : phoneCard(plain, chance)
  const view = { share: shareOf(symbol, width > 640, held, kind, chance), ...held }
  return {
    kind,
    symbol: held.frame === 'both' ? 'both' : symbol,
    width,
    height,
    code,
    grey: take(card, width, height, view, chance),
  }
}
/** So many pictures have every kind in every size and symbol once. */
export const picturesPerRound = sizes.length * (2 * Object.keys(kinds).length - 1)

const fenceCard = (chance: Chance): Card => {
  const card = blank(1200, 500, 1)
  for (let x = 80; x < 1120; x += chance.whole(4, 30)) {
    const end = Math.min(1200, x + chance.whole(4, 30))
    fill(card, x, 40, end, 460, 0)
    x = end
  }
  return card
}
const coveredCard = (chance: Chance): Card => {
  const card = code128Card(someCode(chance))
  fill(card, 0, 0, Math.round(card.width * 0.45), card.height, 0.5)
  return card
}
/** A barcode of the right kind and length with one pair of digits changed: its check digit does not hold. */
const spoiltCard = (chance: Chance): Card => {
  const code = someCode(chance)
  const widthsOf = (text: string): readonly number[] => {
    const [symbol] = bwipjs.raw({ bcid: 'code128', text })
    if (symbol === undefined || !('sbs' in symbol)) throw new Error(`no bars for ${text}`)
    return symbol.sbs
  }
  const right = widthsOf(code)
  const other = widthsOf(
    code.slice(0, 6) + String((Number(code.slice(6, 8)) + 37) % 100).padStart(2, '0') + code.slice(8),
  )
  // Six runs a symbol, the start first: the fourth pair of digits is symbol 4.
  const widths = right.map((width, i) => (Math.floor(i / 6) === 4 ? (other[i] ?? width) : width))
  const dark = widths.flatMap((width, i) => Array.from({ length: width }, () => i % 2 === 0))
  return cardOf(dark.length, Math.round(dark.length * 0.28), 10, (column) => dark[column] === true)
}

/** The `at`-th picture without a code that may be read: clutter, an article, a fence, covered bars, a spoilt code. */
export const emptyPicture = (seed: number, at: number): Picture => {
  const chance = chanceFrom(seed + 900_000 + at * 104_729)
  const [width, height] = sizes[at % 2] ?? sizes[0]
  const makers = [
    () => undefined,
    () => articleCard('4006381333931'),
    () => fenceCard(chance),
    () => coveredCard(chance),
    () => spoiltCard(chance),
  ] as const
  const card = makers[at % makers.length]?.()
  const view = { share: 0.55, turnDegrees: chance.between(-10, 10), noise: 8 }
  return {
    kind: 'nothing',
    symbol: 'none',
    width,
    height,
    code: undefined,
    grey: take(card, width, height, view, chance),
  }
}
