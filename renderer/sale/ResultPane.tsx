import { useCallback } from 'react'
import type { CurrentPayment } from '../../main/contract.ts'
import type { PaymentId } from '../../main/domain/ids.ts'
import type { TillClient } from '../connection.ts'
import { receiptPicture } from '../receipt-picture.ts'
import { isFinal } from '../../main/domain/payment.ts'
import { sentenceAgain, sentenceFor } from '../../main/domain/payment-sentences.ts'
import { amountOf, shownAmount } from '../amount.ts'
import { toneOf, tradeOf } from '../payment-mark.ts'
import { isGood, isRetryable, mayBeLeft } from '../sale-steps.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useAnswer, useSay, useScreen, useSentence, useShown, useView } from '../use-screen.tsx'
import { NoteText } from './NoteText.tsx'
import { PaymentClock } from './PaymentClock.tsx'

/** What became of the payment, filling the pane: colour, icon and words together. */
export const ResultPane = ({ current, lingering }: { current: CurrentPayment; lingering: boolean }) => {
  const say = useSay()
  const { payment, refunds } = current
  const sentence = useSentence((current.beforeStart === true ? sentenceAgain : sentenceFor)(payment, refunds))
  const tone = toneOf(payment)
  const trade = isFinal(payment) ? tradeOf(payment) : undefined
  const note = useShown(({ sale }) => sale.note)
  const amount = shownAmount(payment.amount)
  const facts = payment.state === 'paid' ? payment.facts : {}
  return (
    <section className="sale-pane" aria-label={sentence.headline}>
      <div
        className="result-result"
        data-testid="result"
        data-state={payment.state}
        data-tone={tone}
        data-id={payment.id}
      >
        <div role="alert">
          <div className="result-head">
            <ToneIcon tone={tone} size={108} />
            <h1
              className="result-headline"
              data-long={sentence.headline.length > 34}
              data-testid="result-headline"
            >
              {sentence.headline}
            </h1>
          </div>
          <div
            className="result-amount"
            data-testid="result-amount"
            data-size={amount.length > 11 ? 'longest' : amount.length > 8 ? 'long' : 'short'}
          >
            <small>{payment.amount.currency}</small>
            {amount}
          </div>
          <p className="result-todo" data-long={sentence.todo.length > 90} data-testid="result-todo">
            {sentence.todo}
          </p>
        </div>
        <div className="result-facts">
          {trade !== undefined && (
            <span className="result-fact" data-testid="result-trade">
              {say('result.trade', { lastFour: trade.slice(-4) })}
            </span>
          )}
          {facts.amountCny !== undefined && (
            <span className="result-fact">{say('result.cny', { amount: facts.amountCny })}</span>
          )}
        </div>
        <div className="result-foot">
          {note !== undefined && (
            <div className="result-note" data-testid="note" role="status">
              <NoteText note={note} />
            </div>
          )}
          {isFinal(payment) ? (
            <FinalFoot current={current} lingering={lingering} />
          ) : (
            <OpenFoot current={current} />
          )}
        </div>
      </div>
    </section>
  )
}

const OpenFoot = ({ current }: { current: CurrentPayment }) => {
  const say = useSay()
  const { send } = useScreen()
  const cancelling = current.payment.state === 'cancelling'
  return (
    <>
      <PaymentClock current={current} />
      <div className="result-buttons">
        {mayBeLeft(current.payment) && (
          <button
            type="button"
            className="result-button"
            data-kind="main"
            data-testid="next-customer"
            onClick={() => send({ type: 'confirm' })}
          >
            {say('result.nextCustomer')}
          </button>
        )}
        {!cancelling && (
          <button
            type="button"
            className="result-button"
            data-testid="stop"
            onClick={() => send({ type: 'stop' })}
          >
            {say('result.stop')}
          </button>
        )}
      </div>
    </>
  )
}

const FinalFoot = ({ current, lingering }: { current: CurrentPayment; lingering: boolean }) => {
  const say = useSay()
  const { send, shortcut } = useScreen()
  const { currency } = useView()
  const keyed = useShown(({ sale }) => sale.keyed)
  const { payment } = current
  if (lingering) {
    return (
      <p className="result-next">
        {say('result.meanwhile', { amount: shownAmount(amountOf(keyed, currency)) })}
      </p>
    )
  }
  const next = (
    <>
      <p className="result-next">
        {isRetryable(payment)
          ? say('result.retry', { amount: shownAmount(payment.amount) })
          : say('result.continue')}
      </p>
      <div className="result-buttons">
        <button
          type="button"
          className="result-button"
          data-kind="main"
          data-testid="next-sale"
          onClick={() => send({ type: 'dismiss' })}
        >
          {say('result.nextSale')}
        </button>
      </div>
    </>
  )
  if (!isGood(payment)) return next
  return (
    <div className="result-columns">
      <div className="result-column">{next}</div>
      <ReceiptPeek of={payment.id} onPress={() => shortcut('reprint')} />
    </div>
  )
}

/** The top of the receipt, sticking out as from a printer. Pressed, it is shown whole. */
const ReceiptPeek = ({ of, onPress }: { of: PaymentId; onPress: () => void }) => {
  const say = useSay()
  const ask = useCallback((client: TillClient) => client.receipt.faces({ of, for: 'customer' }), [of])
  const answer = useAnswer(ask)
  const faces = answer === undefined || answer === 'failed' ? undefined : (answer.value ?? undefined)
  return (
    <button type="button" className="result-peek" data-testid="result-receipt" onClick={onPress}>
      <span className="result-peekLabel">{say('result.reprint')}</span>
      {faces !== undefined && (
        <img data-testid="result-receipt-image" src={receiptPicture(faces)} alt={say('receipt.image')} />
      )}
    </button>
  )
}
