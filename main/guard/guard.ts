import type { Entry } from '../domain/entry.ts'
import type { BrokenRule, Halt } from '../domain/halt.ts'
import type { PaymentId } from '../domain/ids.ts'
import type { Payment } from '../domain/payment.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock, GatewayLink, Log, Seal } from '../ports.ts'
import { BrokenInvariant } from './broken-invariant.ts'
import { watchCalls } from './calls.ts'
import { watchEntries } from './entries.ts'
import { noEvidence } from './evidence.ts'
import { standingHalt } from './halt.ts'

export interface GuardParts {
  readonly journal: Journal
  readonly gateway: GatewayLink
  readonly seal: Seal
  readonly clock: Clock
  readonly log: Log
  /** From here on nothing is sold. */
  readonly onHalt: () => void
}

/** Journal and gateway as the engine gets them, and what stands in its way. */
export interface Guard {
  readonly journal: Journal
  readonly gateway: GatewayLink
  readonly halted: () => Halt | undefined
  readonly halt: (rule: BrokenRule) => void
  /** Whether it may be called paid, on paper or on the screen. If not, the till halts. */
  readonly mayCallPaid: (payment: Pick<Payment, 'id'>, where: string) => boolean
}

/** How many sales are remembered as paid before the journal is asked again. */
const rememberedMax = 5000

/**
 * Stands between the engine and its ports and holds I1 to I3 at every sale, in production (reliability R8): it knows
 * nothing of how the engine decides, only what must never pass. What breaks a rule does not pass, is written down, and
 * halts the till until a technician has looked. What is open is still asked about, so that nobody's money hangs.
 */
export const createGuard = (parts: GuardParts): Guard => {
  const { journal, seal, clock, log } = parts
  const evidence = noEvidence()
  for (const { id } of journal.openRefunds()) {
    const record = journal.refund(id)
    if (record === undefined) continue
    const { parameters } = record
    evidence.refunds.set(seal.prepared({ service: parameters['service'] ?? '', parameters }), id)
  }
  const watch = watchEntries(journal, evidence)
  const told = new Set<string>()
  const paid = new Set<PaymentId>()
  let halted = standingHalt(journal)

  const halt = (rule: BrokenRule): void => {
    log.error('till-halted', { ...rule })
    const again = `${rule.because} ${rule.about}`
    if (told.has(again)) return
    told.add(again)
    halted ??= { entry: 0, ...rule }
    try {
      const [entry] = journal.append({ now: clock.now(), operator: 'till' }, { kind: 'till-halted', ...rule })
      if (entry !== undefined) halted = { entry: entry.seq, ...rule }
    } catch {
      // The journal takes nothing: that stops the till by itself, and what is open is found again at the next start.
    }
    parts.onHalt()
  }

  const checkOrder = (before: Pick<Entry, 'seq' | 'hash'>, count: number, made: readonly Entry[]): void => {
    let last = before
    const head = journal.head()
    const inOrder = made.every((entry) => {
      const follows = entry.seq === last.seq + 1 && entry.prev === last.hash
      last = entry
      return follows
    })
    if (inOrder && made.length === count && head.seq === last.seq && head.hash === last.hash) return
    halt({
      because: 'entries-out-of-order',
      about: String(head.seq),
      detail: `${count} entries were written after entry ${before.seq}, and the journal ends with ${head.seq}`,
    })
  }

  const append: Journal['append'] = (stamp, ...bodies) => {
    const broken = watch.broken(bodies)
    if (broken !== undefined) {
      halt(broken)
      throw new BrokenInvariant(broken)
    }
    const before = journal.head()
    const entries = journal.append(stamp, ...bodies)
    watch.learn(bodies)
    checkOrder(before, bodies.length, entries)
    return entries
  }

  const isPaid = (id: PaymentId): boolean => {
    if (paid.has(id)) return true
    if (journal.payment(id)?.payment.state !== 'paid') return false
    if (paid.size >= rememberedMax) paid.clear()
    paid.add(id)
    return true
  }

  return {
    journal: { ...journal, append },
    gateway: watchCalls(parts.gateway, journal, seal, evidence, halt),
    halted: () => halted,
    halt,
    mayCallPaid: ({ id }, where) => {
      if (isPaid(id)) return true
      halt({ because: 'word-unfounded', about: id, detail: `${where} was about to say paid` })
      return false
    },
  }
}
