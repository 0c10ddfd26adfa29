import type { CashBody } from '../domain/cash.ts'
import type { Entry } from '../domain/entry.ts'
import { cashId, entryOfCash, type CashId, type InstallationId } from '../domain/ids.ts'
import { money, type Money } from '../domain/money.ts'
import type { Journal } from '../journal/journal.ts'

type Sold = Extract<CashBody, { kind: 'cash-sold' }>
type Refunded = Extract<CashBody, { kind: 'cash-refunded' }>

/** A sale or a refund in cash as the journal keeps it. */
export interface CashRecord<Body extends Sold | Refunded = Sold | Refunded> {
  readonly id: CashId
  readonly entry: Entry
  readonly body: Body
}

const entryAt = (journal: Pick<Journal, 'entries'>, seq: number): Entry | undefined => {
  for (const entry of journal.entries({ firstSeq: seq, lastSeq: seq })) return entry
  return undefined
}
const isOfCash = (body: Entry['body']): body is Sold | Refunded =>
  body.kind === 'cash-sold' || body.kind === 'cash-refunded'

/** The number that the receipt of this entry bears; `undefined` for one that is neither a sale nor a refund in cash. */
export const idOfCash = (
  journal: Pick<Journal, 'entries' | 'installation'>,
  { seq, body }: Pick<Entry, 'seq' | 'body'>,
): CashId | undefined => {
  const opened = entryAt(journal, 1)?.body
  if (!isOfCash(body) || opened?.kind !== 'journal-opened') return undefined
  const installation = journal.installation as InstallationId
  return cashId({ mode: opened.mode, installation, number: body.number, seq })
}

/** What a receipt is of; `undefined` when it is of another till, of training, or of nothing that this journal has. */
export const findCash = (
  journal: Pick<Journal, 'entries' | 'installation'>,
  id: CashId,
): CashRecord | undefined => {
  const entry = entryAt(journal, entryOfCash(id))
  return entry !== undefined && isOfCash(entry.body) && idOfCash(journal, entry) === id
    ? { id, entry, body: entry.body }
    : undefined
}

export const findCashSale = (
  journal: Pick<Journal, 'entries' | 'installation'>,
  id: CashId,
): CashRecord<Sold> | undefined => {
  const found = findCash(journal, id)
  return found?.body.kind === 'cash-sold' ? { ...found, body: found.body } : undefined
}

/** What can still be given back of a sale: its newest refund says it. */
export const leftOfSale = (journal: Pick<Journal, 'newest'>, { id, body }: CashRecord<Sold>): Money => {
  const newest = journal.newest('cash-refunded', id)?.body
  return newest?.kind === 'cash-refunded' && newest.of !== undefined
    ? money(newest.of.left, body.amount.currency)
    : body.amount
}
