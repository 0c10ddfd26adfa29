import type { PeopleView } from '../../main/contract/people.ts'
import type { Act } from '../../main/domain/rights.ts'
import { useView } from '../use-screen.tsx'

/** Whether whoever is signed in may do an act. The till holds it; the screen only leaves out what it would refuse. */
export const may = (people: PeopleView | undefined, act: Act): boolean =>
  people === undefined || people.may.includes(act)

export const useMay = (act: Act): boolean => may(useView().people, act)

export type OfficeTab = 'days' | 'figures' | 'export' | 'purge'
const acts: Readonly<Record<OfficeTab, Act>> = {
  days: 'reconcile',
  figures: 'read-figures',
  export: 'export',
  purge: 'purge',
}
/** The pages of the office that are for whoever is signed in. */
export const officeTabsFor = (people: PeopleView | undefined): readonly OfficeTab[] =>
  (['days', 'figures', 'export', 'purge'] as const).filter((tab) => may(people, acts[tab]))
