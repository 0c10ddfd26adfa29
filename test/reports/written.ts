import { createHash } from 'node:crypto'
import type { Day } from '../../main/domain/time.ts'
import type { Journal } from '../../main/journal/journal.ts'
import type { Workbook, WorkbookCell } from '../../main/ports.ts'
import { exportParts, type ExportEnd, type ExportInput } from '../../main/reports/exports.node.ts'
import { nothingMatched, type Matched } from '../../main/reports/matched.ts'
import { writeWorkbook } from '../../main/reports/workbook.node.ts'
import { settingsSchema, type Settings } from '../../main/settings.ts'

/** In the thread of the test: what the thread of its own makes is proved with the command line. */
export const openWorkbookHere = (): Workbook => {
  const sheets = new Map<string, (readonly WorkbookCell[])[]>()
  return {
    add: (sheet, rows) => {
      const known = sheets.get(sheet)
      if (known === undefined) sheets.set(sheet, [...rows])
      else known.push(...rows)
    },
    finish: () => writeWorkbook(sheets),
    drop: () => undefined,
  }
}

export const shopSettings = (more: Record<string, unknown> = {}): Settings =>
  settingsSchema.parse({ currency: 'EUR', till: 'T03', ...more })

export interface Wanted extends Pick<ExportInput, 'what' | 'format'> {
  readonly from: string
  readonly to?: string
}
export interface Written {
  readonly bytes: Buffer
  readonly text: string
  readonly end: ExportEnd
}

/** One export as a whole file. */
export const written = async (
  journal: Journal,
  settings: Settings,
  wanted: Wanted,
  matched: Matched = nothingMatched,
): Promise<Written> => {
  const { what, format, from, to = from } = wanted
  const source = { journal, settings, matched, pause: () => undefined, openWorkbook: openWorkbookHere }
  const made = exportParts(source, { what, format, from: from as Day, to: to as Day })
  const parts: Uint8Array[] = []
  for (;;) {
    const next = await made.next()
    if (next.done === true) {
      const bytes = Buffer.concat(parts)
      const end = next.value
      if (end.ok) {
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        if (end.sha256 !== sha256 || end.bytes !== bytes.length) throw new Error('it is not what it says')
      }
      return { bytes, text: bytes.toString('utf8'), end }
    }
    parts.push(next.value.bytes)
  }
}

export type Fields = Readonly<Record<string, string | number | null>>

/** The lines of an export, read back from JSON lines. */
export const writtenLines = async (
  journal: Journal,
  settings: Settings,
  wanted: Omit<Wanted, 'format'>,
  matched?: Matched,
): Promise<readonly Fields[]> =>
  (await written(journal, settings, { ...wanted, format: 'jsonl' }, matched)).text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Fields)

/** Minor units of an amount in major units, by the decimals that it is written with; 0 for none. */
export const minorOf = (amount: string | number | null | undefined): number => {
  if (typeof amount !== 'string' || amount === '') return 0
  if (!/^-?\d+(?:\.\d\d)?$/.test(amount)) throw new Error(`${amount} is not an amount`)
  return Number(amount.replace('.', ''))
}
