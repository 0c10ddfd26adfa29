import { IconBackspace } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { PadDigits } from '../amount.ts'
import { useSay } from '../use-screen.tsx'

interface KeyProps {
  readonly testId: string
  readonly label?: string
  readonly kind?: 'digit' | 'edit' | 'tool' | 'go'
  readonly disabled?: boolean
  readonly onPress: () => void
  readonly children: ReactNode
}

/**
 * A key of the pad. Pressing it leaves the focus where it was, so that Enter never presses it again, and Tab passes it
 * by: whoever has a keyboard has these keys on it.
 */
export const PadKey = ({ testId, label, kind = 'digit', disabled = false, onPress, children }: KeyProps) => (
  <button
    type="button"
    className="sale-key"
    data-kind={kind}
    data-testid={testId}
    aria-label={label}
    tabIndex={-1}
    disabled={disabled}
    onPointerDown={(event) => event.preventDefault()}
    onClick={onPress}
  >
    {children}
  </button>
)

interface Props {
  readonly onDigits: (digits: PadDigits) => void
  readonly onBackspace: () => void
  readonly onClear: () => void
  readonly size?: 'large' | 'small'
  /** The last key of the third row, two rows high, and the one beside 0. */
  readonly go?: ReactNode
  readonly tool?: ReactNode
}

const rows: readonly (readonly PadDigits[])[] = [
  ['7', '8', '9'],
  ['4', '5', '6'],
  ['1', '2', '3'],
  ['00', '0'],
]

/** Laid out as the keyboard's own number pad. */
export const Numpad = ({ onDigits, onBackspace, onClear, size = 'large', go, tool }: Props) => {
  const say = useSay()
  const digitKey = (digits: PadDigits) => (
    <PadKey key={digits} testId={`key-${digits}`} onPress={() => onDigits(digits)}>
      {digits}
    </PadKey>
  )
  return (
    <div className="sale-pad" data-size={size} role="group" aria-label={say('sale.pad')}>
      {rows[0]?.map(digitKey)}
      <PadKey testId="key-backspace" label={say('sale.backspace')} kind="edit" onPress={onBackspace}>
        <IconBackspace size={34} aria-hidden />
      </PadKey>
      {rows[1]?.map(digitKey)}
      <PadKey testId="key-clear" label={say('sale.clear')} kind="edit" onPress={onClear}>
        C
      </PadKey>
      {rows[2]?.map(digitKey)}
      {go ?? <span />}
      {rows[3]?.map(digitKey)}
      {tool ?? <span />}
    </div>
  )
}
