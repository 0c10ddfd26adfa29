import { performance } from 'node:perf_hooks'
import type { Journal } from '../main/journal/journal.ts'
import { chosenCost, createPins, deriveByScrypt, type PinCost } from '../main/operators/pins.node.ts'
import type { Pins } from '../main/operators/pins.ts'
import type { OperatorSet } from '../main/operators/register.ts'
import type { Secrets } from '../main/ports.ts'
import { madeSecret } from './made-secret.ts'
import { systemChance } from './system.ts'

const pepperName = 'operator-pepper'

const keptPepper = async (secrets: Secrets): Promise<Uint8Array> => {
  const kept = await secrets.read(pepperName)
  if (!kept.ok) throw new Error(kept.error)
  if (kept.value === undefined) throw new Error(`${pepperName} is lost: set every PIN anew (people reset)`)
  return Buffer.from(kept.value, 'hex')
}

/**
 * The till's pepper, made with the first PIN that is set: a till of nobody's has none. Kept in the host's key store,
 * and where training has to do without one, in a file that only its owner can read.
 */
const pepperFrom = (
  secrets: Secrets,
  otherwise: Secrets | undefined,
): ((isNew: boolean) => Promise<Uint8Array>) => {
  let kept: Promise<Uint8Array> | undefined
  return (isNew) => {
    const from = (store: Secrets): Promise<Uint8Array> =>
      isNew ? madeSecret(store, pepperName) : keptPepper(store)
    kept ??= from(secrets).catch((fault: unknown) => {
      if (otherwise === undefined) throw fault
      return from(otherwise)
    })
    // What failed may be mended: the next one tries again.
    kept.catch(() => (kept = undefined))
    return kept
  }
}

/** Milliseconds that one try of a PIN takes at least on this machine (security S28). */
const leastMs = 100
let cost: Promise<PinCost> | undefined

/**
 * Measured once in each run, when the first PIN is set or tried: by the processor's time where that is less, so that a
 * machine that is busy with something else does not make it cheap.
 */
const pinCostHere = (): Promise<PinCost> => {
  cost ??= chosenCost(async (tried) => {
    const [began, worked] = [performance.now(), process.cpuUsage()]
    await deriveByScrypt(Buffer.alloc(32), Buffer.alloc(16), tried)
    const { user, system } = process.cpuUsage(worked)
    return Math.min(performance.now() - began, (user + system) / 1000)
  }, leastMs)
  return cost
}

/** Marks of PINs and badges, under the pepper that these stores keep. `otherwise`: where to look when there is no store. */
export const pinsIn = (secrets: Secrets, otherwise: Secrets | undefined): Pins =>
  createPins({ pepper: pepperFrom(secrets, otherwise), cost: pinCostHere, chance: systemChance })

/** Everybody who is entered in a journal, as entries for another one: training and live have the same people. */
export const carriedPeople = (journal: Journal): readonly OperatorSet[] => {
  try {
    return journal
      .newestOfEach('operator-set')
      .flatMap(({ body }) => (body.kind === 'operator-set' ? [body] : []))
  } catch {
    return [] // A journal that cannot be read keeps nobody from mending the settings.
  }
}
