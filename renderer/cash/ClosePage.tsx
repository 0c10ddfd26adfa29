import { useState } from 'react'
import { isEmptyClosing, type CashBlock } from '../../main/domain/cash.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay, useScreen } from '../use-screen.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { CountForm } from './CountForm.tsx'
import { ExplainForm } from './ExplainForm.tsx'
import { isTooFarOff, useCashAct, useShift } from './use-cash.ts'
import { WhatIsOpen } from './WhatIsOpen.tsx'

type Step =
  | { readonly at: 'before' | 'count' }
  /** Nothing happened since the closing before, whose number this is. */
  | { readonly at: 'empty'; readonly since: number }
  /** What was counted is not what was expected, or was not when it was counted before. */
  | { readonly at: 'explain'; readonly block: CashBlock }

/** Closes the day: what is open, then the count, then why it differs if it does, then one closing. */
export const ClosePage = () => {
  const say = useSay()
  const { send, keepCount } = useScreen()
  const shift = useShift()
  const [step, setStep] = useState<Step>({ at: 'before' })
  const { busy, fault, setFault, give } = useCashAct()

  const go = (next: Step): void => {
    setFault(undefined)
    setStep(next)
  }
  /** Closes, and shows the closing that came of it. */
  const close = async (reason?: string): Promise<void> => {
    const view = await give((cash) => cash.close(reason === undefined ? {} : { reason }))
    if (view === undefined) return
    keepCount({})
    send({ type: 'open', panel: { type: 'closing', number: view.closing.number, view } })
  }
  /** Closes, unless there is something that a person has to be asked first. */
  const askAndClose = async (): Promise<void> => {
    const x = await give((cash) => cash.x())
    if (x === undefined) return
    const { closing } = x
    if (isEmptyClosing(closing)) return go({ at: 'empty', since: closing.number - 1 })
    const block = closing.cash.find(
      ({ difference = 0, earlier }) => difference !== 0 || isTooFarOff(shift, earlier?.difference),
    )
    return block === undefined ? close() : go({ at: 'explain', block })
  }

  switch (step.at) {
    case 'before':
      return (
        <>
          <CashFaultMessage fault={fault} />
          <BeforeClosing busy={busy} onCount={() => go({ at: 'count' })} onClose={() => void askAndClose()} />
        </>
      )
    case 'count':
      return (
        <CountForm
          label={say(busy ? 'cash.closing' : 'cash.close')}
          testId="close-day"
          busy={busy}
          fault={fault}
          onCounted={() => void askAndClose()}
        />
      )
    case 'empty':
      return (
        <>
          <CashFaultMessage fault={fault} />
          <EmptyDay
            since={step.since}
            busy={busy}
            onClose={() => void close()}
            onCancel={() => go({ at: 'before' })}
          />
        </>
      )
    case 'explain':
      return (
        <ExplainForm
          block={step.block}
          busy={busy}
          fault={fault}
          onClose={(reason) => void close(reason)}
          onCount={() => go({ at: 'count' })}
        />
      )
  }
}

interface BeforeProps {
  readonly busy: boolean
  readonly onCount: () => void
  readonly onClose: () => void
}

const BeforeClosing = ({ busy, onCount, onClose }: BeforeProps) => {
  const say = useSay()
  const open = useShift()?.open
  const counted = open?.counted === true
  return (
    <>
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
          <PanelButton testId="close-day" size="xl" autoFocus busy={busy} onPress={onClose}>
            {say(busy ? 'cash.closing' : 'cash.close')}
          </PanelButton>
        )}
        {counted && (
          <PanelButton testId="close-count" kind="quiet" size="xl" onPress={onCount}>
            {say('cash.countAgain')}
          </PanelButton>
        )}
        {open !== undefined && !counted && (
          <PanelButton testId="close-uncounted" kind="quiet" size="xl" busy={busy} onPress={onClose}>
            {say('cash.closeUncounted')}
          </PanelButton>
        )}
      </div>
    </>
  )
}

interface EmptyProps {
  readonly since: number
  readonly busy: boolean
  readonly onClose: () => void
  readonly onCancel: () => void
}

/** A key pressed twice must not make a Z that nobody wanted; whoever means it has it. */
const EmptyDay = ({ since, busy, onClose, onCancel }: EmptyProps) => {
  const say = useSay()
  return (
    <>
      <Message
        tone="caution"
        headline={since === 0 ? say('cash.emptyFirst') : say('cash.emptySince', { number: since })}
        text={say('cash.emptyAsk')}
        testId="close-empty"
      />
      <div className="cash-buttons">
        <PanelButton testId="close-empty-no" size="xl" autoFocus onPress={onCancel}>
          {say('cash.emptyNo')}
        </PanelButton>
        <PanelButton testId="close-empty-yes" kind="quiet" size="xl" busy={busy} onPress={onClose}>
          {say(busy ? 'cash.closing' : 'cash.emptyYes')}
        </PanelButton>
      </div>
    </>
  )
}
