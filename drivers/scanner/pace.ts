/**
 * How fast keys come, in milliseconds. Scanners were measured from 1 to 100 between characters, people typing amounts
 * from 80 to 120.
 */

/** A gap no longer than this is a machine's when several follow each other; a person manages one, rarely two. */
export const fastMs = 35
/** A gap longer than this ends a code: the slowest scanner measured peaks at 100 ms. */
export const slowMs = 110
/** Not even three keys under one hand roll faster than this. */
export const surelyMachineMs = 20
/** How long a lone key waits for a neighbour before it is shown: less than two frames. */
export const holdMs = 20
/** CR+LF is one end: whatever control key follows a code this soon belongs to it. */
export const lineFeedMs = 120
/** A code whose terminator has not come by now is torn. Late is harmless, early would tear a whole code. */
export const tornMs = 500
/** A person holds Control down longer than this before the letter; a scanner does not. */
export const chordMs = 25
/** What a machine sends this soon after a torn code is the rest of it. */
export const quarantineMs = 400

/** What a scanner whose pace was learned needs otherwise than the usual. */
export interface Pace {
  readonly holdMs: number
  readonly slowMs: number
}
/** Keys waver around a scanner's median gap. A gap of 0 is one that nobody has measured. */
export const paceOf = (gapMs: number): Pace => ({
  // A second key that is surely on its way is waited for, so that no digit of a code shows for a moment.
  holdMs: gapMs > fastMs ? holdMs : Math.max(holdMs, Math.min(fastMs, 1.4 * gapMs)),
  slowMs: Math.max(slowMs, 1.8 * gapMs),
})
