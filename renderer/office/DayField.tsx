import { useEffect, useRef } from 'react'
import { useParts } from '../use-screen.tsx'

interface Props {
  readonly label: string
  readonly testId: string
  readonly value: string
  readonly max?: string
  readonly isWrong: boolean
  /** Id of what says what is wrong. */
  readonly describedBy: string
  readonly onDay: (day: string) => void
}

/** A day to be chosen; what is in it may be none while it is being typed. */
export const DayField = ({ label, testId, value, max, isWrong, describedBy, onDay }: Props) => {
  const { scanning } = useParts()
  const letOn = useRef<(() => void) | undefined>(undefined)
  // The parts of a date are no text: a digit that waits for a scan's neighbours would be lost in them.
  const pause = (): void => {
    letOn.current ??= scanning.pause()
  }
  const resume = (): void => {
    letOn.current?.()
    letOn.current = undefined
  }
  useEffect(
    () => () => {
      letOn.current?.()
    },
    [],
  )
  return (
    <label className="office-date">
      <span>{label}</span>
      <input
        type="date"
        className="panel-input"
        data-testid={testId}
        value={value}
        max={max}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
        onFocus={pause}
        onBlur={resume}
        onChange={({ currentTarget }) => onDay(currentTarget.value)}
      />
    </label>
  )
}
