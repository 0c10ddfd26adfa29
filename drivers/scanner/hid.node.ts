import type { Device } from 'node-hid'
import type { Clock, Log, ScannerInfo, Scanners } from '../../main/ports.ts'
import type { Layout } from './hid-layouts.ts'
import { createHidPosDecoder, partGapMsMax, type HidPosDecoder } from './hid-pos.ts'

/** What of an opened `node-hid` device is used here. */
export interface HidHandle {
  on(event: 'data', listener: (report: Uint8Array) => void): unknown
  on(event: 'error', listener: (fault: unknown) => void): unknown
  close(): Promise<void>
}
/** What of `node-hid` is used here. */
export interface HidSource {
  readonly devicesAsync: () => Promise<Device[]>
  readonly HIDAsync: { open(path: string): Promise<HidHandle> }
}

export interface HidScannerParts {
  readonly clock: Clock
  readonly log: Log
  /** Where `node-hid` comes from. It is loaded when the till runs, so that a machine that lacks it still starts. */
  readonly loadHid?: () => Promise<HidSource>
}

const posUsagePage = 0x8c
const barcodeScannerUsage = 0x02
const lookEveryMs = 1000
/** A scanner may have kept codes from before it was opened; they belong to no sale of ours. */
const discardMs = 250

interface Opened {
  readonly info: ScannerInfo
  readonly handle: HidHandle
}

const loadNodeHid = async (): Promise<HidSource> => (await import('node-hid')).default

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

const infoOf = (device: Found, state: ScannerInfo['state'], detail?: string): ScannerInfo => ({
  id: device.path,
  name: nameOf(device),
  vendorId: device.vendorId,
  productId: device.productId,
  state,
  ...(detail === undefined ? {} : { detail }),
})

/**
 * All HID POS scanners of this machine: opened when they are plugged in, listed as lost when they are pulled, opened
 * again when they come back. A code goes to the listeners only when it is whole (reliability F39).
 */
export const createHidScanners = ({ clock, log, loadHid = loadNodeHid }: HidScannerParts): Scanners => {
  const opened = new Map<string, Opened>()
  const infos = new Map<string, ScannerInfo>()
  const layoutsByModel = new Map<string, Layout>()
  const scanListeners = new Set<(text: string, scanner: ScannerInfo) => void>()
  const changeListeners = new Set<(scanners: readonly ScannerInfo[]) => void>()
  let closed = false
  let callOff = (): void => {}

  const list = (): readonly ScannerInfo[] => [...infos.values()]

  const set = (info: ScannerInfo): void => {
    const before = infos.get(info.id)
    if (before?.state === info.state && before.detail === info.detail) return
    infos.set(info.id, info)
    const fields = { scanner: info.name, state: info.state, detail: info.detail ?? '' }
    if (info.state === 'open') log.info('scanner.changed', fields)
    else log.warn('scanner.changed', fields)
    for (const listener of changeListeners) listener(list())
  }

  /** A scanner that came back, or another in its place, ends the notice of a lost one. */
  const forgetLost = (): void => {
    for (const [id, info] of infos) if (info.state === 'lost') infos.delete(id)
  }

  const lose = (path: string, why: string): void => {
    const scanner = opened.get(path)
    if (scanner === undefined) return
    opened.delete(path)
    set({ ...scanner.info, state: 'lost', detail: why })
    scanner.handle.close().catch((fault: unknown) => {
      log.warn('scanner.close-failed', { detail: messageOf(fault) })
    })
  }

  const tellScan = (text: string, info: ScannerInfo): void => {
    for (const listener of scanListeners) {
      try {
        listener(text, info)
      } catch (fault) {
        // Thrown back into node-hid it would look like a fault of the device.
        log.error('scanner.listener-failed', { detail: messageOf(fault) })
      }
    }
  }

  const listen = (device: Found, handle: HidHandle, info: ScannerInfo): void => {
    const model = modelOf(device)
    const decoder: HidPosDecoder = createHidPosDecoder(layoutsByModel.get(model))
    const openedAt = clock.now().mono
    handle.on('data', (report) => {
      const at = clock.now().mono
      if (opened.get(device.path)?.handle !== handle) return
      if (at - openedAt < discardMs) return
      const decoded = decoder.report(report, at)
      const layout = decoder.learned()
      if (layout !== undefined) layoutsByModel.set(model, layout)
      switch (decoded.type) {
        case 'code':
          tellScan(decoded.text, info)
          return
        case 'more':
          clock.after(partGapMsMax + 1, () => {
            if (decoder.quiet(clock.now().mono) !== undefined) log.warn('scanner.broken', { why: 'cut' })
          })
          return
        case 'broken':
          log.warn('scanner.broken', { why: decoded.why })
          return
        case 'ignored':
          return
      }
    })
    handle.on('error', (fault) => lose(device.path, messageOf(fault)))
  }

  const open = async (hid: HidSource, device: Found): Promise<void> => {
    try {
      const handle = await hid.HIDAsync.open(device.path)
      if (closed) return await handle.close()
      forgetLost()
      const info = infoOf(device, 'open')
      opened.set(device.path, { info, handle })
      listen(device, handle, info)
      set(info)
    } catch (fault) {
      set(infoOf(device, 'cannot-open', messageOf(fault)))
    }
  }

  const look = async (hid: HidSource): Promise<void> => {
    const found = scannersAmong(await hid.devicesAsync())
    const paths = new Set(found.map(({ path }) => path))
    for (const path of opened.keys()) if (!paths.has(path)) lose(path, 'unplugged')
    let gone = false
    for (const [id, info] of infos) {
      if (info.state === 'cannot-open' && !paths.has(id)) gone = infos.delete(id)
    }
    if (gone) for (const listener of changeListeners) listener(list())
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
      set({
        id: 'hid',
        name: 'USB scanners',
        vendorId: 0,
        productId: 0,
        state: 'cannot-open',
        detail: missingLibrary(messageOf(fault)),
      })
    }
  }
  let busy = start()

  return {
    list,
    onScan: (listener) => {
      scanListeners.add(listener)
      return () => scanListeners.delete(listener)
    },
    onChange: (listener) => {
      changeListeners.add(listener)
      return () => changeListeners.delete(listener)
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
