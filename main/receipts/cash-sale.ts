import type { CashBody } from '../domain/cash.ts'
import type { Entry } from '../domain/entry.ts'
import { cashSaleId, entryOfCashSale, type CashSaleId, type InstallationId } from '../domain/ids.ts'
import type { Journal } from '../journal/journal.ts'

/** A sale in cash as the journal keeps it. */
export interface CashSaleRecord {
  readonly id: CashSaleId
  readonly entry: Entry
  readonly sold: Extract<CashBody, { kind: 'cash-sold' }>
}

const entryAt = (journal: Pick<Journal, 'entries'>, seq: number): Entry | undefined => {
  for (const entry of journal.entries({ firstSeq: seq, lastSeq: seq })) return entry
  return undefined
}

/** The number that the receipt of this entry's sale bears; `undefined` for an entry that is no sale in cash. */
export const idOfCashSale = (
  journal: Pick<Journal, 'entries' | 'installation'>,
  { seq, body }: Pick<Entry, 'seq' | 'body'>,
): CashSaleId | undefined => {
  const opened = entryAt(journal, 1)?.body
  if (body.kind !== 'cash-sold' || opened?.kind !== 'journal-opened') return undefined
  const installation = journal.installation as InstallationId
  return cashSaleId({ mode: opened.mode, installation, number: body.number, seq })
}

/** The sale of a receipt; `undefined` when it is of another till, of training, or of nothing that this journal has. */
export const findCashSale = (
  journal: Pick<Journal, 'entries' | 'installation'>,
  id: CashSaleId,
): CashSaleRecord | undefined => {
  const entry = entryAt(journal, entryOfCashSale(id))
  return entry?.body.kind === 'cash-sold' && idOfCashSale(journal, entry) === id
    ? { id, entry, sold: entry.body }
    : undefined
}
