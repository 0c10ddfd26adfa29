import { IconCamera } from '@tabler/icons-react'
import { amountOf, shownAmount } from '../amount.ts'
import { useSay, useScreen, useShown, useView } from '../use-screen.tsx'
import { ShiftPrompt } from '../cash/ShiftPrompt.tsx'
import { Numpad, PadKey } from './Numpad.tsx'
import { SaleSay } from './SaleSay.tsx'

const sizeOf = (text: string): 'short' | 'long' | 'longest' =>
  text.length <= 8 ? 'short' : text.length <= 11 ? 'long' : 'longest'

/** Where an amount is keyed and a scan is waited for. */
export const AmountPane = () => {
  const say = useSay()
  const { send, shortcut } = useScreen()
  const { currency, confirmAbove } = useView()
  const keyed = useShown(({ sale }) => sale.keyed)
  const confirmed = useShown(({ sale }) => sale.confirmed)
  const held = useShown(({ sale }) => sale.held !== undefined)
  const amount = amountOf(keyed, currency)
  const text = shownAmount(amount)
  const large = confirmAbove !== undefined && amount.minor > confirmAbove && !confirmed
  return (
    <section className="sale-pane" aria-label={say('sale.toPay')}>
      <div className="sale-top">
        <div className="sale-label">
          <span>{say('sale.toPay')}</span>
          <ShiftPrompt />
          <span className="sale-currency">{currency}</span>
        </div>
        <div
          className="sale-amount"
          data-testid="amount"
          data-minor={amount.minor}
          data-size={sizeOf(text)}
          data-empty={keyed === ''}
          aria-live="polite"
        >
          {text}
        </div>
        <SaleSay amount={amount} large={large} />
      </div>
      <Numpad
        onDigits={(digits) => send({ type: 'digits', digits })}
        onBackspace={() => send({ type: 'backspace' })}
        onClear={() => send({ type: 'clear' })}
        go={
          <PadKey
            testId="key-enter"
            kind="go"
            disabled={amount.minor === 0 || (!held && !large)}
            onPress={() => send({ type: 'confirm' })}
          >
            {say(held ? 'sale.charge' : 'sale.confirm')}
            <span className="sale-cap">Enter</span>
          </PadKey>
        }
        tool={
          <PadKey testId="key-camera" kind="tool" onPress={() => shortcut('camera')}>
            <IconCamera size={28} aria-hidden />
            <span>{say('sale.camera')} F5</span>
          </PadKey>
        }
      />
    </section>
  )
}
