import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'

/**
 * The report descriptor of a HID device as its kernel keeps it, undefined where nobody tells: `node-hid` has no call for
 * it, and only Linux shows it as a file.
 */
export const sysfsDescriptor = async (path: string): Promise<Uint8Array | undefined> => {
  const name = basename(path)
  if (process.platform !== 'linux' || !/^hidraw\d+$/.test(name)) return undefined
  return await readFile(`/sys/class/hidraw/${name}/device/report_descriptor`).catch(() => undefined)
}
