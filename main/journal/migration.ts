/**
 * A step from one version of the file to the next. Once shipped its SQL is never edited: a till in the field has run
 * it. What it did wrong is put right by the next one.
 */
export interface Migration {
  /** `user_version` of the file after it. */
  readonly version: number
  readonly sql: string
}
