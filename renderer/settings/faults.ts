import { ORPCError } from '@orpc/client'
import type { SettingsFault } from '../../main/settings.ts'

interface Issue {
  readonly message: string
  readonly path: readonly unknown[]
}
const isIssue = (value: unknown): value is Issue =>
  typeof value === 'object' &&
  value !== null &&
  'message' in value &&
  typeof value.message === 'string' &&
  'path' in value &&
  Array.isArray(value.path)

/**
 * The fields that the till's door refused. Settings that do not even parse never reach the till itself, which answers
 * with faults of its own; both look the same to the person who mends them. `undefined`: it was no refusal.
 */
export const faultsOf = (refusal: unknown): readonly SettingsFault[] | undefined => {
  if (!(refusal instanceof ORPCError) || refusal.code !== 'BAD_REQUEST') return undefined
  const data: unknown = refusal.data
  const issues =
    typeof data === 'object' && data !== null && 'issues' in data && Array.isArray(data.issues)
      ? data.issues
      : []
  return issues.filter(isIssue).map(({ message, path }) => ({
    field: path
      .map((key) => (typeof key === 'object' && key !== null && 'key' in key ? String(key.key) : String(key)))
      .filter((key, index) => !(index === 0 && key === 'settings'))
      .join('.'),
    message,
  }))
}
