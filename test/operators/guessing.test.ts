import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Proof } from '../../main/contract/people.ts'
import type { OperatorId } from '../../main/domain/operator.ts'
import { delayAfter } from '../../main/operators/tries.ts'
import { enterEverybody, entriesOf, minuteMs, openPeople, pinOf, type PeopleCounter } from './counter.ts'
import { createRandom } from '../simulation/random.ts'

let shop: PeopleCounter
beforeEach(() => {
  shop = openPeople()
})
afterEach(() => shop.close())

const windowMs = 15 * minuteMs

/** Guesses whatever the till looks at; gives how many it looked at. */
const guess = async (proof: Proof, times: number): Promise<number> => {
  let looked = 0
  for (let time = 0; time < times; time++) {
    const answer = await shop.people.desk.signIn(proof)
    if (answer.ok) throw new Error('a guess was right')
    if (answer.error.why === 'wrong') looked += 1
  }
  return looked
}

const wrongPin = (operator: OperatorId): Proof => ({ operator, pin: '000001' })

describe('guessing (S28)', () => {
  test('five tries, then a quarter of an hour, then twice as long each time, up to eight hours', async () => {
    const { cashier } = await enterEverybody(shop.people)
    expect(await guess(wrongPin(cashier), 50)).toBe(5)
    let waited = 0
    for (const minutes of [15, 30, 60, 120, 240, 480, 480]) {
      shop.clock.pass(minutes * minuteMs - 1)
      expect(await guess(wrongPin(cashier), 3)).toBe(0)
      shop.clock.pass(1)
      expect(await guess(wrongPin(cashier), 3)).toBe(1)
      waited += minutes
    }
    expect(waited).toBe(1425)
    expect(delayAfter(4)).toBe(0)
    expect(delayAfter(1000)).toBe(8 * 60 * minuteMs)
  })

  test('the right PIN is not looked at either while it waits, and ends the row afterwards', async () => {
    const { cashier } = await enterEverybody(shop.people)
    await guess(wrongPin(cashier), 5)
    const right = { operator: cashier, pin: pinOf.cashier }
    expect(await shop.people.desk.signIn(right)).toEqual({
      ok: false,
      error: { why: 'wait', waitMs: windowMs },
    })
    shop.clock.pass(windowMs)
    expect((await shop.people.desk.signIn(right)).ok).toBe(true)
    expect(await guess(wrongPin(cashier), 50)).toBe(5)
  })

  test('a hundred tries at once are five', async () => {
    const { cashier } = await enterEverybody(shop.people)
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => shop.people.desk.signIn(wrongPin(cashier))),
    )
    expect(answers.filter((answer) => !answer.ok && answer.error.why === 'wrong')).toHaveLength(5)
    expect(entriesOf(shop.journal, 'sign-in-refused')).toHaveLength(5)
  })

  test('a restart forgets no try and begins the delay anew, in full', async () => {
    const { cashier } = await enterEverybody(shop.people)
    expect(await guess(wrongPin(cashier), 4)).toBe(4)
    shop.restart()
    expect(await guess(wrongPin(cashier), 9)).toBe(1)
    shop.clock.pass(14 * minuteMs)
    shop.restart()
    shop.clock.pass(windowMs - 1)
    expect(await guess(wrongPin(cashier), 9)).toBe(0)
    shop.clock.pass(1)
    expect(await guess(wrongPin(cashier), 9)).toBe(1)
  })

  test('the wall clock, set forward or back, changes nothing', async () => {
    const { cashier } = await enterEverybody(shop.people)
    await guess(wrongPin(cashier), 5)
    for (const shift of [86_400_000 * 400, -86_400_000 * 800]) {
      shop.clock.set(shop.clock.now().at + shift)
      expect(await guess(wrongPin(cashier), 9)).toBe(0)
      shop.restart()
      expect(await guess(wrongPin(cashier), 9)).toBe(0)
    }
    shop.clock.pass(windowMs)
    expect(await guess(wrongPin(cashier), 9)).toBe(1)
  })

  test('one operator’s row keeps nobody else out', async () => {
    const { cashier, manager } = await enterEverybody(shop.people)
    await guess(wrongPin(cashier), 9)
    expect((await shop.people.desk.signIn({ operator: manager, pin: pinOf.manager })).ok).toBe(true)
  })

  test('by asking for a second person, no try is free', async () => {
    const { manager, cashier } = await enterEverybody(shop.people)
    await shop.people.desk.signIn({ operator: cashier, pin: pinOf.cashier })
    let looked = 0
    for (let time = 0; time < 20; time++) {
      const answer = await shop.people.desk.approve({
        proof: wrongPin(manager),
        act: 'refund',
        about: 'p 1',
      })
      if (!answer.ok && answer.error.why === 'wrong') looked += 1
    }
    expect(looked + (await guess(wrongPin(manager), 20))).toBe(5)
  })

  test('unknown badges and unknown people have a row of their own, which nobody’s own badge ends', async () => {
    await enterEverybody(shop.people)
    let looked = 0
    for (let time = 0; time < 4; time++) {
      looked += await guess({ badge: `ST-B-GUESS${time}` }, 1)
      expect((await shop.people.desk.signIn({ badge: 'ST-B-ANNA01' })).ok).toBe(true)
    }
    looked += await guess({ badge: 'ST-B-GUESS9' }, 9)
    expect(looked).toBe(5)
    expect(await shop.people.desk.signIn({ badge: 'ST-B-ANNA01' })).toMatchObject({
      error: { why: 'wait' },
    })
    let unknown = 0
    for (let time = 0; time < 20; time++)
      unknown += await guess(wrongPin(`op-${900 + time}` as OperatorId), 1)
    expect(unknown).toBe(5)
  })

  test('the delay after unknown badges does not grow, and a restart begins it anew until somebody came in by badge', async () => {
    await enterEverybody(shop.people)
    const anna = { badge: 'ST-B-ANNA01' }
    for (let round = 0; round < 3; round++) {
      expect(await guess({ badge: 'ST-B-NOBODY' }, 20)).toBe(5)
      shop.clock.pass(windowMs)
    }
    shop.restart()
    expect(await shop.people.desk.signIn(anna)).toMatchObject({ error: { why: 'wait', waitMs: windowMs } })
    shop.clock.pass(windowMs)
    expect((await shop.people.desk.signIn(anna)).ok).toBe(true)
    shop.restart()
    expect((await shop.people.desk.signIn(anna)).ok).toBe(true)
  })

  test('a manager who enters somebody anew, or a PIN set on the command line, ends the row', async () => {
    const { cashier } = await enterEverybody(shop.people)
    await guess(wrongPin(cashier), 9)
    await shop.people.desk.set({ id: cashier, name: 'Anna', role: 'cashier', active: true, pin: '998877' })
    expect((await shop.people.desk.signIn({ operator: cashier, pin: '998877' })).ok).toBe(true)
    await guess(wrongPin(cashier), 5)
    await shop.people.desk.set({ id: cashier, name: 'Anna', role: 'cashier', active: true, pin: '998876' })
    shop.restart()
    expect((await shop.people.desk.signIn({ operator: cashier, pin: '998876' })).ok).toBe(true)
  })

  test.each(['pin', 'badge', 'nobody'] as const)(
    'against %s, whatever a thief does with restarts and clocks: at most five looks in any quarter of an hour',
    async (what) => {
      const { cashier } = await enterEverybody(shop.people)
      let inAll = 0
      for (let seed = 1; seed <= 12; seed++) {
        const random = createRandom(seed)
        const pick = (count: number): number => random.int(0, count - 1)
        /** Real time, which no clock of the till's has to agree with. */
        let real = 0
        const looks: number[] = []
        const proofs = {
          pin: () => wrongPin(cashier),
          badge: () => ({ badge: `ST-B-${seed}GUESS${pick(1_000_000)}` }),
          nobody: () => wrongPin(`op-${1000 + pick(99_000)}` as OperatorId),
        }
        for (let step = 0; step < 60; step++) {
          switch (pick(4)) {
            case 0:
              shop.restart()
              break
            case 1:
              shop.clock.set(1_700_000_000_000 + pick(10 ** 11))
              break
            case 2: {
              const ms = pick(20 * minuteMs)
              shop.clock.pass(ms)
              real += ms
              break
            }
            default:
              for (let time = await guess(proofs[what](), 3); time > 0; time--) looks.push(real)
          }
        }
        const most = Math.max(
          ...looks.map((from) => looks.filter((at) => at >= from && at < from + windowMs).length),
          0,
        )
        expect(most).toBeLessThanOrEqual(5)
        inAll += looks.length
        shop.clock.pass(40 * 60 * minuteMs)
        await shop.people.desk.signIn({ operator: cashier, pin: pinOf.cashier })
      }
      // A thief who starts the till again and again only waits longer; over all worlds there was much to look at.
      expect(inAll).toBeGreaterThan(60)
    },
    60_000,
  )
})
