import { expect, onTestFinished, test } from 'vitest'
import { kick } from '../../drivers/drawer/kick.ts'
import { printerAt } from '../../drivers/printer/place.node.ts'
import { ok } from '../../main/domain/result.ts'
import { hasty } from './hasty.ts'
import { wholeJob } from './printer-contract.ts'
import { startTcpPrinter } from './tcp-printer.ts'

test('F37 a network printer that serves one at a time prints, opens its drawer and is looked at in turns', async () => {
  const device = await startTcpPrinter({ servesOne: true, slow: true })
  const place = printerAt({ kind: 'tcp', ...device.address })
  const printer = place.printer(hasty)
  const drawer = place.drawer(2)
  onTestFinished(async () => {
    await printer.close()
    await drawer.close()
    await device.close()
  })
  const receipt = wholeJob.slice(0, 1500)
  const printed = printer.print(receipt)
  while (device.paper().length === 0) await new Promise((resolve) => setImmediate(resolve))
  expect(await Promise.all([printed, drawer.open(), place.look()])).toEqual([
    ok(undefined),
    ok(undefined),
    'well',
  ])
  expect(device.paper()).toEqual(Uint8Array.from([...receipt, ...kick(2)]))
})

test('F37 a look ends while a printer that does not print its receipt holds the line, and is told when it is free', async () => {
  const device = await startTcpPrinter({ servesOne: true, held: true })
  const place = printerAt({ kind: 'tcp', ...device.address }, { lookMs: 300 })
  const printer = place.printer({ ...hasty, finishMs: 60_000 })
  onTestFinished(async () => {
    await printer.close()
    await device.close()
  })
  let hasBegun = false
  const printed = printer.print(wholeJob, () => (hasBegun = true))
  await expect.poll(() => hasBegun).toBe(true)
  expect([await place.look(), await place.drawerLevel()]).toEqual(['timed-out', 'unknown'])
  device.condition.held = false
  expect(await printed).toEqual(ok(undefined))
  // Those that gave up their turns hold nothing.
  expect(await place.look()).toBe('well')
})
