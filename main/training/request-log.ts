import type { Instant } from '../domain/time.ts'

/** One call as the gateway saw it: no key, no signature, the payment code masked. */
export interface RequestEntry {
  readonly number: number
  readonly at: Instant
  readonly service: string
  /** `partner_trans_id` or `out_trade_no`; empty when the call named none. */
  readonly id: string
  readonly refundId?: string
  /** The `result_code`, or the code of the refusal. */
  readonly outcome: string
  /** Why a call was refused, for the person who builds the client. */
  readonly reason?: string
  /** What the gateway would have signed, when the signature was wrong. */
  readonly expectedText?: string
  /** The amount of the bad day that was played. */
  readonly badDay?: number
  readonly httpStatus: number
  readonly manner: string
}

/** What came in. Counts cover everything since the start; of the calls themselves only the last ones are kept. */
export interface RequestLog {
  readonly add: (entry: Omit<RequestEntry, 'number'>) => void
  /** Newest last. */
  readonly last: () => readonly RequestEntry[]
  /** Calls of one service, by its wire name; of one payment only, when its id is given. */
  readonly count: (service: string, id?: string) => number
}

export const createRequestLog = (keptMax = 1000): RequestLog => {
  const counts = new Map<string, number>()
  let entries: RequestEntry[] = []
  let number = 0
  const addOne = (key: string): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return {
    add: (entry) => {
      number += 1
      entries.push({ number, ...entry })
      if (entries.length > keptMax * 2) entries = entries.slice(-keptMax)
      addOne(entry.service)
      addOne(`${entry.service}/${entry.id}`)
    },
    last: () => entries.slice(-keptMax),
    count: (service, id) => counts.get(id === undefined ? service : `${service}/${id}`) ?? 0,
  }
}
