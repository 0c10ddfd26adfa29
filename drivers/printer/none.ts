import { err } from '../../main/domain/result.ts'
import type { Printer } from '../../main/ports.ts'

/** The printer of a till that has none: every job is refused by name, and kept by the queue. */
export const noPrinter: Printer = {
  print: () => Promise.resolve(err('not-configured')),
  close: () => Promise.resolve(),
}
