import type { Moment } from '../domain/time.ts'

/** How much longer than its deadline a call may take because the machine is busy, milliseconds. */
const standstillMs = 1000

/**
 * Whether the program stood still while an answer lay there (reliability F09): it is then as old as that, and the gateway
 * is asked anew. Either clock may have gone on alone.
 */
export const stoodStill = (began: Moment, now: Moment, deadlineMs: number): boolean =>
  Math.max(now.mono - began.mono, now.at - began.at) > deadlineMs + standstillMs
