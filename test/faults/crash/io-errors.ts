import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { violationsAfter } from './books.ts'
import type { Bundle } from './bundle.ts'
import { openHouse, type Yesterday } from './house.ts'
import { playUnder } from './play.ts'

/** What the system refuses the journal and its witness, and whether it does so once or from then on. */
export interface Refusal {
  readonly call: 'pwrite64' | 'write' | 'fsync' | 'ftruncate'
  readonly error: 'EIO' | 'ENOSPC' | 'EROFS'
  readonly lasts: 'once' | 'for ever'
}
export interface Refused {
  /** False when the till made fewer such calls. */
  readonly fired: boolean
  readonly stopped: string | undefined
  readonly violations: readonly string[]
}

/** What a stopped till says has to name the disk or the file, and a thing to do. */
const isSentence = (detail: string): boolean =>
  /disk|journal|space/i.test(detail) && /\b(free|check|call|start|go on|restore|mended?)\b/i.test(detail)

/** One run in which the n-th call fails, then a start with nothing in its way. */
export const refuseAt = async (
  yesterday: Yesterday,
  bundle: Bundle,
  { call, error, lasts }: Refusal,
  nth: number,
): Promise<Refused> => {
  const house = await openHouse(yesterday)
  const { name, lateMs = 0 } = yesterday.scenario
  const log = join(dirname(house.data), 'calls')
  try {
    const when = lasts === 'once' ? String(nth) : `${nth}+`
    const played = await playUnder(
      house,
      name,
      bundle,
      { area: 'books', call, what: `error=${error}`, when },
      log,
    )
    const fired = readFileSync(log, 'utf8').includes('(INJECTED)')
    const stopped = played.told.find((one) => one.told === 'stopped')
    return {
      fired,
      stopped: stopped?.detail,
      violations: [
        // 3: the script could not go on, because the till had stopped.
        ...(played.code === 0 || (played.code === 3 && stopped !== undefined)
          ? []
          : [`it ended with ${played.code}: ${played.said}`]),
        ...(stopped === undefined || isSentence(stopped.detail) ? [] : [`I5: "${stopped.detail}"`]),
        ...(fired || played.code === 0 ? [] : ['it stopped with nothing in its way']),
        ...(await violationsAfter(house, { told: played.told, lateMs })),
      ],
    }
  } finally {
    await house.close()
  }
}

export interface RefusalRound {
  readonly runs: number
  readonly stopped: number
  readonly sentences: ReadonlySet<string>
  readonly violations: readonly string[]
}

const lanes = 3

/** Lets the first, the second, the third such call fail and so on, until a run has no such call any more. */
export const refuseEach = async (
  yesterday: Yesterday,
  bundle: Bundle,
  refusal: Refusal,
  { step = 1, upTo = Number.POSITIVE_INFINITY }: { readonly step?: number; readonly upTo?: number } = {},
): Promise<RefusalRound> => {
  const violations: string[] = []
  const sentences = new Set<string>()
  let runs = 0
  let stopped = 0
  let next = 1
  let over = false
  const lane = async (): Promise<void> => {
    while (!over && next <= upTo) {
      const nth = next
      next += step
      const refused = await refuseAt(yesterday, bundle, refusal, nth)
      for (const violation of refused.violations) {
        violations.push(`${refusal.call} ${nth} ${refusal.error} ${refusal.lasts}: ${violation}`)
      }
      if (!refused.fired) over = true
      else runs += 1
      if (refused.stopped !== undefined) {
        stopped += 1
        sentences.add(refused.stopped.replaceAll(/\/\S*\//g, '…/').replaceAll(/\d{6,}/g, '…'))
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return { runs, stopped, sentences, violations }
}
