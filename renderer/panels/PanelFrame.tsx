import { IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { isFinal } from '../../main/domain/payment.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import { shownAmount } from '../amount.ts'
import { toneOf } from '../payment-mark.ts'
import { currentOf } from '../sale-state.ts'
import { NoteText } from '../sale/NoteText.tsx'
import { ToneIcon } from '../ToneIcon.tsx'
import { useLanguage, useSay, useScreen, useShown } from '../use-screen.tsx'
import { PanelButton } from './PanelButton.tsx'

interface Props {
  readonly title: string
  readonly testId: string
  readonly children: ReactNode
  readonly foot?: ReactNode
  readonly tools?: ReactNode
}

/** A page over the sale's pane: title, way out, and the payment that is under way meanwhile. */
export const PanelFrame = ({ title, testId, children, foot, tools }: Props) => {
  const say = useSay()
  const { send } = useScreen()
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The keyboard goes where the eyes go; a field that took the focus by itself keeps it.
    const page = body.current
    if (page === null || page.closest('section')?.contains(document.activeElement) === true) return
    // So that the arrow keys scroll at once; a ring around the whole page would only frighten.
    page.dataset['arrived'] = ''
    page.focus()
  }, [])
  return (
    <section className="panel-panel" data-testid={testId} aria-label={title}>
      <PaymentStrip />
      <div className="panel-bar">
        <h1 className="panel-title">{title}</h1>
        <div className="panel-barEnd">
          {tools}
          <PanelButton testId="panel-close" kind="quiet" onPress={() => send({ type: 'close-panel' })}>
            <IconX size={22} aria-hidden />
            {say('panel.close')}
          </PanelButton>
        </div>
      </div>
      <PanelNote />
      <div
        className="panel-body"
        ref={body}
        tabIndex={0}
        onBlur={(event) => delete event.currentTarget.dataset['arrived']}
      >
        {children}
      </div>
      {foot !== undefined && <div className="panel-foot">{foot}</div>}
    </section>
  )
}

const PanelNote = () => {
  const note = useShown(({ sale }) => sale.note)
  if (note === undefined) return null
  return (
    <p
      className="panel-message"
      data-testid="note"
      data-tone="caution"
      role="status"
      style={{ margin: '12px 24px 0' }}
    >
      <ToneIcon tone="caution" size={24} />
      <NoteText note={note} />
    </p>
  )
}

/** A payment goes on behind the page: it stays in sight, and one press leads back to it. */
const PaymentStrip = () => {
  const language = useLanguage()
  const say = useSay()
  const { send } = useScreen()
  const current = useShown(({ sale }) => currentOf(sale))
  // A result that was there before the page was opened has been seen.
  const [seen] = useState(() =>
    current !== undefined && isFinal(current.payment) ? current.payment.id : undefined,
  )
  if (current === undefined || current.payment.id === seen) return null
  const { payment, refunds } = current
  const tone = toneOf(payment)
  return (
    <button
      type="button"
      className="panel-busy"
      data-tone={tone}
      data-testid="payment-strip"
      data-state={payment.state}
      onClick={() => send({ type: 'close-panel' })}
    >
      <ToneIcon tone={tone} size={26} />
      <span>
        {payment.amount.currency} {shownAmount(payment.amount)} ·{' '}
        {sentenceFor(payment, refunds)[language].headline}
      </span>
      <span style={{ marginLeft: 'auto' }}>{say('panel.back')}</span>
    </button>
  )
}
