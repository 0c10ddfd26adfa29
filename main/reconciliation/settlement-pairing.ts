import type { MatchRule } from '../contract/reconciliation.ts'
import { beginOfBeijingDay, beijingDay, dayAfter, type Day } from '../domain/time.ts'
import { aboutOf, dayOf, rowOrder, type Pairing } from './pairing.ts'
import { directionOf, identityOf, movedBy, netOf, type ProviderRow } from './provider-row.ts'
import type { MatchTerms } from './terms.ts'

/** What the first level found of one event, and the settlement line that pays it out. */
export interface Settled {
  readonly left?: Pairing
  readonly row?: ProviderRow
  readonly rule: MatchRule
  readonly extra?: true
  readonly ordinal?: number
}

/** Of several lines about one event the one that moved money is the match. */
const failedLast = (a: ProviderRow, b: ProviderRow): number =>
  Number(a.failed === true) - Number(b.failed === true) || rowOrder(a, b)

export const isUndoing = (type: ProviderRow['type']): boolean => directionOf(type) === -1

/** Finds what a settlement line is about among what the first level knows of. */
const indexPairings = (pairings: readonly Pairing[]) => {
  const byName = new Map<string, Pairing>()
  const byTrade = new Map<string, Pairing>()
  const byNumber = new Map<string, Pairing>()
  const put = (map: Map<string, Pairing>, key: string, pairing: Pairing): void => {
    if (!key.endsWith('|') && !map.has(key)) map.set(key, pairing)
  }
  for (const pairing of pairings) {
    const { event, row, extra } = pairing
    if (extra === true) continue
    const type = event?.type ?? (row?.type === 'REVERSAL' ? 'CANCEL' : row?.type)
    put(byName, `${type}|${event?.id ?? ''}`, pairing)
    put(byName, `${type}|${row?.merchantRef ?? ''}`, pairing)
    if (event !== undefined && event.type !== 'REFUND') {
      put(byTrade, `${event.type}|${event.providerRef}`, pairing)
    }
    if (row !== undefined) put(byNumber, `${directionOf(row.type)}|${row.providerRef}`, pairing)
  }
  return (row: ProviderRow): { readonly left: Pairing; readonly rule: MatchRule } | undefined => {
    const named = (type: string): Pairing | undefined => byName.get(`${type}|${row.merchantRef}`)
    // A cancel has the type of a refund here; its id is the payment's, or Alipay's number once more (1.3, 1.5).
    const own = isUndoing(row.type) ? (named('REFUND') ?? named('CANCEL')) : named(row.type)
    if (own !== undefined) return { left: own, rule: 'merchant-ref' }
    const numbered = byNumber.get(`${directionOf(row.type)}|${row.providerRef}`)
    if (numbered !== undefined) return { left: numbered, rule: 'provider-ref-of-transaction' }
    const trade = byTrade.get(`${isUndoing(row.type) ? 'CANCEL' : row.type}|${row.providerRef}`)
    return trade === undefined ? undefined : { left: trade, rule: 'provider-ref' }
  }
}

/**
 * A line of no event that the till knows counts for the day of its payment; money of a batch, and what was settled so
 * late or so early that no report of that day looks into the file, for the day of the file.
 */
const ownDay = ({ at, settledAt, fileDay }: ProviderRow, { settledWithinDays }: MatchTerms): Day => {
  const paid = beijingDay(at ?? settledAt ?? beginOfBeijingDay(fileDay))
  return fileDay < paid || fileDay > dayAfter(paid, settledWithinDays) ? fileDay : paid
}

/** What the settlement has of a sale's payment and of what undid it. */
export interface PaidOut {
  readonly paid?: ProviderRow
  readonly undone?: ProviderRow
}

/** Whether both are there and come to nothing, to the cent. */
export const comesToNothing = ({ paid, undone }: PaidOut): boolean =>
  paid !== undefined &&
  undone !== undefined &&
  paid.currency === undone.currency &&
  movedBy(paid, 0) === movedBy(undone, 0) &&
  paid.settleCurrency === undone.settleCurrency &&
  netOf(paid) === netOf(undone)

const collectPaidOut = () => {
  const bySale = new Map<string, PaidOut>()
  /** Of several lines the same one is kept, whatever their order in the file. */
  const first = (known: ProviderRow | undefined, row: ProviderRow): ProviderRow =>
    known !== undefined && rowOrder(known, row) <= 0 ? known : row
  return {
    bySale,
    note: (left: Pairing, row: ProviderRow): void => {
      const type = (left.event ?? left.row)?.type
      if (row.failed === true || type === 'REFUND') return
      const about = aboutOf(left)
      const known = bySale.get(about) ?? {}
      const found =
        type === 'PAYMENT' ? { paid: first(known.paid, row) } : { undone: first(known.undone, row) }
      bySale.set(about, { ...known, ...found })
    },
  }
}

/**
 * Puts the settlement's lines to what the first level knows, by ids only. Gives what belongs to the report of `day`:
 * each of its pairings with its line or none, and each line of nobody of that day; and by sale what is settled of it.
 */
export const pairSettlement = (
  pairings: readonly Pairing[],
  rows: readonly ProviderRow[],
  day: Day,
  terms: MatchTerms,
): { readonly settled: readonly Settled[]; readonly paidOut: ReadonlyMap<string, PaidOut> } => {
  const find = indexPairings(pairings)
  const { bySale: paidOut, note } = collectPaidOut()
  const claims = new Map<Pairing, { readonly row: ProviderRow; readonly rule: MatchRule }[]>()
  const loose = new Map<string, ProviderRow[]>()
  for (const row of rows) {
    const found = find(row)
    if (found === undefined) {
      if (ownDay(row, terms) !== day) continue
      const identity = identityOf(row)
      loose.set(identity, [...(loose.get(identity) ?? []), row])
      continue
    }
    note(found.left, row)
    if (dayOf(found.left) === day) {
      const known = claims.get(found.left)
      if (known === undefined) claims.set(found.left, [{ row, rule: found.rule }])
      else known.push({ row, rule: found.rule })
    }
  }
  const settled: Settled[] = []
  const isPaidOut = ({ event, row, extra }: Pairing): boolean =>
    extra !== true && row?.type !== 'OTHER' && (event?.moved === 'yes' || row !== undefined)
  for (const left of pairings) {
    if (dayOf(left) !== day) continue
    const claimed = claims.get(left)
    if (claimed === undefined) {
      if (isPaidOut(left)) settled.push({ left, rule: 'none' })
      continue
    }
    const sorted = claimed.length === 1 ? claimed : claimed.toSorted((a, b) => failedLast(a.row, b.row))
    for (const [place, { row, rule }] of sorted.entries()) {
      settled.push({ left, row, rule, ...(place === 0 ? {} : { extra: true, ordinal: place + 1 }) })
    }
  }
  for (const same of loose.values()) {
    for (const [place, row] of same.toSorted(failedLast).entries()) {
      settled.push({ row, rule: 'none', ...(place === 0 ? {} : { extra: true, ordinal: place + 1 }) })
    }
  }
  return { settled, paidOut }
}
