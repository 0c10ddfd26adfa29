import { useRef } from 'react'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay, useScreen, useShown } from '../use-screen.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { CountedSum } from './CountedSum.tsx'
import { CountTable } from './CountTable.tsx'
import { denominationsOf } from './notes.ts'
import { useShift, type CashFault } from './use-cash.ts'

interface Props {
  /** Of the button that takes the count. */
  readonly label: string
  readonly testId: string
  readonly busy: boolean
  readonly fault: CashFault | undefined
  readonly onTake: (denominations: Readonly<Record<string, number>>) => void
}

/** What is in the drawer, note by note, without a word of what should be. What was keyed stays until it is taken. */
export const CountForm = ({ label, testId, busy, fault, onTake }: Props) => {
  const say = useSay()
  const shift = useShift()
  const { keepCount } = useScreen()
  const draft = useShown(({ count }) => count)
  const button = useRef<HTMLDivElement>(null)
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
        <PanelButton testId={testId} size="xl" busy={busy} onPress={() => onTake(denominationsOf(draft))}>
          {label}
        </PanelButton>
        <PanelButton testId="count-clear" kind="quiet" size="xl" onPress={() => keepCount({})}>
          {say('cash.countClear')}
        </PanelButton>
      </div>
    </>
  )
}
