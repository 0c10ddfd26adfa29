import { Message } from '../panels/Message.tsx'
import { useSay } from '../use-screen.tsx'
import { useShift } from './use-cash.ts'

/** The drawer did not open by itself the last time that it should. */
export const DrawerFault = () => {
  const say = useSay()
  const shift = useShift()
  if (shift?.drawerFault === undefined) return null
  // Nothing is wrong there: the shop has a drawer with a key, or no printer that opens one.
  if (shift.drawerFault === 'not-configured')
    return <Message tone="neutral" text={say('cash.drawerByHand')} testId="drawer-by-hand" />
  // It did open; that it is still open stands beside the sale.
  if (shift.drawerFault === 'left-open') return null
  return <Message tone="caution" text={say('cash.drawerFault')} testId="drawer-fault" />
}
