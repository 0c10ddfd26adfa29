import { writeFileSync } from 'node:fs'
import type { ClosingView } from '../../main/contract/cash.ts'
import type { Closing, ClosingSeal } from '../../main/domain/cash.ts'
import type { Currency } from '../../main/domain/money.ts'
import { printFaultSentences } from '../../main/domain/printer-sentences.ts'
import { localTime } from '../../main/domain/time.ts'
import type { Till } from '../../main/till.ts'
import { formatDifference, orRefusal, readCount } from './cash.ts'
import { withTill } from './desk.ts'
import { checkout, type CommandHost } from './host.ts'
import { readOptions, UsageFault, type Options } from './options.ts'
import { exitCodes } from './result.ts'

/** What `--json` prints of an X or a Z: the closing as it is stored, and its seal. */
const resultOf = (kind: 'x' | 'z', closing: Closing, seal: ClosingSeal | undefined): string =>
  JSON.stringify({ kind, closing, ...(seal === undefined ? {} : { seal }) })

/** Prints it, and puts it where `--pdf` says and on paper when `--print` asks. */
const show = async (till: Till, options: Options, view: ClosingView): Promise<number> => {
  const number = view.kind === 'z' ? view.closing.number : undefined
  console.log(options.flag('json') ? resultOf(view.kind, view.closing, view.seal) : view.text)
  const file = options.text('pdf')
  if (file !== undefined) {
    writeFileSync(file, Buffer.from(orRefusal(await till.cash.pdf(number)).base64, 'base64'))
  }
  if (!options.flag('print')) return exitCodes.done
  const printed = await till.cash.print(number)
  if (printed.ok) return exitCodes.done
  const known = Object.hasOwn(printFaultSentences, printed.error)
  const sentence = known
    ? printFaultSentences[printed.error as keyof typeof printFaultSentences].en
    : undefined
  console.error(sentence === undefined ? printed.error : `${sentence.headline}. ${sentence.todo}`)
  return exitCodes.fault
}

const names = { texts: ['pdf'], flags: ['print'] } as const

/** `x`: what the day has come to so far; writes nothing. */
export const x = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, names)
  return withTill(options, host, (till) => show(till, options, orRefusal(till.cash.x())), 'asks')
}

/**
 * `close --count 5000=2 --reason "short at the counter"`: counts the drawer, if it is said, and closes the day. The
 * reason is kept when the count differs. Works without a network.
 */
export const close = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { ...names, texts: ['pdf', 'count', 'reason'] })
  const reason = options.text('reason')
  const count = options.text('count')
  const denominations = count === undefined ? undefined : readCount(count)
  return withTill(
    options,
    host,
    async (till) => {
      if (denominations !== undefined) orRefusal(till.cash.count(denominations))
      return show(till, options, orRefusal(till.cash.close({ reason })))
    },
    'asks',
  )
}

const line = (closing: Closing, timeZone: string): string => {
  const cash = closing.cash.map(({ currency, difference }) =>
    difference === undefined
      ? `${currency} not counted`
      : `difference ${formatDifference(difference, currency as Currency)}`,
  )
  const open = closing.openQuestions.filter(({ of }) => of === 'payment' || of === 'refund').length
  const said = [...cash, ...(open === 0 ? [] : [`${open} open`])].join(', ')
  const range = `${closing.from}-${closing.to}`
  return `Z ${String(closing.number).padStart(5)}  ${localTime(closing.closedAt, timeZone)}  entries ${range}  ${said}`
}

/** `closings` lists them, newest first; `closings 7` shows one. */
export const closings = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { ...names, texts: ['pdf', 'limit'] })
  const which = options.optional(0)
  if (which !== undefined && !/^\d{1,9}$/.test(which)) throw new UsageFault(`"${which}" is no number of a Z`)
  const limit = options.count('limit') ?? 20
  return withTill(
    options,
    host,
    async (till) => {
      if (which !== undefined) {
        const view = till.cash.closing(Number(which))
        if (view === undefined) throw new Error(`There is no Z ${which}. See: closings`)
        return show(till, options, view)
      }
      const list = till.cash.closings(limit)
      for (const { closing, seal } of list) {
        console.log(options.flag('json') ? resultOf('z', closing, seal) : line(closing, till.view().timeZone))
      }
      if (list.length === 0 && !options.flag('json')) console.log('No day was closed yet.')
      return exitCodes.done
    },
    'asks',
  )
}
