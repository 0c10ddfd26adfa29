import { memo, useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { LineSide, MatchedLine } from '../../main/contract/reconciliation.ts'
import { decisionSentences } from '../../main/domain/reconciliation-sentences.ts'
import { shownMinor } from '../amount.ts'
import { Message } from '../panels/Message.tsx'
import { ToneIcon } from '../ToneIcon.tsx'
import { useLanguage, useParts, useSay } from '../use-screen.tsx'
import { LineDetail } from './LineDetail.tsx'
import { isUndecided, outcomeTone, shownSide } from './marks.ts'
import { useAsking } from './use-asking.ts'

interface Props {
  readonly lines: readonly MatchedLine[]
  readonly changed: ReadonlySet<string>
  readonly onChanged: () => void
}

/** The lines of a day. Arrow keys move among them, Enter opens one below itself, Q asks the gateway about it. */
export const Lines = ({ lines, changed, onChanged }: Props) => {
  const say = useSay()
  const { scanning } = useParts()
  const list = useRef<HTMLUListElement>(null)
  const [opened, setOpened] = useState<string | undefined>()
  const [at, setAt] = useState<string | undefined>()
  const asking = useAsking()
  const { ask } = asking
  const current = lines.find(({ key }) => key === at) ?? lines[0]

  const askAbout = useCallback(
    (line: MatchedLine): void => {
      setOpened(line.key)
      ask(line)
    },
    [ask],
  )
  useEffect(
    () =>
      scanning.letters((letter) => {
        if (letter.toLowerCase() === 'q' && current !== undefined) askAbout(current)
      }),
    [scanning, current, askAbout],
  )
  const toggle = useCallback(
    (key: string): void => setOpened((before) => (before === key ? undefined : key)),
    [],
  )
  const move = (event: KeyboardEvent): void => {
    // Arrows inside an open line's fields belong to the fields.
    if (!(event.target instanceof HTMLElement) || event.target.dataset['line'] === undefined) return
    const index = lines.findIndex(({ key }) => key === current?.key)
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: lines.length - 1 }[event.key]
    const next = to === undefined ? undefined : lines[to]
    if (next === undefined) return
    event.preventDefault()
    setAt(next.key)
    list.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(next.key)}"]`)?.focus()
  }
  if (lines.length === 0) return <Message tone="neutral" text={say('days.linesNone')} testId="lines-none" />
  return (
    <>
      <div className="days-grid days-head" aria-hidden>
        <span />
        <span>{say('days.column.outcome')}</span>
        <span>{say('days.column.till')}</span>
        <span>{say('days.column.provider')}</span>
        <span className="days-end">{say('days.column.risk')}</span>
      </div>
      <ul ref={list} className="days-lines" aria-label={say('days.lines')} onKeyDown={move}>
        {lines.map((line) => (
          <li key={line.key} className="days-line" data-open={line.key === opened}>
            <LineRow
              line={line}
              isOpen={line.key === opened}
              isCurrent={line.key === current?.key}
              isChanged={changed.has(line.key)}
              onFocus={setAt}
              onToggle={toggle}
            />
            {line.key === opened && (
              <LineDetail
                line={line}
                asked={asking.asked?.key === line.key ? asking.asked : undefined}
                onAsk={() => askAbout(line)}
                onChanged={onChanged}
              />
            )}
          </li>
        ))}
      </ul>
      <p className="panel-hint">{say('days.keysHint')}</p>
    </>
  )
}

interface RowProps {
  readonly line: MatchedLine
  readonly isOpen: boolean
  readonly isCurrent: boolean
  readonly isChanged: boolean
  readonly onFocus: (key: string) => void
  readonly onToggle: (key: string) => void
}

/** Remembered as it was drawn: of a thousand rows an arrow key changes two. */
const LineRow = memo(function LineRow({ line, isOpen, isCurrent, isChanged, onFocus, onToggle }: RowProps) {
  const say = useSay()
  const language = useLanguage()
  const { outcome, rule, level, till, provider, atRisk, decision, key } = line
  const tone = isUndecided(line) || decision === undefined ? outcomeTone(outcome) : 'good'
  return (
    <button
      type="button"
      className="days-grid days-row"
      data-testid="line"
      data-line={key}
      data-outcome={outcome}
      data-undecided={isUndecided(line)}
      aria-expanded={isOpen}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={() => onFocus(key)}
      onClick={() => onToggle(key)}
    >
      <span className={`side-mark side-${tone}`}>
        <ToneIcon tone={tone} size={22} />
      </span>
      <span>
        <strong className={`side-${outcomeTone(outcome)}`}>{say(`days.outcome.${outcome}`)}</strong>
        {isChanged && <span className="days-changed">{say('days.changedMark')}</span>}
        <span className="side-rowMore">
          {say(`days.side.${level}`)} · {say(`days.rule.${rule}`)}
        </span>
        {decision !== undefined && (
          <span className="side-rowMore">
            {decision.outdated === true
              ? say('days.outdated')
              : decisionSentences[decision.decision][language].headline}
          </span>
        )}
      </span>
      <SideCell side={till} />
      <SideCell side={provider} />
      <span className="days-end">
        {atRisk !== undefined && (
          <>
            <strong className="side-bad">
              {atRisk.currency} {shownMinor(atRisk.minor, atRisk.currency)}
            </strong>
            <span className="side-rowMore">{say(`days.whose.${atRisk.whose}`)}</span>
          </>
        )}
      </span>
    </button>
  )
})

const SideCell = ({ side }: { side: LineSide | undefined }) => {
  const say = useSay()
  if (side === undefined) return <span className="days-absent">{say('days.absent')}</span>
  const number = side.merchantRef ?? side.providerRef ?? ''
  return (
    <span>
      <strong>{shownSide(side)}</strong>
      <span className="side-rowMore">
        {say(`days.type.${side.type}`)} …{number.slice(-8)}
      </span>
    </span>
  )
}
