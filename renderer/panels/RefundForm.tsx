import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { Answer, PaymentView, RefundRefusal } from '../../main/contract.ts'
import { formatMoney } from '../../main/domain/money.ts'
import { refundRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import { aboutRefund } from '../../main/domain/rights.ts'
import { amountOf, dropDigit, keyDigits, keyedFrom, keyedOf, shownAmount, type PadDigits } from '../amount.ts'
import { SecondPerson } from '../people/SecondPerson.tsx'
import { Numpad } from '../sale/Numpad.tsx'
import { useLanguage, useParts, useSay, useScreen } from '../use-screen.tsx'
import { Message } from './Message.tsx'
import { PanelButton } from './PanelButton.tsx'

interface Props {
  readonly sale: PaymentView
  readonly onRefused: (refusal: RefundRefusal | undefined) => void
}

/** While Alipay is asked about an earlier refusal the cashier waits a few seconds, and presses nothing again. */
const askedFirstTries = 10
const askedFirstMs = 700
const isAskedFirst = (answer: Answer<unknown, RefundRefusal>): boolean =>
  !answer.ok && answer.error === 'refusal-in-doubt'

/** Asks for the amount, the rest at first, and once more whether it is meant. */
export const RefundForm = ({ sale, onRefused }: Props) => {
  const say = useSay()
  const { send } = useScreen()
  const { client } = useParts()
  const { payment, refundable } = sale
  const { currency } = refundable
  const [keyed, setKeyed] = useState(() => keyedOf(refundable))
  /** The rest stands in the field until the first digit replaces it. */
  const [fresh, setFresh] = useState(true)
  const [step, setStep] = useState<'amount' | 'sure' | 'asking' | 'waiting' | 'second'>('amount')
  /** Whoever leaves the page or says no while Alipay is asked about an earlier refusal gives nothing back. */
  const waiting = useRef(new AbortController())
  useEffect(() => () => waiting.current.abort(), [])
  const amount = amountOf(keyed, currency)
  const over = amount.minor > refundable.minor
  const ready = amount.minor > 0 && !over

  const change = (next: string): void => {
    setFresh(false)
    setKeyed(next)
    onRefused(undefined)
  }
  const key = (digits: PadDigits): void => change(keyDigits(fresh ? '' : keyed, digits, currency))
  const typed = (text: string): void => {
    const next = keyedFrom(text, keyed, currency)
    // The first digit replaces the rest that was filled in; a digit taken away keeps it.
    change(fresh && next.startsWith(keyed) ? next.slice(keyed.length).replace(/^0+/, '') : next)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (step === 'amount' && ready) setStep('sure')
  }
  const refund = async (token?: string): Promise<void> => {
    setStep('asking')
    try {
      const start = () =>
        client.refund.start({ payment: payment.id, amount, ...(token === undefined ? {} : { token }) })
      const { signal } = (waiting.current = new AbortController())
      let answer = await start()
      for (let tries = 0; tries < askedFirstTries && isAskedFirst(answer); tries += 1) {
        setStep('waiting')
        await new Promise((resolve) => setTimeout(resolve, askedFirstMs))
        if (signal.aborted) return
        answer = await start()
      }
      // When it was started, the sale comes back with one refund more and this form begins anew.
      if (answer.ok) return onRefused(undefined)
      if (answer.error === 'needs-second-person' && token === undefined) return setStep('second')
      onRefused(answer.error)
    } catch {
      send({ type: 'till-lost' })
    }
    setStep('amount')
  }

  const no = (): void => {
    waiting.current.abort()
    setStep('amount')
  }
  const first = refundRefusalSentences['refusal-in-doubt'][useLanguage()]

  if (refundable.minor === 0) {
    return <Message tone="neutral" text={say('refund.nothingLeft')} testId="refund-nothing-left" />
  }
  if (step === 'second') {
    return (
      <SecondPerson
        act="refund"
        about={aboutRefund(payment.id, amount.minor)}
        shown={formatMoney(amount)}
        onToken={(token) => void refund(token)}
        onCancel={() => setStep('amount')}
      />
    )
  }
  if (step !== 'amount') {
    return (
      <div
        data-testid="refund-sure"
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || step === 'asking') return
          // Esc says no to the question; a second one closes the page.
          event.stopPropagation()
          no()
        }}
      >
        {step === 'waiting' ? (
          <Message tone="caution" headline={first.headline} text={first.todo} testId="refund-asks-first" />
        ) : (
          <Message tone="caution" headline={say('refund.sure', { amount: formatMoney(amount) })} text="" />
        )}
        <div style={{ display: 'flex', gap: 12 }}>
          <PanelButton
            testId="refund-yes"
            kind="danger"
            size="xl"
            autoFocus
            busy={step !== 'sure'}
            onPress={() => void refund()}
          >
            {say('refund.yes')}
          </PanelButton>
          <PanelButton testId="refund-no" kind="quiet" size="xl" disabled={step === 'asking'} onPress={no}>
            {say('refund.no')}
          </PanelButton>
        </div>
      </div>
    )
  }
  return (
    <form onSubmit={submit}>
      <div className="panel-columns">
        <div>
          <div className="panel-field">
            <label className="panel-label" htmlFor="refund-amount">
              {say('refund.amount')} ({currency})
            </label>
            <input
              id="refund-amount"
              className="panel-input"
              data-kind="amount"
              data-testid="refund-amount"
              inputMode="none"
              autoComplete="off"
              autoFocus
              value={shownAmount(amount)}
              aria-invalid={over}
              aria-describedby="refund-amount-hint"
              onChange={(event) => typed(event.currentTarget.value)}
            />
            <p id="refund-amount-hint" className={over ? 'panel-error' : 'panel-hint'}>
              {say('refund.over', { rest: formatMoney(refundable) })} · {say('refund.keyAmount')}
            </p>
          </div>
          <div className="panel-field" style={{ display: 'flex', flexDirection: 'column', gap: 10 }}>
            <PanelButton testId="refund-confirm" type="submit" size="xl" disabled={!ready}>
              {say('refund.confirm', { amount: formatMoney(amount) })}
            </PanelButton>
            <PanelButton testId="refund-all" kind="quiet" onPress={() => change(keyedOf(refundable))}>
              {say('refund.all')}
            </PanelButton>
          </div>
        </div>
        <Numpad
          size="small"
          onDigits={key}
          onBackspace={() => change(dropDigit(keyed))}
          onClear={() => change('')}
        />
      </div>
    </form>
  )
}
