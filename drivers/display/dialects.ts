import type { CustomerState, CustomerView } from '../../main/domain/customer-view.ts'
import { formatAmount, formatMoney } from '../../main/domain/money.ts'
import { toAscii } from './ascii.ts'

/**
 * What displays on a pole understand. The commands of cd5220 are from its maker's manual; those of the others are as
 * several programs send them, and no such display was at hand: if yours shows nonsense, try another dialect.
 */
export interface PoleDialect {
  /** Everything that is to stand there, and nothing that stood there before. */
  readonly bytes: (view: CustomerView) => Uint8Array
}
export type PoleDialectName = 'cd5220' | 'dm-d' | 'dsp800' | 'aedex' | 'led8'

const columns = 20
const digits = 8
const esc = '\u001b'
const clear = '\u000c'
const carriageReturn = '\r'

/** In English on every till: no two of these displays have the same letters for another language. */
const words: Readonly<Record<CustomerState, string>> = {
  idle: 'Welcome',
  'show-code': 'Please show code',
  'pay-cash': 'Please pay in cash',
  change: 'Your change',
  waiting: 'One moment, please',
  paid: 'PAID - Thank you',
  'not-paid': 'NOT PAID',
  refunded: 'REFUNDED',
}

const encode = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

/** Two lines of exactly 20 letters: the state, and the amount at the right; in training that word stands with it. */
export const linesOf = ({ state, amount, mode, shop }: CustomerView): readonly [string, string] => {
  const name = toAscii(shop).slice(0, columns)
  const upper = state === 'idle' && name !== '' ? name : words[state]
  const mark = mode === 'training' ? 'TRAINING' : ''
  const sum = amount === undefined ? (mark === '' && name !== '' ? words.idle : '') : formatMoney(amount)
  // The longest amount is 16 letters: beside it there is only room for a shorter mark.
  const shown = mark.length + 1 + sum.length <= columns ? mark : mark.slice(0, columns - 1 - sum.length)
  return [upper.padEnd(columns), shown + sum.padStart(columns - shown.length)]
}

const twoLines =
  (write: (upper: string, lower: string) => string): PoleDialect['bytes'] =>
  (view) =>
    encode(write(...linesOf(view)))

/** Lamps of a display of digits: one unit, total, received, change; 0 is none (hardware 1.6). */
const lamps: Readonly<Record<CustomerState, number>> = {
  idle: 0,
  'show-code': 2,
  'pay-cash': 2,
  change: 4,
  waiting: 2,
  paid: 3,
  'not-paid': 0,
  refunded: 4,
}

/** Digits say nothing of what became of a sale but by their lamp. A sum that is longer than the display is not cut short. */
const ledBytes = (view: CustomerView, withLamps: boolean): Uint8Array => {
  const text = view.amount === undefined || view.state === 'not-paid' ? '' : formatAmount(view.amount)
  const shown = text.replace('.', '').length > digits || view.mode === 'training' ? '' : text
  const lamp = withLamps ? `${esc}s${shown === '' ? 0 : lamps[view.state]}` : ''
  return encode(`${clear}${lamp}${shown === '' ? '' : `${esc}QA${shown}${carriageReturn}`}`)
}

export const poleDialect = (
  name: PoleDialectName,
  options: { readonly lamps?: boolean | undefined } = {},
): PoleDialect => {
  switch (name) {
    case 'cd5220':
      return {
        bytes: twoLines(
          (upper, lower) => `${clear}${esc}QA${upper}${carriageReturn}${esc}QB${lower}${carriageReturn}`,
        ),
      }
    case 'dm-d':
      // Overwrite mode, then each line from its first column: US $ x y.
      return {
        bytes: twoLines(
          (upper, lower) =>
            `${esc}@\u001f\u0001${clear}\u001f$\u0001\u0001${upper}\u001f$\u0001\u0002${lower}`,
        ),
      }
    case 'dsp800': {
      const command = (text: string): string => `\u0004\u0001${text}\u0017`
      return {
        bytes: twoLines(
          (upper, lower) => `${command('C1X')}${command('P1')}${upper}${command('PE')}${lower}`,
        ),
      }
    }
    case 'aedex':
      return { bytes: twoLines((upper, lower) => `!#1${upper}${carriageReturn}!#2${lower}${carriageReturn}`) }
    case 'led8':
      return { bytes: (view) => ledBytes(view, options.lamps ?? true) }
  }
}
