import { Message } from '../panels/Message.tsx'
import { useSay } from '../use-screen.tsx'
import { useShift } from './use-cash.ts'

/** The drawer did not open by itself the last time that it should. */
export const DrawerFault = () => {
  const say = useSay()
  const shift = useShift()
  if (shift?.drawerFault === undefined) return null
  return <Message tone="caution" text={say('cash.drawerFault')} testId="drawer-fault" />
}
