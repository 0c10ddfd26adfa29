import { JournalFault } from './journal/journal.ts'

/** Reads the journal for somebody who asked. */
export interface Legible {
  /** `none` when it cannot be read: the till has stopped by then and says so itself. */
  readonly reading: <T>(read: () => T, none: T) => T
  readonly readingLater: <T>(read: () => Promise<T>, none: T) => Promise<T>
}

/** A disk that does not even let us read stops the till, and not the question's host (reliability F30). */
export const createLegible = (onUnreadable: (fault: JournalFault) => void): Legible => {
  const told = (fault: unknown): void => {
    if (!(fault instanceof JournalFault)) throw fault
    onUnreadable(fault)
  }
  return {
    reading: (read, none) => {
      try {
        return read()
      } catch (fault) {
        told(fault)
        return none
      }
    },
    readingLater: async (read, none) => {
      try {
        return await read()
      } catch (fault) {
        told(fault)
        return none
      }
    },
  }
}
