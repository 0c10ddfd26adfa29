import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../app/system.ts'
import { paymentId, type InstallationId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import { chaseTimingDefault, isFinal } from '../../main/domain/payment.ts'
import { openPayment } from '../../main/domain/payment-step.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import { fast, keptAtGateway, openShop, until, type Shop } from './shop.ts'

const pay = 'alipay.acquire.overseas.spot.pay'
let shop: Shop
afterEach(() => shop.close())

test('F01 F30: an intent that only the witness kept is asked about and ended unpaid, and nothing is sent for it', async () => {
  shop = await openShop()
  await shop.till.close()
  const file = join(shop.folder, 'journal.sqlite')
  const before = join(shop.folder, 'before.sqlite')
  copyFileSync(file, before)
  const now = systemClock.now()
  const journal = openJournal({
    file,
    witnessFile: join(shop.folder, 'witness', 'head.log'),
    till: shop.settings.till,
    mode: shop.settings.mode,
    version: '0.0.0',
    installation: { digits: '123456789' },
    now,
  })
  const id = paymentId({
    mode: shop.settings.mode,
    installation: '123456789' as InstallationId,
    number: journal.head().seq + 1,
    chance: '00000000',
  })
  const { payment } = openPayment(
    {
      id,
      amount: money(1250, 'USD'),
      buyerCode: { hmac: '0'.repeat(64), lastFour: '1111' },
      operator: 'anna',
      createdAt: now.at,
      attended: true,
    },
    { now, timing: { ...chaseTimingDefault, ...fast.chase } },
  )
  journal.append({ now, operator: 'anna' }, { kind: 'payment-requested', payment, call: { service: pay } })
  journal.close()
  // The power went between the witness and the commit: the journal is as it was.
  copyFileSync(before, file)

  await shop.restart()
  expect(shop.till.view().stopped).toBeUndefined()
  expect(shop.till.view().current).toMatchObject({ payment: { id } })
  const ended = await until(shop.till, id, (view) => isFinal(view.payment))
  expect(['cancelled', 'declined', 'not-sent']).toContain(ended.payment.state)
  expect(shop.gateway.requests.count(pay, id)).toBe(0)
  expect(keptAtGateway(shop, id)).toBe(0)
  expect(shop.till.view().current).toMatchObject({ payment: { id } })
  expect(sentenceFor(ended.payment).en.headline).toMatch(/not (paid|charged)|cancel/i)
})
