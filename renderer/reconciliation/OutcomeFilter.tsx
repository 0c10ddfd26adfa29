import type { DayReport, MatchedLine } from '../../main/contract/reconciliation.ts'
import type { MatchOutcome } from '../../main/domain/reconciled.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useSay } from '../use-screen.tsx'
import { isUndecided, outcomesInOrder, outcomeTone } from './marks.ts'

/** Which lines are looked at: all, those to decide, those of the newest version, or of one outcome. */
export type LineFilter = 'all' | 'open' | 'changed' | MatchOutcome

export const passes = (line: MatchedLine, filter: LineFilter, changed: ReadonlySet<string>): boolean => {
  if (filter === 'all') return true
  if (filter === 'open') return isUndecided(line)
  return filter === 'changed' ? changed.has(line.key) : line.outcome === filter
}

/** The filter that was chosen, or all lines when nothing of it is left. */
export const filterOf = (filter: LineFilter, report: DayReport): LineFilter => {
  if (filter === 'all') return 'all'
  const left = {
    open: report.undecided,
    changed: report.changedSince?.lines.length ?? 0,
    ...report.counts,
  }[filter]
  return (left ?? 0) > 0 ? filter : 'all'
}

interface Props {
  readonly report: DayReport
  readonly filter: LineFilter
  readonly onFilter: (filter: LineFilter) => void
}

export const OutcomeFilter = ({ report, filter, onFilter }: Props) => {
  const say = useSay()
  const { counts, undecided, changedSince, linesInAll } = report
  const chip = (name: LineFilter, text: string, count: number) => (
    <button
      key={name}
      type="button"
      className="office-chip"
      data-testid={`filter-${name}`}
      aria-pressed={name === filter}
      onClick={() => onFilter(name)}
    >
      {name !== 'all' && name !== 'open' && name !== 'changed' && (
        <span className={`side-mark side-${outcomeTone(name)}`}>
          <ToneIcon tone={outcomeTone(name)} size={18} />
        </span>
      )}
      {text}
      <span className="days-count">{count.toLocaleString('en')}</span>
    </button>
  )
  return (
    <div className="office-spanRow" role="group" aria-label={say('days.lines')}>
      {chip('all', say('days.all'), linesInAll)}
      {undecided > 0 && chip('open', say('days.open'), undecided)}
      {changedSince !== undefined &&
        chip('changed', say('days.changed', { version: changedSince.version }), changedSince.lines.length)}
      {outcomesInOrder
        .filter((outcome) => (counts[outcome] ?? 0) > 0)
        .map((outcome) => chip(outcome, say(`days.outcome.${outcome}`), counts[outcome] ?? 0))}
    </div>
  )
}
