import type { ReceiptFaces } from './contract.ts'
import type { ReceiptFor } from './domain/entry.ts'
import { isPaymentId, type ReceiptId } from './domain/ids.ts'
import type { Guard } from './guard/guard.ts'
import type { Journal } from './journal/journal.ts'
import type { Clock, Printer } from './ports.ts'
import { printerBytes, svgFace, textFace } from './receipts/faces.ts'
import { issueForJob, issueReceipt } from './receipts/issue.ts'
import { createPress, type Press } from './receipts/press.ts'
import { createPrinting, type PrintQueue } from './receipts/printing.ts'
import type { Receipt } from './receipts/receipt.ts'
import type { Settings } from './settings.ts'
import { closingForJob } from './shifts/closing-job.ts'
import { closingDocument } from './shifts/faces.ts'

/** For the paper that is in the printer when the till closes, milliseconds; a receipt is out in less. */
const lastPaperMs = 6000

export interface PaperParts {
  readonly settings: Settings
  readonly journal: Journal
  readonly guard: Pick<Guard, 'mayCallPaid'>
  readonly printer: Printer
  /** Left out, no line can be drawn and there is no logo. */
  readonly press?: Press
  readonly clock: Clock
  /** Left out, the till closes no days and has no papers of them. */
  readonly sha256?: (text: string) => string
  readonly operator: () => string
  readonly changed: () => void
}

/** The papers of this till: receipts, printed by its rule or shown on the screen, and closings. */
export interface Paper {
  readonly printing: PrintQueue
  /** As many as the settings want of a sale or a refund that has just been done, once the printer is free. */
  readonly printByRule: (of: ReceiptId, printerFree?: Promise<void>) => void
  /** `shownAgain`: the till was restarted meanwhile, so that a paper of it may be out already. */
  readonly faces: (of: ReceiptId, receiptFor: ReceiptFor, shownAgain: boolean) => ReceiptFaces | undefined
  /** Lets the paper in the printer come out whole. A printer that hangs is made to end its wait, and its job is kept. */
  readonly close: () => Promise<void>
}

export const createPaper = (parts: PaperParts): Paper => {
  const { settings, journal, guard, clock } = parts
  const { columns, address, copies } = settings.printer
  const press = parts.press ?? createPress(settings.printer)
  const founded = (receipt: Receipt | undefined): Receipt | undefined => {
    if (receipt?.kind !== 'payment') return receipt
    const { id } = receipt.code
    return isPaymentId(id) && guard.mayCallPaid({ id }, 'a receipt') ? receipt : undefined
  }
  const printing = createPrinting({
    journal,
    printer: parts.printer,
    clock,
    operator: parts.operator,
    render: (job) => {
      const { at } = clock.now()
      const closing = parts.sha256 && closingForJob(journal, settings, parts.sha256, job, at)
      if (closing !== undefined) return press.bytes(closingDocument(closing, press.columns))
      const receipt = founded(issueForJob(journal, settings, job, at))
      return receipt && printerBytes(receipt, press)
    },
    changed: parts.changed,
  })
  /** Not asked for in one go with the result: a job is a durable write, for which no screen shall wait. */
  const wanted = new Set<() => void>()
  const soon = (enqueue: () => void): void => {
    const ask = (): void => {
      if (wanted.delete(ask)) enqueue()
    }
    wanted.add(ask)
    clock.after(0, ask)
  }
  const closePrinting = (): Promise<void> => {
    for (const ask of wanted) ask()
    return printing.close()
  }
  return {
    printing: { ...printing, close: closePrinting },
    printByRule: (of, printerFree) => {
      if (address === undefined || copies === 'none') return
      soon(() => {
        void printing.enqueue(of, 'customer', printerFree)
        if (copies === 'customer-and-merchant') void printing.enqueue(of, 'merchant', printerFree)
      })
    },
    faces: (of, receiptFor, shownAgain) => {
      // What was printed by the system nobody has counted: of a sale shown again it may be a second paper.
      const printed = address === undefined ? 1 : journal.copies(of, receiptFor)
      const edition = { for: receiptFor, copy: shownAgain ? printed : 0, printedAt: clock.now().at }
      const receipt = founded(issueReceipt(journal, settings, of, edition))
      return receipt && { svg: svgFace(receipt, columns, press.look), text: textFace(receipt, columns) }
    },
    close: async () => {
      const stopWaiting = clock.after(lastPaperMs, () => void parts.printer.close())
      await closePrinting()
      stopWaiting()
      await parts.printer.close()
    },
  }
}
