import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { DrawerFault } from './DrawerFault.tsx'
import { ReasonField } from './ReasonField.tsx'
import { useCashAct } from './use-cash.ts'

/** Opens the drawer without a sale. Why stands in the books. */
export const DrawerForm = () => {
  const say = useSay()
  const [reason, setReason] = useState('')
  const [open, setOpen] = useState(false)
  const { busy, fault, setFault, give } = useCashAct()
  const chips = useRef<HTMLButtonElement>(null)
  const button = useRef<HTMLDivElement>(null)
  useEffect(() => chips.current?.focus(), [])

  const openDrawer = async (): Promise<void> => {
    if (reason.trim() === '') return setFault('reason-missing')
    const opened = await give((cash) => cash.openDrawer({ why: reason }))
    setOpen(opened === true)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void openDrawer()
  }
  return (
    <form onSubmit={submit}>
      <CashFaultMessage fault={fault} />
      {open && (
        <>
          <Message tone="good" text={say('cash.done.drawer')} testId="cash-done" />
          <DrawerFault />
        </>
      )}
      <ReasonField
        kind="drawer"
        reason={reason}
        first={chips}
        onChange={setReason}
        onChosen={(chosen) => {
          setReason(chosen)
          button.current?.querySelector('button')?.focus()
        }}
      />
      <div className="cash-buttons" ref={button}>
        <PanelButton testId="cash-confirm" type="submit" size="xl" busy={busy}>
          {say('cash.confirm.drawer')}
        </PanelButton>
      </div>
    </form>
  )
}
