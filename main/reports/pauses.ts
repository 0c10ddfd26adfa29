import type { Clock } from '../ports.ts'

/** Milliseconds of work after which whatever else is to be done, such as a sale, goes first. */
const sliceMs = 2

/** Gives a promise to wait for when it is time to let others go first. Throws `TillClosed` once nothing may be read. */
export type Pause = () => Promise<void> | undefined

/** The till was closed, or its settings changed, while a report was being made. It can be asked for again. */
export class TillClosed extends Error {
  override readonly name = 'TillClosed'
}

/** Cuts long work into slices, so that a report of a year never holds up the sale of a minute (performance P10). */
export const createPause = (clock: Clock, isClosed: () => boolean = () => false): Pause => {
  let since = clock.now().mono
  const stillOpen = (): void => {
    if (isClosed()) throw new TillClosed('the till was closed while a report was being made')
  }
  return () => {
    stillOpen()
    if (clock.now().mono - since < sliceMs) return undefined
    return new Promise<void>((resolve) => {
      clock.after(0, () => {
        since = clock.now().mono
        resolve()
      })
    }).then(stillOpen)
  }
}
