import type { Clock, Log, ScannerInfo, Scanners } from '../../main/ports.ts'
import type { Link, LinkFault, OpenLink } from '../links/link.ts'
import { serialLink } from '../links/serial.node.ts'
import { createScannerNews } from './scanner-news.ts'
import { createSerialCodes, graceMs, type SerialSuffix } from './serial-code.ts'

export interface SerialScannerLine {
  /** `/dev/ttyACM0`, or better its name under `/dev/serial/by-id`; `COM3`. */
  readonly path: string
  readonly baud: number
  readonly suffix: SerialSuffix
  /** The scanner waits for ESC 7 or ESC 8 after every code. */
  readonly acknowledge: boolean
}

export interface SerialScannerParts {
  readonly clock: Clock
  readonly log: Log
  readonly lines: readonly SerialScannerLine[]
  readonly openLine?: (line: SerialScannerLine) => OpenLink
}

const tryEveryMs = 1000
/** A scanner may have kept codes from before it was opened; they belong to no sale of ours. */
const discardMs = 250
/** Honeywell's host acknowledgement: ESC 7 is good, ESC 8 is bad; it waits ten seconds for one. */
const acknowledgements = { good: Uint8Array.of(0x1b, 0x37), bad: Uint8Array.of(0x1b, 0x38) } as const

const details: Readonly<Record<LinkFault, string>> = {
  offline: 'no such port',
  'in-use': 'another program has this port open',
  'no-access': 'this user may not open it (on Linux: the group dialout)',
}

/** Scanners on serial ports and USB-COM, each opened when its port is there and again when it comes back. */
export const createSerialScanners = ({
  clock,
  log,
  lines,
  openLine = serialLink,
}: SerialScannerParts): Scanners => {
  const news = createScannerNews(log)
  const stop = new AbortController()
  const links = new Map<string, { readonly link: Link; readonly line: SerialScannerLine }>()

  const listen = (line: SerialScannerLine, link: Link, info: ScannerInfo): void => {
    const codes = createSerialCodes(line.suffix)
    const openedAt = clock.now().mono
    let lastByteAt = openedAt
    let callOff = (): void => {}

    const tell = (events: ReturnType<typeof codes.bytes>): void => {
      for (const event of events) {
        if (event.type === 'code') news.scan(event.text, info, event.symbology)
        else news.broken(info, event.why)
      }
    }
    const watch = (): void => {
      callOff()
      const wait = codes.waitMs()
      if (wait === undefined) return
      const heardUntil = lastByteAt
      // Twice: bytes that a busy machine kept waiting come between the two.
      callOff = clock.after(wait, () => {
        callOff = clock.after(graceMs, () => {
          if (lastByteAt === heardUntil) tell(codes.quiet(clock.now().mono))
        })
      })
    }
    link.onBytes((bytes) => {
      const at = clock.now().mono
      lastByteAt = at
      news.piece({ scanner: info, bytes, at })
      if (at - openedAt < discardMs) {
        codes.skip(at)
        return
      }
      tell(codes.bytes(bytes, at))
      watch()
    })
    link.onLost(() => {
      callOff()
      links.delete(line.path)
      void link.drop()
      news.set({ ...info, state: 'lost', detail: 'unplugged' })
    })
  }

  const keepOpen = async (line: SerialScannerLine): Promise<void> => {
    const info = { id: line.path, name: line.path, channel: 'serial', vendorId: 0, productId: 0 } as const
    let wasOpen = false
    while (!stop.signal.aborted) {
      if (!links.has(line.path)) {
        const opened = await openLine(line)(stop.signal)
        if (opened.ok) {
          wasOpen = true
          links.set(line.path, { link: opened.value, line })
          listen(line, opened.value, { ...info, state: 'open' })
          if (links.has(line.path)) news.set({ ...info, state: 'open' })
        } else if (!stop.signal.aborted) {
          const lost = wasOpen && opened.error === 'offline'
          news.set(
            lost
              ? { ...info, state: 'lost', detail: 'unplugged' }
              : { ...info, state: 'cannot-open', detail: details[opened.error] },
          )
        }
      }
      await new Promise<void>((resolve) => {
        const callOff = clock.after(tryEveryMs, resolve)
        stop.signal.addEventListener('abort', () => {
          callOff()
          resolve()
        })
      })
    }
  }
  const working = Promise.all(lines.map(keepOpen))

  return {
    ...news.face,
    tell: (id, verdict) => {
      const open = links.get(id)
      if (open?.line.acknowledge === true) void open.link.write(acknowledgements[verdict])
    },
    close: async () => {
      stop.abort()
      await working
      await Promise.all([...links.values()].map(({ link }) => link.drop()))
    },
  }
}
