import type { Cause, Check } from '../domain/diagnosis.ts'

/** What one check comes to by itself: a cause, or that it is well. `undefined`: it was not measured. */
export type Judged =
  | {
      readonly cause?: Cause
      readonly values?: Readonly<Record<string, string>>
      readonly detail?: string
      /** It fails because of something else that is wrong. */
      readonly behind?: Check
    }
  | undefined
