import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { CashBlock } from '../../main/domain/cash.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { DrawerSums } from './DrawerSums.tsx'
import { ReasonField } from './ReasonField.tsx'
import { useShift, type CashFault } from './use-cash.ts'

interface Props {
  readonly block: CashBlock
  readonly busy: boolean
  readonly fault: CashFault | undefined
  readonly onClose: (reason: string) => void
  readonly onCount: () => void
}

/** The drawer differs: by how much, and why. Without a word only as far as the settings let it go. */
export const ExplainForm = ({ block, busy, fault, onClose, onCount }: Props) => {
  const say = useSay()
  const shift = useShift()
  const [reason, setReason] = useState('')
  const chips = useRef<HTMLButtonElement>(null)
  const button = useRef<HTMLDivElement>(null)
  useEffect(() => chips.current?.focus(), [])
  const { difference = 0 } = block
  const isWanted = shift?.explainAbove !== undefined && Math.abs(difference) > shift.explainAbove
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onClose(reason)
  }
  return (
    <form className="cash-explain" onSubmit={submit} data-testid="close-explain">
      <CashFaultMessage fault={fault} />
      <DrawerSums block={block} />
      <p className="panel-lead">{say(isWanted ? 'cash.explainWanted' : 'cash.explainLead')}</p>
      <ReasonField
        kind="difference"
        reason={reason}
        first={chips}
        onChange={setReason}
        onChosen={(chosen) => {
          setReason(chosen)
          button.current?.querySelector('button')?.focus()
        }}
      />
      <div className="cash-buttons" ref={button}>
        <PanelButton testId="close-day" type="submit" size="xl" busy={busy}>
          {say(busy ? 'cash.closing' : 'cash.close')}
        </PanelButton>
        <PanelButton testId="close-count" kind="quiet" size="xl" onPress={onCount}>
          {say('cash.countAgain')}
        </PanelButton>
      </div>
    </form>
  )
}
