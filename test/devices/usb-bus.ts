import { EventEmitter } from 'node:events'
import type { Device } from 'node-hid'
import type { HidHandle, HidSource } from '../../drivers/scanner/hid.node.ts'

/** What Linux keeps of a device whose reader is too slow; what comes after that is lost. */
export const kernelKeeps = 63

class PluggedDevice extends EventEmitter implements HidHandle {
  closed = false
  /** Output reports, as the till sent them. */
  readonly written: (readonly number[])[] = []
  write(report: number[]): Promise<number> {
    this.written.push(report)
    return Promise.resolve(report.length)
  }
  // Like node-hid, which removes listeners on close and never emits again.
  close(): Promise<void> {
    this.closed = true
    this.removeAllListeners()
    return Promise.resolve()
  }
}

/** A USB bus with the part of node-hid's face that the driver uses. Paths are those of device files: `/dev/hidraw0`. */
export const usbBus = () => {
  const plugged = new Map<string, Device>()
  const handles = new Map<string, PluggedDevice>()
  const refused = new Set<string>()
  /** Reports that nobody has read yet: of a device that is not open, or of a machine that stands still. */
  const waiting = new Map<string, readonly Uint8Array[]>()
  let standsStill = false

  const deliver = (path: string): void => {
    const handle = handles.get(path)
    if (standsStill || handle === undefined || handle.closed) return
    const reports = waiting.get(path) ?? []
    waiting.delete(path)
    for (const report of reports) handle.emit('data', Buffer.from(report))
  }

  const source: HidSource = {
    devicesAsync: () => Promise.resolve([...plugged.values()]),
    HIDAsync: {
      open: (path) => {
        if (refused.has(path) || !plugged.has(path)) {
          return Promise.reject(new Error(`could not open ${path}: permission denied`))
        }
        const handle = new PluggedDevice()
        handles.set(path, handle)
        setImmediate(() => deliver(path))
        return Promise.resolve(handle)
      },
    },
  }
  return {
    source,
    refused,
    plug: (path: string, more: Partial<Device> = {}) =>
      plugged.set(path, {
        path,
        vendorId: 0x0c2e,
        productId: 0x1007,
        manufacturer: 'Honeywell',
        product: 'Xenon',
        release: 1,
        interface: 0,
        usagePage: 0x8c,
        usage: 0x02,
        ...more,
      }),
    unplug: (path: string, withError = true) => {
      plugged.delete(path)
      waiting.delete(path)
      if (withError) handles.get(path)?.emit('error', new Error('could not read from HID device'))
    },
    scan: (path: string, reports: readonly Uint8Array[]) => {
      waiting.set(path, [...(waiting.get(path) ?? []), ...reports].slice(0, kernelKeeps))
      deliver(path)
    },
    /** The till's process gets no time from now on, and its devices go on sending. */
    freeze: () => {
      standsStill = true
    },
    thaw: () => {
      standsStill = false
      for (const path of handles.keys()) deliver(path)
    },
    handle: (path: string) => handles.get(path),
  }
}
