import { useEffect, useEffectEvent, useLayoutEffect, useRef, type ReactNode } from 'react'
import { KeyChoice } from '../panels/KeyChoice.tsx'
import { useParts } from '../use-screen.tsx'

export interface Choice {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly mark?: ReactNode
  readonly onPress: () => void
}

/** A key counts when nothing follows it so soon: what does is a scanner, as of the code on a slip. */
const restMs = 200

/** Answers to a question, for a finger and for the number keys; Enter takes the first one. */
export const Choices = ({ choices, testId }: { choices: readonly Choice[]; testId: string }) => {
  const { scanning } = useParts()
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  const take = useEffectEvent((key: string) => choices[Number(key) - 1]?.onPress())
  // Before it is painted: who sees an answer may press its key at once.
  useLayoutEffect(() => {
    let resting: ReturnType<typeof setTimeout> | undefined
    let atMs = Number.NEGATIVE_INFINITY
    const back = scanning.divertKeys({
      onKey: (key) => {
        const isAlone = performance.now() - atMs > restMs
        atMs = performance.now()
        clearTimeout(resting)
        if (isAlone && /^[1-9]$/.test(key)) resting = setTimeout(() => take(key), restMs)
      },
      onTakenBack: () => clearTimeout(resting),
    })
    return () => {
      clearTimeout(resting)
      back()
    }
  }, [scanning])
  return (
    <div className="panel-choices setup-answers" data-testid={testId}>
      {choices.map(({ id, label, hint, mark, onPress }, index) => (
        <KeyChoice
          key={id}
          ref={index === 0 ? first : null}
          testId={`${testId}-${id}`}
          keyName={index < 9 ? String(index + 1) : undefined}
          label={label}
          hint={hint}
          mark={mark}
          onPress={onPress}
        />
      ))}
    </div>
  )
}
