import { expect, onTestFinished, test } from 'vitest'
import type { TillNotice } from '../../main/contract.ts'
import type { ScannerInfo, Scanners } from '../../main/ports.ts'
import { noScanners } from './absent-parts.ts'
import { openShop } from './shop.ts'

const scanner: ScannerInfo = {
  id: 'usb-1',
  name: 'Honeywell Xenon',
  channel: 'hid',
  vendorId: 0x0c2e,
  productId: 1,
  state: 'open',
}

test('F39: a till tells its screens of scans and of torn ones, and its scanner whether a code counts', async () => {
  let scan: Parameters<Scanners['onScan']>[0] = () => undefined
  let tear: Parameters<Scanners['onBroken']>[0] = () => undefined
  const verdicts: string[] = []
  const shop = await openShop({
    scanners: {
      ...noScanners,
      onScan: (listener) => {
        scan = listener
        return () => undefined
      },
      onBroken: (listener) => {
        tear = listener
        return () => undefined
      },
      tell: (id, verdict) => verdicts.push(`${id} ${verdict}`),
    },
  })
  onTestFinished(() => shop.close())
  const notices: TillNotice[] = []
  shop.till.onNotice((notice) => notices.push(notice))
  scan('281234567890123456', scanner, ']Q1')
  scan('4006381333931', scanner, undefined)
  tear(scanner, 'cut')
  expect(notices).toEqual([
    { type: 'scanned', text: '281234567890123456', by: 'Honeywell Xenon', symbology: ']Q1' },
    { type: 'scanned', text: '4006381333931', by: 'Honeywell Xenon' },
    { type: 'scan-broken', by: 'Honeywell Xenon' },
  ])
  expect(verdicts).toEqual(['usb-1 good', 'usb-1 bad'])
})
