import type { Log, ScannerInfo, ScannerPiece, Scanners } from '../../main/ports.ts'

/** Keeps the list of scanners of one kind, and tells whoever listens of codes and changes. */
export interface ScannerNews {
  readonly set: (info: ScannerInfo) => void
  readonly forget: (which: (info: ScannerInfo) => boolean) => void
  /** A scanner that came back, or another in its place, ends the notice of a lost one. */
  readonly forgetLost: () => void
  readonly scan: (text: string, scanner: ScannerInfo, symbology: string | undefined) => void
  /** `why` is for the technician; the cashier's answer to each is the same. */
  readonly broken: (scanner: ScannerInfo, why: string) => void
  readonly piece: (piece: ScannerPiece) => void
  readonly face: Pick<Scanners, 'list' | 'onScan' | 'onBroken' | 'onPiece' | 'onChange'>
}

/** Listeners of one thing. */
export const createTeller = <Heard extends readonly unknown[]>(log: Log) => {
  const listeners = new Set<(...heard: Heard) => void>()
  return {
    add: (listener: (...heard: Heard) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (...heard: Heard): void => {
      for (const listener of listeners) {
        try {
          listener(...heard)
        } catch (fault) {
          // Thrown back into the driver it would look like a fault of the device.
          log.error('scanner.listener-failed', { detail: String(fault) })
        }
      }
    },
  }
}

export const createScannerNews = (log: Log): ScannerNews => {
  const infos = new Map<string, ScannerInfo>()
  const scans = createTeller<Parameters<ScannerNews['scan']>>(log)
  const torn = createTeller<readonly [scanner: ScannerInfo, why: string]>(log)
  const pieces = createTeller<readonly [ScannerPiece]>(log)
  const changes = createTeller<readonly [readonly ScannerInfo[]]>(log)
  const list = (): readonly ScannerInfo[] => [...infos.values()]

  const forget: ScannerNews['forget'] = (which) => {
    const gone = list().filter(which)
    for (const { id } of gone) infos.delete(id)
    if (gone.length > 0) changes.tell(list())
  }

  return {
    set: (info) => {
      const before = infos.get(info.id)
      if (before?.state === info.state && before.detail === info.detail) return
      infos.set(info.id, info)
      const fields = { scanner: info.name, state: info.state, detail: info.detail ?? '' }
      if (info.state === 'open') log.info('scanner.changed', fields)
      else log.warn('scanner.changed', fields)
      changes.tell(list())
    },
    forget,
    forgetLost: () => {
      // Told with what comes in its place.
      for (const { id, state } of list()) if (state === 'lost') infos.delete(id)
    },
    scan: scans.tell,
    broken: (scanner, why) => {
      log.warn('scanner.broken', { scanner: scanner.name, why })
      torn.tell(scanner, why)
    },
    piece: pieces.tell,
    face: {
      list,
      onScan: scans.add,
      onBroken: torn.add,
      onPiece: pieces.add,
      onChange: changes.add,
    },
  }
}
