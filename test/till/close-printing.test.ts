import { expect, onTestFinished, test } from 'vitest'
import { tcpLink } from '../../drivers/links/tcp.node.ts'
import { createLinePrinter } from '../../drivers/printer/line.ts'
import type { Printer } from '../../main/ports.ts'
import { startTcpPrinter } from '../devices/tcp-printer.ts'
import { openScriptedShop, paidAnswer, sellFor } from './scripted-shop.ts'
import { calm } from './slow-clock.ts'

/** A till whose receipt is in a printer that has taken all of it, says that it is well, and prints nothing yet. */
const closeWithPaperInPrinter = async () => {
  const device = await startTcpPrinter({ held: true })
  const line = createLinePrinter(tcpLink(device.address, 2000))
  let hasBegun: () => void = () => {}
  const begun = new Promise<void>((resolve) => (hasBegun = resolve))
  const printer: Printer = {
    ...line,
    print: (job, told) =>
      line.print(job, () => {
        told?.()
        hasBegun()
      }),
  }
  const shop = openScriptedShop({ printer, settings: { printer: { address: '127.0.0.1:9100' } } })
  onTestFinished(async () => {
    await shop.close()
    await device.close()
  })
  sellFor(shop, 1250)
  shop.gateway.take('pay').answer(paidAnswer(1250))
  await calm()
  await shop.clock.pass(1)
  await begun
  return { shop, device, restarted: shop.restart() }
}

test('a till that closes lets the receipt in its printer come out whole', async () => {
  const { shop, device, restarted } = await closeWithPaperInPrinter()
  await shop.clock.pass(5000)
  device.condition.held = false
  await restarted
  expect(shop.journal.printJobs(['printed'])).toHaveLength(1)
  expect(Buffer.from(device.paper()).toString('latin1').slice(-4)).toBe('\x1dVB\0')
})

test('a till that closes is not held by a printer that hangs, and offers its receipt again as a copy', async () => {
  const { shop, device, restarted } = await closeWithPaperInPrinter()
  await shop.clock.pass(6000)
  await restarted
  expect(shop.journal.printJobs(['failed'])).toMatchObject([{ copy: 1, fault: 'closed' }])
  expect(device.condition.held).toBe(true)
})
