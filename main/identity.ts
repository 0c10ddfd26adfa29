import type { IdentityReason } from './domain/halt.ts'
import type { InstallationId } from './domain/ids.ts'
import type { Moment } from './domain/time.ts'
import type { Journal } from './journal/journal.ts'
import type { Chance } from './ports.ts'

/** The digits that new ids begin with: those set last, and those of the journal's first entry until then. */
export const installationNow = (journal: Journal): InstallationId => {
  const set = journal.newest('identity-set')?.body
  return (set?.kind === 'identity-set' ? set.installation : journal.installation) as InstallationId
}

/** What is known of this till outside of its data folder, and so is not restored or copied with it. */
export interface LastSeen {
  /** Number of the journal's newest entry when it was last seen. */
  readonly entry: number
}

export interface Whereabouts {
  /** SHA-256 of what tells this machine and this folder from their copies, hex. */
  readonly machine: string
  readonly lastSeen: LastSeen | undefined
  readonly chance: Pick<Chance, 'digits'>
  readonly now: Moment
}

/** The journal has moved since the digits were set, and someone else may go on with them. */
const reasonFor = (journal: Journal, { machine, lastSeen }: Whereabouts): IdentityReason | undefined => {
  const entry = journal.newest('identity-set')
  if (lastSeen !== undefined && lastSeen.entry > journal.head().seq) return 'older-copy'
  if (entry?.body.kind !== 'identity-set') return 'first-start'
  const halted = journal.newest('till-halted')
  if (
    halted?.body.kind === 'till-halted' &&
    halted.body.because === 'number-taken' &&
    halted.seq > entry.seq
  ) {
    return 'number-taken'
  }
  return entry.body.machine === machine ? undefined : 'other-machine'
}

/**
 * Looks at every start whether this is still the one till that makes ids with these digits, and draws others if not
 * (decision 011): on another machine or in another folder, after an older copy of the folder was put in its place, and
 * after the gateway has shown that somebody else uses them. An older copy also halts the till, because sales are
 * missing from it. Says why, if it did anything.
 */
export const settleIdentity = (journal: Journal, where: Whereabouts): IdentityReason | undefined => {
  const why = reasonFor(journal, where)
  if (why === undefined) return undefined
  const { machine, now, chance, lastSeen } = where
  const head = journal.head().seq
  journal.append(
    { now, operator: 'till' },
    {
      kind: 'identity-set',
      installation: why === 'first-start' ? journal.installation : chance.digits(9),
      machine,
      why,
    },
    ...(why === 'older-copy'
      ? [
          {
            kind: 'till-halted',
            because: 'older-copy',
            about: `entry ${head}`,
            detail: `entries ${head + 1} to ${lastSeen?.entry ?? head} were seen on this machine and are missing`,
          } as const,
        ]
      : []),
  )
  return why
}

/** From here on it is noted, outside of the journal, how far it has come: with all that moves money, and at its end. */
export const notingLastSeen = (journal: Journal, write: (seen: LastSeen) => void): Journal => {
  const note = (): void => write({ entry: journal.head().seq })
  note()
  return {
    ...journal,
    append: (stamp, ...bodies) => {
      const entries = journal.append(stamp, ...bodies)
      if (bodies.some(({ kind }) => kind === 'payment-requested' || kind === 'refund-requested')) note()
      return entries
    },
    close: () => {
      note()
      journal.close()
    },
  }
}
