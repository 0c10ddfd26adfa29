import { useId, useState } from 'react'
import { useSay, useView, useWallTime } from '../use-screen.tsx'
import { spanYearsMax, type DaySpan } from '../../main/domain/day-span.ts'
import { DayField } from './DayField.tsx'
import { calendarDay, presets, presetSpan, spanOf, type Preset } from './day-span.ts'

interface Props {
  readonly span: DaySpan | undefined
  readonly onSpan: (span: DaySpan | undefined) => void
}

/** The field that a fault is about. */
const wrongField = { missing: undefined, 'from-after-to': 'from', 'too-long': 'to' } as const

/** From which to which day of the shop: the usual ones by one press, others by date. */
export const SpanFields = ({ span, onSpan }: Props) => {
  const say = useSay()
  const { timeZone } = useView()
  const [from, setFrom] = useState<string>(span?.from ?? '')
  const [to, setTo] = useState<string>(span?.to ?? '')
  const said = useId()
  const today = calendarDay(useWallTime(60_000), timeZone)
  const choose = (first: string, last: string): void => {
    setFrom(first)
    setTo(last)
    const chosen = spanOf(first, last)
    onSpan(typeof chosen === 'string' ? undefined : chosen)
  }
  const isChosen = (preset: Preset): boolean => {
    const usual = presetSpan(preset, today)
    return usual.from === span?.from && usual.to === span.to
  }
  const now = spanOf(from, to)
  const fault = typeof now === 'string' ? now : undefined
  const field = (name: 'from' | 'to', value: string) => (
    <DayField
      label={say(`office.${name}`)}
      testId={`span-${name}`}
      value={value}
      isWrong={fault !== undefined && name === wrongField[fault]}
      describedBy={said}
      onDay={(day) => (name === 'from' ? choose(day, to) : choose(from, day))}
    />
  )
  return (
    <div className="office-span">
      <div className="office-spanRow">
        {presets.map((preset) => (
          <button
            key={preset}
            type="button"
            className="office-chip"
            data-testid={`span-${preset}`}
            aria-pressed={isChosen(preset)}
            onClick={() => {
              const next = presetSpan(preset, today)
              choose(next.from, next.to)
            }}
          >
            {say(`office.${preset}`)}
          </button>
        ))}
        {field('from', from)}
        {field('to', to)}
      </div>
      <p className="panel-hint" id={said} data-testid="span-said" role="status">
        {typeof now === 'string'
          ? say(`office.spanFault.${now}`, { from, to, years: spanYearsMax })
          : say('office.span', { zone: timeZone, ...now })}
      </p>
    </div>
  )
}
