import { hash } from 'node:crypto'
import type { Entry } from '../domain/entry.ts'
import type { PaymentId, RefundId } from '../domain/ids.ts'
import { bodyOf, type JournalRecord } from './record.ts'
import { addToTotals, mayChangeSums, noTotals, totalsText, type Totals } from './totals.ts'
import type { Flaw } from './verdict.ts'

/** What the first entry names as its predecessor: SHA-256 of the words `spot-till journal, entry 0`, hex. */
export const genesis = hash('sha256', 'spot-till journal, entry 0', 'hex')

export interface Head {
  readonly seq: number
  readonly hash: string
}
const emptyHead: Head = { seq: 0, hash: genesis }

const netstring = (text: string): string => `${Buffer.byteLength(text)}:${text},`
const digits = (value: number): string => {
  const text = String(value)
  return `${text.length}:${text},`
}

/**
 * All that is hashed: every column but the hash, each with the length of its UTF-8 bytes before it, so that no byte
 * can move from one column to its neighbour unnoticed (netstrings, `5:hello,`). Numbers are decimal digits.
 */
export const recordText = (record: Omit<JournalRecord, 'hash'>): string =>
  digits(record.seq) +
  digits(record.at) +
  digits(record.mono) +
  netstring(record.till) +
  netstring(record.operator) +
  netstring(record.kind) +
  netstring(record.body) +
  netstring(record.totals) +
  netstring(record.prev)

/** SHA-256 over every stored column, hex. It includes the hash before it, and so everything before it. */
export const hashOfText = (text: string): string => hash('sha256', text, 'hex')

/** Walks records from the first one on and says what is wrong with one, if anything. */
export interface ChainWalk {
  /** What is wrong with this record as the next one; its head then stays, and the walk is over. */
  readonly step: (record: JournalRecord) => Flaw | undefined
  readonly head: () => Head
  readonly totals: () => Totals
}

/** SQLite keeps a type with every value, and a flipped bit may change it. */
const hasColumnTypes = (record: JournalRecord): boolean =>
  Number.isSafeInteger(record.seq) &&
  Number.isSafeInteger(record.at) &&
  Number.isSafeInteger(record.mono) &&
  typeof record.till === 'string' &&
  typeof record.operator === 'string' &&
  typeof record.kind === 'string' &&
  typeof record.body === 'string' &&
  typeof record.totals === 'string' &&
  typeof record.prev === 'string' &&
  typeof record.hash === 'string'

/** `inspect` looks closer at each record whose hash fits, before it is counted (meaning.ts). */
export const createChainWalk = (inspect?: (record: JournalRecord) => Flaw | undefined): ChainWalk => {
  let head = emptyHead
  let totals = noTotals
  // The part of the totals' text after the count, which most entries leave as it is.
  let sumsText = ''
  const setTotals = (next: Totals): void => {
    totals = next
    sumsText = totalsText(next).slice(`{"entries":${next.entries}`.length)
  }
  setTotals(noTotals)
  const paid = new Set<string>()
  const refunded = new Set<string>()
  const counted = {
    isPaid: (id: PaymentId) => paid.has(id),
    isRefunded: (id: RefundId) => refunded.has(id),
  }
  const count = (record: JournalRecord): void => {
    if (!mayChangeSums(record.kind, record.body)) {
      totals = { ...totals, entries: totals.entries + 1 }
      return
    }
    const body: Entry['body'] = bodyOf(record)
    setTotals(addToTotals(totals, body, counted))
    if ('payment' in body && typeof body.payment === 'object' && body.payment.state === 'paid') {
      paid.add(body.payment.id)
    }
    if ('refund' in body && body.refund.state === 'refunded') refunded.add(body.refund.id)
  }
  const wrong = (record: JournalRecord): Flaw | undefined => {
    if (!hasColumnTypes(record)) {
      return { error: 'wrong-type', what: 'one of its columns has another type than it was written with' }
    }
    if (record.seq !== head.seq + 1) {
      return { error: 'sequence-gap', what: `entry ${head.seq + 1} is missing, ${record.seq} follows` }
    }
    if (record.prev !== head.hash) {
      return { error: 'wrong-prev', what: 'it does not follow the entry before it' }
    }
    if (hashOfText(recordText(record)) !== record.hash) {
      return { error: 'wrong-hash', what: 'its content does not fit its hash' }
    }
    return inspect?.(record)
  }
  return {
    step: (record) => {
      const flaw = wrong(record)
      if (flaw !== undefined) return flaw
      try {
        count(record)
      } catch {
        // Nobody's accident, because the hash fits: somebody wrote it so.
        return { error: 'wrong-body', what: 'its body cannot be read' }
      }
      if (record.totals !== `{"entries":${totals.entries}${sumsText}`) {
        return {
          error: 'wrong-totals',
          what: 'its running totals do not follow from the entries before it',
        }
      }
      head = { seq: record.seq, hash: record.hash }
      return undefined
    },
    head: () => head,
    totals: () => totals,
  }
}
