import type { PaymentView } from '../../main/contract.ts'
import { subtractMoney } from '../../main/domain/money.ts'
import { isMoneyTaken } from '../../main/domain/payment.ts'
import { hasGoneBack, isRefundFinal, type Refund } from '../../main/domain/refund.ts'
import { refundSentence } from '../../main/domain/refund-sentences.ts'
import { localTime } from '../../main/domain/time.ts'
import { shownAmount } from '../amount.ts'
import { refundTone, tradeOf } from '../payment-mark.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useLanguage, useSay, useScreen, useView } from '../use-screen.tsx'
import { PanelButton } from './PanelButton.tsx'

/** The sale, what was given back of it and what is left. */
export const RefundSums = ({ sale }: { sale: PaymentView }) => {
  const say = useSay()
  const { timeZone } = useView()
  const { payment, refunds, refundable } = sale
  const trade = tradeOf(payment) ?? payment.id
  const given = isMoneyTaken(payment) ? subtractMoney(payment.amount, refundable) : refundable
  const sums = [
    ['refund.paid', payment.amount, false],
    ['refund.refunded', given, false],
    ['refund.rest', refundable, true],
  ] as const
  return (
    <>
      <p className="panel-lead selectable" data-testid="refund-payment">
        {say('refund.customerPaid', {
          time: localTime(payment.createdAt, timeZone).slice(0, 16),
          lastFour: trade.slice(-4),
        })}
      </p>
      <dl className="panel-sums">
        {sums.map(([label, amount, strong]) => (
          <div key={label} className="panel-sum" data-strong={strong}>
            <dt>{say(label)}</dt>
            <dd data-testid={label.replace('.', '-')}>
              {amount.currency} {shownAmount(amount)}
            </dd>
          </div>
        ))}
      </dl>
      {refunds.map((refund) => (
        <RefundLine key={refund.id} refund={refund} />
      ))}
    </>
  )
}

const RefundLine = ({ refund }: { refund: Refund }) => {
  const say = useSay()
  const language = useLanguage()
  const { send } = useScreen()
  const { timeZone } = useView()
  const { headline, todo } = refundSentence(refund)[language]
  return (
    <div
      className="panel-message"
      data-tone={refundTone(refund)}
      data-testid="refund-result"
      data-state={refund.state}
      data-final={isRefundFinal(refund)}
      role="status"
    >
      <ToneIcon tone={refundTone(refund)} size={26} />
      <span style={{ flex: 1 }}>
        <strong>
          {refund.amount.currency} {shownAmount(refund.amount)} · {headline} ·{' '}
          {localTime(refund.createdAt, timeZone).slice(11, 16)}
        </strong>
        {todo}
      </span>
      {hasGoneBack(refund) && (
        <PanelButton
          testId="refund-receipt"
          kind="quiet"
          onPress={() =>
            send({ type: 'open', panel: { type: 'receipt', of: refund.id, payment: refund.payment } })
          }
        >
          {say('refund.receipt')}
        </PanelButton>
      )}
    </div>
  )
}
