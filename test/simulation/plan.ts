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
/** `unsigned-success`: a true answer to this very call that somebody has turned into SUCCESS (reliability F22). */
export type CallFate = (typeof callFates)[number] | 'unsigned-success'

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
/** `charged-otherwise`: the gateway has another amount in its books than it was asked for (reliability F25). */
export type CustomerKind = (typeof customerKinds)[number] | 'charged-otherwise'

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
  'files-harmed',
  'disk-fills',
  'folder-older',
] as const
/** Drawn for every world, each with its own chance; the others come with a family of worlds. */
const commonFaults = machineFaults.slice(0, 10)
export type MachineFault = (typeof machineFaults)[number]

/** What happens to the files of a till while it is off (reliability F32 F33). */
export const fileHarms = [
  'journal-deleted',
  'witness-deleted',
  'journal-older',
  'witness-older',
  'journal-cut',
  'witness-cut',
  'journal-flipped',
  'witness-flipped',
] as const
/** `journal-of-another-past`: the journal from before an older copy of the folder came back, beside the newer witness. */
export type FileHarm = (typeof fileHarms)[number] | 'journal-of-another-past'

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
  /** So often each kind strikes one machine at most: a shop that waits for hours is not struck for hours. */
  readonly strikesMax: number
  /** `repeat`: the gateway refuses what it has carried out before under the same id. */
  readonly refundTrouble: { readonly short: number; readonly fails: number; readonly repeat: number }
  /** Chances per change of the disk; `lasting` is the share of errors that stay until somebody mends the disk. */
  readonly disk: {
    readonly cut: number
    readonly kill: number
    readonly error: number
    readonly lasting: number
    /** The disk of the journal says synced and is not; that of the witness is honest (reliability F34). */
    readonly lies: boolean
    /** Set aside by the till, bytes. */
    readonly reserveBytes: number
  }
  readonly harms: readonly FileHarm[]
  /** When the second machine begins as a copy of the first one's disk, milliseconds (reliability F35). */
  readonly cloneAtMs: number | undefined
  readonly printer: { readonly used: boolean; readonly fails: number }
  /** How hasty the cashier is, 0 to 1. */
  readonly haste: number
  /** How likely the cashier stops a sale at each look at it, beside what haste does. */
  readonly impatience: number
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

/** What a family of worlds changes, drawn with dice of its own. */
type Family = (random: Random, plan: Plan) => Partial<Plan>

const quiet = { fates: {}, outages: [], machine: {}, haste: 0.2, refundRate: 0 }
const quietDisk: Plan['disk'] = { cut: 0, kill: 0, error: 0, lasting: 0, lies: false, reserveBytes: 0 }
/** The sale is stopped while its answer is still to come. */
const impatient: Partial<Plan> = {
  fates: { 'late-reply': 0.6 },
  customers: { pays: 1 },
  impatience: 0.3,
}
const noPrinter = { used: false, fails: 0 }

/** Beijing's midnight falls into the sales, where a cancel ends and refunds begin to wait (reliability F28). */
const midnight: Family = (random) => ({
  beginsAtMinute: random.int(1432, 1439),
  fates: { 'lost-reply': 0.2, 'late-reply': 0.05, ...(random.chance(0.5) && { 'http-5xx': 0.2 }) },
  outages: [{ from: random.int(0, 300_000), forMs: random.pick([600_000, 1_500_000]), dead: 'lost-reply' }],
  customers: { pays: 3, confirms: 2, 'never-confirms': 2, 'confirms-at-cancel': 2 },
  machine: random.chance(0.3) ? { 'clock-seconds': 120_000, restart: 200_000 } : {},
  disk: quietDisk,
})
/** Money that moves after everybody has given the sale up (reliability F18 F26). */
const late: Family = (random) => ({
  ...quiet,
  fates: { 'late-request': 0.2, 'late-reply': 0.15, 'lost-request': 0.05, 'lost-reply': 0.05 },
  customers: { pays: 3, 'pays-although-cancelled': 3, 'declined-then-pays': 4, 'confirms-at-cancel': 2 },
  machine: random.chance(0.4) ? { restart: 120_000, 'power-cut': 300_000 } : {},
  disk: random.chance(0.4) ? { ...quietDisk, kill: 0.004, cut: 0.004 } : quietDisk,
  haste: random.pick([0.5, 1]),
  ...(random.chance(0.4) && impatient),
  ...(random.chance(0.4) && { refundTrouble: { short: 0.8, fails: 0, repeat: 0 }, salesPerTill: 10 }),
})
/** The gateway signs what is not so, or somebody in between says it (reliability F19 F20 F22 F25). */
const lying: Family = (random, { fates }) => ({
  ...quiet,
  fates: {
    ...some(random, [...forgeries], 0.5, () => 0.15),
    ...some(
      random,
      ['reply-of-another-trade', 'wrong-signature', 'html-page', 'truncated-reply'],
      0.5,
      () => 0.15,
    ),
    ...(random.chance(0.3) && fates),
    ...(random.chance(0.5) && { 'unsigned-success': 0.2 }),
  },
  customers: {
    pays: 4,
    declines: 2,
    'never-confirms': 2,
    leaves: 1,
    'system-error-then-paid': 1,
    ...(random.chance(0.3) && { 'charged-otherwise': 3 }),
  },
  // Cancels are taken all day: only a person can put right that a day's end made another amount final.
  beginsAtMinute: 600,
  disk: quietDisk,
  refundRate: 0.3,
})
/** The disk fills up, fails or lies in the middle of a write (reliability F07 F29 F30 F34). */
const failing: Family = (random) => {
  const kind = random.pick(['cuts', 'kills', 'errors', 'errors', 'full', 'lies'] as const)
  return {
    ...quiet,
    fates: random.chance(0.5) ? { 'lost-reply': 0.1 } : {},
    machine: {
      ...(kind === 'full' && { 'disk-fills': 40_000 }),
      ...(kind === 'lies' && { 'power-cut': 60_000 }),
      ...(random.chance(0.3) && { restart: 120_000 }),
    },
    disk: {
      ...quietDisk,
      cut: kind === 'cuts' ? 0.004 : 0,
      kill: kind === 'kills' ? 0.004 : 0,
      error: kind === 'errors' ? 0.005 : 0,
      lasting: kind === 'errors' ? random.pick([0, 0.3]) : 0,
      lies: kind === 'lies',
      reserveBytes: kind === 'full' ? 262_144 : 0,
    },
    refundRate: 0.2,
  }
}
/** Somebody is at the files while the till is off (reliability F32 F33). */
const harmed: Family = (random) => ({
  ...quiet,
  machine: { 'files-harmed': 60_000 },
  harms: random.chance(0.5) ? [random.pick(fileHarms)] : fileHarms,
  disk: quietDisk,
})
/** A till's folder goes on elsewhere, or an older copy of it comes back (reliability F33 F35). */
const copied: Family = (random) => {
  if (random.chance(0.5)) {
    return { ...quiet, tills: 2, cloneAtMs: random.int(20_000, 120_000), disk: quietDisk }
  }
  const isMixed = random.chance(0.5)
  return {
    ...quiet,
    machine: isMixed ? { 'folder-older': 20_000, 'files-harmed': 30_000 } : { 'folder-older': 60_000 },
    harms: isMixed ? ['journal-of-another-past'] : [],
    disk: quietDisk,
    printer: noPrinter,
    refundRate: 0.3,
  }
}
/** Started again and again, so that what a run leaves open is the next one's (reliability F02 F03 F06). */
const restless: Family = (random, { customers }) => {
  const happens = random.pick(['crash', 'power-cut', 'restart', 'freeze'] as const)
  const fates = { 'lost-reply': 0.15, 'late-reply': 0.1, 'lost-request': 0.05 }
  return {
    ...quiet,
    // What comes late is what lies there when the program goes on (reliability F09).
    fates: happens === 'freeze' ? { ...fates, 'late-reply': 0.5 } : fates,
    customers: random.chance(0.5) ? { pays: 1 } : customers,
    machine: { [happens]: 15_000 },
    refundTrouble: { short: 0, fails: 0, repeat: random.pick([0, 0.8]) },
    disk: quietDisk,
    refundRate: 0.4,
  }
}

const families = { midnight, late, lying, failing, harmed, copied, restless }
export type FamilyName = keyof typeof families | 'anything'

/** By the seed's remainder; the rest of the worlds have anything in them. */
const turns: readonly FamilyName[] = [
  'anything',
  'midnight',
  'late',
  'anything',
  'lying',
  'failing',
  'anything',
  'harmed',
  'copied',
  'anything',
  'restless',
  'failing',
]
export const familyOf = (seed: number): FamilyName => turns[seed % turns.length] ?? 'anything'

/**
 * Every seed has its own few kinds of trouble, some of them often: a world with a little of everything finds less,
 * because one fault hides another.
 */
export const planOf = (seed: number): Plan => {
  const plan = anythingOf(seed)
  const name = familyOf(seed)
  return name === 'anything' ? plan : { ...plan, ...families[name](createRandom(seed, '/family'), plan) }
}

const anythingOf = (seed: number): Plan => {
  const random = createRandom(seed, '/plan')
  const rate = (): number => random.pick([0.02, 0.05, 0.1, 0.3])
  const tills = random.chance(0.25) ? 2 : 1
  const salesPerTill = random.int(4, 8)
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
    machine: some(random, commonFaults, 0.25, () => random.pick([30_000, 120_000, 600_000])),
    strikesMax: salesPerTill,
    refundTrouble: {
      short: random.chance(0.2) ? random.pick([0.2, 0.7]) : 0,
      fails: random.chance(0.2) ? 0.3 : 0,
      repeat: createRandom(seed, '/repeats').chance(0.2) ? 0.7 : 0,
    },
    disk: {
      cut: random.chance(0.25) ? random.pick([0.0005, 0.002]) : 0,
      kill: random.chance(0.15) ? random.pick([0.0005, 0.002]) : 0,
      error: random.chance(0.2) ? random.pick([0.0005, 0.002, 0.005]) : 0,
      lasting: random.pick([0, 0.3]),
      lies: false,
      reserveBytes: 0,
    },
    harms: [],
    cloneAtMs: undefined,
    printer: { used: random.chance(0.15), fails: random.pick([0, 0, 0.1, 0.5]) },
    haste: random.float(),
    impatience: 0,
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
  refundTrouble: { short: 0, fails: 0, repeat: 0 },
  disk: quietDisk,
  harms: [],
  cloneAtMs: undefined,
  printer: { used: false, fails: 0 },
  haste: 0,
  impatience: 0,
  refundRate: 0,
})
