import type { ReactNode, Ref } from 'react'

interface Props {
  readonly testId: string
  /** The key that takes it. */
  readonly keyName: string | undefined
  readonly label: string
  readonly hint?: ReactNode
  readonly mark?: ReactNode
  readonly onPress: () => void
  readonly ref?: Ref<HTMLButtonElement>
}

/** One of several ways to go on, for a finger and for a key. */
export const KeyChoice = ({ testId, keyName, label, hint, mark, onPress, ref }: Props) => (
  <button
    ref={ref}
    type="button"
    className="panel-choice"
    data-testid={testId}
    aria-keyshortcuts={keyName}
    onClick={onPress}
  >
    {keyName !== undefined && <kbd aria-hidden>{keyName}</kbd>}
    {mark}
    <span>
      <strong>{label}</strong>
      {hint}
    </span>
  </button>
)
