import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePrinterAddress } from '../../drivers/printer/address.ts'
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
    expect(parsePrinterAddress(text)).toEqual(ok({ host, port }))
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
  ])('"%s" is refused with a sentence that says %s', (text, sentence) => {
    const address = parsePrinterAddress(text)
    expect(address.ok ? '' : address.error).toContain(sentence)
  })

  test('whatever is typed is an address with a usable port or a sentence', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab1.:[]%-/ 9100') }), (text) => {
        const address = parsePrinterAddress(text)
        if (address.ok) {
          expect(address.value.host).not.toBe('')
          expect(address.value.port).toBeGreaterThan(0)
          expect(address.value.port).toBeLessThan(65_536)
        } else expect(address.error).toMatch(/\.$/)
      }),
    )
  })
})
