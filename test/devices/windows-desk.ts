import koffi from 'koffi'
import { expect, onTestFinished } from 'vitest'
import { createSpooledPrinter } from '../../drivers/printer/spooler.ts'
import { createWindowsSpooler } from '../../drivers/printer/windows.ts'
import { bindWinspool, type WinspoolLibrary } from '../../drivers/printer/winspool.node.ts'

/**
 * There is no Windows here. Tried is what the till does with the answers of its spooler, and, with the real `koffi`,
 * that each function is bound and called as winspool.h has it; the functions themselves are stand-ins.
 */
export interface WindowsDesk {
  /** Jobs that the spooler has, by number. */
  readonly jobs: Map<number, { bytes: number[]; isPaused: boolean; isRetained: boolean; status: number }>
  printed: Uint8Array[]
  status: number
  attributes: number
  /** Bytes that one call of WritePrinter takes. */
  takes: number
  isRunning: boolean
  /** It keeps printed jobs that it is told to keep; Samba's does not know that command. */
  retains: boolean
}
type Call = readonly unknown[]

export const startSpooler = () => {
  const desk: WindowsDesk = {
    jobs: new Map(),
    printed: [],
    status: 0,
    attributes: 0,
    takes: Number.POSITIVE_INFINITY,
    isRunning: true,
    retains: true,
  }
  const calls: Call[] = []
  const bound: Call[] = []
  let last = 0
  const work = (number: number): void => {
    const job = desk.jobs.get(number)
    if (job === undefined || job.isPaused || desk.status !== 0 || desk.attributes !== 0) return
    // What it only keeps in its list is printed, and not printed again.
    if ((job.status & 0x80) !== 0) return
    if (job.isRetained) job.status |= 0x80
    else desk.jobs.delete(number)
    desk.printed.push(Uint8Array.from(job.bytes))
  }
  const set = (place: unknown, value: unknown): void => {
    ;(place as unknown[])[0] = value
  }
  const functions: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    OpenPrinterW: (name, handle) => {
      if (!desk.isRunning || name !== 'Receipts') return false
      set(handle, 7n)
      return true
    },
    StartDocPrinterW: (_, __, document) => {
      expect(document).toMatchObject({ pOutputFile: null, pDatatype: 'RAW' })
      desk.jobs.set((last += 1), { bytes: [], isPaused: false, isRetained: false, status: 0 })
      return last
    },
    WritePrinter: (_, bytes, length, taken) => {
      const some = (bytes as Uint8Array).subarray(0, Math.min(Number(length), desk.takes))
      desk.jobs.get(last)?.bytes.push(...some)
      set(taken, some.length)
      return some.length > 0
    },
    EndDocPrinter: () => {
      work(last)
      return true
    },
    SetJobW: (_, number, __, ___, command) => {
      const job = desk.jobs.get(Number(number))
      if (job === undefined) return false
      if (command === 8) {
        job.isRetained = desk.retains
        job.status |= desk.retains ? 0x2000 : 0
        return desk.retains
      }
      if (command === 9 && !job.isRetained) return false
      if (command === 5 || command === 9) desk.jobs.delete(Number(number))
      else job.isPaused = command === 1
      if (command === 2) setTimeout(() => work(Number(number)), 20)
      return true
    },
    GetJobW: (_, number, level, answer) => {
      const job = desk.jobs.get(Number(number))
      expect(level).toBe(1)
      // JOB_INFO_1W on 64 bits: the number, six pointers, then the state.
      if (job !== undefined) (answer as Buffer).writeUInt32LE(job.status, 56)
      return job !== undefined
    },
    GetPrinterW: (_, level, answer) => {
      expect(level).toBe(2)
      // PRINTER_INFO_2W on 64 bits: thirteen pointers, then six numbers, of which these are the first and the last.
      ;(answer as Buffer).writeUInt32LE(desk.attributes, 104)
      ;(answer as Buffer).writeUInt32LE(desk.status, 124)
      return true
    },
    EnumPrintersW: (_, __, level, answer, ___, ____, count) => {
      if (!desk.isRunning) return false
      expect(level).toBe(4)
      const buffer = answer as Buffer
      // PRINTER_INFO_4W: two pointers and a number, filled up to 24 bytes; the names stand behind.
      for (const [index, name] of ['Receipts', 'Büro 打印机'].entries()) {
        const at = 1000 + index * 100
        buffer.write(`${name}\0`, at, 'utf16le')
        buffer.writeBigUInt64LE(koffi.address(buffer) + BigInt(at), index * 24)
      }
      set(count, 2)
      return true
    },
    ClosePrinter: () => true,
  }
  const library: WinspoolLibrary = {
    func: ((...definition: Call) => {
      bound.push(definition)
      const name = String(definition[1])
      const called = functions[name]
      return Object.assign(() => undefined, {
        async: (...args: unknown[]) => {
          const answer = args.pop() as (fault: unknown, result: unknown) => void
          calls.push([name, ...args])
          setImmediate(() => answer(null, called?.(...args)))
        },
      })
    }) as unknown as WinspoolLibrary['func'],
  }
  const winspool = bindWinspool(koffi, library)
  const printerNamed = (name: string) => {
    const printer = createSpooledPrinter(
      createWindowsSpooler(name, () => Promise.resolve(winspool)),
      { pollMs: 10, faultMs: 60, finishMs: 1000 },
    )
    onTestFinished(printer.close)
    return printer
  }
  /** Prints what waits, as the queue does when there is paper again. */
  const workOn = (): void => [...desk.jobs.keys()].forEach(work)
  return { desk, workOn, calls, bound, winspool, printer: printerNamed('Receipts'), printerNamed }
}
