import { parsePrinterAddress } from '../drivers/printer/address.ts'
import { listenToScanners, type ListeningChoice } from '../drivers/scanner/listening.node.ts'
import type { ScannerHeard } from '../main/domain/scanner-heard.ts'
import type { Log, Scanners } from '../main/ports.ts'
import type { Settings } from '../main/settings.ts'
import type { DataFolder } from './data-folder.ts'
import { keptSettings } from './settings-file.ts'
import { systemClock } from './system.ts'

/** A page that reads this much late is not one that anybody looks at; older pieces are dropped. */
const waitingMax = 512

/** The serial port in an address of a printer or a display, if it is one. */
const serialPathOf = (address: string | undefined): readonly string[] => {
  const parsed = address === undefined ? undefined : parsePrinterAddress(address)
  return parsed?.ok === true && parsed.value.kind === 'serial' ? [parsed.value.path] : []
}

const linesOf = ({ scanners, printer, display }: Settings) => ({
  hidIsOpen: scanners.hid,
  ownLines: new Map(scanners.serial.map(({ path, baud }) => [path, baud])),
  otherLines: [...serialPathOf(printer.address), ...serialPathOf(display.pole.line)],
})

/** What scanners send, for as long as a page wants to hear it. */
export async function* scannersHeard(
  { folder, log, scanners }: { readonly folder: DataFolder; readonly log: Log; readonly scanners: Scanners },
  choice: ListeningChoice,
  gone?: AbortSignal,
): AsyncGenerator<ScannerHeard, void, void> {
  const { usable } = await keptSettings(folder.settings)
  const waiting: ScannerHeard[] = []
  let wake = (): void => {}
  let left = gone?.aborted === true
  const leave = (): void => {
    left = true
    wake()
  }
  const listening = listenToScanners(
    { clock: systemClock, log, scanners, ...linesOf(usable) },
    choice,
    (heard) => {
      waiting.push(heard)
      if (waiting.length > waitingMax) waiting.shift()
      wake()
    },
  )
  gone?.addEventListener('abort', leave)
  try {
    for (;;) {
      if (left) return
      const heard = waiting.shift()
      if (heard === undefined) await new Promise<void>((resolve) => (wake = resolve))
      else yield heard
    }
  } finally {
    gone?.removeEventListener('abort', leave)
    await listening.close()
  }
}
