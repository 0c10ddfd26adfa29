import { useId, useRef, useState } from 'react'
import type { MatchedLine } from '../../main/contract/reconciliation.ts'
import type { Decision } from '../../main/domain/reconciled.ts'
import { decisionSentences } from '../../main/domain/reconciliation-sentences.ts'
import { instant, localTime } from '../../main/domain/time.ts'
import { useMay } from '../office/rights.ts'
import { Message } from '../panels/Message.tsx'
import { useLanguage, useParts, useSay, useView } from '../use-screen.tsx'

const decisions: readonly Decision[] = ['accepted', 'claimed', 'written-off', 'wait']

const refusals = {
  'till-stopped': 'office.stopped',
  'unknown-difference': 'days.decideUnknown',
  'line-changed': 'days.decideChanged',
} as const

/** Who decided what and why, and the way to decide: a word why, then one of four buttons. */
export const DecisionForm = ({ line, onChanged }: { line: MatchedLine; onChanged: () => void }) => {
  const say = useSay()
  const language = useLanguage()
  const mayDecide = useMay('decide')
  const { client } = useParts()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [note, setNote] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  const [giving, setGiving] = useState(false)
  const decide = (decision: Decision): void => {
    if (note.trim() === '') {
      setFault(say('days.noteMissing'))
      field.current?.focus()
      return
    }
    setGiving(true)
    setFault(undefined)
    client.reconciliation
      .decide({ difference: line.key, mark: line.mark ?? '', decision, note: note.trim() })
      .then((answer) => {
        if (answer.ok) {
          setNote('')
          return onChanged()
        }
        return setFault(say(refusals[answer.error]))
      })
      .catch(() => setFault(say('office.failed')))
      .finally(() => setGiving(false))
  }
  return (
    <section aria-label={say('days.decide')}>
      <h3 className="days-sideName">{say('days.decide')}</h3>
      <Decided line={line} />
      {mayDecide && (
        <>
          <label className="panel-label" htmlFor={id}>
            {say('days.note')}
          </label>
          <textarea
            ref={field}
            id={id}
            className="panel-input days-note"
            data-testid="decision-note"
            rows={2}
            maxLength={500}
            aria-invalid={fault !== undefined}
            aria-describedby={`${id}-fault`}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
          <p id={`${id}-fault`} className="panel-error" role="alert" data-testid="decision-fault">
            {fault}
          </p>
          <div className="days-decisions">
            {decisions.map((decision) => {
              const { headline, todo } = decisionSentences[decision][language]
              return (
                <button
                  key={decision}
                  type="button"
                  className="days-decision"
                  data-testid={`decide-${decision}`}
                  disabled={giving}
                  onClick={() => decide(decision)}
                >
                  <strong>{headline}</strong>
                  <span>{todo}</span>
                </button>
              )
            })}
          </div>
        </>
      )}
    </section>
  )
}

const Decided = ({ line: { decision } }: { line: MatchedLine }) => {
  const say = useSay()
  const language = useLanguage()
  const { timeZone, people } = useView()
  if (decision === undefined) return null
  const headline = say('days.decided', {
    decision: decisionSentences[decision.decision][language].headline,
    by: people?.names[decision.by] ?? decision.by,
    at: localTime(instant(decision.at), timeZone).slice(0, 16),
  })
  const outdated = decision.outdated === true
  return (
    <Message
      tone={outdated ? 'caution' : decision.decision === 'wait' ? 'waiting' : 'good'}
      headline={headline}
      text={outdated ? `${decision.note}. ${say('days.outdated')}` : decision.note}
      testId="line-decided"
    />
  )
}
