import { journalMigration } from './migrations/001-journal.ts'

/**
 * A step from one version of the file to the next. Once shipped its SQL is never edited: a till in the field has run
 * it. What it did wrong is put right by the next one.
 */
export interface Migration {
  /** `user_version` of the file after it. */
  readonly version: number
  readonly sql: string
}

/** `Spot` in ASCII: what `file` and SQLite call the application id of this kind of file. */
export const applicationId = 0x53_70_6f_74

/** In order, numbered from 1 without gaps. */
export const migrations: readonly Migration[] = [journalMigration]
export const newestVersion = migrations.length
