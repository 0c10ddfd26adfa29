import { writeSync } from 'node:fs'
import { composeTill } from '../../../app/compose.ts'
import { systemChance } from '../../../app/system.ts'
import type { PaymentView } from '../../../main/contract.ts'
import type { PaymentId } from '../../../main/domain/ids.ts'
import { money } from '../../../main/domain/money.ts'
import { isFinal } from '../../../main/domain/payment.ts'
import type { Till } from '../../../main/till.ts'
import { pace } from './pace.ts'

/** One thing that the till has told its counter, and so can never take back. */
export type Told =
  | { readonly told: 'payment'; readonly id: string; readonly state: string }
  | { readonly told: 'refund'; readonly id: string; readonly payment: string; readonly state: string }
  | { readonly told: 'stopped'; readonly why: string; readonly detail: string }
  | { readonly told: 'refused'; readonly error: string }
  | { readonly told: 'printed'; readonly of: string }
  | { readonly told: 'backup'; readonly seq: number }
  | { readonly told: 'settings'; readonly language: string; readonly signType: string }
  | { readonly told: 'end' }

export type Tell = (what: Told) => void

/** Says it to whoever started this process, before the next line of the program runs. */
export const tellParent: Tell = (what) => void writeSync(1, `${JSON.stringify(what)}\n`)

export interface Counter {
  readonly till: Till
  readonly charge: (minor: number) => PaymentId
  readonly until: (id: PaymentId, done: (view: PaymentView) => boolean) => Promise<PaymentView>
  /** Until nothing is open any more: payments, refunds and receipts. */
  readonly settled: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A payment code of a customer of its own, which orders no bad day by its ending. */
const nextCode = (): string => `28${systemChance.digits(12)}1111`

/** The script asked for what the till did not do. Under an injected fault that is what a cashier would see. */
export class NotTaken extends Error {}

/** Everything that this view says of money, once each. */
const tellView = (till: Till, tell: Tell, told: Set<string>): void => {
  const once = (what: Told): void => {
    const text = JSON.stringify(what)
    if (told.has(text)) return
    told.add(text)
    tell(what)
  }
  const { current, last, open, openRefunds, stopped } = till.view()
  if (stopped !== undefined) once({ told: 'stopped', why: stopped.why, detail: stopped.detail })
  for (const { payment, refunds } of [...(current === undefined ? [] : [current]), ...last]) {
    once({ told: 'payment', id: payment.id, state: payment.state })
    for (const { id, state } of refunds) once({ told: 'refund', id, payment: payment.id, state })
  }
  for (const { id, state } of open) once({ told: 'payment', id, state })
  for (const { id, payment, state } of openRefunds) once({ told: 'refund', id, payment, state })
}

export interface CounterOptions {
  readonly tell?: Tell
  readonly attended?: boolean
  readonly patienceMs?: number
  readonly reserveBytes?: number
}

/** The till as its hosts open it, in the pace of these tests, with a cashier who reads every notice. */
export const openCounter = async (dataDir: string, options: CounterOptions = {}): Promise<Counter> => {
  const { tell = () => undefined, attended = true, patienceMs = 8000, reserveBytes = 0 } = options
  const composed = await composeTill({ dataDir, attended, timing: pace, operator: 'anna', reserveBytes })
  const { till } = composed
  const told = new Set<string>()
  tellView(till, tell, told)
  let stop: () => void = () => undefined
  stop = till.onNotice(() => tellView(till, tell, told))

  const waitFor = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      let off: () => void = () => undefined
      const end = (): void => {
        off()
        clearInterval(often)
        clearTimeout(limit)
      }
      const check = (): void => {
        // Asked first: a journal that cannot even be read says so to whoever looks for a payment.
        const { stopped } = till.view()
        const found = stopped === undefined ? look() : undefined
        if (found !== undefined) {
          end()
          resolve(found)
        } else if (stopped !== undefined) {
          end()
          reject(new NotTaken(stopped.detail))
        }
      }
      const often = setInterval(check, 10)
      const limit = setTimeout(() => {
        end()
        reject(new NotTaken(`still ${JSON.stringify(till.view())}`))
      }, patienceMs)
      off = till.onNotice(check)
      check()
    })

  return {
    till,
    charge: (minor) => {
      const charged = till.charge(money(minor, 'USD'), nextCode())
      if (!charged.ok) {
        tell({ told: 'refused', error: charged.error })
        throw new NotTaken(charged.error)
      }
      tell({ told: 'payment', id: charged.value, state: 'sending' })
      return charged.value
    },
    until: (id, done) =>
      waitFor(() => {
        const view = till.find(id)
        return view !== undefined && done(view) ? view : undefined
      }),
    settled: async () => {
      await waitFor(() => {
        const { current, open, openRefunds } = till.view()
        const isOver = (current === undefined || isFinal(current.payment)) && open.length === 0
        return isOver && openRefunds.length === 0 ? true : undefined
      })
    },
    close: async () => {
      stop()
      await composed.close()
    },
  }
}
