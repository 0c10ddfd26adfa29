import type { HaltReason } from '../../main/domain/halt.ts'

/** How long nobody may know what became of a payment once the gateway can be reached, ms (reliability R6). */
export const unknownMsMax = 60_000
/** The calls that make it known take their time as well, on a line that is slow now and then. */
export const callsMs = 30_000
/** A gateway that is busy may ask for a pause of nearly a minute, and its calls take their time, ms. */
export const waitingMsMax = 120_000
/** For so long a code that has paid is not taken again (reliability F38), ms; the till itself says a minute. */
export const codeMs = 55_000
/** An answer that was longer under way has to be asked for anew (reliability F09), ms. */
export const answerMsMax = 17_000
/** A sale that ended so shortly before a start is shown again; the till itself says a quarter of an hour. */
export const shownAgainMs = 10 * 60_000
/** What a world can do to a till for which it has to halt. */
export const expectedHalts: ReadonlySet<HaltReason> = new Set(['older-copy'])
