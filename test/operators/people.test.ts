import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OperatorInput } from '../../main/contract/people.ts'
import type { OperatorId } from '../../main/domain/operator.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { chosenCost, deriveByScrypt } from '../../main/operators/pins.node.ts'
import { isBadge, pinFault } from '../../main/operators/pins.ts'
import {
  createCountedPins,
  enter,
  enterEverybody,
  entriesOf,
  minuteMs,
  openPeople,
  pinOf,
  signIn,
  testCost,
  type PeopleCounter,
} from './counter.ts'

let shop: PeopleCounter
beforeEach(() => {
  shop = openPeople()
})
afterEach(() => shop.close())

const somebody = (change: Partial<OperatorInput>): OperatorInput => ({
  name: 'Eva',
  role: 'cashier',
  active: true,
  pin: '509213',
  ...change,
})
const setFault = async (change: Partial<OperatorInput>): Promise<string> => {
  const answer = await shop.people.desk.set(somebody(change))
  return answer.ok ? 'taken' : answer.error
}

describe('who may be entered', () => {
  test('while nobody is, everybody may do everything and the view says nothing of people', () => {
    expect(shop.people.view()).toBeUndefined()
    expect(shop.people.operator()).toBeUndefined()
    expect(shop.people.may('change-settings')).toBe(true)
  })

  test.each([
    ['a cashier', { role: 'cashier' }],
    ['a technician', { role: 'technician' }],
    ['a manager without a PIN', { role: 'manager', pin: null, badge: 'ST-B-MANAGER' }],
    ['a manager who has left', { role: 'manager', active: false }],
  ] as const)('the first is not %s', async (_, change) => {
    expect(await setFault(change)).toBe('first-is-manager')
    expect(shop.people.view()).toBeUndefined()
  })

  test.each([
    ['12345', 'pin-too-short'],
    ['111111', 'pin-too-simple'],
    ['123456', 'pin-too-simple'],
    ['654321', 'pin-too-simple'],
    ['890123', 'pin-too-simple'],
    ['121212', 'pin-too-simple'],
    ['123123', 'pin-too-simple'],
    ['1231231', 'pin-too-simple'],
    ['00000000', 'pin-too-simple'],
    ['271828', undefined],
    ['112233', undefined],
  ])('PIN %s: %s', (pin, fault) => {
    expect(pinFault(pin)).toBe(fault)
  })

  test.each([
    ['ST-B-ANNA01', true],
    ['0012345678', true],
    ['12345', false],
    ['285902802486590277', false],
    ['135902802486590277', false],
    ['x'.repeat(65), false],
  ])('%s as a badge: %s', (text, may) => {
    expect(isBadge(text)).toBe(may)
  })

  test('every fault of an entry is named, and none is written', async () => {
    await enterEverybody(shop.people)
    const before = shop.journal.head().seq
    expect(await setFault({ name: '' })).toBe('name-empty')
    expect(await setFault({ name: 'anna' })).toBe('name-taken')
    expect(await setFault({ pin: '12345' })).toBe('pin-too-short')
    expect(await setFault({ pin: '222222' })).toBe('pin-too-simple')
    expect(await setFault({ pin: null })).toBe('needs-pin-or-badge')
    expect(await setFault({ badge: 'ST-B-ANNA01' })).toBe('badge-taken')
    expect(await setFault({ badge: '285902802486590277' })).toBe('not-a-badge')
    expect(await setFault({ id: 'op-99' as OperatorId })).toBe('unknown-operator')
    expect(shop.journal.head().seq).toBe(before)
  })

  test('the last manager with a PIN can neither leave nor become somebody else', async () => {
    const id = await enter(shop.people, 'Mei', 'manager', { pin: pinOf.manager })
    await signIn(shop.people, id, pinOf.manager)
    await enter(shop.people, 'Anna', 'cashier', { pin: pinOf.cashier })
    const mei = { id, name: 'Mei', pin: undefined }
    expect(await setFault({ ...mei, role: 'manager', active: false })).toBe('last-manager')
    expect(await setFault({ ...mei, role: 'cashier' })).toBe('last-manager')
    expect(await setFault({ ...mei, role: 'manager', pin: null })).toBe('last-manager')
    expect(await setFault({ ...mei, role: 'manager', name: 'Mei Lan' })).toBe('taken')
  })

  test('what is left out stays, and null takes it away', async () => {
    const { cashier } = await enterEverybody(shop.people)
    const changed = await shop.people.desk.set({ id: cashier, name: 'Anna B', role: 'cashier', active: true })
    expect(changed).toMatchObject({ ok: true, value: { name: 'Anna B', hasPin: true, hasBadge: true } })
    await shop.people.desk.set({ id: cashier, name: 'Anna B', role: 'cashier', active: true, badge: null })
    shop.restart()
    expect(shop.people.desk.list()[1]).toMatchObject({ hasPin: true, hasBadge: false, name: 'Anna B' })
    expect((await shop.people.desk.signIn({ operator: cashier, pin: pinOf.cashier })).ok).toBe(true)
  })

  test('whoever has left is not let in any more, at once, and keeps their name', async () => {
    const { cashier, manager } = await enterEverybody(shop.people)
    await signIn(shop.people, cashier, pinOf.cashier)
    // The manager does it from a command of their own: the one who is signed in is put out.
    await shop.people.desk.set({ id: cashier, name: 'Anna', role: 'cashier', active: false })
    expect(shop.people.view()?.signedIn).toBeUndefined()
    expect(await shop.people.desk.signIn({ operator: cashier, pin: pinOf.cashier })).toMatchObject({
      error: { why: 'wrong' },
    })
    expect(await shop.people.desk.signIn({ badge: 'ST-B-ANNA01' })).toMatchObject({
      error: { why: 'wrong' },
    })
    expect(shop.people.desk.names().map(({ name }) => name)).toEqual(['Mei', 'Tom', 'Lin'])
    await signIn(shop.people, manager, pinOf.manager)
    expect(shop.people.view()?.names).toMatchObject({ [cashier]: 'Anna' })
  })
})

describe('signing in', () => {
  test('by PIN and by badge, with who it was in the journal', async () => {
    const { manager, cashier } = await enterEverybody(shop.people)
    expect(await shop.people.desk.signIn({ badge: 'ST-B-ANNA01' })).toMatchObject({
      ok: true,
      value: { signedIn: { id: cashier, name: 'Anna', role: 'cashier' } },
    })
    expect(shop.people.operator()).toBe(cashier)
    expect(entriesOf(shop.journal, 'signed-in').map(({ operator, body }) => [operator, body])).toEqual([
      [manager, { kind: 'signed-in', operator: manager, by: 'pin' }],
      [cashier, { kind: 'signed-in', operator: cashier, by: 'badge' }],
    ])
    expect(entriesOf(shop.journal, 'signed-out').at(-1)?.body).toEqual({
      kind: 'signed-out',
      operator: manager,
      why: 'another-came',
    })
  })

  test('a customer’s code on the lock screen is no try, no badge, and nowhere in the journal', async () => {
    await enterEverybody(shop.people)
    const before = shop.journal.head().seq
    const code = '285902802486590277'
    for (let times = 0; times < 10; times++) {
      expect(await shop.people.desk.signIn({ badge: code })).toEqual({
        ok: false,
        error: { why: 'not-a-badge' },
      })
    }
    expect(shop.journal.head().seq).toBe(before)
  })

  test('no PIN and no badge is in any file, and the journal with its marks is whole', async () => {
    await enterEverybody(shop.people)
    await shop.people.desk.signIn({ badge: 'ST-B-ANNA01' })
    const file = join(shop.folder, 'journal.sqlite')
    await shop.journal.backup(`${file}.backup`)
    const bytes = [file, `${file}-wal`, `${file}.backup`, join(shop.folder, 'witness', 'head.log')]
      .map((name) => {
        try {
          return readFileSync(name, 'latin1')
        } catch {
          return ''
        }
      })
      .join('')
    expect(bytes).toContain('operator-set')
    for (const secret of [...Object.values(pinOf), 'ANNA01']) expect(bytes).not.toContain(secret)
    expect(verifyJournal(`${file}.backup`, undefined, []).ok).toBe(true)
  })

  test('with another pepper the marks of a stolen journal open nothing', async () => {
    const { cashier } = await enterEverybody(shop.people)
    const [set] = entriesOf(shop.journal, 'operator-set').filter(
      ({ body }) => body.kind === 'operator-set' && body.operator.id === cashier,
    )
    if (set?.body.kind !== 'operator-set') throw new Error('nobody was entered')
    const { pins } = createCountedPins(new Uint8Array(32).fill(8))
    expect(await pins.fits(pinOf.cashier, set.body.pin)).toBe(false)
    expect(await pins.badge('ST-B-ANNA01', false)).not.toBe(set.body.badge)
    expect(await createCountedPins().pins.fits(pinOf.cashier, set.body.pin)).toBe(true)
  })

  test('the same work for the right PIN, a wrong one, somebody unknown and somebody who left (S29)', async () => {
    const { cashier, second } = await enterEverybody(shop.people)
    await shop.people.desk.set({ id: second, name: 'Lin', role: 'manager', active: false })
    const workOf = async (operator: string, pin: string) => {
      shop.worked.length = 0
      const answer = await shop.people.desk.signIn({ operator: operator as OperatorId, pin })
      return [answer.ok, [...shop.worked]] as const
    }
    expect(await workOf(cashier, '000001')).toEqual([false, [testCost]])
    expect(await workOf('op-77', '000001')).toEqual([false, [testCost]])
    expect(await workOf(second, pinOf.second)).toEqual([false, [testCost]])
    expect(await workOf(cashier, pinOf.cashier)).toEqual([true, [testCost]])
  })

  test('after a restart nobody is signed in', async () => {
    await enterEverybody(shop.people)
    shop.restart()
    expect(shop.people.view()).toMatchObject({ may: [], names: {} })
    expect(shop.people.view()?.signedIn).toBeUndefined()
    expect(shop.people.operator()).toBe('till')
    expect(shop.people.may('look')).toBe(false)
  })
})

describe('the lock', () => {
  test('falls after two minutes without a word, by the till’s own timer (S33)', async () => {
    const { manager } = await enterEverybody(shop.people)
    shop.clock.pass(2 * minuteMs - 1)
    expect(shop.people.operator()).toBe(manager)
    shop.people.desk.awake()
    shop.clock.pass(2 * minuteMs - 1)
    expect(shop.people.operator()).toBe(manager)
    shop.clock.pass(1)
    expect(shop.people.view()?.signedIn).toBeUndefined()
    expect(entriesOf(shop.journal, 'signed-out').at(-1)?.body).toMatchObject({ why: 'idle' })
  })

  test('a clock that is set back does not put it off', async () => {
    await enterEverybody(shop.people)
    shop.clock.pass(minuteMs)
    shop.clock.set(shop.clock.now().at - 86_400_000)
    shop.clock.pass(minuteMs)
    expect(shop.people.view()?.signedIn).toBeUndefined()
  })

  test('is written down when it was asked for, and only once', async () => {
    const { manager } = await enterEverybody(shop.people)
    shop.people.desk.lock()
    shop.people.desk.lock()
    expect(entriesOf(shop.journal, 'signed-out').map(({ operator, body }) => [operator, body])).toEqual([
      [manager, { kind: 'signed-out', operator: manager, why: 'asked' }],
    ])
  })
})

describe('presence', () => {
  test('ends when the till locks, another comes, or somebody is entered where nobody was', async () => {
    const ofEverybody = shop.people.presence()
    expect(ofEverybody.aborted).toBe(false)
    const { cashier } = await enterEverybody(shop.people)
    expect(ofEverybody.aborted).toBe(true)

    const ofManager = shop.people.presence()
    await signIn(shop.people, cashier, pinOf.cashier)
    expect(ofManager.aborted).toBe(true)

    const ofCashier = shop.people.presence()
    shop.clock.pass(2 * minuteMs)
    expect(ofCashier.aborted).toBe(true)
  })

  test('ends with the role, and not with what happens to others', async () => {
    const { manager, cashier } = await enterEverybody(shop.people)
    const present = shop.people.presence()
    await signIn(shop.people, manager, pinOf.manager)
    await shop.people.desk.set(somebody({ id: cashier, role: 'technician' }))
    expect(present.aborted).toBe(false)
    const made = await shop.people.desk.set(somebody({ id: manager, name: 'Mei', role: 'cashier' }))
    expect(made.ok).toBe(true)
    expect(present.aborted).toBe(true)
    expect(shop.people.presence().aborted).toBe(false)
  })
})

describe('a second person', () => {
  const asked = { act: 'refund', about: 'p 100' } as const

  test('is a manager and somebody else, and the entry says who agreed to what for whom', async () => {
    const { manager, cashier, technician } = await enterEverybody(shop.people)
    await signIn(shop.people, cashier, pinOf.cashier)
    const by = (operator: OperatorId, pin: string) =>
      shop.people.desk.approve({ proof: { operator, pin }, ...asked })
    expect(await by(cashier, pinOf.cashier)).toMatchObject({ error: { why: 'same-person' } })
    expect(await by(technician, pinOf.technician)).toMatchObject({ error: { why: 'may-not' } })
    expect(await by(manager, '000001')).toMatchObject({ error: { why: 'wrong' } })
    expect(entriesOf(shop.journal, 'act-approved')).toEqual([])
    const agreed = await by(manager, pinOf.manager)
    if (!agreed.ok) throw new Error(agreed.error.why)
    const [entry] = entriesOf(shop.journal, 'act-approved')
    expect(entry).toMatchObject({ operator: cashier, body: { ...asked, by: manager, for: cashier } })
    expect(shop.people.agreed(agreed.value.token, 'refund', 'p 100')).toBe(true)
    expect(shop.people.agreed(agreed.value.token, 'refund', 'p 100')).toBe(false)
  })

  const tokenNow = async (people: { manager: OperatorId; cashier: OperatorId }): Promise<string> => {
    await signIn(shop.people, people.cashier, pinOf.cashier)
    const agreed = await shop.people.desk.approve({
      proof: { operator: people.manager, pin: pinOf.manager },
      ...asked,
    })
    if (!agreed.ok) throw new Error(agreed.error.why)
    return agreed.value.token
  }

  test('agrees to one act, about one thing, for one person, and for a minute', async () => {
    const people = await enterEverybody(shop.people)
    expect(shop.people.agreed(await tokenNow(people), 'refund', 'p 101')).toBe(false)
    expect(shop.people.agreed(await tokenNow(people), 'refund-cash', 'p 100')).toBe(false)
    const old = await tokenNow(people)
    shop.clock.pass(60_001)
    expect(shop.people.agreed(old, 'refund', 'p 100')).toBe(false)
    const fresh = await tokenNow(people)
    shop.clock.pass(60_000)
    expect(shop.people.agreed(fresh, 'refund', 'p 100')).toBe(true)
    const another = await tokenNow(people)
    await signIn(shop.people, people.technician, pinOf.technician)
    expect(shop.people.agreed(another, 'refund', 'p 100')).toBe(false)
    expect(shop.people.agreed(undefined, 'refund', 'p 100')).toBe(false)
    expect(shop.people.agreed('0'.repeat(48), 'refund', 'p 100')).toBe(false)
  })

  test('agrees to nothing while nobody is signed in, nor to what needs nobody', async () => {
    const { manager, cashier } = await enterEverybody(shop.people)
    const proof = { operator: manager, pin: pinOf.manager }
    await signIn(shop.people, cashier, pinOf.cashier)
    expect(await shop.people.desk.approve({ proof, act: 'sell', about: 'x' })).toMatchObject({
      error: { why: 'may-not' },
    })
    shop.people.desk.lock()
    expect(await shop.people.desk.approve({ proof, ...asked })).toMatchObject({ error: { why: 'may-not' } })
  })
})

describe('the cost of a PIN', () => {
  test('is doubled until a try takes long enough, between 32 and 256 MiB', async () => {
    const [least] = await chosenCost(() => Promise.resolve(1000), 100)
    expect(least).toBe(2 ** 15)
    const timesNoted: number[] = []
    const chosen = await chosenCost((cost) => {
      timesNoted.push(cost[0])
      return Promise.resolve(cost[0] / 1000)
    }, 100)
    expect(chosen).toEqual([2 ** 17, 8, 1])
    expect(timesNoted).toEqual([2 ** 15, 2 ** 15, 2 ** 16, 2 ** 16, 2 ** 17, 2 ** 17])
    expect(await chosenCost(() => Promise.resolve(0), 100)).toEqual([2 ** 18, 8, 1])
  })

  test('scrypt is the one of RFC 7914', async () => {
    // RFC 7914 section 12, the second vector, its first 32 bytes.
    const hash = await deriveByScrypt(Buffer.from('password'), Buffer.from('NaCl'), [1024, 8, 16])
    expect(hash.toString('hex')).toBe('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162')
  })
})
