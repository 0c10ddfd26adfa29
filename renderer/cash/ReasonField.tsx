import type { KeyboardEvent, RefObject } from 'react'
import { useSay } from '../use-screen.tsx'

export type ReasonKind = 'in' | 'out' | 'refund' | 'drawer' | 'difference'
const keysOf = {
  in: ['cash.reasons.in1', 'cash.reasons.in2', 'cash.reasons.in3'],
  out: ['cash.reasons.out1', 'cash.reasons.out2', 'cash.reasons.out3'],
  refund: ['cash.reasons.refund1', 'cash.reasons.refund2', 'cash.reasons.refund3'],
  drawer: ['cash.reasons.drawer1', 'cash.reasons.drawer2', 'cash.reasons.drawer3'],
  difference: [
    'cash.reasons.difference1',
    'cash.reasons.difference2',
    'cash.reasons.difference3',
    'cash.reasons.difference4',
  ],
} as const

interface Props {
  readonly kind: ReasonKind
  readonly reason: string
  /** The first of the usual reasons, to be led to. */
  readonly first: RefObject<HTMLButtonElement | null>
  readonly onChange: (reason: string) => void
  /** A usual reason was chosen: nothing is left to be filled in. */
  readonly onChosen: (reason: string) => void
}

const next: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** Usual reasons to be chosen with one press, and a line for any other. */
export const ReasonField = ({ kind, reason, first, onChange, onChosen }: Props) => {
  const say = useSay()
  const id = `cash-reason-${kind}`
  const walk = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = next[event.key]
    if (step === undefined) return
    const chips = [...event.currentTarget.querySelectorAll('button')]
    const at = chips.findIndex((chip) => chip === document.activeElement)
    event.preventDefault()
    chips[at + step]?.focus()
  }
  return (
    <div className="panel-field">
      <label className="panel-label" htmlFor={id}>
        {say('cash.reason')}
      </label>
      <div className="cash-chips" role="group" aria-label={say('cash.reason')} onKeyDown={walk}>
        {keysOf[kind].map((key, index) => {
          const text = say(key)
          return (
            <button
              key={key}
              ref={index === 0 ? first : null}
              type="button"
              className="cash-chip"
              data-testid={`cash-reason-${index + 1}`}
              aria-pressed={reason === text}
              onClick={() => onChosen(text)}
            >
              {text}
            </button>
          )
        })}
      </div>
      <input
        id={id}
        className="panel-input"
        data-testid="cash-reason"
        autoComplete="off"
        maxLength={128}
        value={reason}
        placeholder={say('cash.reasonHint')}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}
