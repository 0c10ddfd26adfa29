import { z } from 'zod'
import { isDay, type Day } from '../domain/time.ts'

/** A day that exists, `2026-03-02`: one that does not is refused before anything looks for it or keeps it. */
export const day = z.string().refine(isDay, 'a day that exists, such as 2026-03-02') as unknown as z.ZodType<
  Day,
  string
>
