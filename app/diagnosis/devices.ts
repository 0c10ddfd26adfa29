import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { parsePrinterAddress } from '../../drivers/printer/address.ts'
import { printerAt, type PrinterPlace } from '../../drivers/printer/place.node.ts'
import { makerOf } from '../../drivers/scanner/makers.ts'
import type { Facts, PrinterFact, ScannerFact } from '../../main/diagnosis/facts.ts'
import type { UsbKeyboard } from '../../main/domain/scanner-heard.ts'
import type { ScannerInfo } from '../../main/ports.ts'
import type { Settings } from '../../main/settings.ts'

/** Asks the printer how it is, and prints nothing. `place`: of a till that runs, which shares its line with nobody. */
export const measurePrinter = async (
  { printer }: Settings,
  place: PrinterPlace | undefined,
): Promise<PrinterFact> => {
  const { address } = printer
  if (address === undefined) return { state: 'none' }
  const parsed = parsePrinterAddress(address)
  if (!parsed.ok) return { state: 'no-address', address, detail: parsed.error }
  return { state: await (place ?? printerAt(parsed.value)).look(), address }
}

const withRights = async (scanner: ScannerInfo): Promise<ScannerFact> => {
  if (!scanner.id.startsWith('/dev/')) return scanner
  const mayOpen = await access(scanner.id, constants.R_OK | constants.W_OK).then(
    () => true,
    // A device that is not there is nobody's to forbid.
    ({ code }: NodeJS.ErrnoException) => code === 'ENOENT',
  )
  return { ...scanner, mayOpen }
}

export const measureScanners = async (
  list: readonly ScannerInfo[],
  keyboards: readonly UsbKeyboard[],
): Promise<NonNullable<Facts['scanners']>> => ({
  list: await Promise.all(list.map(withRights)),
  // These makers make scanners and no keyboards: what types with their number is one.
  typing: keyboards.flatMap(({ vendorId }) => {
    const maker = makerOf(vendorId)
    return maker?.hidPos === true ? [maker.name] : []
  }),
})
