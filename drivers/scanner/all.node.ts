import type { Clock, Log, ScannerInfo, ScannerPiece, Scanners } from '../../main/ports.ts'
import { createHidScanners, type HidScannerParts } from './hid.node.ts'
import { createTeller } from './scanner-news.ts'
import { createSerialScanners, type SerialScannerLine, type SerialScannerParts } from './serial.node.ts'

/** Which scanners to open, and what they may do. */
export interface ScannerChoice {
  readonly hid: boolean
  readonly beep: 'off' | 'maker'
  readonly serial: readonly SerialScannerLine[]
}

/** All scanners of this machine that are no keyboards. */
export interface AllScanners extends Scanners {
  /** Opens what is chosen now. What is chosen as before stays open and misses no scan. */
  readonly choose: (choice: ScannerChoice) => Promise<void>
}

export interface AllScannersParts {
  readonly clock: Clock
  readonly log: Log
  readonly loadHid?: HidScannerParts['loadHid']
  readonly openLine?: SerialScannerParts['openLine']
}

interface Kind {
  /** Of what it was made from: another one has to be made when that changes. */
  chosen: string
  scanners: Scanners
  stop: () => void
}

export const createAllScanners = ({ clock, log, loadHid, openLine }: AllScannersParts): AllScanners => {
  const kinds = new Map<'hid' | 'serial', Kind>()
  const scans = createTeller<Parameters<Parameters<Scanners['onScan']>[0]>>(log)
  const torn = createTeller<readonly [scanner: ScannerInfo, why: string]>(log)
  const pieces = createTeller<readonly [ScannerPiece]>(log)
  const changes = createTeller<readonly [readonly ScannerInfo[]]>(log)
  const list = (): readonly ScannerInfo[] => [...kinds.values()].flatMap(({ scanners }) => scanners.list())
  const tellChange = (): void => changes.tell(list())

  const exchange = async (
    kind: 'hid' | 'serial',
    chosen: string | undefined,
    make: () => Scanners,
  ): Promise<void> => {
    const before = kinds.get(kind)
    if (before?.chosen === chosen) return
    if (before !== undefined) {
      before.stop()
      kinds.delete(kind)
      await before.scanners.close()
    }
    if (chosen !== undefined) {
      const scanners = make()
      const stops = [
        scanners.onScan(scans.tell),
        scanners.onBroken(torn.tell),
        scanners.onPiece(pieces.tell),
        scanners.onChange(tellChange),
      ]
      kinds.set(kind, { chosen, scanners, stop: () => stops.forEach((stop) => stop()) })
    }
    tellChange()
  }

  return {
    list,
    onScan: scans.add,
    onBroken: torn.add,
    onPiece: pieces.add,
    onChange: changes.add,
    tell: (id, verdict) => {
      for (const { scanners } of kinds.values()) scanners.tell(id, verdict)
    },
    choose: async ({ hid, beep, serial }) => {
      await exchange('hid', hid ? beep : undefined, () =>
        createHidScanners({
          clock,
          log,
          beep: beep === 'maker',
          ...(loadHid === undefined ? {} : { loadHid }),
        }),
      )
      await exchange('serial', serial.length === 0 ? undefined : JSON.stringify(serial), () =>
        createSerialScanners({
          clock,
          log,
          lines: serial,
          ...(openLine === undefined ? {} : { openLine }),
        }),
      )
    },
    close: async () => {
      await Promise.all([...kinds.values()].map(({ scanners }) => scanners.close()))
      kinds.clear()
    },
  }
}
