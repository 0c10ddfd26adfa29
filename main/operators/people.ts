import type { Answer } from '../contract/answer.ts'
import type { OperatorView, PeopleView, Proof, SignInRefusal } from '../contract/people.ts'
import type { PeopleDesk } from '../desks.ts'
import type { OperatorId, PeopleBody, TriedSubject } from '../domain/operator.ts'
import { acts, mayDo, secondFor, type Act } from '../domain/rights.ts'
import type { Journal } from '../journal/journal.ts'
import type { Chance, Clock, Log } from '../ports.ts'
import { createAgreements } from './agreements.ts'
import { checkOperator } from './enter.ts'
import type { HandedOutLimits } from './handed-out.ts'
import { isBadge, type Pins } from './pins.ts'
import { createRegister, isKeyManager, type Entered } from './register.ts'
import { createTries } from './tries.ts'

export interface PeopleParts {
  readonly journal: Journal
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  readonly pins: Pins
  /** Milliseconds without a word of anybody after which the till locks by itself. */
  readonly idleMs: number
  readonly limits?: HandedOutLimits
  /** Who stays at the till while it is exchanged for one with other settings. */
  readonly stays?: OperatorId | undefined
  /** Who is there has changed. */
  readonly changed: () => void
  /** The journal did not take an entry. */
  readonly onFault: (fault: unknown, about: string, news: string) => void
}

export interface People {
  readonly desk: PeopleDesk
  /** `undefined` while nobody has been entered: then everybody may do everything. */
  readonly view: () => PeopleView | undefined
  /** Who is signed in; `till` while nobody is, and `undefined` while nobody has been entered. */
  readonly operator: () => string | undefined
  readonly may: (act: Act) => boolean
  /** Aborted as soon as another is there than now, nobody, or the same person in another role. */
  readonly presence: () => AbortSignal
  /** Somebody was heard: the till does not lock yet. */
  readonly heard: () => void
  /** Whether there is a second person who could agree. Where one manager is alone, there is none to ask. */
  readonly hasSecond: () => boolean
  /** Uses up a token that a second person has given for exactly this act of whoever is signed in. */
  readonly agreed: (token: string | undefined, act: Act, about: string) => boolean
  readonly stop: () => void
}

const wrong = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error })

/**
 * Who is at the till and what they may do (security S28 to S33). Nobody's PIN or badge is kept, only their marks. Tries
 * are looked at one after another, and a wrong one is in the journal before it is answered.
 */
export const createPeople = (parts: PeopleParts): People => {
  const { journal, clock, pins } = parts
  const register = createRegister(journal)
  const tries = createTries(journal, clock)
  const agreements = createAgreements(parts.chance, clock)
  let signedIn: OperatorId | undefined
  let heardMono = clock.now().mono
  let callOff: (() => void) | undefined
  let turn: Promise<unknown> = Promise.resolve()

  const here = (): Entered | undefined => (signedIn === undefined ? undefined : register.find(signedIn))
  const isOpen = (): boolean => register.all().length === 0
  const operator = (): string | undefined => (isOpen() ? undefined : (signedIn ?? 'till'))
  const may = (act: Act): boolean => {
    const who = here()
    return isOpen() || (who !== undefined && mayDo(who.operator.role, act))
  }
  const hasSecond = (): boolean =>
    register.all().some((one) => isKeyManager(one) && one.operator.id !== signedIn)

  const whoIsThere = (): string => `${operator()} ${here()?.operator.role}`
  let presence = new AbortController()
  let present = ''
  const changed = (): void => {
    if (whoIsThere() !== present) {
      presence.abort()
      presence = new AbortController()
      present = whoIsThere()
    }
    parts.changed()
  }

  /** False when the journal did not take it: the till has stopped. */
  const write = (who: string, ...bodies: readonly PeopleBody[]): boolean => {
    try {
      journal.append({ now: clock.now(), operator: who }, ...bodies)
      return true
    } catch (fault) {
      parts.onFault(fault, who, bodies[0]?.kind ?? '')
      return false
    }
  }

  const leave = (why: Extract<PeopleBody, { kind: 'signed-out' }>['why']): void => {
    const who = signedIn
    if (who === undefined) return
    signedIn = undefined
    callOff?.()
    callOff = undefined
    // Locked whatever the journal says.
    write(who, { kind: 'signed-out', operator: who, why })
    changed()
  }
  const lookForIdle = (): void => {
    const leftMs = heardMono + parts.idleMs - clock.now().mono
    if (leftMs <= 0) leave('idle')
    else callOff = clock.after(leftMs, lookForIdle)
  }
  const arrive = (who: OperatorId): void => {
    signedIn = who
    heardMono = clock.now().mono
    callOff?.()
    callOff = clock.after(parts.idleMs, lookForIdle)
  }
  if (parts.stays !== undefined && register.find(parts.stays)?.operator.active === true) arrive(parts.stays)
  present = whoIsThere()

  /** One after another: many tries at once are no more than many tries in a row. */
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = turn.then(run)
    turn = mine.catch(() => undefined)
    return mine
  }

  const whoIs = async (proof: Proof): Promise<Entered | undefined> => {
    if ('pin' in proof) {
      const named = register.find(proof.operator)
      const known = named?.operator.active === true ? named : undefined
      return (await pins.fits(proof.pin, known?.pin)) ? known : undefined
    }
    const badge = await pins.badge(proof.badge, false)
    // All are compared, so that the time does not tell whose it is nearly.
    const [found] = register.all().filter((one) => pins.sameBadge(one.badge ?? '', badge))
    return found?.operator.active === true ? found : undefined
  }

  const prove = async (proof: Proof): Promise<Answer<Entered, SignInRefusal>> => {
    if ('badge' in proof && !isBadge(proof.badge)) return wrong({ why: 'not-a-badge' })
    const subject: TriedSubject =
      'badge' in proof
        ? 'unknown-badge'
        : register.find(proof.operator)?.operator.active === true
          ? proof.operator
          : 'unknown-operator'
    const waitMs = tries.waitMs(subject)
    if (waitMs > 0) return wrong({ why: 'wait', waitMs })
    let found: Entered | undefined
    try {
      found = await whoIs(proof)
    } catch (fault) {
      parts.log.error('pepper-missing', { why: fault instanceof Error ? fault.message : String(fault) })
      return wrong({ why: 'till-stopped' })
    }
    if (found !== undefined) return { ok: true, value: found }
    const refused = tries.next(subject)
    if (!write(operator() ?? 'till', refused)) return wrong({ why: 'till-stopped' })
    tries.refused(refused)
    const nextMs = tries.waitMs(subject)
    return wrong(nextMs > 0 ? { why: 'wrong', waitMs: nextMs } : { why: 'wrong' })
  }

  const view = (): PeopleView | undefined => {
    if (isOpen()) return undefined
    const who = here()?.operator
    const may = who === undefined ? [] : acts.filter((act) => mayDo(who.role, act))
    return {
      ...(who === undefined ? {} : { signedIn: { id: who.id, name: who.name, role: who.role } }),
      may,
      second: hasSecond() ? may.filter((act) => secondFor(act) === 'always') : [],
      names:
        who === undefined
          ? {}
          : Object.fromEntries(register.all().map((one) => [one.operator.id, one.operator.name])),
      idleMs: parts.idleMs,
      ...(who === undefined ? {} : parts.limits),
    }
  }

  const listed = ({ operator: who, pin, badge }: Entered): OperatorView => {
    const last = journal.newest('signed-in', who.id)
    return {
      ...who,
      hasPin: pin !== undefined,
      hasBadge: badge !== undefined,
      ...(last === undefined ? {} : { lastSignedInAt: last.at }),
    }
  }

  const desk: PeopleDesk = {
    names: () =>
      register
        .all()
        .flatMap((one) =>
          one.operator.active && one.pin !== undefined
            ? [{ id: one.operator.id, name: one.operator.name }]
            : [],
        ),
    signIn: (proof) =>
      inTurn(async () => {
        const proved = await prove(proof)
        if (!proved.ok) return proved
        const { id } = proved.value.operator
        const before = signedIn
        const entered: PeopleBody = { kind: 'signed-in', operator: id, by: 'pin' in proof ? 'pin' : 'badge' }
        const bodies: readonly PeopleBody[] =
          before === undefined || before === id
            ? [entered]
            : [{ kind: 'signed-out', operator: before, why: 'another-came' }, entered]
        if (!write(id, ...bodies)) return wrong({ why: 'till-stopped' })
        tries.forgiven(id)
        arrive(id)
        changed()
        const shown = view()
        return shown === undefined ? wrong({ why: 'till-stopped' }) : { ok: true, value: shown }
      }),
    lock: () => leave('asked'),
    awake: () => {
      heardMono = clock.now().mono
    },
    list: () => register.all().map(listed),
    set: (input) =>
      inTurn(async () => {
        const by = operator()
        const checked = await checkOperator(register, pins, input).catch((fault: unknown) => {
          parts.log.error('pepper-missing', { why: fault instanceof Error ? fault.message : String(fault) })
          return wrong('till-stopped' as const)
        })
        if (!checked.ok) return checked
        const { operator: who } = checked.value
        if (by === 'till') return wrong('till-stopped') // Locked while the PIN was being marked.
        // Whoever is entered first has entered themselves.
        if (!write(by ?? who.id, checked.value)) return wrong('till-stopped')
        register.learn(checked.value)
        tries.forgiven(who.id)
        if (!who.active && signedIn === who.id) leave('left')
        changed()
        return { ok: true, value: listed({ ...checked.value }) }
      }),
    approve: ({ proof, act, about }) =>
      inTurn(async () => {
        const first = signedIn
        if (first === undefined || secondFor(act) === 'never') return wrong({ why: 'may-not' as const })
        const proved = await prove(proof)
        if (!proved.ok) return proved
        const { id, role } = proved.value.operator
        if (id === first) return wrong({ why: 'same-person' as const })
        if (role !== 'manager' || signedIn !== first) return wrong({ why: 'may-not' as const })
        if (!write(first, { kind: 'act-approved', act, by: id, for: first, about })) {
          return wrong({ why: 'till-stopped' as const })
        }
        tries.forgiven(id)
        heardMono = clock.now().mono
        return { ok: true, value: { token: agreements.made(act, about, first) } }
      }),
  }

  return {
    desk,
    view,
    operator,
    may,
    presence: () => presence.signal,
    heard: desk.awake,
    hasSecond,
    agreed: (token, act, about) =>
      token !== undefined && signedIn !== undefined && agreements.use(token, act, about, signedIn),
    stop: () => callOff?.(),
  }
}
