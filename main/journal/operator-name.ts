import type { Journal } from './journal.ts'

/** What somebody is called now, by the id that entries carry; what is no operator's id says itself. */
export const operatorName = (journal: Pick<Journal, 'newest'>, id: string): string => {
  const body = journal.newest('operator-set', id)?.body
  return body?.kind === 'operator-set' ? body.operator.name : id
}
