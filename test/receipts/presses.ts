import { readDrawingParts } from '../../app/letters.ts'
import { receiptDocument, type ReceiptLook } from '../../main/receipts/document.ts'
import { createLineDrawer } from '../../main/receipts/drawing.node.ts'
import { paperBytes } from '../../main/receipts/paper-bytes.ts'
import { paperSetup } from '../../main/receipts/press.ts'
import type { Receipt } from '../../main/receipts/receipt.ts'
import { settingsWith } from './samples.ts'

/** The letters that the program brings, loaded once. */
export const draw = await createLineDrawer(await readDrawingParts())

export type PrinterSettings = Record<string, unknown>

/** What a printer that is set up so gets for a document. */
export const bytesOf = (document: string, printer: PrinterSettings = {}): Uint8Array =>
  paperBytes(document, paperSetup(settingsWith({ printer }).printer), draw)

/** What a printer that is set up so gets for a receipt. */
export const receiptBytes = (
  receipt: Receipt,
  columns: number,
  printer: PrinterSettings = {},
  look?: ReceiptLook,
): Uint8Array => bytesOf(receiptDocument(receipt, columns, look), { ...printer, columns })
