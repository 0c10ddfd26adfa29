import { haltSentences } from '../../main/domain/halt-sentences.ts'
import type { Halt } from '../../main/domain/halt.ts'
import { standingHalts } from '../../main/guard/halt.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import { systemClock } from '../system.ts'
import { withJournal } from './desk.ts'
import { checkout, type CommandHost } from './host.ts'
import { readOptions } from './options.ts'
import { exitCodes } from './result.ts'

/**
 * A technician has looked at why the till halted, and says so by the number of the entry: then it sells again. Only
 * here, while the till is closed: it is an act of its own, on record, and no key of the counter's.
 */
export const acknowledge = async (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { texts: ['entry'] })
  const entry = options.count('entry')
  const say = (object: unknown, line: string): void =>
    console.log(options.flag('json') ? JSON.stringify(object) : line)
  try {
    return await withJournal(options, ({ journal }) =>
      Promise.resolve(acknowledgeIn(journal, entry, say, host)),
    )
  } catch (error) {
    const inUse =
      error instanceof Error && error.cause instanceof JournalFault && error.cause.kind === 'in-use'
    if (!inUse) throw error
    throw new Error('The till is open. Close it, acknowledge, and start it again.', { cause: error })
  }
}

const haltLines = ({ entry, because, about, detail }: Halt): string => {
  const { headline, todo } = haltSentences[because].en
  return `Entry ${entry}: ${headline}. ${todo}\n${because}; ${about}; ${detail}`
}

const acknowledgeIn = (
  journal: Journal,
  entry: number | undefined,
  say: (object: unknown, line: string) => void,
  { program }: CommandHost,
): number => {
  const halts = standingHalts(journal)
  const newest = halts.at(-1)
  if (newest === undefined) {
    say({ halted: false }, 'The till is not halted.')
    return exitCodes.done
  }
  if (entry !== newest.entry) {
    const wrong =
      entry === undefined ? [] : [`Entry ${entry} is not the newest halt: nothing is acknowledged.`]
    const next = `When that is done: ${program} acknowledge --entry ${newest.entry}`
    say({ halted: true, ...newest, halts }, [...wrong, ...halts.map(haltLines), next].join('\n'))
    return exitCodes.unknown
  }
  journal.append(
    { now: systemClock.now(), operator: 'technician' },
    { kind: 'halt-acknowledged', halt: newest.entry },
  )
  say({ halted: false, acknowledged: newest.entry }, `Acknowledged. The till sells again at its next start.`)
  return exitCodes.done
}
