import { forgeries } from './forgery.ts'
import { createRandom, type Random } from './random.ts'

/** What can go wrong on the way of one call. The first group leaves the gateway untouched. */
export const callFates = [
  'refused-before-send',
  'lost-request',
  'reset-before-read',
  'late-request',
  'duplicated-request',
  'lost-reply',
  'reset-after-read',
  'late-reply',
  'truncated-reply',
  'flipped-bits',
  'wrong-signature',
  'reply-of-another-trade',
  'reply-of-an-older-request',
  'html-page',
  'http-5xx',
  'http-429',
  'http-302',
  'false-refusal',
  ...forgeries,
] as const
export type CallFate = (typeof callFates)[number]

export const customerKinds = [
  'pays',
  'confirms',
  'leaves',
  'confirms-at-cancel',
  'never-confirms',
  'declines',
  'declined-then-pays',
  'system-error-then-paid',
  'pays-although-cancelled',
] as const
export type CustomerKind = (typeof customerKinds)[number]

/** What can happen to a machine, each drawn once in a while. */
export const machineFaults = [
  'crash',
  'power-cut',
  'restart',
  'freeze',
  'clock-seconds',
  'clock-day',
  'clock-midnight',
  'clock-1970',
  'clock-mended',
  'second-instance',
] as const
export type MachineFault = (typeof machineFaults)[number]

/** All that a seed decides before anything happens. Printed when a seed fails. */
export interface Plan {
  readonly seed: number
  readonly tills: number
  readonly salesPerTill: number
  readonly signType: 'MD5' | 'RSA2'
  readonly refundKind: 'immediate' | 'queued'
  /** Whether the gateway says in its answers what time it is. */
  readonly saysDate: boolean
  /** When the world begins, Beijing, minutes after midnight. */
  readonly beginsAtMinute: number
  /** Chance of each fate per call; what is missing does not happen. */
  readonly fates: Partial<Record<CallFate, number>>
  /** From, for how long, milliseconds: nothing gets through at all. */
  readonly outages: readonly { readonly from: number; readonly forMs: number; readonly dead: CallFate }[]
  readonly customers: Partial<Record<CustomerKind, number>>
  /** Mean milliseconds between two faults of this kind on each machine. */
  readonly machine: Partial<Record<MachineFault, number>>
  readonly refundTrouble: { readonly short: number; readonly fails: number }
  /** Chances per change of the disk; `lasting` is the share of errors that stay until somebody mends the disk. */
  readonly disk: {
    readonly cut: number
    readonly kill: number
    readonly error: number
    readonly lasting: number
  }
  readonly printer: { readonly used: boolean; readonly fails: number }
  /** How hasty the cashier is, 0 to 1. */
  readonly haste: number
  readonly refundRate: number
}

const some = <K extends string>(
  random: Random,
  kinds: readonly K[],
  share: number,
  rate: () => number,
): Partial<Record<K, number>> =>
  Object.fromEntries(kinds.flatMap((kind) => (random.chance(share) ? [[kind, rate()]] : []))) as Partial<
    Record<K, number>
  >

/**
 * Every seed has its own few kinds of trouble, some of them often: a world with a little of everything finds less,
 * because one fault hides another.
 */
export const planOf = (seed: number): Plan => {
  const random = createRandom(seed, '/plan')
  const rate = (): number => random.pick([0.02, 0.05, 0.1, 0.3])
  const tills = random.chance(0.25) ? 2 : 1
  const salesPerTill = random.int(8, 14)
  const hourMs = 3_600_000
  return {
    seed,
    tills,
    salesPerTill,
    signType: random.chance(0.03) ? 'RSA2' : 'MD5',
    saysDate: createRandom(seed, '/date').chance(0.7),
    refundKind: random.chance(0.7) ? 'immediate' : 'queued',
    beginsAtMinute: random.chance(0.3) ? random.pick([1435, 1425, 1438, 0, 60, 85]) : random.int(0, 1439),
    fates: some(random, callFates, 0.3, rate),
    outages: random.chance(0.3)
      ? Array.from({ length: random.int(1, 2) }, () => ({
          from: random.int(0, 600_000),
          forMs: random.pick([20_000, 90_000, 600_000, 2 * hourMs]),
          dead: random.pick(['refused-before-send', 'lost-request', 'lost-reply', 'http-5xx'] as const),
        }))
      : [],
    customers: { pays: 10, ...some(random, customerKinds.slice(1), 0.4, () => random.pick([0.5, 2, 6])) },
    machine: some(random, machineFaults, 0.25, () => random.pick([30_000, 120_000, 600_000])),
    refundTrouble: {
      short: random.chance(0.2) ? random.pick([0.2, 0.7]) : 0,
      fails: random.chance(0.2) ? 0.3 : 0,
    },
    disk: {
      cut: random.chance(0.25) ? random.pick([0.0005, 0.002]) : 0,
      kill: random.chance(0.15) ? random.pick([0.0005, 0.002]) : 0,
      error: random.chance(0.2) ? random.pick([0.0005, 0.002, 0.01]) : 0,
      lasting: random.pick([0, 0.3]),
    },
    printer: { used: random.chance(0.15), fails: random.pick([0, 0, 0.1, 0.5]) },
    haste: random.float(),
    refundRate: random.pick([0, 0.1, 0.3, 0.6]),
  }
}

/** The same world with nothing wrong in it. */
export const calmPlan = (seed: number): Plan => ({
  ...planOf(seed),
  fates: {},
  outages: [],
  customers: { pays: 1 },
  machine: {},
  refundTrouble: { short: 0, fails: 0 },
  disk: { cut: 0, kill: 0, error: 0, lasting: 0 },
  printer: { used: false, fails: 0 },
  haste: 0,
  refundRate: 0,
})
