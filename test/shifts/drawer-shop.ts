import { noDrawer } from '../../drivers/drawer/none.ts'
import { noPrinter } from '../../drivers/printer/none.ts'
import type { EntryBody } from '../../main/domain/entry.ts'
import { instant, type Moment } from '../../main/domain/time.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import type { Journal } from '../../main/journal/journal.ts'
import type { Storage } from '../../main/journal/storage.node.ts'
import type { Clock, Drawer, Printer } from '../../main/ports.ts'
import { createPaper, type Paper } from '../../main/paper.ts'
import { settingsSchema } from '../../main/settings.ts'
import { createShifts, type Shifts } from '../../main/shifts/shifts.ts'
import { createClosingSigner } from '../../main/shifts/signer.node.ts'
import { opening, type DataFolder } from '../journal/shop.ts'

/** Keys of tests, worth nothing. */
export const testKey = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIKDDy1D5J+e0hOUJyqJKzEM0sMzGDQFDwrrK3XpWSQ+L
-----END PRIVATE KEY-----`
export const otherKey = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIP7l1cZ4eCNd3Ww0m0m8k7uG1oHqvEoAt7ZcYg8bq0nT
-----END PRIVATE KEY-----`

export interface DrawerShop {
  readonly shifts: Shifts
  readonly desk: Shifts['desk']
  readonly paper: Paper
  readonly journal: Journal
  /** A change of a payment or whatever else the rest of a till writes. */
  readonly write: (...bodies: readonly EntryBody[]) => void
  /** Faults that the desk reported. */
  readonly faults: unknown[]
  readonly changes: () => number
  readonly setSelling: (isSelling: boolean) => void
  readonly setOperator: (name: string) => void
  /** Somebody sets the wall clock on by so many milliseconds, or back. */
  readonly setClock: (byMs: number) => void
  /** Closes the journal and opens it again, as the next process would. */
  readonly restart: () => void
  readonly close: () => void
}

export interface DrawerShopOptions {
  readonly settings?: Record<string, unknown>
  readonly drawer?: Drawer
  readonly printer?: Printer
  readonly key?: string
  /** Timers; without it none ever rings. */
  readonly after?: Clock['after']
  /** Another disk than the machine's own. */
  readonly storage?: Storage
  /** Stands between the desk and its journal. */
  readonly journal?: (real: Journal) => Journal
}

/** The desk of the drawer on a real journal file, with a clock that goes on by one second at every look. */
export const openDrawerShop = (
  files: Omit<DataFolder, 'folder'>,
  options: DrawerShopOptions = {},
): DrawerShop => {
  let second = 0
  let setByMs = 0
  const now = (): Moment => {
    second += 1
    return { at: instant(1_795_000_000_000 + setByMs + second * 1000), mono: 1000 + second * 1000 }
  }
  const clock: Clock = { now, after: options.after ?? (() => () => undefined) }
  const faults: unknown[] = []
  let changes = 0
  let isSelling = true
  let operator = 'Lena'

  const open = (): { readonly shifts: Shifts; readonly journal: Journal; readonly paper: Paper } => {
    const real = openJournal({
      ...opening(files),
      ...(options.storage === undefined ? {} : { storage: options.storage }),
    })
    const journal = options.journal?.(real) ?? real
    const signer = createClosingSigner(options.key ?? testKey)
    const parts = {
      settings: settingsSchema.parse({ currency: 'EUR', till: 'T03', ...options.settings }),
      journal,
      clock,
      printer: options.printer ?? noPrinter,
      operator: () => operator,
      changed: () => void (changes += 1),
    }
    const paper = createPaper({ ...parts, guard: { mayCallPaid: () => true }, sha256: signer.sha256 })
    const shifts = createShifts({
      ...parts,
      ...paper,
      drawer: options.drawer ?? noDrawer,
      signer,
      onSold: () => undefined,
      pdf: () => Promise.reject(new Error('no letters here')),
      isSelling: () => isSelling,
      onFault: (fault) => faults.push(fault),
    })
    return { shifts, journal, paper }
  }
  let opened = open()
  return {
    get shifts() {
      return opened.shifts
    },
    get desk() {
      return opened.shifts.desk
    },
    get paper() {
      return opened.paper
    },
    get journal() {
      return opened.journal
    },
    write: (...bodies) => {
      opened.journal.append({ now: now(), operator }, ...bodies)
    },
    faults,
    changes: () => changes,
    setSelling: (value) => (isSelling = value),
    setOperator: (name) => (operator = name),
    setClock: (byMs) => void (setByMs += byMs),
    restart: () => {
      opened.journal.close()
      opened = open()
    },
    close: () => opened.journal.close(),
  }
}

/** The value of an answer that must be there. */
export const done = <T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!answer.ok) throw new Error(`refused: ${String(answer.error)}`)
  return answer.value
}
