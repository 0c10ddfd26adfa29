import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { EntryBody } from '../../main/domain/entry.ts'
import { buyerCode, changed, paid, requested, sending, stampAt, waiting } from './sales.ts'
import { dataFolder, openIn, type DataFolder } from './shop.ts'

const expectNoCode = (files: DataFolder, ...more: readonly string[]): void => {
  for (const path of [files.file, `${files.file}-journal`, files.witnessFile, ...more]) {
    const text = readFileSync(path, 'latin1')
    for (let at = 0; at + 7 <= buyerCode.length; at += 1) {
      expect(text.includes(buyerCode.slice(at, at + 7)), `digits from ${at} on in ${path}`).toBe(false)
    }
  }
}

test('a buyer’s code is nowhere in the files, nor in a backup; its last four digits are', async () => {
  const files = dataFolder()
  const journal = openIn(files)
  for (const number of [1, 2, 3]) {
    journal.append(stampAt(number), requested(sending(number)))
    journal.append(stampAt(number), changed(waiting(number)))
    journal.append(stampAt(number), changed(paid(number)))
  }
  await journal.backup(`${files.file}.backup`)
  journal.close()
  expect(readFileSync(files.file, 'latin1')).toContain(`"lastFour":"${buyerCode.slice(-4)}"`)
  expectNoCode(files, `${files.file}.backup`)
})

const withParameters = (parameters: Readonly<Record<string, string>>): EntryBody => ({
  kind: 'payment-requested',
  payment: sending(1),
  call: { service: 'alipay.acquire.overseas.spot.pay', parameters },
})

test.each([
  ['the buyer’s code in clear', { buyer_identity_code: buyerCode }],
  ['a code that was masked too little', { buyer_identity_code: `…${buyerCode.slice(0, 9)}` }],
  ['a signature', { sign: 'f'.repeat(32) }],
])('an intent with %s is refused and touches no file', (_, parameters) => {
  const files = dataFolder()
  const journal = openIn(files)
  expect(() => journal.append(stampAt(1), withParameters(parameters))).toThrow(RangeError)
  expect(journal.head().seq).toBe(1)
  journal.append(stampAt(2), withParameters({ buyer_identity_code: '28…5047' }))
  journal.close()
  expectNoCode(files)
  expect(readFileSync(files.witnessFile, 'latin1')).not.toContain('fffffff')
})
