import type { Grey } from './grey.ts'

export interface Stillness {
  /** Whether the picture has stood still, or been black, for too long. `atMs` on a clock that only runs forward. */
  readonly look: (pixels: Grey['pixels'], atMs: number) => boolean
}

/** Darker than this everywhere is no picture: a closed shutter or a driver that delivers nothing. */
const blackBelow = 10

/**
 * Tells a frozen picture from a quiet counter: a living sensor's noise changes some of the bytes in every frame, a
 * driver that hangs repeats all of them.
 */
export const createStillness = (frozenMs = 3000): Stillness => {
  let print = -1
  let aliveAt: number | undefined
  return {
    look: (pixels, atMs) => {
      let [sum, brightest] = [0x811c9dc5, 0]
      // A prime step, so that every column and every colour has its turn.
      for (let i = 0; i < pixels.length; i += 101) {
        const value = pixels[i] ?? 0
        // The fourth byte of a canvas pixel is its opacity, always full.
        if (i % 4 !== 3 && value > brightest) brightest = value
        sum = Math.imul(sum ^ value, 0x01000193) >>> 0
      }
      if (aliveAt === undefined || (sum !== print && brightest >= blackBelow)) aliveAt = atMs
      print = sum
      return atMs - aliveAt >= frozenMs
    },
  }
}
