import { useRef } from 'react'
import type { Money } from '../../main/domain/money.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay, useScreen, useShown } from '../use-screen.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { CountedSum } from './CountedSum.tsx'
import { CountTable } from './CountTable.tsx'
import { denominationsOf } from './notes.ts'
import { useCashAct, useShift, type CashFault } from './use-cash.ts'

interface Props {
  /** Of the button that takes the count. */
  readonly label: string
  readonly testId: string
  /** What comes of the count is still being done, or was refused. */
  readonly busy?: boolean
  readonly fault?: CashFault | undefined
  /** It is in the books. */
  readonly onCounted: (total: Money) => void
}

/** Counts the drawer note by note, without a word of what should be there. What was keyed stays until it is dropped. */
export const CountForm = ({ label, testId, busy = false, fault, onCounted }: Props) => {
  const say = useSay()
  const shift = useShift()
  const { keepCount } = useScreen()
  const draft = useShown(({ count }) => count)
  const button = useRef<HTMLDivElement>(null)
  const counting = useCashAct()
  const count = async (): Promise<void> => {
    const counted = await counting.give((cash) => cash.count({ denominations: denominationsOf(draft) }))
    if (counted !== undefined) onCounted(counted.total)
  }
  return (
    <>
      <CashFaultMessage fault={counting.fault ?? fault} />
      <p className="panel-lead">{say('cash.countLead')}</p>
      <CountTable
        denominations={shift?.denominations ?? []}
        draft={draft}
        onChange={keepCount}
        onLast={() => button.current?.querySelector('button')?.focus()}
      />
      <div className="cash-buttons" ref={button}>
        <CountedSum draft={draft} />
        <PanelButton testId={testId} size="xl" busy={busy || counting.busy} onPress={() => void count()}>
          {label}
        </PanelButton>
        <PanelButton testId="count-clear" kind="quiet" size="xl" onPress={() => keepCount({})}>
          {say('cash.countClear')}
        </PanelButton>
      </div>
    </>
  )
}
