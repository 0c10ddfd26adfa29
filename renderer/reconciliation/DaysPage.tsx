import { useState } from 'react'
import type { DaySummary } from '../../main/contract/reconciliation.ts'
import type { Day } from '../../main/domain/time.ts'
import { Message } from '../panels/Message.tsx'
import { ToneIcon } from '../ToneIcon.tsx'
import { useSay } from '../use-screen.tsx'
import { DayPage } from './DayPage.tsx'
import { FilesBox } from './FilesBox.tsx'
import { dayGroups, isQuiet, type DayGroup } from './day-groups.ts'
import { dayTone, shownSums } from './marks.ts'
import { useReconciliation } from './use-reconciliation.ts'

/** The days of the provider, newest first, and where their files are. One of them opens into its lines. */
export const DaysPage = () => {
  const say = useSay()
  const [opened, setOpened] = useState<Day | undefined>()
  const { answer, again } = useReconciliation()
  if (opened !== undefined) {
    return (
      <DayPage
        key={opened}
        day={opened}
        onBack={() => {
          setOpened(undefined)
          again()
        }}
      />
    )
  }
  if (answer === undefined) return <p>{say('office.loading')}</p>
  if (answer === 'failed') return <Message tone="bad" text={say('office.failed')} />
  const { days, fetch, quarantined } = answer.value
  return (
    <div className="days-columns" data-testid="days">
      <section aria-label={say('days.list')}>
        <h2 className="panel-subtitle">{say('days.list')}</h2>
        {days.length === 0 ? (
          <Message tone="neutral" text={say('days.none')} testId="days-none" />
        ) : (
          <ul className="days-list">
            {dayGroups(days).map((group) =>
              isQuiet(group) ? (
                <QuietDays key={group[0].day} days={group} onOpen={setOpened} />
              ) : (
                <DayRow key={group[0].day} summary={group[0]} onOpen={setOpened} />
              ),
            )}
          </ul>
        )}
      </section>
      <FilesBox fetch={fetch} quarantined={quarantined} onChanged={again} />
    </div>
  )
}

/** Days in a row on which nothing was sold, as one line; they can still be opened one by one. */
const QuietDays = ({ days, onOpen }: { days: DayGroup; onOpen: (day: Day) => void }) => {
  const say = useSay()
  const from = days.at(-1)?.day ?? days[0].day
  return (
    <li>
      <details className="days-quiet" data-testid="quiet-days">
        <summary>
          <span className="side-mark side-neutral">
            <ToneIcon tone="neutral" size={24} />
          </span>
          {say('days.quiet', { from, to: days[0].day, count: days.length })}
        </summary>
        <ul className="days-list">
          {days.map((summary) => (
            <DayRow key={summary.day} summary={summary} onOpen={onOpen} />
          ))}
        </ul>
      </details>
    </li>
  )
}

const DayRow = ({ summary, onOpen }: { summary: DaySummary; onOpen: (day: Day) => void }) => {
  const say = useSay()
  const { day, state, undecided, atRisk, version } = summary
  const tone = dayTone[state]
  return (
    <li>
      <button
        type="button"
        className="days-day"
        data-testid="day-row"
        data-day={day}
        data-state={state}
        onClick={() => onOpen(day)}
      >
        <span className={`side-mark side-${tone}`}>
          <ToneIcon tone={tone} size={24} />
        </span>
        <strong>{day}</strong>
        <span className={`days-dayState side-${tone}`}>{say(`days.state.${state}`)}</span>
        <span className="days-dayMore">
          {[
            ...(undecided > 0 ? [say('days.undecided', { count: undecided.toLocaleString('en') })] : []),
            ...(version > 1 ? [say('days.version', { version })] : []),
          ].join(' · ')}
        </span>
        {atRisk.length > 0 && (
          <span className="days-dayRisk">
            {say('days.risk')}
            <strong>{shownSums(atRisk)}</strong>
          </span>
        )}
      </button>
    </li>
  )
}
