import type { FileDifference } from '../domain/reconciled.ts'
import type { ProviderLine } from './files/line.ts'

/** How two versions of a file differ, line by line. */

const linesMax = 100
const linesPerSlice = 200

type Named = Pick<ProviderLine, 'typeText' | 'type' | 'merchantRef' | 'providerRef' | 'line'>

/** What tells one event from another in a file (reconciliation 1.6), and which of several rows of it this one is. */
const identities = (): ((line: ProviderLine) => string) => {
  const seen = new Map<string, number>()
  return ({ type, providerRef, merchantRef, batch, typeText }) => {
    const ids =
      providerRef === '' && merchantRef === '' ? `${batch} ${typeText}` : `${providerRef} ${merchantRef}`
    const identity = `${type} ${ids}`
    const count = (seen.get(identity) ?? 0) + 1
    seen.set(identity, count)
    return `${identity} ${count}`
  }
}

const textOf = ({ raw }: ProviderLine): string =>
  JSON.stringify(Object.entries(raw).map(([, cell]) => cell.trim()))

/** Pauses every few milliseconds of work. */
export const differenceOf = function* (
  before: Iterable<ProviderLine>,
  after: Iterable<ProviderLine>,
): Generator<undefined, FileDifference> {
  const old = new Map<string, { readonly text: string; readonly line: Named }>()
  const oldIdentity = identities()
  let read = 0
  for (const line of before) {
    old.set(oldIdentity(line), { text: textOf(line), line: named(line) })
    read += 1
    if (read % linesPerSlice === 0) yield
  }
  const counts = { added: 0, gone: 0, changed: 0 }
  const lines: FileDifference['lines'][number][] = []
  const note = (
    what: 'added' | 'gone' | 'changed',
    { line, typeText, merchantRef, providerRef }: Named,
  ): void => {
    counts[what] += 1
    if (lines.length < linesMax) lines.push({ what, line, type: typeText, merchantRef, providerRef })
  }
  const newIdentity = identities()
  for (const line of after) {
    const identity = newIdentity(line)
    const was = old.get(identity)
    old.delete(identity)
    if (was === undefined) note('added', line)
    else if (was.text !== textOf(line)) note('changed', line)
    read += 1
    if (read % linesPerSlice === 0) yield
  }
  for (const { line } of old.values()) note('gone', line)
  return { ...counts, lines }
}

const named = ({ line, type, typeText, merchantRef, providerRef }: ProviderLine): Named => ({
  line,
  type,
  typeText,
  merchantRef,
  providerRef,
})
