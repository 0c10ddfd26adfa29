import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Instant } from '../domain/time.ts'
import { createLedger, type Ledger, type TradeAsked } from './ledger.ts'
import type { RefundAsked, RefundConduct } from './refund-book.ts'
import type { Conduct, LedgerRules, PayOrder } from './trade.ts'

/** Everything that can change the books, as one line of the file. */
type Line =
  | { readonly op: 'open'; readonly series: string }
  | { readonly op: 'pay'; readonly order: PayOrder; readonly conduct: Conduct; readonly at: Instant }
  | {
      readonly op: 'pay-later'
      readonly order: PayOrder
      readonly afterMs: number
      readonly evenAfterCancel: boolean
      readonly at: Instant
    }
  | { readonly op: 'cancel'; readonly asked: TradeAsked; readonly at: Instant }
  | {
      readonly op: 'refund'
      readonly asked: RefundAsked
      readonly conduct: RefundConduct
      readonly at: Instant
    }
  | { readonly op: 'confirm'; readonly partner: string; readonly id: string; readonly at: Instant }

const perform = (ledger: Ledger, line: Line): void => {
  switch (line.op) {
    case 'open':
      return
    case 'pay':
      ledger.pay(line.order, line.conduct, line.at)
      return
    case 'pay-later':
      ledger.payLater(line.order, line.afterMs, line.evenAfterCancel, line.at)
      return
    case 'cancel':
      ledger.cancel(line.asked, line.at)
      return
    case 'refund':
      ledger.refund(line.asked, line.conduct, line.at)
      return
    case 'confirm':
      ledger.confirm(line.partner, line.id, line.at)
      return
  }
}

/** Whole lines only: what a power cut left of the last one never happened. */
const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1)

const replay = (text: string, rules: LedgerRules): Ledger | undefined => {
  try {
    const lines = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line)
    const [first] = lines
    if (first?.op !== 'open') return undefined
    const ledger = createLedger(rules, first.series)
    for (const line of lines) perform(ledger, line)
    return ledger
  } catch {
    return undefined // A training file that cannot be read is set aside below; it must not stop the till.
  }
}

/** Looks at books that another process may be writing just now, and changes nothing. `undefined`: they are none. */
export const readLedgerFile = (file: string, rules: LedgerRules): Ledger | undefined =>
  existsSync(file) ? replay(wholeLines(readFileSync(file, 'utf8')), rules) : undefined

/** What was torn is cut off before more is written. */
const continueLedger = (file: string, rules: LedgerRules): Ledger | undefined => {
  const text = readFileSync(file, 'utf8')
  const whole = wholeLines(text)
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole))
  return replay(whole, rules)
}

/**
 * Books that outlive the gateway: every change is appended to the file, and at the next start the same calls make the
 * same books again, because the ledger knows no time and no chance but what it is handed. A file that cannot be read
 * is kept beside as `….unreadable`, and new books begin.
 */
export const openLedgerFile = (file: string, rules: LedgerRules, newSeries: () => string): Ledger => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const append = (line: Line): void => {
    appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 })
  }
  const begin = (): Ledger => {
    if (existsSync(file)) renameSync(file, `${file}.unreadable`)
    const series = newSeries()
    append({ op: 'open', series })
    return createLedger(rules, series)
  }
  const ledger = (existsSync(file) ? continueLedger(file, rules) : undefined) ?? begin()
  return {
    ...ledger,
    pay: (order, conduct, at) => {
      append({ op: 'pay', order, conduct, at })
      return ledger.pay(order, conduct, at)
    },
    payLater: (order, afterMs, evenAfterCancel, at) => {
      append({ op: 'pay-later', order, afterMs, evenAfterCancel, at })
      ledger.payLater(order, afterMs, evenAfterCancel, at)
    },
    cancel: (asked, at) => {
      append({ op: 'cancel', asked, at })
      return ledger.cancel(asked, at)
    },
    refund: (asked, conduct, at) => {
      append({ op: 'refund', asked, conduct, at })
      return ledger.refund(asked, conduct, at)
    },
    confirm: (partner, id, at) => {
      append({ op: 'confirm', partner, id, at })
      return ledger.confirm(partner, id, at)
    },
  }
}
