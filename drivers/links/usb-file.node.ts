import { constants, type PathLike } from 'node:fs'
import { open, readdir, readFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok } from '../../main/domain/result.ts'
import { linkFaultOf, type Link, type OpenLink } from './link.ts'
import { createLost } from './lost.ts'

/** How often a device is asked whether it has said something or takes more, milliseconds. */
const pollMs = 5
const readBytes = 256

const codeOf = (error: unknown): string => (error as { readonly code?: string }).code ?? ''
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pollMs))

/**
 * A printer as the kernel shows it (usblp). The file is opened so that no call on it ever waits: a call that did would
 * hold a thread that the disk needs as well, for as long as the printer has no paper, and no close could end it. It is
 * asked again and again instead, for as long as there is a job.
 */
const linkOn = (file: FileHandle, signal: AbortSignal): Link => {
  const lost = createLost()
  let listener: (bytes: Uint8Array) => void = () => {}
  let isDropped = false
  let dropping: Promise<void> | undefined
  const isOpen = (): boolean => !isDropped && lost.how() === undefined

  const listen = async (): Promise<void> => {
    const buffer = Buffer.alloc(readBytes)
    while (isOpen()) {
      try {
        const { bytesRead } = await file.read(buffer, 0, readBytes, null)
        if (bytesRead > 0 && isOpen()) listener(Uint8Array.from(buffer.subarray(0, bytesRead)))
        if (bytesRead === 0) await pause()
      } catch (error) {
        // One that only takes, and never says anything, refuses to be read.
        if (codeOf(error) === 'EINVAL') return
        if (codeOf(error) !== 'EAGAIN') lost.say('broken')
        else await pause()
      }
    }
  }
  /** One write, tried until the device takes some of it. An empty one tells that it has all that went before. */
  const put = async (bytes: Uint8Array): Promise<number | 'gone'> => {
    while (isOpen()) {
      try {
        return (await file.write(bytes, 0, bytes.length, null)).bytesWritten
      } catch (error) {
        if (codeOf(error) !== 'EAGAIN') {
          lost.say('broken')
          return 'gone'
        }
        await pause()
      }
    }
    return 'gone'
  }
  const listening = listen()
  let writing: Promise<unknown> = Promise.resolve()
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const done = writing.then(work)
    writing = done
    return done
  }
  const drop = (): Promise<void> => {
    lost.hush()
    isDropped = true
    signal.removeEventListener('abort', callOff)
    // Its number may not be given back while a call still holds it: the next file would get the bytes.
    dropping ??= Promise.all([listening, writing])
      .then(() => file.close())
      .catch(() => undefined)
    return dropping
  }
  const callOff = (): void => {
    lost.say('broken')
    void drop()
  }
  signal.addEventListener('abort', callOff)

  return {
    onBytes: (added) => (listener = added),
    onLost: lost.onLost,
    write: (bytes) =>
      inLine(async () => {
        for (let from = 0; from < bytes.length;) {
          const taken = await put(bytes.subarray(from))
          if (taken === 'gone') return 'gone'
          from += taken
        }
        return (await put(new Uint8Array())) === 'gone' ? 'gone' : 'taken'
      }),
    end: () => inLine(async () => ((await put(new Uint8Array())) === 'gone' ? 'broken' : 'closed')),
    lateEnd: 'not-taken',
    drop,
  }
}

/** Opens the device file, `/dev/usb/lp0`. */
export const usbFileLink =
  (path: PathLike): OpenLink =>
  async (signal) => {
    try {
      const flags = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY
      const file = await open(path, flags)
      if (signal.aborted) {
        await file.close()
        return err('offline')
      }
      return ok(linkOn(file, signal))
    } catch (error) {
      return err(linkFaultOf(error))
    }
  }

export interface UsbPrinterFound {
  readonly path: string
  /** Maker and model as the device says them; empty when it does not. */
  readonly name: string
}

/** Value of a field of an IEEE 1284 device id, `MFG:EPSON;MDL:TM-T20;`. */
const field = (id: string, ...names: readonly string[]): string =>
  names.flatMap((name) => new RegExp(`(?:^|;)\\s*${name}:([^;]*)`, 'i').exec(id)?.[1]?.trim() ?? [])[0] ?? ''

/** The USB printers that the kernel shows. Elsewhere than on Linux there are none, and the system's own queue is used. */
export const findUsbPrinters = async (
  devices = '/dev/usb',
  classes = '/sys/class/usbmisc',
): Promise<readonly UsbPrinterFound[]> => {
  const names = await readdir(devices).catch(() => [])
  const printers = names
    .filter((name) => /^lp\d+$/.test(name))
    .toSorted((a, b) => Number(a.slice(2)) - Number(b.slice(2)))
  return await Promise.all(
    printers.map(async (name) => {
      const id = await readFile(join(classes, name, 'device', 'ieee1284_id'), 'utf8').catch(() => '')
      const words = [field(id, 'MFG', 'MANUFACTURER'), field(id, 'MDL', 'MODEL')]
      return { path: join(devices, name), name: words.filter((word) => word !== '').join(' ') }
    }),
  )
}
