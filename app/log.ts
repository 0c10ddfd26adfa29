import pino from 'pino'
import type { Log } from '../main/ports.ts'

/**
 * Lines of JSON in a file of the data folder, written at once so that a crash keeps the last one. Callers hand over
 * an allow-list of plain fields; there is nothing here that could print an object it was not given (security S26).
 */
export const openLog = (file: string): Log => {
  const lines = pino({ base: null }, pino.destination({ dest: file, sync: true, append: true, mkdir: true }))
  return {
    info: (event, fields) => lines.info(fields ?? {}, event),
    warn: (event, fields) => lines.warn(fields ?? {}, event),
    error: (event, fields) => lines.error(fields ?? {}, event),
  }
}
