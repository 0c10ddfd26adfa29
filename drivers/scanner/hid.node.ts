import type { Device } from 'node-hid'
import { createHash } from 'node:crypto'
import type { UsbKeyboard } from '../../main/domain/scanner-heard.ts'
import type { Clock, Log, ScannerInfo, Scanners } from '../../main/ports.ts'
import type { Layout } from './hid-layouts.ts'
import { createHidPosDecoder, partGapMsMax, type Broken, type HidPosDecoder } from './hid-pos.ts'
import { beepEveryMs, beepReports } from './maker-beep.ts'
import { createScannerNews, type ScannerNews } from './scanner-news.ts'
import { scannedDataFields, type ReportFields } from './scanned-data.ts'
import { sysfsDescriptor } from './sysfs-descriptor.node.ts'

/** What of an opened `node-hid` device is used here. */
export interface HidHandle {
  on(event: 'data', listener: (report: Uint8Array) => void): unknown
  on(event: 'error', listener: (fault: unknown) => void): unknown
  /** A report with its id first. */
  write(report: number[]): Promise<number>
  close(): Promise<void>
}
/** What of `node-hid` is used here. */
export interface HidSource {
  readonly devicesAsync: () => Promise<Device[]>
  readonly HIDAsync: { open(path: string): Promise<HidHandle> }
  /** The report descriptor of a device, where the system tells it. Not of `node-hid`. */
  readonly readDescriptor?: (path: string) => Promise<Uint8Array | undefined>
}

export interface HidScannerParts {
  readonly clock: Clock
  readonly log: Log
  /** Where `node-hid` comes from. It is loaded when the till runs, so that a machine that lacks it still starts. */
  readonly loadHid?: () => Promise<HidSource>
  /** Whether verdicts are sent to scanners whose maker's commands are known. */
  readonly beep?: boolean
}

const posUsagePage = 0x8c
const barcodeScannerUsage = 0x02
const desktopPage = 0x01
const keyboardUsage = 0x06
const lookEveryMs = 1000
/** A scanner may have kept codes from before it was opened; they belong to no sale of ours. */
const discardMs = 250
const brokenEveryMs = 1000

interface Opened {
  readonly info: ScannerInfo
  readonly handle: HidHandle
}
/** What a device says of its reports. `key` is the same for all devices that say the same. */
interface Description {
  readonly key: string
  readonly fields: ReportFields | undefined
}

const loadNodeHid = async (): Promise<HidSource> => {
  const { default: nodeHid } = await import('node-hid')
  return {
    devicesAsync: () => nodeHid.devicesAsync(),
    HIDAsync: nodeHid.HIDAsync,
    readDescriptor: sysfsDescriptor,
  }
}

const messageOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault))
/** Which system package is missing, for whoever can install it. */
const missingLibrary = (message: string): string =>
  message.includes('libusb-1.0') ? `install the system package libusb-1.0-0 (${message})` : message
const modelOf = ({ vendorId, productId }: Device): string =>
  `${vendorId.toString(16).padStart(4, '0')}:${productId.toString(16).padStart(4, '0')}`
const nameOf = (device: Device): string =>
  [device.manufacturer, device.product].filter((part) => part !== undefined && part !== '').join(' ') ||
  `Scanner ${modelOf(device)}`

type Found = Device & { readonly path: string }
/** One entry a scanner: some hosts list a device once for each of its collections. */
const scannersAmong = (devices: readonly Device[]): readonly Found[] => {
  const found = new Map<string, Found>()
  for (const device of devices) {
    const { path, usagePage, usage } = device
    if (usagePage !== posUsagePage || usage !== barcodeScannerUsage) continue
    if (path !== undefined && path !== '' && !found.has(path)) found.set(path, { ...device, path })
  }
  return [...found.values()]
}

/** Keyboards of this machine by their USB numbers, to tell a scanner among them; none where the system tells nothing. */
export const findUsbKeyboards = async (loadHid = loadNodeHid): Promise<readonly UsbKeyboard[]> => {
  try {
    const devices = await (await loadHid()).devicesAsync()
    const keyboards = devices.filter(
      ({ usagePage, usage }) => usagePage === desktopPage && usage === keyboardUsage,
    )
    return keyboards.map((device) => ({
      vendorId: device.vendorId,
      productId: device.productId,
      name: nameOf(device),
    }))
  } catch {
    return []
  }
}

const infoOf = (device: Found, state: ScannerInfo['state'], detail?: string): ScannerInfo => ({
  id: device.path,
  name: nameOf(device),
  channel: 'hid',
  vendorId: device.vendorId,
  productId: device.productId,
  state,
  ...(detail === undefined ? {} : { detail }),
})

/**
 * All HID POS scanners of this machine: opened when they are plugged in, listed as lost when they are pulled, opened
 * again when they come back. A code goes to the listeners only when it is whole (reliability F39).
 */
export const createHidScanners = ({
  clock,
  log,
  loadHid = loadNodeHid,
  beep = false,
}: HidScannerParts): Scanners => {
  const opened = new Map<string, Opened>()
  const news: ScannerNews = createScannerNews(log)
  /** Learned layouts, and `at-odds` for a descriptor that its own device contradicted. */
  const known = new Map<string, Layout | 'at-odds'>()
  let closed = false
  let callOff = (): void => {}

  const lose = (path: string, why: string): void => {
    const scanner = opened.get(path)
    if (scanner === undefined) return
    opened.delete(path)
    news.set({ ...scanner.info, state: 'lost', detail: why })
    scanner.handle.close().catch((fault: unknown) => {
      log.warn('scanner.close-failed', { detail: messageOf(fault) })
    })
  }

  const describe = async (hid: HidSource, device: Found): Promise<Description> => {
    const descriptor = await hid.readDescriptor?.(device.path)
    if (descriptor === undefined) return { key: modelOf(device), fields: undefined }
    const key = createHash('sha256').update(descriptor).digest('hex')
    const fields = scannedDataFields(descriptor)
    // Layouts are for whoever has no descriptor, or a bad one.
    if (fields.ok) return { key, fields: known.has(key) ? undefined : fields.value }
    log.warn('scanner.descriptor-refused', { scanner: nameOf(device), why: fields.error })
    return { key, fields: undefined }
  }

  const listen = (
    device: Found,
    handle: HidHandle,
    info: ScannerInfo,
    { key, fields }: Description,
  ): void => {
    const layout = known.get(key)
    const decoder: HidPosDecoder = createHidPosDecoder(layout === 'at-odds' ? undefined : layout, fields)
    const openedAt = clock.now().mono
    /** A code that was begun when nothing counted yet. */
    let inOldCode = false

    const learn = (): void => {
      if (fields !== undefined && !decoder.believesDescriptor() && !known.has(key)) {
        known.set(key, 'at-odds')
        log.warn('scanner.descriptor-at-odds', { scanner: info.name })
      }
      const learned = decoder.learned()
      if (learned !== undefined) known.set(key, learned)
    }
    let lastBrokenAt = -Infinity
    /** Once for all parts of a torn code. */
    const tellBroken = (why: Broken): void => {
      const at = clock.now().mono
      if (at - lastBrokenAt >= brokenEveryMs) news.broken(info, why)
      lastBrokenAt = at
    }

    handle.on('data', (report) => {
      const at = clock.now().mono
      if (opened.get(device.path)?.handle !== handle) return
      news.piece({ scanner: info, bytes: report, at })
      const decoded = decoder.report(report, at)
      learn()
      if (at - openedAt < discardMs || inOldCode) {
        inOldCode = decoded.type === 'more'
        return
      }
      switch (decoded.type) {
        case 'code':
          news.scan(decoded.text, info, decoded.symbology)
          return
        case 'more':
          clock.after(partGapMsMax + 1, () => {
            if (decoder.quiet(clock.now().mono) !== undefined) tellBroken('cut')
          })
          return
        case 'broken':
          tellBroken(decoded.why)
          return
        case 'ignored':
          return
      }
    })
    handle.on('error', (fault) => lose(device.path, messageOf(fault)))
  }

  const open = async (hid: HidSource, device: Found): Promise<void> => {
    try {
      const description = await describe(hid, device)
      const handle = await hid.HIDAsync.open(device.path)
      if (closed) return await handle.close()
      news.forgetLost()
      const info = infoOf(device, 'open')
      opened.set(device.path, { info, handle })
      listen(device, handle, info, description)
      news.set(info)
    } catch (fault) {
      news.set(infoOf(device, 'cannot-open', messageOf(fault)))
    }
  }

  const look = async (hid: HidSource): Promise<void> => {
    const found = scannersAmong(await hid.devicesAsync())
    const paths = new Set(found.map(({ path }) => path))
    for (const path of opened.keys()) if (!paths.has(path)) lose(path, 'unplugged')
    news.forget(({ id, state }) => state === 'cannot-open' && !paths.has(id))
    for (const device of found) if (!opened.has(device.path)) await open(hid, device)
  }

  const lookAgain = (hid: HidSource): void => {
    if (closed) return
    callOff = clock.after(lookEveryMs, () => {
      busy = lookOnce(hid)
    })
  }
  const lookOnce = async (hid: HidSource): Promise<void> => {
    try {
      if (!closed) await look(hid)
    } catch (fault) {
      log.warn('scanner.look-failed', { detail: messageOf(fault) })
    }
    lookAgain(hid)
  }

  const start = async (): Promise<void> => {
    try {
      const hid = await loadHid()
      // The package loads its native part at the first question, not when it is imported.
      await hid.devicesAsync()
      await lookOnce(hid)
    } catch (fault) {
      // No USB library on this machine: the till sells on, by keyboard scanner and camera.
      news.set({
        id: 'hid',
        name: 'USB scanners',
        channel: 'hid',
        vendorId: 0,
        productId: 0,
        state: 'cannot-open',
        detail: missingLibrary(messageOf(fault)),
      })
    }
  }
  let busy = start()

  const say = async (handle: HidHandle, reports: readonly (readonly number[])[]): Promise<void> => {
    for (const [i, report] of reports.entries()) {
      if (i > 0) await new Promise<void>((resolve) => clock.after(beepEveryMs, resolve))
      if (closed) return
      await handle.write([...report])
    }
  }

  return {
    ...news.face,
    tell: (id, verdict) => {
      const scanner = opened.get(id)
      if (!beep || scanner === undefined) return
      say(scanner.handle, beepReports(scanner.info.vendorId, verdict)).catch((fault: unknown) => {
        log.warn('scanner.beep-failed', { scanner: scanner.info.name, detail: messageOf(fault) })
      })
    },
    close: async () => {
      closed = true
      callOff()
      await busy
      callOff()
      const handles = [...opened.values()].map(({ handle }) => handle)
      opened.clear()
      await Promise.allSettled(handles.map((handle) => handle.close()))
    },
  }
}
