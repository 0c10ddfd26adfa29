import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemChance } from '../../app/system.ts'
import type { OperatorInput } from '../../main/contract/people.ts'
import type { Entry } from '../../main/domain/entry.ts'
import type { OperatorId, Role } from '../../main/domain/operator.ts'
import { instant } from '../../main/domain/time.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import type { Journal } from '../../main/journal/journal.ts'
import { createPeople, type People } from '../../main/operators/people.ts'
import { createPins, deriveByScrypt, type PinCost } from '../../main/operators/pins.node.ts'
import type { Pins } from '../../main/operators/pins.ts'
import type { Clock } from '../../main/ports.ts'

export const minuteMs = 60_000

/** Two clocks that tests move: the one that only runs forward, and the wall clock that anybody can set. */
export interface SetClock extends Clock {
  readonly pass: (ms: number) => void
  readonly set: (at: number) => void
  /** As after a restart: another monotonic clock, and no timers. */
  readonly restart: () => void
}

export const createSetClock = (): SetClock => {
  let mono = 5000
  let at = 1_790_000_000_000
  let timers: { readonly due: number; readonly run: () => void }[] = []
  const pass = (ms: number): void => {
    const end = mono + ms
    const wallEnd = at + ms
    for (;;) {
      const next = timers.filter(({ due }) => due <= end).toSorted((a, b) => a.due - b.due)[0]
      if (next === undefined) break
      timers = timers.filter((timer) => timer !== next)
      at += Math.max(0, next.due - mono)
      mono = Math.max(mono, next.due)
      next.run()
    }
    mono = end
    at = wallEnd
  }
  return {
    now: () => ({ at: instant(at), mono }),
    after: (ms, run) => {
      const timer = { due: mono + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    pass,
    set: (next) => {
      at = next
    },
    restart: () => {
      timers = []
      mono = 40
    },
  }
}

/** Cheap enough for tests; `measured cost` in its own test holds what the till itself takes. */
export const testCost: PinCost = [2 ** 4, 8, 1]

export interface PinCounter {
  readonly pins: Pins
  /** The cost of every scrypt that was worked, in order. */
  readonly worked: PinCost[]
}
export const createCountedPins = (pepper = new Uint8Array(32).fill(7)): PinCounter => {
  const worked: PinCost[] = []
  return {
    worked,
    pins: createPins({
      pepper: () => Promise.resolve(pepper),
      cost: () => Promise.resolve(testCost),
      chance: systemChance,
      derive: (secret, salt, cost) => {
        worked.push(cost)
        return deriveByScrypt(secret, salt, cost)
      },
    }),
  }
}

export interface PeopleCounter {
  readonly people: People
  readonly journal: Journal
  readonly clock: SetClock
  readonly worked: PinCost[]
  readonly folder: string
  /** The process ends and starts again on the same journal. */
  readonly restart: () => void
  readonly close: () => void
}

/** People on a real journal file, with clocks that the test moves. */
export const openPeople = (idleMinutes = 2): PeopleCounter => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-people-'))
  const clock = createSetClock()
  const { pins, worked } = createCountedPins()
  const open = (): { readonly people: People; readonly journal: Journal } => {
    const journal = openJournal({
      file: join(folder, 'journal.sqlite'),
      witnessFile: join(folder, 'witness', 'head.log'),
      till: 'till-1',
      mode: 'training',
      version: '0.0.0',
      installation: { digits: '123456789' },
      now: clock.now(),
    })
    const people = createPeople({
      journal,
      clock,
      chance: systemChance,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pins,
      idleMs: idleMinutes * minuteMs,
      changed: () => undefined,
      onFault: (fault) => {
        throw fault
      },
    })
    return { people, journal }
  }
  let opened = open()
  return {
    get people() {
      return opened.people
    },
    get journal() {
      return opened.journal
    },
    clock,
    worked,
    folder,
    restart: () => {
      opened.people.stop()
      opened.journal.close()
      clock.restart()
      opened = open()
    },
    close: () => {
      opened.people.stop()
      opened.journal.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const pinOf = {
  manager: '271828',
  second: '602214',
  cashier: '314159',
  technician: '161803',
} as const

/** Enters somebody; throws when it is refused. */
export const enter = async (
  people: Pick<People, 'desk'>,
  name: string,
  role: Role,
  more: Partial<OperatorInput> = {},
): Promise<OperatorId> => {
  const answer = await people.desk.set({ name, role, active: true, ...more })
  if (!answer.ok) throw new Error(answer.error)
  return answer.value.id
}

export const signIn = async (
  people: Pick<People, 'desk'>,
  operator: OperatorId,
  pin: string,
): Promise<void> => {
  const answer = await people.desk.signIn({ operator, pin })
  if (!answer.ok) throw new Error(answer.error.why)
}

/** A manager, a cashier, a technician and a second manager, in this order; the manager is signed in. */
export const enterEverybody = async (people: Pick<People, 'desk'>) => {
  const manager = await enter(people, 'Mei', 'manager', { pin: pinOf.manager })
  await signIn(people, manager, pinOf.manager)
  const cashier = await enter(people, 'Anna', 'cashier', { pin: pinOf.cashier, badge: 'ST-B-ANNA01' })
  const technician = await enter(people, 'Tom', 'technician', { pin: pinOf.technician })
  const second = await enter(people, 'Lin', 'manager', { pin: pinOf.second })
  return { manager, cashier, technician, second }
}

export const entriesOf = (journal: Journal, kind: Entry['body']['kind']): readonly Entry[] =>
  [...journal.entries()].filter(({ body }) => body.kind === kind)
