import { isFinal } from '../../main/domain/payment.ts'
import { useSay, useView } from '../use-screen.tsx'

/** Counts of what is not settled. None of it keeps the day from being closed. */
export const WhatIsOpen = () => {
  const say = useSay()
  const view = useView()
  const current = view.current !== undefined && !isFinal(view.current.payment) ? 1 : 0
  const counts = [
    ['cash.openPayments', view.open.length + current],
    ['cash.openRefunds', view.openRefunds.length],
    ['cash.openPrints', view.failedPrints.length],
    ['cash.openDiscrepancies', view.discrepancies.length],
    ['cash.openDifferences', view.reconciliation?.undecided ?? 0],
    ['cash.openFiles', view.reconciliation?.lateFiles ?? 0],
  ] as const
  const open = counts.filter(([, count]) => count > 0)
  if (open.length === 0) {
    return (
      <p className="panel-lead" data-testid="close-nothing">
        {say('cash.closeNothing')}
      </p>
    )
  }
  return (
    <div data-testid="close-open">
      <p className="panel-lead">{say('cash.closeLead')}</p>
      <dl className="cash-open">
        {open.map(([key, count]) => (
          <div key={key} className="cash-openLine">
            <dt>{say(key)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      <p className="panel-lead">{say('cash.closeHint')}</p>
    </div>
  )
}
