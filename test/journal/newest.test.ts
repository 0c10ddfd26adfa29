import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { newestVersion } from '../../main/journal/migrations.ts'
import { paid, changed, requested, sending, stampAt, tradeOfPayment } from './sales.ts'
import { dataFolder, openIn } from './shop.ts'

test('of a kind that counts until the next one the newest entry is found, also after a restart', () => {
  const files = dataFolder()
  const journal = openIn(files)
  expect(journal.newest('identity-set')).toBeUndefined()
  const set = (installation: string) =>
    ({ kind: 'identity-set', installation, machine: 'a'.repeat(64), why: 'first-start' }) as const
  journal.append(stampAt(1), set('111111111'))
  journal.append(stampAt(2), set('222222222'), { kind: 'halt-acknowledged', halt: 1 })
  const found = { seq: 3, body: { kind: 'identity-set', installation: '222222222' } }
  expect(journal.newest('identity-set')).toMatchObject(found)
  journal.close()
  expect(openIn(files).newest('identity-set')).toMatchObject(found)
})

test('F36: a journal of the version before is brought to this one, with all its sales', () => {
  const files = dataFolder()
  const journal = openIn(files)
  journal.append(stampAt(1), requested(sending(1)))
  journal.append(stampAt(2), changed(paid(1)))
  journal.close()
  const old = new Database(files.file)
  old.exec('drop index payments_by_trade; drop table newest; update projected set version = 1')
  old.pragma('user_version = 1')
  old.close()
  const now = openIn(files)
  expect(now.paymentByTransId(tradeOfPayment(1))?.payment.state).toBe('paid')
  expect(now.newest('till-halted')).toBeUndefined()
  now.close()
  const after = new Database(files.file, { readonly: true })
  expect(after.pragma('user_version', { simple: true })).toBe(newestVersion)
  const plan = after
    .prepare(`explain query plan select seq from payments where alipay_trans_id = '1'`)
    .all()
    .map((row) => (row as { detail: string }).detail)
  expect(plan.join()).toContain('payments_by_trade')
  after.close()
})
