import type { PeopleView } from '../../main/contract/people.ts'
import type { Act } from '../../main/domain/rights.ts'

/** Whether the screen offers it. The till decides by itself; before anybody has been entered, everybody may. */
export const mayDoHere = (people: PeopleView | undefined, act: Act): boolean =>
  people === undefined || people.may.includes(act)
