import { Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { DayReport, ReconcileFault } from '../../main/contract/reconciliation.ts'
import type { Day } from '../../main/domain/time.ts'
import type { Say } from '../i18n.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'
import { DayHead } from './DayHead.tsx'
import { filterOf, OutcomeFilter, passes, type LineFilter } from './OutcomeFilter.tsx'
import { Lines } from './Lines.tsx'
import { useDayRun, type DayRun } from './use-day-run.ts'

interface Props {
  readonly day: Day
  readonly onBack: () => void
}

/** One China day: what may be lost, whether it foots, and its lines. */
export const DayPage = ({ day, onBack }: Props) => {
  const say = useSay()
  const run = useDayRun(day)
  useEffect(() => {
    // Before the whole screen hears it: Esc leads one step back, not to the counter at once.
    const back = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.repeat) return
      event.preventDefault()
      onBack()
    }
    const root = document.getElementById('root')
    root?.addEventListener('keydown', back)
    return () => root?.removeEventListener('keydown', back)
  }, [onBack])
  return (
    <div data-testid="day" data-day={day}>
      <div className="days-bar">
        <PanelButton testId="day-back" kind="quiet" onPress={onBack}>
          {say('days.back')}
        </PanelButton>
        <h2 className="days-title">{day}</h2>
        {run.report !== undefined && run.report.version > 0 && (
          <span className="days-version" data-testid="day-version">
            {say('days.version', { version: run.report.version })}
          </span>
        )}
        <div className="panel-barEnd">
          {run.working === undefined ? (
            <PanelButton testId="day-again" kind="quiet" onPress={run.again}>
              {say('days.again')}
            </PanelButton>
          ) : (
            <PanelButton testId="day-cancel" kind="quiet" onPress={run.cancel}>
              {say('days.cancel')}
            </PanelButton>
          )}
        </div>
      </div>
      <RunState run={run} />
      {run.report !== undefined && <Report report={run.report} onChanged={run.again} />}
    </div>
  )
}

/** Why a comparison failed. */
const faultText = (fault: ReconcileFault, say: Say): string => {
  switch (fault.why) {
    case 'till-stopped':
      return say('office.stopped')
    case 'amount-unit':
      return say('days.brokenUnit', { file: fault.detail, line: fault.line })
    case 'worker':
      return say('days.broken', { what: fault.detail })
  }
}

/** How far the comparison is, or why it stands still. */
const RunState = ({ run }: { run: DayRun }) => {
  const say = useSay()
  const { working, ending, report } = run
  if (working !== undefined) {
    const { done, of } = working
    const text =
      of === 0
        ? say('days.starting')
        : say('days.working', { done: done.toLocaleString('en'), of: of.toLocaleString('en') })
    return (
      <div className="office-progress" data-testid="day-progress">
        <Progress value={of === 0 ? 0 : (100 * done) / of} aria-label={say('days.starting')} />
        <span role="status">{text}</span>
      </div>
    )
  }
  switch (ending) {
    case undefined:
      return null
    case 'cancelled':
      return (
        <Message
          tone="caution"
          text={say(report === undefined ? 'days.cancelledFirst' : 'days.cancelled')}
          testId="day-ending"
        />
      )
    case 'lost':
      return <Message tone="bad" text={say('office.failed')} testId="day-ending" />
    default:
      return <Message tone="bad" text={faultText(ending.fault, say)} testId="day-ending" />
  }
}

const Report = ({ report, onChanged }: { report: DayReport; onChanged: () => void }) => {
  const say = useSay()
  const [filter, setFilter] = useState<LineFilter>(() => (report.undecided > 0 ? 'open' : 'all'))
  const now = filterOf(filter, report)
  const changed = new Set<string>(report.changedSince?.lines)
  const lines = report.lines.filter((line) => passes(line, now, changed))
  return (
    <>
      <DayHead report={report} onChanged={onChanged} />
      <OutcomeFilter report={report} filter={now} onFilter={setFilter} />
      <Lines lines={lines} changed={changed} onChanged={onChanged} />
      {report.linesInAll > report.lines.length && (
        <Message
          tone="neutral"
          text={say('days.linesMore', {
            shown: report.lines.length.toLocaleString('en'),
            all: report.linesInAll.toLocaleString('en'),
          })}
        />
      )}
    </>
  )
}
