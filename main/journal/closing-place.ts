import type { EntryBody } from '../domain/entry.ts'

/**
 * Throws a RangeError for a closing that does not end with the very entry before it: something was written between the
 * counting and the closing, and what is written down must be what was counted. Nothing is written then.
 */
export const refuseMisplaced = (
  body: EntryBody,
  head: { readonly seq: number; readonly hash: string },
): void => {
  if (body.kind !== 'day-closed') return
  const { to, integrity } = body.closing
  if (to === head.seq && integrity.head === head.hash) return
  throw new RangeError(`the closing counts up to entry ${to}, and the journal ends with ${head.seq}`)
}
