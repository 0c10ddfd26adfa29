import type { TillView } from '../../main/contract.ts'
import type { Act } from '../../main/domain/rights.ts'
import { mayDoHere } from '../people/rights.ts'

/** The pages of the drawer, in the order of their keys: 1 opens the first one, 9 the last. */
const pages = ['open', 'in', 'out', 'refund', 'drawer', 'count', 'x', 'close', 'closings'] as const
export type CashPage = 'menu' | (typeof pages)[number]

const actOf: Readonly<Record<Exclude<CashPage, 'menu'>, Act>> = {
  open: 'open-shift',
  in: 'move-cash',
  out: 'move-cash',
  refund: 'refund-cash',
  drawer: 'open-drawer',
  count: 'count-cash',
  x: 'read-x',
  close: 'close-day',
  closings: 'read-closings',
}

/** A till that takes no cash still closes its day. */
const withoutCash: readonly CashPage[] = ['x', 'close', 'closings']

export interface CashChoice {
  readonly page: Exclude<CashPage, 'menu'>
  readonly key: string
}

/** What whoever is signed in may choose. A page keeps its key whatever else is there, so that hands can learn it. */
export const cashChoices = ({ people, shift }: TillView): readonly CashChoice[] =>
  shift === undefined
    ? []
    : pages
        .map((page, index) => ({ page, key: String(index + 1) }))
        .filter(({ page }) => mayDoHere(people, actOf[page]))
        .filter(({ page }) => shift.takesCash || withoutCash.includes(page))
        .filter(({ page }) => page !== 'open' || shift.open === undefined)

export const cashPageAt = (key: string, view: TillView): CashPage | undefined =>
  cashChoices(view).find((choice) => choice.key === key)?.page

/** Pages that need the whole width; what is open is listed on them. */
export const isWidePage = (page: CashPage): boolean =>
  ['open', 'count', 'x', 'close', 'closings'].includes(page)
