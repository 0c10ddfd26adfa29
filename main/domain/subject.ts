import type { EntryBody, SubjectBody, SubjectKind } from './entry.ts'

/**
 * Whom or what an entry is about, within its kind: of each subject the newest entry is the one that counts, and can be
 * asked for. '' where a kind has one subject only.
 */
const subjects: { readonly [Kind in SubjectKind]: (body: Extract<SubjectBody, { kind: Kind }>) => string } = {
  'operator-set': ({ operator }) => operator.id,
  'signed-in': ({ operator }) => operator,
  'signed-out': ({ operator }) => operator,
  'sign-in-refused': ({ operator }) => operator,
  'act-approved': ({ by }) => by,
  'shift-opened': () => '',
  'cash-sold': () => '',
  'cash-refunded': () => '',
  'cash-moved': () => '',
  'drawer-opened': () => '',
  'cash-counted': () => '',
  'cash-explained': () => '',
  'day-closed': ({ closing }) => String(closing.number),
  'provider-file-kept': ({ file }) => file.sha256,
  'provider-file-quarantined': ({ sha256 }) => sha256,
  'day-reconciled': ({ day }) => day,
  'difference-decided': ({ difference }) => difference,
  'bank-credited': ({ day, currency }) => `${day} ${currency}`,
  exported: () => '',
  purged: () => '',
}

export const subjectKinds = Object.keys(subjects) as readonly SubjectKind[]
export const isOfSubject = (body: EntryBody): body is SubjectBody => Object.hasOwn(subjects, body.kind)
export const subjectOf = (body: SubjectBody): string =>
  (subjects[body.kind] as (body: SubjectBody) => string)(body)
