import { useState } from 'react'
import { Message } from '../panels/Message.tsx'
import { useSay } from '../use-screen.tsx'
import { DrawerFault } from './DrawerFault.tsx'
import { ReasonForm } from './ReasonForm.tsx'
import { useCashAct } from './use-cash.ts'

/** Opens the drawer without a sale. Why stands in the books. */
export const DrawerForm = () => {
  const say = useSay()
  const [reason, setReason] = useState('')
  const [open, setOpen] = useState(false)
  const { busy, fault, setFault, give } = useCashAct()

  const openDrawer = async (): Promise<void> => {
    if (reason.trim() === '') return setFault('reason-missing')
    const opened = await give((cash) => cash.openDrawer({ why: reason }))
    setOpen(opened === true)
  }
  return (
    <ReasonForm
      kind="drawer"
      reason={reason}
      onReason={setReason}
      fault={fault}
      busy={busy}
      label={say('cash.confirm.drawer')}
      onSubmit={() => void openDrawer()}
    >
      {open && (
        <>
          <Message tone="good" text={say('cash.done.drawer')} testId="cash-done" />
          <DrawerFault />
        </>
      )}
    </ReasonForm>
  )
}
