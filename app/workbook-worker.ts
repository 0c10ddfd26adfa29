import { parentPort } from 'node:worker_threads'
import type { WorkbookCell } from '../main/ports.ts'
import { writeWorkbook } from '../main/reports/workbook.node.ts'
import { giveWay } from './give-way.ts'

/** The next rows of a sheet, or the word that there are no more. */
export type WorkbookMessage =
  { readonly sheet: string; readonly rows: readonly (readonly WorkbookCell[])[] } | 'finish'
export type WorkbookAnswer =
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly fault: string }

giveWay()
const sheets = new Map<string, (readonly WorkbookCell[])[]>()
const answer = (message: WorkbookAnswer): void => parentPort?.postMessage(message, [])

parentPort?.on('message', (message: WorkbookMessage) => {
  if (message !== 'finish') {
    const known = sheets.get(message.sheet)
    if (known === undefined) sheets.set(message.sheet, [...message.rows])
    else known.push(...message.rows)
    return
  }
  writeWorkbook(sheets).then(
    (bytes) => answer({ ok: true, bytes }),
    (fault: unknown) => answer({ ok: false, fault: fault instanceof Error ? fault.message : String(fault) }),
  )
})
