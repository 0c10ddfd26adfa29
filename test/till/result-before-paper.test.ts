import { expect, onTestFinished, test } from 'vitest'
import { openScriptedShop, paidAnswer, sellFor, type ScriptedShop } from './scripted-shop.ts'
import { calm } from './slow-clock.ts'

const openWithPrinter = (): ScriptedShop => {
  const shop = openScriptedShop({ settings: { printer: { address: '127.0.0.1:9100' } } })
  onTestFinished(() => shop.close())
  return shop
}

test('paid is told before its receipt costs a durable write', async () => {
  const shop = openWithPrinter()
  const jobsWhenTold: number[] = []
  shop.till.onNotice((notice) => {
    if (notice.type === 'view' && notice.view.current?.payment.state === 'paid')
      jobsWhenTold.push(shop.journal.lastPrintJob())
  })
  sellFor(shop, 1250)
  shop.gateway.take('pay').answer(paidAnswer(1250))
  // What the screen's line sends, it sends in these turns.
  await calm()
  expect(jobsWhenTold[0]).toBe(0)
  expect(shop.journal.lastPrintJob()).toBe(0)
  await shop.clock.pass(1)
  expect(shop.journal.lastPrintJob()).toBe(1)
})

test('a till that is closed in that moment keeps the receipt as one to be printed', async () => {
  const shop = openWithPrinter()
  const id = sellFor(shop, 1250)
  shop.gateway.take('pay').answer(paidAnswer(1250))
  await calm()
  await shop.restart()
  expect(shop.till.view().failedPrints).toMatchObject([{ of: id, state: 'failed', fault: 'closed' }])
})
