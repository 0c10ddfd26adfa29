import { noDrawer } from '../drivers/drawer/none.ts'
import type { PrinterPlace } from '../drivers/printer/place.node.ts'
import type { Drawer, Secrets } from '../main/ports.ts'
import type { Settings } from '../main/settings.ts'
import { createClosingPdf } from '../main/shifts/pdf.node.ts'
import type { CashParts } from '../main/shifts/shifts.ts'
import { closingSigner } from './closing-key.ts'
import { readLetters } from './letters.ts'

const drawerFor = ({ cash }: Settings, place: PrinterPlace | undefined): Drawer =>
  cash.drawer === 'none' || place === undefined ? noDrawer : place.drawer(cash.drawer === 'pin-2' ? 2 : 5)

/** What a till needs for its drawer and its closings. Throws when no store has its key. */
export const cashParts = async (
  settings: Settings,
  secrets: Secrets,
  place: PrinterPlace | undefined,
): Promise<CashParts> => ({
  signer: await closingSigner(secrets),
  drawer: drawerFor(settings, place),
  pdf: createClosingPdf(readLetters, (at) => new Date(at)),
})
