import { useState } from 'react'
import type { CashBlock } from '../../main/domain/cash.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'
import { DrawerSums } from './DrawerSums.tsx'
import { ReasonForm } from './ReasonForm.tsx'
import { isTooFarOff, useShift, type CashFault } from './use-cash.ts'

interface Props {
  readonly block: CashBlock
  readonly busy: boolean
  readonly fault: CashFault | undefined
  readonly onClose: (reason: string) => void
  readonly onCount: () => void
}

/** The drawer differs, or did when it was counted before: by how much, and why. */
export const ExplainForm = ({ block, busy, fault, onClose, onCount }: Props) => {
  const say = useSay()
  const shift = useShift()
  const [reason, setReason] = useState('')
  const lead = isTooFarOff(shift, block.difference)
    ? 'cash.explainWanted'
    : isTooFarOff(shift, block.earlier?.difference)
      ? 'cash.explainEarlier'
      : 'cash.explainLead'
  return (
    <div className="cash-explain" data-testid="close-explain">
      <ReasonForm
        kind="difference"
        reason={reason}
        onReason={setReason}
        fault={fault}
        busy={busy}
        label={say(busy ? 'cash.closing' : 'cash.close')}
        testId="close-day"
        onSubmit={() => onClose(reason)}
        more={
          <PanelButton testId="close-count" kind="quiet" size="xl" onPress={onCount}>
            {say('cash.countAgain')}
          </PanelButton>
        }
      >
        <DrawerSums block={block} />
        <p className="panel-lead">{say(lead)}</p>
      </ReasonForm>
    </div>
  )
}
