import { useMemo, useState } from 'react'
import { localTime } from '../../main/domain/time.ts'
import { shownAmount } from '../amount.ts'
import { markOf, tradeOf } from '../payment-mark.ts'
import type { TillClient } from '../connection.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useAnswer, useSay, useScreen, useView } from '../use-screen.tsx'
import { Message } from './Message.tsx'
import { PanelFrame } from './PanelFrame.tsx'

const listSales = (client: TillClient) => client.payment.list({ limit: 200 })

/** All sales of late, newest first. */
export const SalesPanel = () => {
  const say = useSay()
  const { send } = useScreen()
  const { timeZone } = useView()
  const answer = useAnswer(listSales)
  const [filter, setFilter] = useState('')
  const shown = useMemo(() => {
    const wanted = filter.trim().toLowerCase()
    const sales = answer === undefined || answer === 'failed' ? [] : answer.value
    return sales.filter((sale) =>
      [
        sale.payment.id,
        tradeOf(sale.payment) ?? '',
        shownAmount(sale.payment.amount),
        say(markOf(sale).text),
      ].some((text) => text.toLowerCase().includes(wanted)),
    )
  }, [answer, filter, say])
  return (
    <PanelFrame title={say('sales.title')} testId="sales">
      <div className="panel-field">
        <input
          className="panel-input"
          data-testid="sales-filter"
          autoComplete="off"
          aria-label={say('sales.filter')}
          placeholder={say('sales.filter')}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      {answer === 'failed' && <Message tone="bad" text={say('story.failed')} />}
      {answer !== undefined && shown.length === 0 ? (
        <Message tone="neutral" text={say('sales.none')} />
      ) : (
        <table className="panel-table">
          <thead>
            <tr>
              <th scope="col">{say('sales.time')}</th>
              <th scope="col">{say('sales.amount')}</th>
              <th scope="col">{say('sales.state')}</th>
              <th scope="col">{say('sales.trade')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((sale) => {
              const mark = markOf(sale)
              const { payment } = sale
              return (
                <tr key={payment.id} data-testid="sales-row">
                  <td>{localTime(payment.createdAt, timeZone).slice(5, 16)}</td>
                  <td>
                    <button
                      type="button"
                      className="panel-cellButton"
                      onClick={() => send({ type: 'open', panel: { type: 'story', id: payment.id } })}
                    >
                      {payment.amount.currency} {shownAmount(payment.amount)}
                    </button>
                  </td>
                  <td className={`side-${mark.tone}`}>
                    <ToneIcon tone={mark.tone} size={18} /> {say(mark.text)}
                  </td>
                  <td>…{(tradeOf(payment) ?? payment.id).slice(-4)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </PanelFrame>
  )
}
