import type { EntryBody } from '../domain/entry.ts'
import { canonicalJson } from './canonical.ts'
import type { JournalRecord } from './record.ts'
import type { Flaw, VerdictError } from './verdict.ts'

/** Every kind of entry there is. */
export const entryKinds: ReadonlySet<string> = new Set(
  Object.keys({
    'journal-opened': true,
    'till-started': true,
    'settings-changed': true,
    'payment-requested': true,
    'payment-changed': true,
    'refund-requested': true,
    'refund-changed': true,
    'discrepancy-raised': true,
    'discrepancy-seen': true,
    'print-changed': true,
    'identity-set': true,
    'till-halted': true,
    'halt-acknowledged': true,
    'operator-set': true,
    'signed-in': true,
    'signed-out': true,
    'sign-in-refused': true,
    'act-approved': true,
    'shift-opened': true,
    'cash-sold': true,
    'cash-refunded': true,
    'cash-moved': true,
    'drawer-opened': true,
    'cash-counted': true,
    'cash-explained': true,
    'day-closed': true,
    'provider-file-kept': true,
    'provider-file-quarantined': true,
    'day-reconciled': true,
    'difference-decided': true,
    'bank-credited': true,
    exported: true,
    purged: true,
  } satisfies Readonly<Record<EntryBody['kind'], true>>),
)

const flaw = (error: VerdictError, what: string): Flaw => ({ error, what })

/** The member of that name, if `value` is an object that has it. */
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
const textIn = (value: unknown, name: string, shape: RegExp): string | undefined => {
  const found = member(value, name)
  return typeof found === 'string' && shape.test(found) ? found : undefined
}
const wholeIn = (value: unknown, name: string): number | undefined => {
  const found = member(value, name)
  return typeof found === 'number' && found >= 0 ? found : undefined
}

/** What a request fixes for all its changes: the same text for the same money. */
interface Subject {
  readonly id: string
  readonly terms: string
  readonly payment: string | undefined
}

const anId = /^[0-9]{28}$/

/** Only what a verifier relies on; the rest of a body is covered by its hash and read by people. */
const subjectIn = (value: unknown, isRefund: boolean): Subject | undefined => {
  const amount = member(value, 'amount')
  const id = textIn(value, 'id', anId)
  const state = textIn(value, 'state', /^[a-z-]+$/)
  const createdAt = wholeIn(value, 'createdAt')
  const minor = wholeIn(amount, 'minor')
  const currency = textIn(amount, 'currency', /^[A-Z]{3}$/)
  const payment = isRefund ? textIn(value, 'payment', anId) : undefined
  if (id === undefined || state === undefined || createdAt === undefined) return undefined
  if (minor === undefined || currency === undefined) return undefined
  if (isRefund && payment === undefined) return undefined
  return { id, terms: `${minor} ${currency} ${createdAt} ${payment ?? ''}`, payment }
}

const isOpening = (body: unknown): boolean =>
  textIn(body, 'installation', /^[0-9]{9}$/) !== undefined &&
  textIn(body, 'mode', /^(live|training)$/) !== undefined

/** No body of ours comes near; without a limit it would be each reader's own stack. */
const depthMax = 32
const isFlat = (value: unknown, depth = depthMax): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth > 0 && Object.values(value).every((inner) => isFlat(inner, depth - 1)))

const isCanonical = (body: unknown, text: string): boolean => {
  try {
    return isFlat(body) && canonicalJson(body) === text
  } catch {
    return false
  }
}
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The closer look at records whose hashes fit: what only a forger, or a fault of the till itself, can have written.
 * For an audit, not for every start, because each body is parsed and written again. `further` looks at what is sound so far.
 */
export const createMeaningCheck = (
  further: (record: JournalRecord, body: EntryBody) => Flaw | undefined = () => undefined,
): ((record: JournalRecord) => Flaw | undefined) => {
  const terms = { payment: new Map<string, string>(), refund: new Map<string, string>() }

  const checkSubject = (body: unknown, what: 'payment' | 'refund', isRequest: boolean): Flaw | undefined => {
    const subject = subjectIn(member(body, what), what === 'refund')
    if (subject === undefined) return flaw('wrong-body', `its ${what} lacks an id, a state or an amount`)
    const known = terms[what].get(subject.id)
    if (isRequest) {
      if (known !== undefined) return flaw('duplicate-id', `${what} ${subject.id} was requested before`)
      if (subject.payment !== undefined && !terms.payment.has(subject.payment)) {
        return flaw('wrong-story', `it gives money back for ${subject.payment}, which was never requested`)
      }
      terms[what].set(subject.id, subject.terms)
      return undefined
    }
    if (known === undefined) return flaw('wrong-story', `${what} ${subject.id} was never requested`)
    return known === subject.terms
      ? undefined
      : flaw('wrong-story', `${what} ${subject.id} was requested with another amount, currency or time`)
  }

  return (record) => {
    const { seq, kind, body: text } = record
    const body = parsed(text)
    if (!isCanonical(body, text)) return flaw('not-canonical', 'its body is not canonical JSON')
    if (!entryKinds.has(kind)) return flaw('wrong-kind', `its kind ${JSON.stringify(kind)} is unknown`)
    if (member(body, 'kind') !== kind) return flaw('wrong-kind', 'its body is of another kind than it says')
    if ((seq === 1) !== (kind === 'journal-opened')) {
      return flaw('wrong-first-entry', 'a journal is opened by its first entry, and only there')
    }
    if (kind === 'journal-opened' && !isOpening(body)) {
      return flaw('wrong-body', 'it names no installation or mode')
    }
    const told = kind.startsWith('payment-')
      ? checkSubject(body, 'payment', kind === 'payment-requested')
      : kind.startsWith('refund-')
        ? checkSubject(body, 'refund', kind === 'refund-requested')
        : undefined
    return told ?? further(record, body as EntryBody)
  }
}
