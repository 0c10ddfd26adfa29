import type { PaymentView } from '../../main/contract.ts'
import { localTime } from '../../main/domain/time.ts'
import { shownAmount } from '../amount.ts'
import { markOf, tradeOf } from '../payment-mark.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useSay, useScreen, useView } from '../use-screen.tsx'

/** One sale in a list: amount, state in words and icon, the end of Alipay's number, the shop's time. */
export const SaleRow = ({ sale }: { sale: PaymentView }) => {
  const say = useSay()
  const { send } = useScreen()
  const { timeZone } = useView()
  const { payment } = sale
  const mark = markOf(sale)
  const trade = tradeOf(payment)
  return (
    <li>
      <button
        type="button"
        className="side-row"
        data-testid="sale-row"
        data-state={payment.state}
        onClick={() => send({ type: 'open', panel: { type: 'story', id: payment.id } })}
      >
        <span className={`side-mark side-${mark.tone}`}>
          <ToneIcon tone={mark.tone} size={24} />
        </span>
        <span>
          <span className="side-rowMain">
            {payment.amount.currency} {shownAmount(payment.amount)}
          </span>
          <span className={`side-rowState side-${mark.tone}`}>{say(mark.text)}</span>
        </span>
        <span className="side-rowTime">
          {localTime(payment.createdAt, timeZone).slice(11, 16)}
          {trade !== undefined && <span className="side-rowMore">…{trade.slice(-4)}</span>}
        </span>
      </button>
    </li>
  )
}
