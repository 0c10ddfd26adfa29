import { kick } from '../drivers/drawer/kick.ts'
import { createLineDrawer } from '../drivers/drawer/line.ts'
import { noDrawer } from '../drivers/drawer/none.ts'
import type { OpenLink } from '../drivers/links/link.ts'
import type { PrinterPlace } from '../drivers/printer/place.node.ts'
import type { Drawer, Secrets } from '../main/ports.ts'
import type { Settings } from '../main/settings.ts'
import { createClosingPdf } from '../main/shifts/pdf.node.ts'
import type { CashParts } from '../main/shifts/shifts.ts'
import { closingSigner } from './closing-key.ts'
import { readLetters } from './letters.ts'

export const drawerFor = (
  { cash, drawer }: Settings,
  place: PrinterPlace | undefined,
  displayLine: OpenLink | undefined,
): Drawer => {
  if (cash.drawer === 'none') return noDrawer
  const pin = cash.drawer === 'pin-2' ? 2 : 5
  if (drawer.at === 'printer') return place?.drawer(pin, drawer.switch) ?? noDrawer
  return displayLine === undefined ? noDrawer : createLineDrawer(displayLine, kick(pin))
}

/** What a till needs for its drawer and its closings. Throws when no store has its key. */
export const cashParts = async (
  settings: Settings,
  secrets: Secrets,
  place: PrinterPlace | undefined,
  displayLine: OpenLink | undefined,
): Promise<CashParts> => ({
  signer: await closingSigner(secrets),
  drawer: drawerFor(settings, place, displayLine),
  pdf: createClosingPdf(readLetters, (at) => new Date(at)),
})
