import type { Chance } from './scene.ts'

/** What stands between a card and the bytes of a camera's picture: light, displays, lenses that shine, JPEG. */
export interface Optics {
  /** How much brighter the right and the lower edge are than the middle. */
  readonly lightX?: number
  readonly lightY?: number
  /** Two gratings that beat against each other: strengths and waves a pixel. */
  readonly moire?: {
    readonly strengths: readonly [number, number]
    readonly waves: readonly [number, number, number, number]
  }
  /** Dark bands of a display that flickers. */
  readonly banding?: { readonly depth: number; readonly bands: number; readonly phase: number }
  /** Patches of reflected light: middle and reach as shares of the picture, turn in radians. */
  readonly glare?: readonly {
    readonly x: number
    readonly y: number
    readonly reachX: number
    readonly reachY: number
    readonly turn: number
    readonly light: number
  }[]
  /** The hand moves while the picture is taken: pixels to either side. */
  readonly motion?: { readonly reach: number; readonly across: boolean }
}

/** Changes the picture as light and displays do; before the lens blurs it. */
export const shine = (image: Float32Array, width: number, height: number, optics: Optics): void => {
  const { lightX = 0, lightY = 0, moire, banding, glare = [] } = optics
  const patches = glare.map((patch) => ({ ...patch, cos: Math.cos(patch.turn), sin: Math.sin(patch.turn) }))
  const wave = (turns: number): number => Math.sin(2 * Math.PI * turns)
  for (let y = 0; y < height; y++) {
    const band = banding === undefined ? 0 : 0.5 + 0.5 * wave((banding.bands * y) / height + banding.phase)
    for (let x = 0; x < width; x++) {
      let light = 1 + lightX * (x / width - 0.5) + lightY * (y / height - 0.5)
      if (moire !== undefined) {
        const [fx, fy, gx, gy] = moire.waves
        const bend = 0.0001 * (x - width / 2) * (y - height / 2)
        light *=
          1 +
          moire.strengths[0] * wave(x * fx + y * fy + bend) +
          moire.strengths[1] * wave(x * gx - y * gy - bend)
      }
      light *= 1 - (banding?.depth ?? 0) * band
      let value = (image[y * width + x] ?? 0) * light
      for (const patch of patches) {
        const { cos, sin } = patch
        const dx = x - patch.x * width
        const dy = y - patch.y * height
        const u = (dx * cos + dy * sin) / (patch.reachX * width)
        const v = (dy * cos - dx * sin) / (patch.reachY * height)
        const off = u * u + v * v
        if (off < 12) value += patch.light * Math.exp(-off)
      }
      image[y * width + x] = value
    }
  }
}

export const smeared = (
  image: Float32Array,
  width: number,
  height: number,
  { reach, across }: { readonly reach: number; readonly across: boolean },
): Float32Array => {
  const out = new Float32Array(image.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let k = -reach; k <= reach; k++) {
        const sx = across ? Math.min(width - 1, Math.max(0, x + k)) : x
        const sy = across ? y : Math.min(height - 1, Math.max(0, y + k))
        sum += image[sy * width + sx] ?? 0
      }
      out[y * width + x] = sum / (2 * reach + 1)
    }
  }
  return out
}

/** As the sensor delivers it: noise of so many steps of 255, then whole bytes. */
export const sensed = (image: Float32Array, noise: number, chance: Chance): Uint8Array => {
  // Drawn from a table: a million logarithms a picture would be most of its cost.
  const table = Float32Array.from({ length: 8192 }, () => chance.gauss() * noise)
  const out = new Uint8ClampedArray(image.length)
  for (let i = 0; i < out.length; i++) {
    out[i] = 255 * (image[i] ?? 0) + (table[Math.floor(chance.next() * table.length)] ?? 0)
  }
  return new Uint8Array(out.buffer)
}

/** Brightness table of JPEG (ITU-T T.81, table K.1), here at quality 78. */
const steps = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
].map((step) => Math.max(1, Math.floor((step * (200 - 2 * 78) + 50) / 100)))
const cosines = Float64Array.from(
  { length: 64 },
  (_, i) => (i < 8 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * (i % 8) + 1) * (i >> 3) * Math.PI) / 16),
)

/** One way of a cosine transform of eight by eight, or back. */
const transform = (block: Float64Array, scratch: Float64Array, back: boolean): void => {
  for (let pass = 0; pass < 2; pass++) {
    const from = pass === 0 ? block : scratch
    const to = pass === 0 ? scratch : block
    for (let row = 0; row < 8; row++) {
      for (let k = 0; k < 8; k++) {
        let sum = 0
        for (let n = 0; n < 8; n++)
          sum += (from[row * 8 + n] ?? 0) * (cosines[back ? n * 8 + k : k * 8 + n] ?? 0)
        to[k * 8 + row] = sum
      }
    }
  }
}

/** What is left of a picture after a USB camera has packed it as JPEG. Width and height are multiples of eight. */
export const packed = (grey: Uint8Array, width: number, height: number): Uint8Array => {
  const out = new Uint8Array(grey.length)
  const [block, scratch] = [new Float64Array(64), new Float64Array(64)]
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      for (let i = 0; i < 64; i++) block[i] = (grey[(top + (i >> 3)) * width + left + (i & 7)] ?? 0) - 128
      transform(block, scratch, false)
      for (let i = 0; i < 64; i++) {
        const step = steps[i] ?? 1
        block[i] = Math.round((block[i] ?? 0) / step) * step
      }
      transform(block, scratch, true)
      for (let i = 0; i < 64; i++) {
        out[(top + (i >> 3)) * width + left + (i & 7)] = Math.max(
          0,
          Math.min(255, Math.round((block[i] ?? 0) + 128)),
        )
      }
    }
  }
  return out
}
