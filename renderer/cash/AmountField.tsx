import { decimalsByCurrency } from '../../main/domain/money.ts'
import { shownAmount } from '../amount.ts'
import { useSay } from '../use-screen.tsx'
import type { KeyedAmount } from './use-keyed.ts'

interface Props {
  readonly keyed: KeyedAmount
  readonly label: string
  readonly testId: string
  readonly hint?: string
}

/** A field for an amount, cents first as on the sale screen. It has the focus when its page opens. */
export const AmountField = ({ keyed, label, testId, hint }: Props) => {
  const say = useSay()
  const { currency } = keyed.amount
  const usual = decimalsByCurrency[currency] === 0 ? undefined : say('refund.keyAmount')
  return (
    <div className="panel-field">
      <label className="panel-label" htmlFor={testId}>
        {label} ({currency})
      </label>
      <input
        id={testId}
        className="panel-input"
        data-kind="amount"
        data-testid={testId}
        inputMode="none"
        autoComplete="off"
        autoFocus
        value={shownAmount(keyed.amount)}
        aria-describedby={`${testId}-hint`}
        onChange={(event) => keyed.type(event.currentTarget.value)}
      />
      <p id={`${testId}-hint`} className="panel-hint">
        {hint ?? usual}
      </p>
    </div>
  )
}
