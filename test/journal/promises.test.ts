import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../../main/domain/entry.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { changed, paid, refundChanged, refunded, requested, sending, stampAt } from './sales.ts'
import { dataFolder, openIn } from './shop.ts'

describe('what breaks a promise is refused, leaves nothing behind and does not stop the till', () => {
  test.each<[string, readonly EntryBody[], RegExp]>([
    ['an id used twice', [requested(sending(1))], /UNIQUE|constraint/],
    ['a change of what was never requested', [changed(paid(9))], /changed before it was requested/],
    ['another amount', [changed(paid(1, 9999))], /or its amount/],
    ['another currency', [changed(paid(1, 1250, 'JPY'))], /or its amount/],
    ['a refund changed before it was requested', [refundChanged(refunded(5, 1))], /changed before/],
    ['a fraction', [changed({ ...paid(1), createdAt: 1.5 as never })], /\$\.payment\.createdAt is 1\.5/],
    ['good entries before a bad one', [changed(paid(1)), requested(sending(2)), changed(paid(9))], /before/],
  ])('%s', (_, bodies, message) => {
    const files = dataFolder()
    const journal = openIn(files)
    journal.append(stampAt(1), requested(sending(1)))
    const witnessBefore = readFileSync(files.witnessFile)
    expect(() => journal.append(stampAt(2), ...bodies)).toThrow(message)
    expect(journal.fault()).toBeUndefined()
    expect(journal.head().seq).toBe(2)
    expect(readFileSync(files.witnessFile).equals(witnessBefore)).toBe(true)
    expect(journal.append(stampAt(3), changed(paid(1)))[0]?.seq).toBe(3)
    journal.close()
    expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true, entries: 3 })
  })

  test('a name that is not well-formed text', () => {
    const journal = openIn(dataFolder())
    const body: EntryBody = { kind: 'till-started', version: '1', openQuestions: 0 }
    expect(() => journal.append({ ...stampAt(1), operator: '\ud83d' }, body)).toThrow(/well-formed/)
    expect(journal.append(stampAt(2), body)).toHaveLength(1)
  })
})
