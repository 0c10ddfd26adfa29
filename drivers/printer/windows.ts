import { err, ok, type Result } from '../../main/domain/result.ts'
import type { PrintFault } from '../../main/ports.ts'
import type { JobState, Spooler } from './spooler.ts'
import type { PrinterHandle, Winspool } from './winspool.ts'

/** Bits of `JOB_STATUS_…` in winspool.h. */
const jobBits = {
  error: 0x2,
  deleting: 0x4,
  offline: 0x20,
  paperOut: 0x40,
  printed: 0x80,
  deleted: 0x100,
  complete: 0x1000,
} as const
/** Bits of `PRINTER_STATUS_…`. */
const printerBits = {
  paused: 0x1,
  error: 0x2,
  jam: 0x8,
  paperOut: 0x10,
  paperProblem: 0x40,
  offline: 0x80,
  notAvailable: 0x1000,
  userIntervention: 0x10_0000,
  doorOpen: 0x40_0000,
} as const
/** `PRINTER_ATTRIBUTE_WORK_OFFLINE`: how Windows shows most printers that are off or unplugged. */
const workOffline = 0x400

const has = (bits: number, ...wanted: readonly number[]): boolean => wanted.some((bit) => (bits & bit) !== 0)

/** The fault in what Windows knows of a printer, the cause before the symptom. */
export const faultInStatus = (status: number, attributes: number): PrintFault | undefined => {
  const bits = printerBits
  if (has(status, bits.doorOpen)) return 'cover-open'
  if (has(status, bits.paperOut, bits.paperProblem, bits.jam)) return 'paper-out'
  return has(status, bits.offline, bits.notAvailable, bits.error, bits.userIntervention) ||
    has(attributes, workOffline)
    ? 'offline'
    : undefined
}

/**
 * Windows' spooler. It forgets a job when it is printed, and when somebody deletes it. To tell one from the other it is
 * told to keep the printed one, which is let go when that was seen: then a job that is gone was not printed. Queues of
 * other makers' servers (Samba) do not know that command; of theirs, a job that is gone counts as printed.
 */
export const createWindowsSpooler = (name: string, load: () => Promise<Winspool>): Spooler => {
  const kept = new Set<string>()
  /** By the numbers that the spooler gave them, which it gives again. */
  const lost = new Set<string>()

  const withPrinter = async <T>(
    work: (winspool: Winspool, printer: PrinterHandle) => Promise<T>,
    otherwise: (fault: PrintFault) => T,
  ): Promise<T> => {
    const winspool = await load().catch(() => undefined)
    if (winspool === undefined) return otherwise('offline')
    const printer = await winspool.openPrinter(name)
    if (printer === undefined) {
      const there = await winspool.printers()
      if (there === undefined) return otherwise('offline')
      const isThere = there.some((each) => each.toLowerCase() === name.toLowerCase())
      return otherwise(isThere ? 'no-access' : 'unknown-printer')
    }
    try {
      return await work(winspool, printer)
    } finally {
      await winspool.closePrinter(printer)
    }
  }

  const hand = async (
    winspool: Winspool,
    printer: PrinterHandle,
    bytes: Uint8Array,
  ): Promise<Result<string, PrintFault>> => {
    const job = await winspool.startDoc(printer, 'receipt')
    if (job === undefined) return err('offline')
    const id = String(job)
    lost.delete(id)
    const isHeld = await winspool.setJob(printer, job, 'pause')
    let isWhole = isHeld === true
    for (let from = 0; isWhole && from < bytes.length;) {
      const taken = await winspool.write(printer, bytes.subarray(from))
      isWhole = taken !== undefined && taken > 0
      from += taken ?? 0
    }
    // A part of a receipt must not be printed: what was not taken whole is deleted while it is still held.
    if (!isWhole) await winspool.setJob(printer, job, 'delete')
    const isEnded = await winspool.endDoc(printer)
    if (!isWhole || isEnded !== true) return err('offline')
    if ((await winspool.setJob(printer, job, 'retain')) === true) kept.add(id)
    else kept.delete(id)
    return ok(id)
  }

  const lose = (id: string): JobState => {
    kept.delete(id)
    lost.add(id)
    return 'failed'
  }
  const look = async (winspool: Winspool, printer: PrinterHandle, id: string): Promise<JobState> => {
    const bits = await winspool.jobStatus(printer, Number(id))
    const isKept = kept.has(id)
    if (bits === undefined) return isKept ? lose(id) : 'printed'
    const isPrinted = has(bits, jobBits.printed, jobBits.complete)
    // One that is not kept is printed first and deleted then, by the spooler itself.
    if (has(bits, jobBits.deleting, jobBits.deleted) && (isKept || !isPrinted)) return lose(id)
    if (isPrinted) {
      if (isKept && (await winspool.setJob(printer, Number(id), 'release')) === true) kept.delete(id)
      return 'printed'
    }
    if (has(bits, jobBits.paperOut)) return 'paper-out'
    return has(bits, jobBits.offline, jobBits.error) ? 'offline' : 'on-its-way'
  }

  return {
    state: () =>
      withPrinter<Awaited<ReturnType<Spooler['state']>>>(
        async (winspool, printer) => {
          const found = await winspool.printerStatus(printer)
          if (found === undefined || has(found.status, printerBits.paused)) return { refuses: 'offline' }
          const fault = faultInStatus(found.status, found.attributes)
          return fault === undefined ? {} : { said: fault }
        },
        (fault) => ({ refuses: fault }),
      ),
    submit: (job) =>
      withPrinter<Result<string, PrintFault>>(
        (winspool, printer) => hand(winspool, printer, job),
        (fault) => err(fault),
      ),
    release: (id) =>
      withPrinter(
        async (winspool, printer) => (await winspool.setJob(printer, Number(id), 'resume')) === true,
        () => false,
      ),
    job: (id) =>
      lost.has(id)
        ? Promise.resolve('failed')
        : withPrinter<JobState>(
            (winspool, printer) => look(winspool, printer, id),
            () => 'no-word',
          ),
    cancel: (id) =>
      withPrinter(
        async (winspool, printer) => {
          // One that was printed meanwhile is still there, and its deletion would look like one that was not.
          if ((await look(winspool, printer, id)) === 'printed') return
          if ((await winspool.setJob(printer, Number(id), 'delete')) === true) lose(id)
        },
        () => undefined,
      ),
  }
}
