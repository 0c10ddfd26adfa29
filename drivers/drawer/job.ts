import type { Drawer, Printer } from '../../main/ports.ts'

/** A drawer behind a queue of the system: the kick is a job of its own, and nobody can be asked about the switch. */
export const createJobDrawer = (printer: Printer, pulse: Uint8Array): Drawer => ({
  open: () => printer.print(pulse),
  state: () => Promise.resolve('unknown'),
  close: () => printer.close(),
})
