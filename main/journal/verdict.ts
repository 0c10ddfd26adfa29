/**
 * What can be wrong with a journal, as names that stay the same: scripts, the tables of docs/audit and the second
 * verifier use them. Which check comes first is part of the format (docs/journal-format.md), so that two verifiers
 * give one answer.
 */
export const verdictErrors = {
  'in-use': 'a till has it open',
  unreadable: 'the file, or a page of it, cannot be read',
  'not-a-journal': 'it is not a journal of this till',
  'newer-version': 'it was written by a newer till',
  'unfinished-write': 'a write that was cut off lies beside it',
  'wrong-header': 'the head of the file is not as a till writes it',
  'schema-differs': 'it has other tables, indexes or triggers than a journal has',
  'wrong-type': 'a column has another type than it was written with',
  'sequence-gap': 'an entry is missing',
  'wrong-prev': 'an entry does not follow the one before it',
  'wrong-hash': 'the content of an entry does not fit its hash',
  'not-canonical': 'a body is not canonical JSON',
  'wrong-kind': 'a kind is unknown, or the body names another one',
  'wrong-first-entry': 'the first entry, and only the first, opens the journal',
  'wrong-body': 'a body lacks what its kind must have',
  'duplicate-id': 'a payment or refund was requested twice',
  'wrong-story': 'a change does not fit the request that it belongs to',
  'wrong-cash': 'a cash entry does not follow from the shift and the entries before it',
  'wrong-closing': 'a closing says something else than the entries of its range',
  'wrong-seal': 'a closing does not fit its signature',
  'wrong-totals': 'the running totals do not follow from the entries before',
  'witness-missing': 'there is no witness',
  'not-a-witness': 'the file of the witness is no witness',
  'witness-gap': 'the witness has lost an entry, or has one twice',
  'witness-differs': 'the witness has seen another entry',
  'witness-ahead': 'the witness has entries that the journal has not',
  'witness-damaged': 'bytes of the witness are no whole frame',
  'journal-ahead': 'the journal has entries that the witness has not',
  'receipt-differs': 'a receipt names another entry',
  'receipt-ahead': 'a receipt names an entry that the journal has not',
  'projection-differs': 'an index of the till does not follow from the entries',
} as const satisfies Readonly<Record<string, string>>

export type VerdictError = keyof typeof verdictErrors

/** What is wrong with one entry. */
export interface Flaw {
  readonly error: VerdictError
  /** In words, about the entry: `its content does not fit its hash`. */
  readonly what: string
}
