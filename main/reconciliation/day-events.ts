import type { PaymentId, RefundId } from '../domain/ids.ts'
import { isPaymentId } from '../domain/ids.ts'
import { beginOfBeijingDay, dayAfter, dayMs, type Day } from '../domain/time.ts'
import type { Journal, PaymentRecord } from '../journal/journal.ts'
import type { Clock } from '../ports.ts'
import { packEvents } from './packed-events.ts'
import { eventsOf, type TillEvent } from './till-event.ts'

/** Reads what happened on some days in slices that a sale does not feel. */
export interface EventReading {
  readonly journal: Pick<Journal, 'payments' | 'refunds' | 'payment' | 'refund'>
  readonly clock: Clock
  /** A sale is on its way at this moment: reading waits for it, for a while. */
  readonly isBusy: () => boolean
  /** Nobody wants to know any more, and the journal may be closed. */
  readonly isOff: () => boolean
}

/** Sales to read before the thread is given back: about half a millisecond of reading. */
const salesPerSlice = 24
const pauseMs = 1
const busyPauseMs = 10
const busyPausesMax = 20
/** The longest stretch of time that is read at once, and what a quiet night is skipped by. */
const stretchMsMax = dayMs / 4
/** A refund may wait for days before it is carried out, and is found by when it was asked for. */
const refundDays = 7

const pause = ({ clock, isBusy, isOff }: EventReading): Promise<void> =>
  new Promise((resolve) => {
    let waited = 0
    const look = (): void => {
      if (isOff() || !isBusy() || waited >= busyPausesMax) return resolve()
      waited += 1
      clock.after(busyPauseMs, look)
    }
    clock.after(pauseMs, look)
  })

/** Goes through a time in stretches that hold about a slice of what `read` finds. */
const inStretches = async function* <Found>(
  reading: EventReading,
  from: number,
  to: number,
  read: (from: number, to: number, limit: number) => readonly Found[],
): AsyncGenerator<readonly Found[], void> {
  let stretch = 60_000
  for (let begin = from; begin < to;) {
    const end = Math.min(to, begin + stretch)
    const limit = stretch > 1 ? salesPerSlice * 2 : Number.MAX_SAFE_INTEGER
    const found = read(begin, end, limit)
    await pause(reading)
    if (found.length === limit) {
      stretch = Math.max(1, Math.floor(stretch / 4))
      continue
    }
    // Asked for newest first, and wanted in the order of time.
    yield found.toReversed()
    begin = end
    if (found.length < salesPerSlice / 2) stretch = Math.min(stretchMsMax, stretch * 2)
    else if (found.length > salesPerSlice) stretch = Math.max(1, Math.floor(stretch / 2))
  }
}

const packRecord = ({ payment, refunds }: PaymentRecord): readonly TillEvent[] => eventsOf(payment, refunds)

/** The time of which the sales are read for a day: from the day before the one before it. */
const windowOf = (day: Day, beside: number): { readonly from: number; readonly to: number } => ({
  from: beginOfBeijingDay(dayAfter(day, -beside)) - dayMs,
  to: beginOfBeijingDay(dayAfter(day, beside + 1)),
})

/**
 * Packed events (packed-events.ts) of a day and of the days beside it, in slices, each sale once. `share` is how much of
 * the time has been gone through, 0 to 1.
 */
export const readDay = async function* (
  reading: EventReading,
  day: Day,
  beside: number,
): AsyncGenerator<{ readonly events: Uint8Array; readonly share: number }, void> {
  const { journal } = reading
  const { from, to } = windowOf(day, beside)
  const sales = inStretches(reading, from, to, (begin, end, limit) =>
    journal.payments({ from: begin, to: end, limit }),
  )
  for await (const records of sales) {
    const last = records.at(-1)?.payment.createdAt ?? from
    yield { events: packEvents(records.flatMap(packRecord)), share: (last - from) / (to - from) }
  }
  // Refunds of sales from before that time.
  const older = new Set<PaymentId>()
  const refunds = inStretches(reading, from - refundDays * dayMs, to, (begin, end, limit) =>
    journal.refunds({ from: begin, to: end, limit }),
  )
  for await (const found of refunds) {
    const records = found.flatMap(({ payment }) => {
      if (older.has(payment)) return []
      const record = journal.payment(payment)
      if (record === undefined || record.payment.createdAt >= from) return []
      older.add(payment)
      return [record]
    })
    if (records.length > 0) yield { events: packEvents(records.flatMap(packRecord)), share: 1 }
  }
}

/** Whether the journal has nothing at all that could count for that day. */
export const isQuiet = ({ journal }: Pick<EventReading, 'journal'>, day: Day): boolean => {
  const { from, to } = windowOf(day, 0)
  const asked = journal.refunds({ from: from - refundDays * dayMs, to, limit: 1 })
  return asked.length === 0 && journal.payments({ from, to, limit: 1 }).length === 0
}

/** Packed events of sales that files name by an id of ours and that `readDay` did not read. */
export const readByIds = async (reading: EventReading, ids: readonly string[]): Promise<Uint8Array> => {
  const { journal } = reading
  const found = new Map<PaymentId, PaymentRecord>()
  for (const [place, id] of ids.entries()) {
    if (place % salesPerSlice === salesPerSlice - 1) await pause(reading)
    if (reading.isOff()) break
    const payment = isPaymentId(id) ? id : journal.refund(id as RefundId)?.refund.payment
    const record = payment === undefined || found.has(payment) ? undefined : journal.payment(payment)
    if (record !== undefined) found.set(record.payment.id, record)
  }
  return packEvents([...found.values()].flatMap(packRecord))
}
