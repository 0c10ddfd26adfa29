import { useRef, useState } from 'react'
import { formatMoney, type Money } from '../../main/domain/money.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay, useScreen, useShown } from '../use-screen.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { CountedSum } from './CountedSum.tsx'
import { CountTable } from './CountTable.tsx'
import { denominationsOf } from './notes.ts'
import { useCashAct, useShift } from './use-cash.ts'

/** Counts the drawer without closing the day, as at a change of hands. */
export const CountPage = () => {
  const say = useSay()
  const shift = useShift()
  const { keepCount } = useScreen()
  const draft = useShown(({ count }) => count)
  const [total, setTotal] = useState<Money | undefined>()
  const { busy, fault, give } = useCashAct()
  const button = useRef<HTMLDivElement>(null)

  const count = async (): Promise<void> => {
    const counted = await give((cash) => cash.count({ denominations: denominationsOf(draft) }))
    if (counted === undefined) return
    keepCount({})
    setTotal(counted.total)
  }
  if (total !== undefined) {
    return (
      <Message
        tone="good"
        headline={say('cash.done.count', { amount: formatMoney(total) })}
        text=""
        testId="cash-done"
      />
    )
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
        <PanelButton testId="count-done" size="xl" busy={busy} onPress={() => void count()}>
          {say('cash.countDone')}
        </PanelButton>
        <PanelButton testId="count-clear" kind="quiet" size="xl" onPress={() => keepCount({})}>
          {say('cash.countClear')}
        </PanelButton>
      </div>
    </>
  )
}
