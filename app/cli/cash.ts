import type { Answer } from '../../main/contract.ts'
import type { CashRefusal } from '../../main/contract/cash.ts'
import type { Denominations } from '../../main/domain/cash.ts'
import { isCashId } from '../../main/domain/ids.ts'
import { formatMoney, money, parseMoney, type Currency, type Money } from '../../main/domain/money.ts'
import { cashRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import type { Till } from '../../main/till.ts'
import { withTill } from './desk.ts'
import { checkout, type CommandHost } from './host.ts'
import { readOptions, UsageFault, type Options } from './options.ts'
import { exitCodes } from './result.ts'

/** An amount in major units, by the option's name. */
const sumOption = (options: Options, name: string, currency: Currency): Money => {
  const text = options.required(name)
  const amount = parseMoney(text, currency)
  if (!amount.ok) throw new UsageFault(`--${name} ${text} is not an amount of ${currency}`)
  return amount.value
}

/** `5000=2,1000=7`: values in minor units, and how many of each. */
export const readCount = (text: string): Denominations =>
  Object.fromEntries(
    text.split(',').map((piece) => {
      const match = /^(\d{1,10})=(\d{1,6})$/.exec(piece.trim())
      if (match === null) {
        throw new UsageFault(`"${piece}" is not VALUE=COUNT, such as 5000=2 for two notes of 50.00`)
      }
      return [String(Number(match[1])), Number(match[2])] as const
    }),
  )

/** The value, or an error that says what to do, as the screen would. */
export const orRefusal = <T>(answer: Answer<T, CashRefusal>): T => {
  if (answer.ok) return answer.value
  const { headline, todo } = cashRefusalSentences[answer.error].en
  throw new Error(`${answer.error}: ${headline}. ${todo}`)
}

const say = (options: Options, object: unknown, line: string): number => {
  console.log(options.flag('json') ? JSON.stringify(object) : line)
  return exitCodes.done
}

/** `shift open --float 100.00`. */
export const shift = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { texts: ['float', 'count'] })
  if (options.positional(0, '"open"') !== 'open') {
    throw new UsageFault('a shift is opened here, and ends when the day is closed: shift open, close')
  }
  options.required('float')
  return withTill(options, host, async (till) => {
    const float = sumOption(options, 'float', till.view().currency)
    const count = options.text('count')
    const denominations = count === undefined ? undefined : readCount(count)
    const { open } = orRefusal(till.cash.openShift({ float: float.minor, denominations }))
    return say(options, { ...open, float }, `Shift ${open?.shift} is open with ${formatMoney(float)}.`)
  })
}

type Act = (till: Till, options: Options, currency: Currency) => number

const acts: Readonly<Record<string, Act>> = {
  sell: (till, options, currency) => {
    const amount = sumOption(options, 'amount', currency)
    const tendered =
      options.text('tendered') === undefined ? amount : sumOption(options, 'tendered', currency)
    const sold = orRefusal(till.cash.sell({ amount: amount.minor, tendered: tendered.minor }))
    return say(
      options,
      { ...sold, amount, tendered },
      `Cash sale ${sold.number}: ${formatMoney(amount)}, change ${formatMoney(sold.change)}. Receipt ${sold.id}`,
    )
  },
  refund: (till, options, currency) => {
    const amount = sumOption(options, 'amount', currency)
    const reason = options.required('reason')
    const of = options.text('receipt')
    if (of !== undefined && !isCashId(of)) throw new UsageFault(`"${of}" is not the number of a cash receipt`)
    const refunded = orRefusal(till.cash.refund({ amount: amount.minor, reason, of }))
    return say(
      options,
      { ...refunded, amount },
      `Cash refund ${refunded.number}: ${formatMoney(amount)}. Receipt ${refunded.id}`,
    )
  },
  in: (till, options, currency) => moved(till, options, 'in', currency),
  out: (till, options, currency) => moved(till, options, 'out', currency),
  drawer: (till, options) => {
    orRefusal(till.cash.openDrawer(options.required('reason')))
    return say(options, { asked: true }, 'The drawer was asked to open.')
  },
  count: (till, options) => {
    const { total } = orRefusal(till.cash.count(readCount(options.required('count'))))
    return say(options, { total }, `Counted ${formatMoney(total)}.`)
  },
}

const moved = (till: Till, options: Options, direction: 'in' | 'out', currency: Currency): number => {
  const amount = sumOption(options, 'amount', currency)
  orRefusal(till.cash.move({ direction, amount: amount.minor, reason: options.required('reason') }))
  return say(options, { direction, amount }, `Paid ${direction}: ${formatMoney(amount)}.`)
}

/** `cash sell --amount 5.50 --tendered 10.00` and what else is done with the drawer. */
export const cash = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { texts: ['amount', 'tendered', 'reason', 'receipt', 'count'] })
  const name = options.positional(0, Object.keys(acts).join(', '))
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined
  if (act === undefined) throw new UsageFault(`"${name}" is not one of ${Object.keys(acts).join(', ')}`)
  return withTill(options, host, async (till) => act(till, options, till.view().currency))
}

/** `EUR -1.00` of a difference, which may be below zero. */
export const formatDifference = (minor: number, currency: Currency): string => {
  const amount = formatMoney(money(Math.abs(minor), currency))
  return minor < 0 ? amount.replace(' ', ' -') : amount
}
