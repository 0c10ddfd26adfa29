import { chaseTimingDefault, type ChaseTiming } from './domain/payment.ts'
import type { Settings } from './settings.ts'

/** The paces of a chase: the usual ones, the settings' own, and `other` before both. */
export const chaseTimingOf = ({ sale }: Settings, other: Partial<ChaseTiming> | undefined): ChaseTiming => ({
  ...chaseTimingDefault,
  firstQueryMs: sale.firstQueryMs,
  queryEveryMs: sale.queryEveryMs,
  limitMs: sale.limitMs,
  cancelEveryMs: sale.cancelEveryMs,
  ...other,
})
