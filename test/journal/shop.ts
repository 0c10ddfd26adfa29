import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { instant } from '../../main/domain/time.ts'
import { openJournal, type OpenJournal } from '../../main/journal/journal.node.ts'
import type { Journal } from '../../main/journal/journal.ts'

/** A data folder of a till, on the real disk, gone after the test. */
export interface DataFolder {
  readonly folder: string
  readonly file: string
  readonly witnessFile: string
}
export const dataFolder = (): DataFolder => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return {
    folder,
    file: join(folder, 'data', 'journal.db'),
    witnessFile: join(folder, 'witness', 'head.log'),
  }
}

export const opening = ({ file, witnessFile }: Omit<DataFolder, 'folder'>): OpenJournal => ({
  file,
  witnessFile,
  till: 'Kasse 1 前台',
  mode: 'training',
  version: '0.1.0',
  installation: { chance: { digits: (length) => '123456789'.slice(0, length) } },
  now: { at: instant(1_795_000_000_000), mono: 1000 },
})

/** Opens the journal and closes it after the test, if the test has not. */
export const openIn = (files: Omit<DataFolder, 'folder'>, more: Partial<OpenJournal> = {}): Journal => {
  const journal = openJournal({ ...opening(files), ...more })
  onTestFinished(() => journal.close())
  return journal
}
