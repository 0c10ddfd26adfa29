import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { money } from '../../../main/domain/money.ts'
import { isFinal } from '../../../main/domain/payment.ts'
import { JournalFault } from '../../../main/journal/journal.ts'
import { services } from '../../../main/training/requests.ts'
import { charge, nextCode, untilState } from '../../till/shop.ts'
import { needs } from '../machine.ts'
import { disagreements } from './books.ts'
import { canMakeDisks, skipped } from './disk.ts'
import { openDiskShop, type DiskShop } from './disk-shop.ts'

const chattr = canMakeDisks ? needs('chattr', 'e2fsprogs') : undefined

/** Ways in which a disk takes nothing any more while a till runs on it, and how each is made good. */
interface Refusal {
  readonly name: string
  readonly begin: (shop: DiskShop) => Promise<void>
  readonly end: (shop: DiskShop) => Promise<void>
}
const mark = (flag: '+i' | '-i', ...files: readonly string[]): void => {
  const { status, stderr } = spawnSync(chattr ?? 'chattr', [flag, ...files], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}
const refusals: readonly Refusal[] = [
  {
    name: 'a file system that an error has made read-only',
    begin: ({ disk }) => disk.goReadOnly(),
    end: ({ disk }) => disk.comeBack(),
  },
  {
    name: 'a journal that nobody may change any more',
    begin: ({ files }) => Promise.resolve(mark('+i', files.file)),
    end: ({ files }) => Promise.resolve(mark('-i', files.file)),
  },
  {
    name: 'a witness that nobody may change any more',
    begin: ({ files }) => Promise.resolve(mark('+i', files.witnessFile)),
    end: ({ files }) => Promise.resolve(mark('-i', files.witnessFile)),
  },
]

describe.skipIf(!canMakeDisks)(`a disk that takes nothing any more${skipped}`, { timeout: 120_000 }, () => {
  let shop: DiskShop
  beforeEach(async () => {
    shop = await openDiskShop({ megabytes: 32 })
    await untilState(shop.till, charge(shop.till, 1250), 'paid')
    shop.till.next()
  })
  afterEach(() => shop.close())

  const pays = (): number => shop.gateway.requests.count(services.pay)
  const expectStopped = (): void => {
    const before = pays()
    expect(shop.till.charge(money(700, 'USD'), nextCode())).toEqual({ ok: false, error: 'till-stopped' })
    const { stopped } = shop.till.view()
    expect(stopped).toMatchObject({ why: 'journal' })
    expect(stopped?.detail).toMatch(/check the disk, then start the till again/)
    expect(pays()).toBe(before)
  }

  test.each(refusals)('F31: $name: the next sale is refused before anything is sent', async (refusal) => {
    await refusal.begin(shop)
    try {
      const before = pays()
      expectStopped()
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(pays()).toBe(before)
      await shop.closeTill()
      // A till that is started on such a disk says so as well, instead of selling what it cannot write down.
      await expect(shop.reopen()).rejects.toMatchObject({ name: 'JournalFault', kind: 'disk' })
      await expect(shop.reopen()).rejects.toThrow(JournalFault)
    } finally {
      await refusal.end(shop)
    }
    await shop.reopen()
    expect(shop.till.view().stopped).toBeUndefined()
    // The witness may have taken the intent that the journal did not: it is asked about, and ends unpaid.
    while (!shop.journal.openPayments().every(isFinal))
      await new Promise((resolve) => setTimeout(resolve, 10))
    shop.till.next()
    expect(shop.till.list(10).filter(({ payment }) => payment.state === 'paid')).toHaveLength(1)
    await untilState(shop.till, charge(shop.till, 800), 'paid')
    expect(disagreements(shop.journal, shop.gateway)).toEqual([])
  })

  test.each(refusals)(
    'F31: $name while a sale is out: the screen says what was heard, and the sale is found after a restart',
    async (refusal) => {
      const id = charge(shop.till, 9012)
      await refusal.begin(shop)
      try {
        while (shop.till.view().stopped === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
        const { stopped } = shop.till.view()
        expect(stopped).toMatchObject({ why: 'journal' })
        expect(stopped?.detail).toContain(id)
        expectStopped()
        await shop.closeTill()
      } finally {
        await refusal.end(shop)
      }
      await shop.reopen()
      await untilState(shop.till, id, 'paid')
      expect(disagreements(shop.journal, shop.gateway)).toEqual([])
    },
  )
})
