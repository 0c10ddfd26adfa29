import { IconCoins } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { formatMoney } from '../../main/domain/money.ts'
import { shownAmount } from '../amount.ts'
import type { CashSale } from '../sale-state.ts'
import { useSay, useScreen } from '../use-screen.tsx'
import { DrawerFault } from './DrawerFault.tsx'

/** What the customer gets back, to be read from two metres, until the next digit. */
export const ChangePane = ({ sold }: { sold: CashSale }) => {
  const say = useSay()
  const { send } = useScreen()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  const { change } = sold
  const text = shownAmount(change)
  const title = say(change.minor === 0 ? 'cash.noChange' : 'cash.changeTitle')
  return (
    <section className="sale-pane" aria-label={title}>
      <div className="result-result" data-testid="change" data-tone="good">
        <div role="alert">
          <div className="result-head">
            <IconCoins size={108} aria-hidden />
            <h1 className="result-headline">{title}</h1>
          </div>
          <div
            className="cash-change"
            data-testid="change-amount"
            data-minor={change.minor}
            data-size={text.length > 8 ? 'longest' : text.length > 5 ? 'long' : 'short'}
          >
            <small>{change.currency}</small>
            {text}
          </div>
        </div>
        <div className="result-facts" data-testid="change-sold">
          <span className="result-fact">{say('cash.soldFor', { amount: formatMoney(sold.amount) })}</span>
          <span className="result-fact">{say('cash.soldGiven', { amount: formatMoney(sold.tendered) })}</span>
          <span className="result-fact">{say('cash.soldNumber', { number: sold.number })}</span>
        </div>
        <div className="result-foot">
          <DrawerFault />
          <p className="result-next">{say('cash.changeNext')}</p>
          <div className="result-buttons">
            <button
              ref={button}
              type="button"
              className="result-button"
              data-kind="main"
              data-testid="change-next"
              // Held down, the Enter that took the money would end this before it was read.
              onKeyDown={(event) => event.repeat && event.preventDefault()}
              onClick={() => send({ type: 'close-panel' })}
            >
              {say('result.nextSale')}
            </button>
            <button
              type="button"
              className="result-button"
              data-testid="change-receipt"
              onClick={() => send({ type: 'open', panel: { type: 'receipt', of: sold.id } })}
            >
              {say('result.reprint')}
            </button>
          </div>
        </div>
      </div>
    </section>
  )
}
