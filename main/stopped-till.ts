import type { Stopped } from './contract.ts'
import { closedDesks } from './desks.ts'
import type { Settings } from './settings.ts'
import { stoppedView } from './till-view.ts'
import type { SettingsDesk, Till } from './till.ts'

/**
 * A till that cannot sell: it says why, lets a technician mend the settings, and refuses everything else. Shown when
 * the settings or the journal cannot be opened; the journal stays as it is.
 */
export const createStoppedTill = (settings: Settings, stopped: Stopped, desk: SettingsDesk): Till => ({
  ...closedDesks(settings.currency),
  ...(desk.devices === undefined ? {} : { devices: desk.devices }),
  view: () => stoppedView(settings, stopped),
  onNotice: () => () => undefined,
  charge: () => ({ ok: false, error: 'till-stopped' }),
  abort: () => ({ ok: false, error: 'not-open' }),
  next: () => ({ ok: true, value: true }),
  prepare: () => undefined,
  key: () => undefined,
  find: () => undefined,
  list: () => [],
  query: () => Promise.resolve({ ok: false, error: 'unknown-payment' }),
  story: () => [],
  discrepancySeen: () => undefined,
  asksOfRefusalFirst: () => false,
  refund: () => ({ ok: false, error: 'till-stopped' }),
  receiptFaces: () => undefined,
  print: () => Promise.resolve({ ok: false, error: 'unknown-payment' }),
  retryPrint: () => Promise.resolve({ ok: false, error: 'unknown-job' }),
  dropPrint: () => undefined,
  readSettings: desk.read,
  writeSettings: desk.write,
  testConnection: desk.test,
  close: () => Promise.resolve(),
})
