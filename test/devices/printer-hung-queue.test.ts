import { expect, test } from 'vitest'
import { createSpooledPrinter, type Spooler } from '../../drivers/printer/spooler.ts'
import { err, ok } from '../../main/domain/result.ts'

test('F37: a queue whose own words take long is waited for by the clock, and not by how often it was asked', async () => {
  let looks = 0
  const late = <Value>(value: Value): Promise<Value> =>
    new Promise((resolve) => setTimeout(() => resolve(value), 100))
  const hung: Spooler = {
    state: () => late({}),
    submit: () => late(ok('1')),
    release: () => late(true),
    job: () => {
      looks += 1
      return late('no-word')
    },
    cancel: () => late(undefined),
  }
  const printer = createSpooledPrinter(hung, { pollMs: 10, faultMs: 200, finishMs: 600 })
  expect(await printer.print(Uint8Array.of(1))).toEqual(err('timed-out'))
  // Counted in pauses of 10 ms it would have been asked sixty times, twelve seconds long.
  expect(looks).toBeLessThan(10)
})

const never = <Value>(): Promise<Value> => new Promise(() => {})

test('F37: a queue that does not even take a job back keeps no till open, and its job may have come out', async () => {
  let isWatched: () => void = () => {}
  const watched = new Promise<void>((resolve) => (isWatched = resolve))
  const dead: Spooler = {
    state: () => Promise.resolve({}),
    submit: () => Promise.resolve(ok('1')),
    release: () => Promise.resolve(true),
    job: () => {
      isWatched()
      return never()
    },
    cancel: never,
  }
  const printer = createSpooledPrinter(dead, { closeMs: 50 })
  let begun = false
  const printed = printer.print(Uint8Array.of(1), () => (begun = true))
  await watched
  await printer.close()
  expect(await printed).toEqual(err('closed'))
  expect(begun).toBe(true)
})

test('F37: a job that the queue took while the till closed stays held, and is not one that may have come out', async () => {
  const asked: string[] = []
  let take: (id: ReturnType<typeof ok<string>>) => void = () => {}
  const slow: Spooler = {
    state: () => Promise.resolve({}),
    submit: () => new Promise((resolve) => (take = resolve)),
    release: () => Promise.resolve(asked.push('release') > 0),
    job: () => Promise.resolve('on-its-way'),
    cancel: async () => void asked.push('cancel'),
  }
  const printer = createSpooledPrinter(slow)
  let begun = false
  const printed = printer.print(Uint8Array.of(1), () => (begun = true))
  await new Promise((resolve) => setImmediate(resolve))
  const closed = printer.close()
  take(ok('1'))
  await closed
  expect(await printed).toEqual(err('closed'))
  expect([begun, asked]).toEqual([false, ['cancel']])
})
