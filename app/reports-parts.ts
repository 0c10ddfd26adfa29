import { dirname } from 'node:path'
import type { Mode } from '../main/domain/ids.ts'
import type { OpenReports } from '../main/reports/inside.ts'
import { createReports } from '../main/reports/reports.node.ts'
import type { DataFolder } from './data-folder.ts'
import { keptFiles } from './kept-files.ts'
import { matchedFiles } from './matched-files.ts'
import { openWorkbook } from './workbook.ts'

/** Figures, exports and purges of a till whose files lie in this folder. */
export const reportsIn =
  (folder: DataFolder, mode: Mode): OpenReports =>
  (inside) => {
    const shelf = folder.providerFiles(mode)
    return createReports({
      ...inside,
      openWorkbook,
      files: keptFiles({ shelf, logs: dirname(folder.log) }),
      matched: matchedFiles({ ...inside, shelf }),
    })
  }
