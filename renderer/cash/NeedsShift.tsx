import type { ReactNode } from 'react'
import { Message } from '../panels/Message.tsx'
import { useSay } from '../use-screen.tsx'
import { ShiftForm } from './ShiftForm.tsx'
import { useShift } from './use-cash.ts'

/** What can only be done in an open shift: without one it is opened first, and then it goes on by itself. */
export const NeedsShift = ({ children }: { children: ReactNode }) => {
  const say = useSay()
  const shift = useShift()
  if (shift?.takesCash !== true) return <NoDrawer />
  if (shift.open !== undefined) return children
  return (
    <>
      <Message
        tone="caution"
        headline={say('cash.shiftNone')}
        text={say('cash.first')}
        testId="needs-shift"
      />
      <ShiftForm denominations={shift.denominations} />
    </>
  )
}

/** The till has no drawer to tell of, and why. */
export const NoDrawer = () => {
  const say = useSay()
  const shift = useShift()
  return shift === undefined ? (
    <Message tone="neutral" headline={say('cash.off')} text={say('cash.offTodo')} testId="cash-off" />
  ) : (
    <Message tone="neutral" text={say('cash.noCash')} testId="cash-off" />
  )
}
