import { sounds, type Speaker } from './sounds.ts'

/** Plays the till's sounds by WebAudio. A computer without sound stays silent and works on. */
export const createSpeaker = (): Speaker => {
  let context: AudioContext | undefined
  return {
    play: (name) => {
      try {
        context ??= new AudioContext()
        // Browsers keep a page silent until its first key or touch.
        if (context.state === 'suspended') void context.resume().catch(() => undefined)
        const { hertz, ms, loudness } = sounds[name]
        const end = context.currentTime + ms / 1000
        const gain = context.createGain()
        // A tone that stops at full loudness clicks.
        gain.gain.setValueAtTime(loudness, context.currentTime)
        gain.gain.exponentialRampToValueAtTime(0.0001, end)
        const oscillator = context.createOscillator()
        oscillator.frequency.value = hertz
        oscillator.connect(gain).connect(context.destination)
        oscillator.start()
        oscillator.stop(end)
      } catch {
        context = undefined
      }
    },
  }
}
