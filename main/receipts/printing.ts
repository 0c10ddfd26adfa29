import type { PrintJob, ReceiptFor, ReceiptKind } from '../domain/entry.ts'
import { closingOfPaper, isCashId, isPaymentId, type PrintedId, type RefundId } from '../domain/ids.ts'
import { err, ok, type Result } from '../domain/result.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock, PrintFault, Printer } from '../ports.ts'
import { findCash } from './cash-record.ts'

/**
 * The print queue. Its jobs live in the journal, so that a power cut loses none, and it works by itself, so that no
 * printer can hold up or break a sale: nothing here throws into its caller, and no promise of it rejects.
 *
 * A paper cannot be printed exactly once: between the last byte and the word that it was printed, anything may
 * happen. Chosen is *no second original*. A job that may have come out, in whole or in part, is offered again as a
 * copy and says so on its face; a job of which no byte left is offered again as what it was. Nothing prints by
 * itself after a failure, because a person must look at the paper first.
 */
export interface PrintQueueParts {
  readonly journal: Journal
  readonly printer: Printer
  readonly clock: Clock
  /** Bytes of the receipt as it stands now; `undefined` when the journal does not know it. */
  readonly render: (job: PrintJob) => Promise<Uint8Array> | Uint8Array | undefined
  /** Who stands at the till, for the journal. */
  readonly operator: () => string
  /** Something in the list of jobs is different now, or the journal takes none any more. Must not throw. */
  readonly changed?: () => void
}

export type PrintAnswer<Unknown extends string> = Promise<Result<void, Unknown | PrintFault>>
export interface PrintQueue {
  /**
   * Writes the job down at once and prints it after those before it, and not before `printerFree`, which must not reject;
   * a drawer that never answers keeps no receipt. The answer may be left unawaited.
   */
  readonly enqueue: (
    of: PrintedId,
    receiptFor: ReceiptFor,
    printerFree?: Promise<unknown>,
  ) => PrintAnswer<'unknown-payment'>
  /** Prints a job that failed. */
  readonly retry: (number: number) => PrintAnswer<'unknown-job'>
  /** Takes a job that failed off the list. One on its way to the printer is not called back. */
  readonly drop: (number: number) => void
  /** Ends after the job in the printer; those behind it are kept as failed. The printer stays its owner's. */
  readonly close: () => Promise<void>
}

/** What a paper is of; `undefined` when the books do not have it. */
const kindOf = (journal: Journal, of: PrintedId): ReceiptKind | undefined => {
  if (isPaymentId(of)) return journal.payment(of) && 'payment'
  if (isCashId(of)) {
    const cash = findCash(journal, of)
    return cash && (cash.body.kind === 'cash-sold' ? 'cash-sale' : 'cash-refund')
  }
  const closing = closingOfPaper(of)
  if (closing !== undefined) return journal.newest('day-closed', String(closing)) && 'closing'
  return journal.refund(of as RefundId) && 'refund'
}

/** For the drawer, whose line the printer may share, milliseconds: longer than one that works takes to spring open. */
const drawerMsMax = 8000

/** `render` broke: a mistake of ours, which must not take the sale with it. */
const notPrintable = 'not-printable'

export const createPrinting = (parts: PrintQueueParts): PrintQueue => {
  const { journal, printer, clock } = parts
  let last = journal.lastPrintJob()
  let line: Promise<unknown> = Promise.resolve()
  let closed = false
  let stopWaiting = (): void => {}
  const closing = new Promise<void>((resolve) => (stopWaiting = resolve))
  const untilFree = async (printerFree: Promise<unknown>): Promise<void> => {
    let callOff = (): void => {}
    const tooLong = new Promise<void>((resolve) => (callOff = clock.after(drawerMsMax, resolve)))
    await Promise.race([printerFree, tooLong, closing])
    callOff()
  }

  /**
   * False when the journal did not take it: then the till sells nothing and, told of it, says so itself, and a job that is
   * not written down is not printed.
   */
  const record = (job: () => PrintJob): boolean => {
    try {
      const stamp = { now: clock.now(), operator: parts.operator() }
      journal.append(stamp, { kind: 'print-changed', job: job() })
    } catch {
      parts.changed?.()
      return false
    }
    parts.changed?.()
    return true
  }

  /** The kept job bears the copy number of its next try: the same when nothing came out, else the next one. */
  const fail = (job: PrintJob, fault: string, mayHaveComeOut: boolean): void => {
    record(() => ({
      ...job,
      state: 'failed',
      fault,
      copy: mayHaveComeOut ? Math.max(job.copy + 1, journal.copies(job.of, job.for)) : job.copy,
    }))
  }

  const failed = (number: number): PrintJob | undefined => {
    try {
      return journal.printJobs(['failed']).find((job) => job.number === number)
    } catch {
      return undefined
    }
  }
  const known = (of: PrintedId): ReceiptKind | undefined => {
    try {
      return kindOf(journal, of)
    } catch {
      return undefined
    }
  }

  // The till stopped with these on their way. Which of them the printer had by then, nobody knows.
  for (const job of journal.printJobs(['queued'])) fail(job, 'interrupted', true)

  const print = async (job: PrintJob): Promise<Result<void, 'unknown-payment' | PrintFault>> => {
    if (closed) {
      fail(job, 'closed', false)
      return err('closed')
    }
    const bytes = await parts.render(job)
    if (bytes === undefined) {
      record(() => ({ ...job, state: 'given-up', fault: 'unknown-payment' }))
      return err('unknown-payment')
    }
    let begun = false
    const printed = await printer.print(bytes, () => (begun = true))
    if (printed.ok) record(() => ({ ...job, state: 'printed' }))
    else fail(job, printed.error, begun)
    return printed
  }

  /** One job at a time, in the order asked. */
  const inLine = (
    job: PrintJob,
    printerFree?: Promise<unknown>,
  ): Promise<Result<void, 'unknown-payment' | PrintFault>> => {
    const turn = line.then(async (): Promise<Result<void, 'unknown-payment' | PrintFault>> => {
      try {
        if (printerFree !== undefined) await untilFree(printerFree)
        return await print(job)
      } catch {
        // The cause is kept in the list of failed prints; an answer of its own would only reach a sale.
        fail(job, notPrintable, true)
        return err('closed')
      }
    })
    line = turn
    return turn
  }

  return {
    enqueue: async (of, receiptFor, printerFree) => {
      if (closed) return err('closed')
      const receipt = known(of)
      if (receipt === undefined) return err('unknown-payment')
      last += 1
      let job: PrintJob = { number: last, receipt, of, for: receiptFor, copy: 0, state: 'queued' }
      return record(() => (job = { ...job, copy: journal.copies(of, receiptFor) }))
        ? await inLine(job, printerFree)
        : err('closed')
    },
    retry: async (number) => {
      const kept = failed(number)
      if (kept === undefined) return err('unknown-job')
      if (closed) return err('closed')
      const { fault: _, ...rest } = kept
      const job: PrintJob = { ...rest, state: 'queued' }
      if (!record(() => job)) return err('closed')
      const answer = await inLine(job)
      if (answer.ok) return ok(undefined)
      return err(answer.error === 'unknown-payment' ? 'unknown-job' : answer.error)
    },
    drop: (number) => {
      const kept = failed(number)
      if (kept !== undefined) record(() => ({ ...kept, state: 'given-up' }))
    },
    close: async () => {
      closed = true
      stopWaiting()
      await line
    },
  }
}
