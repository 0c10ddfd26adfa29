import { noDrawer } from '../drivers/drawer/none.ts'
import { createPrinterDrawer } from '../drivers/drawer/printer-port.node.ts'
import { parsePrinterAddress } from '../drivers/printer/address.ts'
import type { Drawer, Secrets } from '../main/ports.ts'
import type { Settings } from '../main/settings.ts'
import { createClosingPdf } from '../main/shifts/pdf.node.ts'
import type { CashParts } from '../main/shifts/shifts.ts'
import { closingSigner } from './closing-key.ts'
import { readLetters } from './letters.ts'

const drawerFor = ({ cash, printer }: Settings): Drawer => {
  if (cash.drawer === 'none' || printer.address === undefined) return noDrawer
  const address = parsePrinterAddress(printer.address)
  return address.ok ? createPrinterDrawer(address.value, cash.drawer === 'pin-2' ? 2 : 5) : noDrawer
}

/** What a till needs for its drawer and its closings. Throws when no store has its key. */
export const cashParts = async (settings: Settings, secrets: Secrets): Promise<CashParts> => ({
  signer: await closingSigner(secrets),
  drawer: drawerFor(settings),
  pdf: createClosingPdf(readLetters, (at) => new Date(at)),
})
