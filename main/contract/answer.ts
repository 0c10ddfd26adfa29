import { z } from 'zod'

export type Answer<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

/** Output is made by the till and only typed; input is parsed. */
export const output = <T>() => z.custom<T>()
