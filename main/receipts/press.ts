import type { Settings } from '../settings.ts'
import type { ReceiptLook } from './document.ts'
import { paperBytes, wantsDrawing, type PaperSetup } from './paper-bytes.ts'
import { printerFacts } from './printers.ts'
import type { DrawLine } from './raster.ts'

/** Makes a printer's bytes of documents, as the shop has set up its printer. */
export interface Press {
  readonly columns: number
  readonly look: ReceiptLook
  readonly bytes: (document: string) => Promise<Uint8Array<ArrayBuffer>>
}

export interface PressParts {
  /** Loads what draws a line; called when a line wants it. May fail: then plain letters are printed. */
  readonly letters?: () => Promise<DrawLine>
  /** A PNG that has been looked at (logo.ts), Base64. */
  readonly logo?: string
}

/** Lines of paper that a tear bar lies behind the print head, about. */
const tornOffLines = 4

export const paperSetup = (printer: Settings['printer']): PaperSetup => ({
  columns: printer.columns,
  facts: printerFacts(printer),
  everyLineDrawn: printer.encoding === 'raster',
  cut: printer.cut,
  feedLines: printer.feedLines ?? (printer.cut === 'none' ? tornOffLines : 0),
})

export const createPress = (printer: Settings['printer'], { letters, logo }: PressParts = {}): Press => {
  const setup = paperSetup(printer)
  return {
    columns: setup.columns,
    look: { receiptCode: printer.receiptCode, ...(logo === undefined ? {} : { logo }) },
    bytes: async (document) => {
      if (letters === undefined || !wantsDrawing(document, setup)) {
        return paperBytes(document, setup, undefined)
      }
      try {
        return paperBytes(document, setup, await letters())
      } catch {
        // Who makes the letters says what is wrong with them; the customer gets a receipt now.
        return paperBytes(document, setup, undefined)
      }
    },
  }
}
