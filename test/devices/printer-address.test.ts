import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePrinterAddress, writePrinterAddress } from '../../drivers/printer/address.ts'
import { ok } from '../../main/domain/result.ts'

describe('the address of a printer', () => {
  test.each([
    ['192.168.1.50:9100', '192.168.1.50', 9100],
    ['192.168.1.50', '192.168.1.50', 9100],
    [' printer-1.shop.local:9101 ', 'printer-1.shop.local', 9101],
    ['kitchen', 'kitchen', 9100],
    ['[fe80::1%eth0]:9100', 'fe80::1%eth0', 9100],
    ['[::1]', '::1', 9100],
  ])('%s is read', (text, host, port) => {
    expect(parsePrinterAddress(text)).toEqual(ok({ kind: 'tcp', host, port }))
  })

  test.each([
    ['usb', { kind: 'usb' }],
    ['usb:/dev/usb/lp1', { kind: 'usb', path: '/dev/usb/lp1' }],
    ['serial:/dev/ttyUSB0', { kind: 'serial', path: '/dev/ttyUSB0', baud: 9600, flow: 'none' }],
    [
      'serial:/dev/ttyS0?baud=19200&flow=rtscts',
      { kind: 'serial', path: '/dev/ttyS0', baud: 19_200, flow: 'rtscts' },
    ],
    ['SERIAL:COM3?flow=xonxoff', { kind: 'serial', path: 'COM3', baud: 9600, flow: 'xonxoff' }],
    ['cups:Receipts_1', { kind: 'cups', queue: 'Receipts_1' }],
    ['windows:EPSON TM-T20 Receipt', { kind: 'windows', queue: 'EPSON TM-T20 Receipt' }],
    ['windows:\\\\SERVER\\Receipts: front', { kind: 'windows', queue: '\\\\SERVER\\Receipts: front' }],
  ])('%s is read', (text, address) => {
    expect(parsePrinterAddress(text)).toEqual(ok(address))
  })

  test.each([
    ['', 'empty'],
    [':9100', 'names no host'],
    ['fe80::1:9100', 'brackets'],
    ['http://printer:9100', 'web address'],
    ['printer:', 'is not a port'],
    ['printer:0', 'is not a port'],
    ['printer:65536', 'is not a port'],
    ['printer:91oo', 'is not a port'],
    ['192.168.1.300:9100', 'neither a host name nor an address'],
    ['192.168.1:9100', 'neither a host name nor an address'],
    ['my printer:9100', 'neither a host name nor an address'],
    ['-x:9100', 'neither a host name nor an address'],
    ['[printer]:9100', 'neither a host name nor an address'],
    ['[]:9100', 'names no host'],
    ['usb:lp0', 'usb:/dev/usb/lp0'],
    ['usb:/dev/../etc/passwd', 'no device of a USB printer'],
    ['usb:/etc/passwd', 'no device of a USB printer'],
    ['serial:', 'no serial port'],
    ['serial:ttyUSB0', 'no serial port'],
    ['serial:/dev/ttyUSB0?baud=fast', 'no baud rate'],
    ['serial:/dev/ttyUSB0?baud=9601', 'no baud rate'],
    ['serial:/dev/ttyUSB0?flow=dtr', 'no flow control'],
    ['serial:/dev/ttyUSB0?speed=9600', 'no "speed"'],
    ['cups:', 'names no printer'],
    ['cups:-o raw', 'cannot be the name'],
    ['cups:a b', 'cannot be the name'],
    ['windows:', 'names no printer'],
    ['windows:a\nb', 'cannot be the name'],
  ])('"%s" is refused with a sentence that says %s', (text, sentence) => {
    const address = parsePrinterAddress(text)
    expect(address.ok ? '' : address.error).toContain(sentence)
  })

  test('whatever is typed is an address that is written and read again as itself, or a sentence', () => {
    const start = fc.constantFrom('', 'usb:', 'usb', 'serial:/dev/tty', 'cups:', 'windows:')
    const rest = fc.string({ unit: fc.constantFrom(...'ab1.:[]%-/ 9100?=&\\') })
    fc.assert(
      fc.property(start, rest, (kind, text) => {
        const address = parsePrinterAddress(kind + text)
        if (!address.ok) expect(address.error).toMatch(/\.$/)
        else expect(parsePrinterAddress(writePrinterAddress(address.value))).toEqual(address)
        if (address.ok && address.value.kind === 'tcp') {
          expect(address.value.host).not.toBe('')
          expect(address.value.port).toBeGreaterThan(0)
          expect(address.value.port).toBeLessThan(65_536)
        }
      }),
    )
  })
})
