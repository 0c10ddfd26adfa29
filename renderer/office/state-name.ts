import type { Say } from '../i18n.ts'
import type { TextKey } from '../texts/en.ts'

/** Words of the states of payments and refunds, as the counter says them. */
const names: Readonly<Record<string, TextKey>> = {
  sending: 'state.sending',
  waiting: 'state.waiting',
  cancelling: 'state.cancelling',
  paid: 'state.paid',
  declined: 'state.declined',
  cancelled: 'state.cancelled',
  'not-sent': 'state.not-sent',
  'paid-late': 'state.paid-late',
  refunded: 'state.refunded',
  held: 'state.refunding',
  unknown: 'state.refunding',
  accepted: 'state.refunding',
  'short-of-funds': 'state.refunding',
  refused: 'days.refused',
}

/** A state in words; what another program calls a state stays as it is written there. */
export const stateName = (state: string, say: Say): string => {
  const key = names[state]
  return key === undefined ? state : say(key)
}
