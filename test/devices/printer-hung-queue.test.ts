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
