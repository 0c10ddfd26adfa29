/**
 * The few functions of Windows' print spooler that a receipt needs (winspool.drv), each under its own name, none of them
 * holding up the till while the spooler thinks. A call that Windows refuses gives `undefined`.
 */
export interface Winspool {
  readonly openPrinter: (name: string) => Promise<PrinterHandle | undefined>
  /** Begins a document of raw bytes, and gives the number of its job. */
  readonly startDoc: (printer: PrinterHandle, title: string) => Promise<number | undefined>
  readonly write: (printer: PrinterHandle, bytes: Uint8Array) => Promise<number | undefined>
  readonly endDoc: (printer: PrinterHandle) => Promise<true | undefined>
  readonly setJob: (printer: PrinterHandle, job: number, command: JobCommand) => Promise<true | undefined>
  /** `JOB_STATUS_…` bits; `undefined` when there is no such job (any more). */
  readonly jobStatus: (printer: PrinterHandle, job: number) => Promise<number | undefined>
  /** `PRINTER_STATUS_…` and `PRINTER_ATTRIBUTE_…` bits. */
  readonly printerStatus: (
    printer: PrinterHandle,
  ) => Promise<{ readonly status: number; readonly attributes: number } | undefined>
  /** Names of the printers of this machine and of those it is connected to; `undefined` when no spooler runs. */
  readonly printers: () => Promise<readonly string[] | undefined>
  readonly closePrinter: (printer: PrinterHandle) => Promise<void>
}
export type PrinterHandle = object | bigint | number
/** `retain`: it stays in the queue when it is printed. `release` ends that, and takes it out, printed or not. */
export type JobCommand = 'pause' | 'resume' | 'delete' | 'retain' | 'release'
