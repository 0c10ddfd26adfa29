import type { PrinterPlace } from '../drivers/printer/place.node.ts'
import type { Result } from '../main/domain/result.ts'
import type { Log, PrintFault } from '../main/ports.ts'
import { selfTestPaper } from '../main/receipts/self-test.ts'
import type { Settings } from '../main/settings.ts'
import type { DataFolder } from './data-folder.ts'
import { pressFor } from './press.ts'
import { systemClock } from './system.ts'

/** Prints the slip that shows what a printer makes of these settings. It is kept nowhere and is no receipt. */
export const printTestSlip = async (
  place: PrinterPlace | undefined,
  settings: Settings,
  { folder }: DataFolder,
  log: Log,
): Promise<Result<void, PrintFault>> => {
  const { address } = settings.printer
  if (place === undefined || address === undefined) return { ok: false, error: 'not-configured' }
  const press = await pressFor(folder, settings, log)
  const slip = await selfTestPaper(settings, press, { at: systemClock.now().at, address })
  const printer = place.printer()
  try {
    return await printer.print(slip)
  } finally {
    await printer.close()
  }
}
