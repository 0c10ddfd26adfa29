/** What a caller can act on is returned; what it cannot act on is thrown. */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error })

declare const brand: unique symbol
/** A `T` that only the one function that checks it can make. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }
