import { useRef, useState, type KeyboardEvent } from 'react'
import { money } from '../../main/domain/money.ts'
import { shownAmount, type PadDigits } from '../amount.ts'
import { Numpad } from '../sale/Numpad.tsx'
import { useSay, useView } from '../use-screen.tsx'
import { typedCount, type CountDraft } from './notes.ts'

interface Props {
  readonly denominations: readonly number[]
  readonly draft: CountDraft
  readonly onChange: (draft: CountDraft) => void
  /** Enter on the last line. */
  readonly onLast: () => void
}

const moves: Readonly<Record<string, number>> = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }

/** How many there are of each note and coin: a number, Enter, the next one. Nothing here knows what should be there. */
export const CountTable = ({ denominations, draft, onChange, onLast }: Props) => {
  const say = useSay()
  const { currency } = useView()
  const lines = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const value = denominations[at] ?? 0

  const put = (of: number, count: string): void => onChange({ ...draft, [of]: count })
  const press = (digits: PadDigits): void => {
    const before = draft[value] ?? ''
    put(value, typedCount(before + digits, before))
  }
  const walk = (event: KeyboardEvent): void => {
    const step = moves[event.key]
    if (step === undefined || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (event.key === 'Enter' && at === denominations.length - 1) return onLast()
    lines.current?.querySelectorAll('input')[at + step]?.focus()
  }
  return (
    <div className="cash-count">
      <div className="cash-lines" ref={lines} onKeyDown={walk}>
        {denominations.map((each, index) => {
          const shown = shownAmount(money(each, currency))
          const count = draft[each] ?? ''
          return (
            <label key={each} className="cash-line" data-filled={count !== ''}>
              <span className="cash-value">{shown}</span>
              <span aria-hidden>×</span>
              <input
                className="cash-pieces"
                data-testid={`count-${each}`}
                aria-label={say('cash.piecesOf', { value: shown })}
                inputMode="none"
                autoComplete="off"
                autoFocus={index === 0}
                value={count}
                onFocus={(event) => {
                  setAt(index)
                  event.currentTarget.select()
                }}
                onChange={(event) => put(each, typedCount(event.currentTarget.value, count))}
              />
              <span className="cash-lineSum">
                {count === '' ? '' : shownAmount(money(each * Number(count), currency))}
              </span>
            </label>
          )
        })}
      </div>
      <Numpad
        size="small"
        onDigits={press}
        onBackspace={() => put(value, (draft[value] ?? '').slice(0, -1))}
        onClear={() => put(value, '')}
      />
    </div>
  )
}
