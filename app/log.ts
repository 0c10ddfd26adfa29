import { renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import pino from 'pino'
import type { Log } from '../main/ports.ts'
import { StartFault } from './start-fault.ts'

const bytesMax = 10 * 1024 * 1024
const keptMax = 3

/** At a start a log that has grown large becomes `till.log.1`, and the oldest of those goes. */
const turnOver = (file: string): void => {
  try {
    if (statSync(file).size <= bytesMax) return
    rmSync(`${file}.${keptMax}`, { force: true })
    for (let number = keptMax - 1; number > 0; number -= 1) {
      const kept = statSync(`${file}.${number}`, { throwIfNoEntry: false })
      if (kept !== undefined) renameSync(`${file}.${number}`, `${file}.${number + 1}`)
    }
    renameSync(file, `${file}.1`)
  } catch {
    // There is no log yet, or it cannot be moved: it goes on growing, and the till goes on selling.
  }
}

/** What waits for a disk that takes nothing at the moment; more than this is not kept. Bytes. */
const waitingMax = 1024 * 1024

/**
 * The log is the first file that a till writes, so this is where a data folder that cannot be one is noticed. A disk
 * that fails later costs lines and nothing else: a sale in flight must not end with a line about it (reliability F29).
 */
const destination = (file: string) => {
  try {
    const lines = pino.destination({
      dest: file,
      sync: true,
      append: true,
      mkdir: true,
      maxLength: waitingMax,
    })
    lines.on('error', () => undefined)
    return lines
  } catch (error) {
    throw new StartFault(
      `The data folder ${dirname(dirname(file))} cannot be written: ${(error as Error).message}. ` +
        'Name another with --data, or give this user the right to write there.',
      { cause: error },
    )
  }
}

/**
 * Lines of JSON in a file of the data folder, written at once so that a crash keeps the last one. Callers hand over
 * an allow-list of plain fields; there is nothing here that could print an object it was not given (security S26).
 */
export const openLog = (file: string): Log => {
  turnOver(file)
  const lines = pino({ base: null }, destination(file))
  return {
    info: (event, fields) => lines.info(fields ?? {}, event),
    warn: (event, fields) => lines.warn(fields ?? {}, event),
    error: (event, fields) => lines.error(fields ?? {}, event),
  }
}
