import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import type { ScannerHeard } from '../domain/scanner-heard.ts'
import { output } from './answer.ts'

/** A picture each, SVG. */
export interface CodePictures {
  readonly qr: string
  /** Code 128; absent when the text is too long for one that a scanner reads from a screen. */
  readonly bars?: string
}

/** Setting scanners up. */
export const scannersContract = {
  /**
   * What scanners that are no keyboards send, piece by piece, until the stream is left. `unknown`: also what the till
   * has not open by its settings, serial ports at `baud` bits a second.
   */
  listenToScanners: oc
    .input(z.strictObject({ unknown: z.boolean(), baud: z.int().min(1200).max(921_600) }))
    .output(eventIterator(output<ScannerHeard>())),
  /** Draws a text as codes, to be scanned from the screen. Visible ASCII. */
  drawCode: oc
    .input(z.strictObject({ text: z.string().regex(/^[\x20-\x7e]{1,200}$/) }))
    .output(output<CodePictures>()),
}
