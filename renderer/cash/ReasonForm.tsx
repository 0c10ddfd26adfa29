import { useEffect, useRef, type FormEvent, type ReactNode, type RefObject } from 'react'
import { PanelButton } from '../panels/PanelButton.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { ReasonField, type ReasonKind } from './ReasonField.tsx'
import type { CashFault } from './use-cash.ts'

interface Props {
  readonly kind: ReasonKind
  readonly reason: string
  readonly onReason: (reason: string) => void
  readonly fault: CashFault | undefined
  readonly busy: boolean
  /** Of the button that does it. */
  readonly label: string
  readonly testId?: string
  readonly onSubmit: () => void
  /** What is asked before the reason. Whoever gives `chips` leads to the reasons; else they have the focus at once. */
  readonly children?: ReactNode
  readonly chips?: RefObject<HTMLButtonElement | null>
  /** Beside the button. */
  readonly more?: ReactNode
}

/** A form that asks why: choosing a usual reason leads to the button, and Enter does it. */
export const ReasonForm = (props: Props) => {
  const { kind, reason, onReason, fault, busy, label, testId = 'cash-confirm', onSubmit } = props
  const own = useRef<HTMLButtonElement>(null)
  const button = useRef<HTMLDivElement>(null)
  useEffect(() => own.current?.focus(), [])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form onSubmit={submit}>
      <CashFaultMessage fault={fault} />
      {props.children}
      <ReasonField
        kind={kind}
        reason={reason}
        first={props.chips ?? own}
        onChange={onReason}
        onChosen={(chosen) => {
          onReason(chosen)
          button.current?.querySelector('button')?.focus()
        }}
      />
      <div className="cash-buttons" ref={button}>
        <PanelButton testId={testId} type="submit" size="xl" busy={busy}>
          {label}
        </PanelButton>
        {props.more}
      </div>
    </form>
  )
}
