import type { EntryBody, SubjectBody, SubjectKind } from './entry.ts'

type SubjectsOf<Kind extends SubjectKind> = (
  body: Extract<SubjectBody, { kind: Kind }>,
) => string | readonly string[]

/**
 * Whom or what an entry is about, within its kind: of each subject the newest entry is the one that counts, and can be
 * asked for. '' where a kind has one subject only.
 */
const subjects: { readonly [Kind in SubjectKind]: SubjectsOf<Kind> } = {
  'operator-set': ({ operator }) => operator.id,
  'signed-in': ({ operator }) => operator,
  'signed-out': ({ operator }) => operator,
  'sign-in-refused': ({ operator }) => operator,
  'act-approved': ({ by }) => by,
  'shift-opened': () => '',
  'cash-sold': () => '',
  // The newest of all has the last number, the newest of a sale what is left of it.
  'cash-refunded': ({ of }) => (of === undefined ? '' : ['', of.sale]),
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
export const subjectsOf = (body: SubjectBody): readonly string[] =>
  [(subjects[body.kind] as (body: SubjectBody) => string | readonly string[])(body)].flat()
