import { expect, onTestFinished, test } from 'vitest'
import { changed, paid, requested, sending } from '../journal/sales.ts'
import { dataFolder } from '../journal/shop.ts'
import { done, openDrawerShop } from './drawer-shop.ts'

test('a long day is read in pieces beforehand, and what is read then is not read again', () => {
  let read: number[] = []
  const timers: { readonly ms: number; readonly callback: () => void }[] = []
  const shop = openDrawerShop(dataFolder(), {
    after: (ms, callback) => {
      timers.push({ ms, callback })
      return () => undefined
    },
    journal: (real) => ({
      ...real,
      entries: (filter) => {
        read.push((filter?.lastSeq ?? 0) - (filter?.firstSeq ?? 0) + 1)
        return real.entries(filter)
      },
    }),
  })
  onTestFinished(shop.close)
  for (let number = 1; number <= 300; number += 1) {
    shop.write(requested(sending(number)), changed(paid(number)))
  }
  const slices: number[] = []
  for (let turn = 0; turn < 6; turn += 1) {
    const timer = timers.pop()
    if (timer === undefined) throw new Error('nothing goes on reading')
    slices.push(timer.ms)
    timer.callback()
  }
  expect(slices).toEqual([10_000, 20, 20, 20, 10_000, 10_000])
  expect(read).toEqual([200, 200, 200, 1])
  read = []
  expect(done(shop.desk.x()).closing.lines).toMatchObject([{ count: 300, minor: 375_000 }])
  expect(read).toEqual([])
  shop.write(requested(sending(301)), changed(paid(301)))
  expect(done(shop.desk.close()).closing.lines).toMatchObject([{ count: 301 }])
  expect(read).toEqual([2])
})
