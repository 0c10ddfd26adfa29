import type { FormEvent } from 'react'
import { decimalsByCurrency, formatMoney, money, type Money } from '../../main/domain/money.ts'
import { shownAmount } from '../amount.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { PanelFrame } from '../panels/PanelFrame.tsx'
import { Numpad } from '../sale/Numpad.tsx'
import { useSay, useScreen } from '../use-screen.tsx'
import { AmountField } from './AmountField.tsx'
import { BackToDrawer } from './BackToDrawer.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { NeedsShift } from './NeedsShift.tsx'
import { roundSums } from './notes.ts'
import { useCashAct, useShift } from './use-cash.ts'
import { useKeyed } from './use-keyed.ts'

/** Takes cash for an amount: how much the customer gave, and what to give back. */
export const TenderPanel = ({ amount }: { amount: Money }) => {
  const say = useSay()
  return (
    <PanelFrame title={say('cash.tender')} testId="tender" tools={<BackToDrawer />}>
      <NeedsShift>
        <TenderForm amount={amount} />
      </NeedsShift>
    </PanelFrame>
  )
}

const TenderForm = ({ amount }: { amount: Money }) => {
  const say = useSay()
  const { send } = useScreen()
  const shift = useShift()
  const { currency } = amount
  // What is to pay stands there: Enter alone means that it was given exactly.
  const keyed = useKeyed(currency, amount)
  const { busy, fault, setFault, give } = useCashAct()
  const given = keyed.amount
  const enough = given.minor >= amount.minor
  const rest = money(Math.abs(given.minor - amount.minor), currency)

  const sell = async (): Promise<void> => {
    if (!enough) return setFault('not-enough')
    const sold = await give((cash) => cash.sell({ amount: amount.minor, tendered: given.minor }))
    if (sold !== undefined) send({ type: 'cash-sold', sold: { ...sold, amount, tendered: given } })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void sell()
  }
  const sums = [amount.minor, ...roundSums(amount, shift?.denominations ?? [])]
  return (
    <form onSubmit={submit}>
      <CashFaultMessage fault={fault} />
      <div className="panel-columns">
        <div>
          <dl className="cash-sums">
            <div className="panel-sum">
              <dt>{say('cash.toPay')}</dt>
              <dd data-testid="tender-amount">
                {currency} {shownAmount(amount)}
              </dd>
            </div>
            <div className="panel-sum" data-strong={enough} data-short={!enough}>
              <dt>{say(enough ? 'cash.change' : 'cash.missing')}</dt>
              <dd data-testid="tender-change">
                {currency} {shownAmount(rest)}
              </dd>
            </div>
          </dl>
          <AmountField
            keyed={keyed}
            label={say('cash.given')}
            testId="tender-given"
            hint={say(decimalsByCurrency[currency] === 0 ? 'cash.givenHintWhole' : 'cash.givenHint')}
          />
        </div>
        <Numpad size="small" onDigits={keyed.press} onBackspace={keyed.drop} onClear={keyed.clear} />
      </div>
      <div className="cash-notes" role="group" aria-label={say('cash.given')}>
        {sums.map((sum, index) => (
          <button
            key={sum}
            type="button"
            className="cash-note"
            data-testid={index === 0 ? 'tender-exact' : `tender-note-${sum}`}
            aria-pressed={given.minor === sum}
            onClick={() => keyed.set(money(sum, currency))}
          >
            {index === 0 && <small>{say('cash.exact')}</small>}
            {shownAmount(money(sum, currency))}
          </button>
        ))}
      </div>
      <div className="cash-buttons">
        <PanelButton testId="tender-take" type="submit" size="xl" busy={busy} disabled={!enough}>
          {say('cash.take', { amount: formatMoney(given) })}
        </PanelButton>
      </div>
    </form>
  )
}
