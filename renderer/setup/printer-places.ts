import { parsePrinterAddress, writePrinterAddress } from '../../drivers/printer/address.ts'

/** Where an address leads to, however its line is set: two speeds of one serial port are one place. */
export const placeOf = (address: string): string => {
  const parsed = parsePrinterAddress(address)
  if (!parsed.ok) return address
  return parsed.value.kind === 'serial' ? `serial:${parsed.value.path}` : writePrinterAddress(parsed.value)
}

export const isSamePlace = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && placeOf(one) === placeOf(other)

/** How a person calls a place: the device, the queue, the address on the network. */
export const shortAddress = (address: string): string => {
  const parsed = parsePrinterAddress(address)
  if (!parsed.ok) return address
  const place = parsed.value
  switch (place.kind) {
    case 'tcp':
      return writePrinterAddress(place)
    case 'usb':
      return place.path ?? 'USB'
    case 'serial':
      return place.path
    case 'cups':
    case 'windows':
      return place.queue
  }
}
