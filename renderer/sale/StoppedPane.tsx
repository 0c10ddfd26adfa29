import type { CurrentPayment, Stopped } from '../../main/contract.ts'
import { isFinal } from '../../main/domain/payment.ts'
import { sentenceAgain, sentenceFor } from '../../main/domain/payment-sentences.ts'
import { shownAmount } from '../amount.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useSay, useScreen, useSentence, useView } from '../use-screen.tsx'

/** The sale that ended when the till stopped: who has just paid must not be asked for cash. */
const EndedSale = ({ current }: { current: CurrentPayment }) => {
  const say = useSay()
  const { payment, refunds } = current
  const { headline, todo } = useSentence(
    (current.beforeStart === true ? sentenceAgain : sentenceFor)(payment, refunds),
  )
  const amount = `${payment.amount.currency} ${shownAmount(payment.amount)}`
  return (
    <p className="result-ended" data-testid="stopped-sale" data-state={payment.state}>
      {say('stopped.sale', { amount })} <strong>{headline}</strong> — {todo}
    </p>
  )
}

/** The till sells nothing until it is mended. */
export const StoppedPane = ({ stopped }: { stopped: Stopped }) => {
  const say = useSay()
  const { shortcut } = useScreen()
  const { current } = useView()
  return (
    <section className="sale-pane" aria-label={say(`stopped.${stopped.why}`)}>
      <div className="result-result" data-testid="stopped" data-why={stopped.why} data-tone="bad">
        <div role="alert">
          {current !== undefined && isFinal(current.payment) && <EndedSale current={current} />}
          <div className="result-head">
            <ToneIcon tone="bad" size={108} />
            <h1 className="result-headline">{say(`stopped.${stopped.why}`)}</h1>
          </div>
          <p className="result-todo">{say(`stopped.${stopped.why}Todo`)}</p>
        </div>
        <div className="result-foot">
          <p className="result-next selectable">
            {say('stopped.detail')}: {stopped.detail}
          </p>
          {stopped.why === 'settings' && (
            <div className="result-buttons">
              <button
                type="button"
                className="result-button"
                data-kind="main"
                onClick={() => shortcut('settings')}
              >
                {say('stopped.openSettings')}
              </button>
            </div>
          )}
        </div>
      </div>
    </section>
  )
}
