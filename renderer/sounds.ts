/** A sound as data: pitches in hertz, one after the other, each for its milliseconds. */
export interface Tone {
  readonly hertz: number
  readonly ms: number
  /** 0 to 1. */
  readonly loudness: number
}
export type SoundName = 'success' | 'failure' | 'ignored'

/** High is good and low is bad, so that the cashier's eyes may stay on the customer. */
export const sounds: Readonly<Record<SoundName, Tone>> = {
  success: { hertz: 880, ms: 240, loudness: 0.35 },
  failure: { hertz: 220, ms: 500, loudness: 0.45 },
  ignored: { hertz: 440, ms: 60, loudness: 0.15 },
}

export interface Speaker {
  readonly play: (name: SoundName) => void
}
