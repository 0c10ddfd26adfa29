import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileFault } from '../../../main/domain/reconciled.ts'
import type { Result } from '../../../main/domain/result.ts'
import {
  checkFile,
  linesOf,
  type CheckedFile,
  type FileExpectations,
} from '../../../main/reconciliation/files/provider-file.ts'
import type { ProviderLine } from '../../../main/reconciliation/files/line.ts'

export const account = '2088000000000011'
export const transactionName = `${account}_transaction_20260302.txt`
export const settlementName = `${account}_settlement_20260303.txt`
export const summaryName = 'settlementSummary_EUR_2026030411021040001_000.csv'
export const detailName = 'SETTLEMENT_DETAIL_202603041985500001_20260304.csv'

/** The samples of reconciliation 1.10 and 2.9, word for word. */
export const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Walks the check to its end, as the shelf does with pauses. */
export const checked = (
  name: string,
  bytes: Uint8Array,
  expected: FileExpectations = {},
): Result<CheckedFile, readonly FileFault[]> => {
  const walk = checkFile(name, bytes, expected)
  for (;;) {
    const { done, value } = walk.next()
    if (done === true) return value
  }
}

/** The file and its lines; throws when it is set apart. */
export const readGood = (
  name: string,
  bytes: Uint8Array,
  expected: FileExpectations = {},
): { readonly file: CheckedFile; readonly lines: readonly ProviderLine[] } => {
  const file = checked(name, bytes, expected)
  if (!file.ok) throw new Error(JSON.stringify(file.error))
  return { file: file.value, lines: [...linesOf(file.value, bytes, file.value.unit)] }
}
