import type { PrinterTiming } from '../../drivers/printer/session.ts'

/** Short patience, so that a printer that stays silent is silent for a moment only. */
export const hasty: PrinterTiming = {
  answerMs: 150,
  stallMs: 400,
  pollMs: 100,
  finishMs: 2000,
  closeMs: 500,
}
