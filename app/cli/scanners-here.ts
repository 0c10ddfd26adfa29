import { createHidScanners } from '../../drivers/scanner/hid.node.ts'
import { createSerialScanners, type SerialScannerLine } from '../../drivers/scanner/serial.node.ts'
import type { Log, ScannerInfo } from '../../main/ports.ts'
import type { DataFolder } from '../data-folder.ts'
import { keptSettings } from '../settings-file.ts'
import { systemClock } from '../system.ts'

/** For a port that is slow to open, milliseconds. */
const openMs = 2000

const onUsb = async (log: Log): Promise<readonly ScannerInfo[]> => {
  const scanners = createHidScanners({ clock: systemClock, log })
  // Closing waits until they were looked for.
  await scanners.close()
  return scanners.list()
}

export const onLines = async (
  log: Log,
  lines: readonly SerialScannerLine[],
): Promise<readonly ScannerInfo[]> => {
  const scanners = createSerialScanners({ clock: systemClock, log, lines })
  await new Promise<void>((resolve) => {
    const callOff = systemClock.after(openMs, resolve)
    const look = (): void => {
      if (scanners.list().length < lines.length) return
      callOff()
      resolve()
    }
    scanners.onChange(look)
    look()
  })
  const list = scanners.list()
  await scanners.close()
  return list
}

/** The scanners of these settings, opened as the till opens them, and closed again. */
export const scannersHere = async (folder: DataFolder, log: Log): Promise<readonly ScannerInfo[]> => {
  const { serial } = (await keptSettings(folder.settings)).usable.scanners
  const [usb, lines] = await Promise.all([onUsb(log), onLines(log, serial)])
  return [...usb, ...lines]
}
