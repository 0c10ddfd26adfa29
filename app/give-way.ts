import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'

/** What the system gives the processor to only when nobody at the counter wants it (0 is usual, 19 the least). */
const backgroundPriority = 10

/**
 * Lets the thread that calls it give way to the selling one when both want the processor. Linux has a priority for each
 * thread, named by the number under which it finds itself; other systems have one for the whole program, which is left.
 */
export const giveWay = (): void => {
  if (process.platform !== 'linux') return
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), backgroundPriority)
  } catch {
    // A system that hides its threads or forbids it: the work is done all the same.
  }
}
