import { haltSentences } from '../../main/domain/halt-sentences.ts'
import { standingHalt } from '../../main/guard/halt.ts'
import { systemClock } from '../system.ts'
import { withJournal } from './desk.ts'
import { readOptions } from './options.ts'
import { exitCodes } from './result.ts'

/**
 * A technician has looked at why the till halted, and says so by the number of the entry: then it sells again. Only
 * here, while the till is closed: it is an act of its own, on record, and no key of the counter's.
 */
export const acknowledge = (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, { texts: ['entry'] })
  const entry = options.count('entry')
  return withJournal(options, ({ journal }) => {
    const halt = standingHalt(journal)
    const say = (object: unknown, line: string): void =>
      console.log(options.flag('json') ? JSON.stringify(object) : line)
    if (halt === undefined) {
      say({ halted: false }, 'The till is not halted.')
      return Promise.resolve(exitCodes.done)
    }
    const { headline, todo } = haltSentences[halt.because].en
    if (entry !== halt.entry) {
      say(
        { halted: true, ...halt },
        `Entry ${halt.entry}: ${headline}. ${todo}\n${halt.because}; ${halt.about}; ${halt.detail}\n` +
          `When that is done: npm run till -- acknowledge --entry ${halt.entry}`,
      )
      return Promise.resolve(exitCodes.unknown)
    }
    journal.append(
      { now: systemClock.now(), operator: 'technician' },
      { kind: 'halt-acknowledged', halt: entry },
    )
    say({ halted: false, acknowledged: entry }, `Acknowledged. The till sells again at its next start.`)
    return Promise.resolve(exitCodes.done)
  })
}
