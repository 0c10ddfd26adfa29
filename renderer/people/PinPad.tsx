import { IconArrowRight, IconBackspace } from '@tabler/icons-react'
import { PadKey } from '../sale/Numpad.tsx'
import { useSay } from '../use-screen.tsx'

export const pinLengthMax = 12

interface Props {
  readonly length: number
  readonly disabled: boolean
  readonly onDigit: (digit: string) => void
  readonly onBackspace: () => void
  readonly onEnter: () => void
}

const digits = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const

/** How many digits there are, never which, and keys for a finger. A keyboard has its own. */
export const PinPad = ({ length, disabled, onDigit, onBackspace, onEnter }: Props) => {
  const say = useSay()
  const key = (digit: string) => (
    <PadKey key={digit} testId={`pin-${digit}`} disabled={disabled} onPress={() => onDigit(digit)}>
      {digit}
    </PadKey>
  )
  return (
    <div>
      <output
        className="people-dots"
        data-testid="pin-dots"
        aria-label={say('people.pinLength', { count: length })}
      >
        {'●'.repeat(length)}
      </output>
      <div className="people-pad" role="group" aria-label={say('people.pad')}>
        {digits.map(key)}
        <PadKey
          testId="pin-backspace"
          label={say('sale.backspace')}
          kind="edit"
          disabled={disabled}
          onPress={onBackspace}
        >
          <IconBackspace size={30} aria-hidden />
        </PadKey>
        {key('0')}
        <PadKey
          testId="pin-enter"
          label={say('people.enter')}
          kind="go"
          disabled={disabled || length === 0}
          onPress={onEnter}
        >
          <IconArrowRight size={30} aria-hidden />
        </PadKey>
      </div>
    </div>
  )
}
