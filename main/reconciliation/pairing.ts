import type { MatchRule } from '../contract/reconciliation.ts'
import { beijingDay } from '../domain/time.ts'
import { identityOf, movedBy, type ProviderRow } from './provider-row.ts'
import type { TillEvent } from './till-event.ts'

/** An event of the till with the line of a provider's file that is about it, or one of the two alone. */
export interface Pairing {
  readonly rule: MatchRule
  readonly event?: TillEvent
  readonly row?: ProviderRow
  /** The sale of the till that an event or a line without a partner is about. */
  readonly sale?: TillEvent
  /** One too many: a second line about the same, or a second event in the journal about the same trade. */
  readonly extra?: true
  /** Which of several with the same name this is, from 2. */
  readonly ordinal?: number
}

const nameOf = (type: string, id: string): string => `${type}|${id}`

const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The order in which events count: by time, and never by chance. */
export const eventOrder = (a: TillEvent, b: TillEvent): number =>
  a.at - b.at || textOrder(a.type, b.type) || textOrder(a.id, b.id)

/** What a line says, without where it stands. */
const contentOf = ({ file: _file, line: _line, ...said }: ProviderRow): string => JSON.stringify(said)

/** The same for every order of the lines in a file, but for lines that say the very same. */
export const rowOrder = (a: ProviderRow, b: ProviderRow): number =>
  textOrder(a.fileDay, b.fileDay) ||
  textOrder(contentOf(a), contentOf(b)) ||
  textOrder(a.file, b.file) ||
  a.line - b.line

interface Claim {
  readonly row: ProviderRow
  readonly rule: MatchRule
}

/** Of several lines about one event the one that fits best is the match; the others are too many. */
const claimOrder = (event: TillEvent) => {
  const misfit = ({ row, rule }: Claim): number =>
    (rule === 'merchant-ref' ? 0 : 8) +
    (movedBy(row, event.minor) === event.minor && row.currency === event.currency ? 0 : 4) +
    (row.failed === true ? 2 : 0) +
    (row.fileDay === beijingDay(event.at) ? 0 : 1)
  return (a: Claim, b: Claim): number => misfit(a) - misfit(b) || rowOrder(a.row, b.row)
}

/** The events of a journal, found by every key that a provider's line can have. */
export interface EventIndex {
  readonly find: (row: ProviderRow) => { readonly event: TillEvent; readonly rule: MatchRule } | undefined
  /** The sale that a line is about, though no event of the till is what the line says. */
  readonly saleOf: (row: ProviderRow) => TillEvent | undefined
  readonly all: readonly TillEvent[]
  /** Events with a name that an earlier one has already. */
  readonly repeated: readonly TillEvent[]
  /** Payments of the till with this number of Alipay's. */
  readonly ofTrade: (providerRef: string) => readonly TillEvent[]
}

export const indexEvents = (events: readonly TillEvent[]): EventIndex => {
  const byName = new Map<string, TillEvent>()
  const byTrade = new Map<string, TillEvent[]>()
  const all: TillEvent[] = []
  const repeated: TillEvent[] = []
  for (const event of events.toSorted(eventOrder)) {
    const name = nameOf(event.type, event.id)
    if (byName.has(name)) {
      repeated.push(event)
      continue
    }
    byName.set(name, event)
    all.push(event)
    if (event.providerRef === '' || event.type === 'REFUND') continue
    const trade = nameOf(event.type, event.providerRef)
    const known = byTrade.get(trade)
    if (known === undefined) byTrade.set(trade, [event])
    else known.push(event)
  }
  const named = (type: string, id: string): TillEvent | undefined =>
    id === '' ? undefined : byName.get(nameOf(type, id))
  const traded = (type: string, trade: string): TillEvent | undefined =>
    trade === '' ? undefined : byTrade.get(nameOf(type, trade))?.[0]
  return {
    all,
    repeated,
    ofTrade: (providerRef) => byTrade.get(nameOf('PAYMENT', providerRef)) ?? [],
    find: (row) => {
      // A reversal undoes a payment as a cancel does; which of the two a file calls it is the provider's choice.
      const type = row.type === 'REVERSAL' ? 'CANCEL' : row.type
      const own = named(type, row.merchantRef)
      if (own !== undefined) {
        const isOther =
          type === 'PAYMENT' &&
          own.providerRef !== '' &&
          row.providerRef !== '' &&
          own.providerRef !== row.providerRef
        return { event: own, rule: isOther ? 'merchant-ref-other-trade' : 'merchant-ref' }
      }
      const original = type === 'CANCEL' ? named('CANCEL', row.originalRef) : undefined
      if (original !== undefined) return { event: original, rule: 'original-ref' }
      const trade = type === 'REFUND' ? undefined : traded(type, row.providerRef)
      return trade === undefined ? undefined : { event: trade, rule: 'provider-ref' }
    },
    saleOf: (row) =>
      named('PAYMENT', row.merchantRef) ??
      named('PAYMENT', row.originalRef) ??
      named('REFUND', row.merchantRef) ??
      traded('PAYMENT', row.providerRef),
  }
}

/**
 * Puts lines and events together by their ids in the order of reconciliation 1.6 and 2.7, and by nothing else: never by
 * amount and time. Every line and every event is in exactly one pairing.
 */
export const pairTransactions = (index: EventIndex, rows: readonly ProviderRow[]): readonly Pairing[] => {
  const claims = new Map<TillEvent, Claim[]>()
  const loose = new Map<string, ProviderRow[]>()
  for (const row of rows) {
    const found = index.find(row)
    if (found === undefined) {
      const identity = identityOf(row)
      const same = loose.get(identity)
      if (same === undefined) loose.set(identity, [row])
      else same.push(row)
      continue
    }
    const claim = { row, rule: found.rule }
    const known = claims.get(found.event)
    if (known === undefined) claims.set(found.event, [claim])
    else known.push(claim)
  }

  const pairings: Pairing[] = []
  for (const event of index.all) {
    const claimed = claims.get(event)
    if (claimed === undefined) {
      // Another sale of this till has the trade that this one names, with its line: one trade, booked twice.
      const twin =
        event.type === 'PAYMENT' && event.moved === 'yes' && event.providerRef !== ''
          ? index.ofTrade(event.providerRef).find((other) => other !== event && claims.has(other))
          : undefined
      pairings.push(
        twin === undefined
          ? { rule: 'none', event }
          : { rule: 'provider-ref', event, extra: true, sale: twin },
      )
      continue
    }
    const sorted = claimed.length === 1 ? claimed : claimed.toSorted(claimOrder(event))
    for (const [place, { row, rule }] of sorted.entries()) {
      pairings.push(
        place === 0 ? { rule, event, row } : { rule, row, sale: event, extra: true, ordinal: place + 1 },
      )
    }
  }
  for (const [place, event] of index.repeated.entries()) {
    pairings.push({ rule: 'merchant-ref', event, extra: true, sale: event, ordinal: place + 2 })
  }
  for (const same of loose.values()) {
    for (const [place, row] of (same.length === 1 ? same : same.toSorted(rowOrder)).entries()) {
      const sale = index.saleOf(row)
      pairings.push({
        rule: 'none',
        row,
        ...(sale === undefined ? {} : { sale }),
        ...(place === 0 ? {} : { extra: true, ordinal: place + 1 }),
      })
    }
  }
  return pairings
}

/** Names the sale that a pairing is about, the same for its payment and for what undid it. */
export const aboutOf = ({ event, row, sale }: Pairing): string =>
  event?.payment ?? sale?.payment ?? (row?.merchantRef || (row?.originalRef ?? ''))

/** The China day in whose report a pairing is added up: the journal's own day, else that of the file. */
export const dayOf = ({ event, row }: Pairing): string =>
  event === undefined ? (row as ProviderRow).fileDay : beijingDay(event.at)
