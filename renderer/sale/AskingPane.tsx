import type { Money } from '../../main/domain/money.ts'
import { shownAmount } from '../amount.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useSay } from '../use-screen.tsx'
import { AskedSince } from './PaymentClock.tsx'

/** The scan was given to the till, which has not written it down yet: usually gone before it is seen. */
export const AskingPane = ({ amount, sinceMs }: { amount: Money; sinceMs: number }) => {
  const say = useSay()
  return (
    <section className="sale-pane" aria-label={say('result.asking')}>
      <div className="result-result" data-testid="result" data-state="asking" data-tone="waiting">
        <div className="result-head">
          <ToneIcon tone="waiting" size={108} />
          <h1 className="result-headline">{say('result.asking')}</h1>
        </div>
        <div className="result-amount" data-testid="result-amount">
          <small>{amount.currency}</small>
          {shownAmount(amount)}
        </div>
        <div className="result-foot">
          <AskedSince atMs={sinceMs} />
        </div>
      </div>
    </section>
  )
}
