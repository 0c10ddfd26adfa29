import { useRef, useState } from 'react'
import { isFinal } from '../../main/domain/payment.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay, useScreen, useShown, useView } from '../use-screen.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { CountedSum } from './CountedSum.tsx'
import { CountTable } from './CountTable.tsx'
import { denominationsOf } from './notes.ts'
import { useCashAct, useShift } from './use-cash.ts'

/** Closes the day: what is open, then the count, then one closing. */
export const ClosePage = () => {
  const [counts, setCounts] = useState(false)
  return counts ? <CountAndClose /> : <BeforeClosing onCount={() => setCounts(true)} />
}

/** Closes, and shows the closing that came of it. */
const useClosing = () => {
  const { send, keepCount } = useScreen()
  const act = useCashAct()
  const close = async (): Promise<void> => {
    const view = await act.give((cash) => cash.close())
    if (view === undefined) return
    keepCount({})
    send({ type: 'open', panel: { type: 'closing', number: view.closing.number, view } })
  }
  return { ...act, close }
}

const BeforeClosing = ({ onCount }: { onCount: () => void }) => {
  const say = useSay()
  const shift = useShift()
  const { busy, fault, close } = useClosing()
  const open = shift?.open
  const counted = open?.counted === true
  return (
    <>
      <CashFaultMessage fault={fault} />
      <WhatIsOpen />
      {open === undefined && <p className="panel-lead">{say('cash.closedNoShift')}</p>}
      {counted && <p className="panel-lead">{say('cash.countedAlready')}</p>}
      <div className="cash-buttons">
        {open !== undefined && !counted && (
          <PanelButton testId="close-count" size="xl" autoFocus onPress={onCount}>
            {say('cash.toCount')}
          </PanelButton>
        )}
        {(open === undefined || counted) && (
          <PanelButton testId="close-day" size="xl" autoFocus busy={busy} onPress={() => void close()}>
            {say(busy ? 'cash.closing' : 'cash.close')}
          </PanelButton>
        )}
        {counted && (
          <PanelButton testId="close-count" kind="quiet" size="xl" onPress={onCount}>
            {say('cash.countAgain')}
          </PanelButton>
        )}
        {open !== undefined && !counted && (
          <PanelButton
            testId="close-uncounted"
            kind="quiet"
            size="xl"
            busy={busy}
            onPress={() => void close()}
          >
            {say('cash.closeUncounted')}
          </PanelButton>
        )}
      </div>
    </>
  )
}

/** Counts of what is not settled. None of it keeps the day from being closed. */
const WhatIsOpen = () => {
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

const CountAndClose = () => {
  const say = useSay()
  const shift = useShift()
  const { keepCount } = useScreen()
  const draft = useShown(({ count }) => count)
  const { busy, fault, give, close } = useClosing()
  const button = useRef<HTMLDivElement>(null)
  const countAndClose = async (): Promise<void> => {
    const counted = await give((cash) => cash.count({ denominations: denominationsOf(draft) }))
    if (counted !== undefined) await close()
  }
  return (
    <>
      <CashFaultMessage fault={fault} />
      <p className="panel-lead">{say('cash.countLead')}</p>
      <CountTable
        denominations={shift?.denominations ?? []}
        draft={draft}
        onChange={keepCount}
        onLast={() => button.current?.querySelector('button')?.focus()}
      />
      <div className="cash-buttons" ref={button}>
        <CountedSum draft={draft} />
        <PanelButton testId="close-day" size="xl" busy={busy} onPress={() => void countAndClose()}>
          {say(busy ? 'cash.closing' : 'cash.close')}
        </PanelButton>
        <PanelButton testId="count-clear" kind="quiet" size="xl" onPress={() => keepCount({})}>
          {say('cash.countClear')}
        </PanelButton>
      </div>
    </>
  )
}
