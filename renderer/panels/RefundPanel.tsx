import { useCallback, useState, type FormEvent } from 'react'
import type { PaymentView, RefundRefusal } from '../../main/contract.ts'
import { isCashId } from '../../main/domain/ids.ts'
import { isMoneyTaken } from '../../main/domain/payment.ts'
import { refundRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import { useAnswer, useLanguage, useSay, useScreen } from '../use-screen.tsx'
import type { TillClient } from '../connection.ts'
import { Message } from './Message.tsx'
import { PanelButton } from './PanelButton.tsx'
import { PanelFrame } from './PanelFrame.tsx'
import { RefundForm } from './RefundForm.tsx'
import { RefundSums } from './RefundSums.tsx'

/** Find the sale, give all or part of it back, see what became of it. The till decides what may be given back. */
export const RefundPanel = ({ text }: { text?: string }) => {
  const say = useSay()
  const language = useLanguage()
  const [asked, setAsked] = useState(text)
  const [refusal, setRefusal] = useState<RefundRefusal | undefined>()
  const ask = useCallback(
    (client: TillClient): Promise<PaymentView | null> =>
      asked === undefined ? Promise.resolve(null) : client.payment.find({ text: asked }),
    [asked],
  )
  const answer = useAnswer(ask)
  const sale = answer === undefined || answer === 'failed' ? undefined : (answer.value ?? undefined)
  const notFound = asked !== undefined && answer !== undefined && answer !== 'failed' && answer.value === null
  const { send } = useScreen()
  const search = (number: string): void => {
    // What was paid in cash goes back in cash; its receipt leads there.
    if (isCashId(number)) return send({ type: 'open', panel: { type: 'receipt', of: number } })
    setRefusal(undefined)
    setAsked(number)
  }
  return (
    <PanelFrame title={say('refund.title')} testId="refund">
      {sale === undefined && <NumberForm onSearch={search} />}
      {notFound && <Message tone="bad" text={say('refund.notFound')} testId="refund-not-found" />}
      {answer === 'failed' && <Message tone="bad" text={say('story.failed')} />}
      {refusal !== undefined && (
        <Message
          tone="bad"
          headline={refundRefusalSentences[refusal][language].headline}
          text={refundRefusalSentences[refusal][language].todo}
          testId="refund-refused"
        />
      )}
      {sale !== undefined && (
        <>
          <RefundSums sale={sale} />
          {isMoneyTaken(sale.payment) ? (
            // Begins anew with the rest of now: a refund that was refused gives its amount free again.
            <RefundForm
              key={`${sale.refunds.length} ${sale.refundable.minor}`}
              sale={sale}
              onRefused={setRefusal}
            />
          ) : (
            <Message tone="neutral" text={say('refund.notPaid')} testId="refund-not-paid" />
          )}
        </>
      )}
    </PanelFrame>
  )
}

const NumberForm = ({ onSearch }: { onSearch: (number: string) => void }) => {
  const say = useSay()
  const [number, setNumber] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const typed = number.replace(/\s/g, '')
    if (typed !== '') onSearch(typed)
  }
  return (
    <form onSubmit={submit}>
      <p className="panel-lead">{say('refund.find')}</p>
      <div className="panel-field">
        <label className="panel-label" htmlFor="refund-number">
          {say('refund.number')}
        </label>
        <input
          id="refund-number"
          className="panel-input"
          data-testid="refund-number"
          autoComplete="off"
          autoFocus
          maxLength={64}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
      </div>
      <div className="panel-field">
        <PanelButton testId="refund-find" type="submit" size="xl" disabled={number.trim() === ''}>
          {say('refund.search')}
        </PanelButton>
      </div>
    </form>
  )
}
