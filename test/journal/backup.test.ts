import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { changed, paid, paymentNumber, requested, sending, stampAt } from './sales.ts'
import { dataFolder, openIn } from './shop.ts'

const fill = (journal: ReturnType<typeof openIn>, from: number, sales: number): void => {
  for (let number = from; number < from + sales; number += 1) {
    journal.append(stampAt(number), requested(sending(number)), changed(paid(number)))
  }
}

describe('a backup', () => {
  test('verifies by itself, ends where the journal ended, and is private', async () => {
    const files = dataFolder()
    const journal = openIn(files)
    fill(journal, 1, 20)
    const backup = join(files.folder, 'backup.db')
    await journal.backup(backup)
    expect(verifyJournal(backup)).toMatchObject({ ok: true, entries: 41, head: journal.head() })
    expect(statSync(backup).mode & 0o077).toBe(0)
    expect(readdirSync(files.folder).sort()).toEqual(['backup.db', 'data', 'witness'])
  })

  test('is taken while the till sells, and holds at least what was there when it began', async () => {
    const files = dataFolder()
    const journal = openIn(files)
    for (let hundred = 0; hundred < 4; hundred += 1) fill(journal, 1 + hundred * 100, 100)
    const before = journal.head().seq
    const backup = join(files.folder, 'backup.db')
    const done = journal.backup(backup)
    const turns = async (): Promise<'selling'> => {
      await new Promise(setImmediate)
      return 'selling'
    }
    let number = 1000
    while ((await Promise.race([done, turns()])) === 'selling') fill(journal, (number += 1), 1)
    expect(number).toBeGreaterThan(1000)
    const verdict = verifyJournal(backup)
    expect(verdict).toMatchObject({ ok: true })
    expect(verdict.ok && verdict.entries).toBeGreaterThanOrEqual(before)
    journal.close()
    expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true })
  })

  test('replaces the one before only when it is whole; one that cannot be made leaves it', async () => {
    const files = dataFolder()
    const journal = openIn(files)
    const backup = join(files.folder, 'backup.db')
    await journal.backup(backup)
    fill(journal, 1, 2)
    await journal.backup(backup)
    expect(verifyJournal(backup)).toMatchObject({ ok: true, entries: 5 })
    const before = readFileSync(backup)
    mkdirSync(`${backup}.unfinished`)
    await expect(journal.backup(backup)).rejects.toThrow(/directory|EISDIR|disk/)
    expect(readFileSync(backup).equals(before)).toBe(true)
    await expect(journal.backup(join(files.folder, 'nowhere', 'b.db'))).rejects.toThrow(
      expect.objectContaining({ kind: 'disk' }),
    )
    expect(journal.fault()).toBeUndefined()
  })

  test('put back in the place of a lost journal is completed from the witness', async () => {
    const files = dataFolder()
    const journal = openIn(files)
    fill(journal, 1, 3)
    const backup = join(files.folder, 'backup.db')
    await journal.backup(backup)
    fill(journal, 4, 2)
    const head = journal.head()
    journal.close()
    copyFileSync(backup, files.file)
    const restored = openIn(files)
    expect(restored.head()).toEqual(head)
    expect(restored.payment(paymentNumber(5))?.payment.state).toBe('paid')
  })
})

describe('the verdict', () => {
  test('on a journal in use says that it is in use', () => {
    const files = dataFolder()
    openIn(files)
    expect(verifyJournal(files.file)).toMatchObject({
      ok: false,
      what: expect.stringContaining('Another till'),
    })
  })

  test.each([
    ['a missing file', 'there is no such file', () => undefined],
    ['an empty file', 'not a journal', (file: string) => writeFileSync(file, '')],
    ['something else', 'not a journal', (file: string) => writeFileSync(file, 'hello '.repeat(1000))],
  ])('on %s says so, and makes nothing', (_, what, make) => {
    const { folder } = dataFolder()
    const file = join(folder, 'a.db')
    make(file)
    const existed = existsSync(file)
    const verdict = verifyJournal(file)
    expect(verdict).toMatchObject({ ok: false, what: expect.stringContaining(what) })
    expect(verdict).not.toHaveProperty('seq')
    expect(existsSync(file)).toBe(existed)
  })

  test('compares with the witness, and names the first entry that one of the two lacks', () => {
    const files = dataFolder()
    const journal = openIn(files)
    fill(journal, 1, 2)
    journal.close()
    expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true, witnessed: 5 })
    copyFileSync(files.witnessFile, `${files.witnessFile}.before`)
    const again = openIn(files)
    fill(again, 3, 1)
    again.close()
    copyFileSync(`${files.witnessFile}.before`, files.witnessFile)
    expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: false, seq: 6 })
    appendFileSync(files.witnessFile, 'torn')
    expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: false, seq: 6 })
  })
})
