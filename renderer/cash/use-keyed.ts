import { useState } from 'react'
import type { Currency, Money } from '../../main/domain/money.ts'
import { amountOf, dropDigit, keyDigits, keyedFrom, keyedOf, type PadDigits } from '../amount.ts'

/** An amount being keyed, cents first. */
export interface KeyedAmount {
  readonly amount: Money
  /** Nothing was keyed yet: what stands there is only proposed. */
  readonly fresh: boolean
  /** The text of the field as it is now. */
  readonly type: (text: string) => void
  readonly press: (digits: PadDigits) => void
  readonly drop: () => void
  readonly clear: () => void
  readonly set: (amount: Money) => void
}

/** `proposed` stands there until the first digit replaces it. */
export const useKeyed = (currency: Currency, proposed?: Money): KeyedAmount => {
  const [keyed, setKeyed] = useState(() => (proposed === undefined ? '' : keyedOf(proposed)))
  const [fresh, setFresh] = useState(true)
  const change = (next: string): void => {
    setFresh(false)
    setKeyed(next)
  }
  return {
    amount: amountOf(keyed, currency),
    fresh,
    type: (text) => {
      const next = keyedFrom(text, keyed, currency)
      change(fresh && next.startsWith(keyed) ? next.slice(keyed.length).replace(/^0+/, '') : next)
    },
    press: (digits) => change(keyDigits(fresh ? '' : keyed, digits, currency)),
    drop: () => change(dropDigit(keyed)),
    clear: () => change(''),
    set: (amount) => {
      setKeyed(keyedOf(amount))
      setFresh(true)
    },
  }
}
