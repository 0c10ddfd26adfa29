import { parsePrinterAddress } from '../drivers/printer/address.ts'
import { printerAt, type PrinterPlace } from '../drivers/printer/place.node.ts'
import type { Settings, SettingsFault } from '../main/settings.ts'

/** Where the receipts are printed; `undefined` when the shop has named no place. */
export const printerPlaceFor = ({ printer }: Settings): PrinterPlace | undefined => {
  if (printer.address === undefined) return undefined
  const address = parsePrinterAddress(printer.address)
  return address.ok ? printerAt(address.value) : undefined
}

/** What is wrong with that place, for whoever sets it up. */
export const printerFaults = ({ printer }: Settings): readonly SettingsFault[] => {
  if (printer.address === undefined) return []
  const address = parsePrinterAddress(printer.address)
  return address.ok ? [] : [{ field: 'printer.address', message: address.error }]
}
