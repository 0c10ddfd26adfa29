import { IconCircleCheck } from '@tabler/icons-react'
import type { Payment } from '../../main/domain/payment.ts'
import type { Refund } from '../../main/domain/refund.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import { refundSentence } from '../../main/domain/refund-sentences.ts'
import { shownAmount } from '../amount.ts'
import { refundTone, toneOf, type Tone } from '../payment-mark.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useLanguage, useSay, useScreen, useView, useWallTime } from '../use-screen.tsx'

/** `1:12`, minutes and seconds; `3:04:00` from an hour on. */
export const shownDuration = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`
}

/** Payments and refunds without a final answer, oldest first, with what the cashier owes them. Never out of sight. */
export const OpenList = ({ rowsMax }: { rowsMax: number }) => {
  const say = useSay()
  const { shortcut } = useScreen()
  const { open, openRefunds } = useView()
  const count = open.length + openRefunds.length
  const shownPayments = open.slice(0, rowsMax)
  const shownRefunds = openRefunds.slice(0, Math.max(0, rowsMax - shownPayments.length))
  const hidden = count - shownPayments.length - shownRefunds.length
  return (
    <section
      className="side-card"
      data-testid="open-list"
      data-count={count}
      data-tone={count === 0 ? 'none' : 'caution'}
      aria-label={say('side.open')}
    >
      <h2 className="side-title">
        {count === 0 ? <IconCircleCheck size={20} aria-hidden /> : <ToneIcon tone="caution" size={20} />}
        {say(count === 0 ? 'side.openNone' : 'side.open')}
        {count > 0 && <span className="side-count">{count}</span>}
        {hidden > 0 && (
          <button type="button" className="side-link" onClick={() => shortcut('sales')}>
            {say('side.moreOpen', { count: hidden })}
          </button>
        )}
      </h2>
      {count > 0 && (
        <ul className="side-rows">
          {shownPayments.map((payment) => (
            <OpenPayment key={payment.id} payment={payment} />
          ))}
          {shownRefunds.map((refund) => (
            <OpenRefund key={refund.id} refund={refund} />
          ))}
        </ul>
      )}
    </section>
  )
}

const OpenPayment = ({ payment }: { payment: Payment }) => {
  const language = useLanguage()
  const say = useSay()
  return (
    <OpenRow
      id={payment.id}
      story={payment.id}
      tone={toneOf(payment)}
      amount={`${payment.amount.currency} ${shownAmount(payment.amount)}`}
      headline={sentenceFor(payment)[language].headline}
      duty={say('side.openDuty')}
      since={payment.createdAt}
    />
  )
}

const OpenRefund = ({ refund }: { refund: Refund }) => {
  const language = useLanguage()
  const say = useSay()
  const { headline } = refundSentence(refund)[language]
  return (
    <OpenRow
      id={refund.id}
      story={refund.payment}
      tone={refundTone(refund)}
      amount={`−${refund.amount.currency} ${shownAmount(refund.amount)}`}
      headline={headline}
      duty={say('side.refundDuty')}
      since={refund.createdAt}
    />
  )
}

interface RowProps {
  readonly id: string
  readonly story: Payment['id']
  readonly tone: Tone
  readonly amount: string
  readonly headline: string
  readonly duty: string
  readonly since: number
}

const OpenRow = ({ id, story, tone, amount, headline, duty, since }: RowProps) => {
  const { send } = useScreen()
  const now = useWallTime()
  return (
    <li>
      <button
        type="button"
        className="side-row"
        data-testid="open-row"
        data-id={id}
        onClick={() => send({ type: 'open', panel: { type: 'story', id: story } })}
      >
        <span className={`side-mark side-${tone}`}>
          <ToneIcon tone={tone} size={24} />
        </span>
        <span>
          <span className="side-rowMain">{amount}</span>
          <span className="side-rowMore">{headline}</span>
          <span className="side-rowMore">{duty}</span>
        </span>
        <span className="side-rowTime side-rowMain" data-testid="open-age">
          {shownDuration(now - since)}
        </span>
      </button>
    </li>
  )
}
