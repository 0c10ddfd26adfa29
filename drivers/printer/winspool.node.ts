import type * as Koffi from 'koffi'
import type { JobCommand, PrinterHandle, Winspool } from './winspool.ts'

type KoffiFunction = ReturnType<Koffi.LibraryHandle['func']>

/** `JOB_CONTROL_…` of winspool.h. */
const jobControls: Readonly<Record<JobCommand, number>> = {
  pause: 1,
  resume: 2,
  delete: 5,
  retain: 8,
  release: 9,
}
/** `PRINTER_ENUM_LOCAL | PRINTER_ENUM_CONNECTIONS` */
const everyPrinter = 2 | 4
/** More than any answer of the spooler about one printer or job, and than a list of hundreds of printers. */
const answerBytes = 1 << 17

export type WinspoolLibrary = Pick<Koffi.LibraryHandle, 'func'>

const calling =
  (called: KoffiFunction) =>
  (...args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve) => {
      called.async(...args, (fault: unknown, result: unknown) => resolve(fault ? undefined : result))
    })

/** Binds the functions of a loaded winspool.drv. */
export const bindWinspool = (
  koffi: Pick<typeof Koffi, 'struct' | 'out' | 'pointer' | 'decode'>,
  library: WinspoolLibrary,
): Winspool => {
  const docInfo = koffi.struct({ pDocName: 'str16', pOutputFile: 'str16', pDatatype: 'str16' })
  const jobInfo1 = koffi.struct({
    JobId: 'uint32',
    pPrinterName: 'void *',
    pMachineName: 'void *',
    pUserName: 'void *',
    pDocument: 'void *',
    pDatatype: 'void *',
    pStatus: 'void *',
    Status: 'uint32',
  })
  const thirteenPointers = Object.fromEntries(
    Array.from({ length: 13 }, (_, index) => [`pointer${index}`, 'void *']),
  )
  /** Thirteen texts and settings that are not wanted stand before the numbers. */
  const printerInfo2 = koffi.struct({
    ...thirteenPointers,
    Attributes: 'uint32',
    Priority: 'uint32',
    DefaultPriority: 'uint32',
    StartTime: 'uint32',
    UntilTime: 'uint32',
    Status: 'uint32',
  })
  const printerInfo4 = koffi.struct({ pPrinterName: 'str16', pServerName: 'str16', Attributes: 'uint32' })
  const handle = 'void *'
  const number = koffi.out(koffi.pointer('uint32'))
  const bind = (name: string, result: string, args: Parameters<WinspoolLibrary['func']>[3]) =>
    calling(library.func('__stdcall', name, result, args))

  const openPrinter = bind('OpenPrinterW', 'bool', ['str16', koffi.out(koffi.pointer(handle)), handle])
  const startDoc = bind('StartDocPrinterW', 'uint32', [handle, 'uint32', koffi.pointer(docInfo)])
  const write = bind('WritePrinter', 'bool', [handle, 'void *', 'uint32', number])
  const endDoc = bind('EndDocPrinter', 'bool', [handle])
  const setJob = bind('SetJobW', 'bool', [handle, 'uint32', 'uint32', 'void *', 'uint32'])
  const getJob = bind('GetJobW', 'bool', [handle, 'uint32', 'uint32', 'void *', 'uint32', number])
  const getPrinter = bind('GetPrinterW', 'bool', [handle, 'uint32', 'void *', 'uint32', number])
  const enumPrinters = bind('EnumPrintersW', 'bool', [
    'uint32',
    'str16',
    'uint32',
    'void *',
    'uint32',
    number,
    number,
  ])
  const closePrinter = bind('ClosePrinter', 'bool', [handle])

  const isDone = async (called: Promise<unknown>): Promise<true | undefined> =>
    (await called) === true ? true : undefined
  /** The number of that name in an answer. Its place is the compiler's, which differs between 32 and 64 bits. */
  const numberIn = (answer: Buffer, type: Koffi.TypeObject, name: string): number =>
    answer.readUInt32LE(type.members?.[name]?.offset ?? 0)

  return {
    openPrinter: async (name) => {
      const opened: [PrinterHandle | null] = [null]
      return (await openPrinter(name, opened, null)) === true && opened[0] !== null ? opened[0] : undefined
    },
    startDoc: async (printer, title) => {
      const job = await startDoc(printer, 1, { pDocName: title, pOutputFile: null, pDatatype: 'RAW' })
      return typeof job === 'number' && job > 0 ? job : undefined
    },
    write: async (printer, bytes) => {
      const taken: [number] = [0]
      return (await write(printer, bytes, bytes.length, taken)) === true ? taken[0] : undefined
    },
    endDoc: (printer) => isDone(endDoc(printer)),
    setJob: (printer, job, command) => isDone(setJob(printer, job, 0, null, jobControls[command])),
    jobStatus: async (printer, job) => {
      const answer = Buffer.alloc(answerBytes)
      const found = await getJob(printer, job, 1, answer, answer.length, [0])
      return found === true ? numberIn(answer, jobInfo1, 'Status') : undefined
    },
    printerStatus: async (printer) => {
      const answer = Buffer.alloc(answerBytes)
      if ((await getPrinter(printer, 2, answer, answer.length, [0])) !== true) return undefined
      return {
        status: numberIn(answer, printerInfo2, 'Status'),
        attributes: numberIn(answer, printerInfo2, 'Attributes'),
      }
    },
    printers: async () => {
      const answer = Buffer.alloc(answerBytes)
      const count: [number] = [0]
      const listed = await enumPrinters(everyPrinter, null, 4, answer, answer.length, [0], count)
      if (listed !== true) return undefined
      return Array.from({ length: count[0] }, (_, index) => {
        const { pPrinterName } = koffi.decode(answer, index * printerInfo4.size, printerInfo4) as {
          readonly pPrinterName: string | null
        }
        return pPrinterName ?? ''
      })
    },
    closePrinter: async (printer) => {
      await closePrinter(printer)
    },
  }
}

let loaded: Promise<Winspool> | undefined
/** The spooler of this machine. Rejects where there is no Windows. */
export const loadWinspool = (): Promise<Winspool> =>
  (loaded ??= import('koffi').then(({ default: koffi }) => bindWinspool(koffi, koffi.load('winspool.drv'))))
