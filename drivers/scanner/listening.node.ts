import { realpath } from 'node:fs/promises'
import type { HeardPort, HeardScanner, ScannerHeard, UsbKeyboard } from '../../main/domain/scanner-heard.ts'
import type { Clock, Log, ScannerInfo, ScannerPiece, Scanners } from '../../main/ports.ts'
import type { Link, LinkFault } from '../links/link.ts'
import { findSerialPorts } from '../links/serial.node.ts'
import { createHidScanners, findUsbKeyboards, type HidScannerParts } from './hid.node.ts'
import type { SerialScannerLine, SerialScannerParts } from './serial.node.ts'
import { serialLink } from '../links/serial.node.ts'

export interface ListeningParts {
  readonly clock: Clock
  readonly log: Log
  /** The till's own, which stay as they are. */
  readonly scanners: Scanners
  /** Whether the till has its HID POS scanners open itself. */
  readonly hidIsOpen: boolean
  /** Serial ports of the till's own scanners, bits a second by path. */
  readonly ownLines: ReadonlyMap<string, number>
  /** Serial ports that something else of the till is on. */
  readonly otherLines: readonly string[]
  readonly loadHid?: HidScannerParts['loadHid']
  readonly findPorts?: () => Promise<readonly { readonly path: string }[]>
  readonly openLine?: SerialScannerParts['openLine']
}

export interface ListeningChoice {
  /** Also opens what the till has not open: HID POS scanners, and every serial port that nothing else is on. */
  readonly unknown: boolean
  /** Bits a second on such a port. */
  readonly baud: number
}

export interface Listening {
  readonly close: () => Promise<void>
}

const lookEveryMs = 1000
/** Silence behind what a serial line sent: longer than any pause inside a code, shorter than a hand's. */
const lineSilenceMs = 300
/** Longest code and its frame; what is longer is no code. */
const lineBytesMax = 1024

const byOf = ({ id, name, channel }: ScannerInfo): HeardScanner => ({ id, name, channel })
const aliasOf = (path: string): Promise<string> => realpath(path).catch(() => path)

/** Tells everything that scanners send, those of the till and on wish also unknown ones, until it is closed. */
export const listenToScanners = (
  parts: ListeningParts,
  { unknown, baud }: ListeningChoice,
  tell: (heard: ScannerHeard) => void,
): Listening => {
  const { clock, log, scanners, openLine = serialLink } = parts
  const stop = new AbortController()
  const links = new Map<string, Link>()
  const lines = new Map<string, { readonly bytes: number[]; callOff: () => void }>()
  let told = ''

  /** Bytes of one line until it is silent. */
  const collect = (by: HeardScanner, bytes: Uint8Array, bitsPerSecond: number): void => {
    const line = lines.get(by.id) ?? { bytes: [], callOff: () => {} }
    lines.set(by.id, line)
    line.callOff()
    line.bytes.push(...bytes.subarray(0, Math.max(0, lineBytesMax - line.bytes.length)))
    line.callOff = clock.after(lineSilenceMs, () => {
      lines.delete(by.id)
      tell({ type: 'line', by, atMs: clock.now().mono, baud: bitsPerSecond, bytes: line.bytes })
    })
  }
  const hear = ({ scanner, bytes, at }: ScannerPiece): void => {
    const by = byOf(scanner)
    tell({ type: 'piece', by, atMs: at, bytes: bytes.length })
    if (scanner.channel === 'serial') collect(by, bytes, parts.ownLines.get(scanner.id) ?? baud)
  }
  const follow = (followed: Scanners): (() => void) => {
    const stops = [
      followed.onPiece(hear),
      followed.onScan((text, scanner, symbology) =>
        tell({
          type: 'code',
          by: byOf(scanner),
          atMs: clock.now().mono,
          text,
          ...(symbology === undefined ? {} : { symbology }),
        }),
      ),
      followed.onBroken((scanner, why) =>
        tell({ type: 'torn', by: byOf(scanner), atMs: clock.now().mono, why }),
      ),
    ]
    return () => stops.forEach((end) => end())
  }
  const unfollow = follow(scanners)
  const lent =
    unknown && !parts.hidIsOpen
      ? createHidScanners({ clock, log, ...(parts.loadHid === undefined ? {} : { loadHid: parts.loadHid }) })
      : undefined
  const unfollowLent = lent && follow(lent)

  const openPort = async (path: string): Promise<HeardPort> => {
    if (links.has(path)) return { path, state: 'open' }
    const line: SerialScannerLine = { path, baud, suffix: 'cr', acknowledge: false }
    const opened = await openLine(line)(stop.signal)
    if (!opened.ok) return { path, state: opened.error satisfies LinkFault }
    const link = opened.value
    links.set(path, link)
    const by: HeardScanner = { id: path, name: path, channel: 'serial' }
    link.onBytes((bytes) => {
      tell({ type: 'piece', by, atMs: clock.now().mono, bytes: bytes.length })
      collect(by, bytes, baud)
    })
    link.onLost(() => {
      links.delete(path)
      void link.drop()
    })
    return { path, state: 'open' }
  }
  const portsNow = async (): Promise<readonly HeardPort[]> => {
    if (!unknown) return []
    const taken = new Set(await Promise.all([...parts.ownLines.keys(), ...parts.otherLines].map(aliasOf)))
    const found = await (parts.findPorts ?? findSerialPorts)()
    const ports: HeardPort[] = []
    for (const { path } of found) {
      if (stop.signal.aborted) break
      if (!taken.has(await aliasOf(path))) ports.push(await openPort(path))
    }
    return ports
  }
  const keyboardsNow = (): Promise<readonly UsbKeyboard[]> =>
    unknown ? findUsbKeyboards(parts.loadHid) : Promise.resolve([])

  const look = async (): Promise<void> => {
    const [keyboards, ports] = await Promise.all([keyboardsNow(), portsNow()])
    const around: ScannerHeard = { type: 'around', keyboards, ports }
    if (stop.signal.aborted || JSON.stringify(around) === told) return
    told = JSON.stringify(around)
    tell(around)
  }
  const watch = async (): Promise<void> => {
    for (;;) {
      await look()
      if (stop.signal.aborted) return
      await new Promise<void>((resolve) => {
        const callOff = clock.after(lookEveryMs, resolve)
        stop.signal.addEventListener('abort', () => {
          callOff()
          resolve()
        })
      })
    }
  }
  const watching = watch()

  return {
    close: async () => {
      stop.abort()
      unfollow()
      unfollowLent?.()
      for (const { callOff } of lines.values()) callOff()
      await watching
      await Promise.all([...links.values()].map((link) => link.drop()))
      await lent?.close()
    },
  }
}
