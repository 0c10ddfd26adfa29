import type { Migration } from './migration.ts'
import { journalMigration } from './migrations/001-journal.ts'
import { newestOfKindMigration } from './migrations/002-newest-of-kind.ts'
import { newestOfSubjectMigration } from './migrations/003-newest-of-subject.ts'

/** `Spot` in ASCII: what `file` and SQLite call the application id of this kind of file. */
export const applicationId = 0x53_70_6f_74

/** In order, numbered from 1 without gaps. */
export const migrations: readonly Migration[] = [
  journalMigration,
  newestOfKindMigration,
  newestOfSubjectMigration,
]
export const newestVersion = migrations.length
