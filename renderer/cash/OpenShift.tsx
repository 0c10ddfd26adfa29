import { localTime } from '../../main/domain/time.ts'
import { Message } from '../panels/Message.tsx'
import { useSay, useView } from '../use-screen.tsx'
import { NoDrawer } from './NeedsShift.tsx'
import { ShiftForm } from './ShiftForm.tsx'

/** Opens the shift, and says that it is open. */
export const OpenShift = () => {
  const say = useSay()
  const { shift, timeZone } = useView()
  if (shift?.takesCash !== true) return <NoDrawer />
  if (shift.open === undefined) return <ShiftForm denominations={shift.denominations} />
  const { shift: number, openedAt, openedBy } = shift.open
  return (
    <Message
      tone="good"
      headline={say('cash.shiftOpen', {
        shift: number,
        time: localTime(openedAt, timeZone).slice(5, 16),
        name: openedBy,
      })}
      text={say('cash.opened')}
      testId="cash-done"
    />
  )
}
