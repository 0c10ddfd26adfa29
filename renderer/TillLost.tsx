import { IconPlugConnectedX } from '@tabler/icons-react'
import { useSay, useShown } from './use-screen.tsx'

/** Stands over everything while there is no line to the till. The amount behind it stays as it is. */
export const TillLost = () => {
  const say = useSay()
  const connection = useShown((state) => state.connection)
  const heard = useShown(({ sale }) => sale.view !== undefined)
  if (connection === 'connected' && heard) return null
  const refused = connection === 'refused'
  const first = connection === 'connecting' || connection === 'connected'
  return (
    <div className="frame-overlay no-print" role="alert" data-testid="till-lost" data-state={connection}>
      {!first && <IconPlugConnectedX size={96} aria-hidden />}
      <h1>{say(refused ? 'lost.refused' : first ? 'lost.connecting' : 'lost.title')}</h1>
      {!first && <p>{say(refused ? 'lost.refusedTodo' : 'lost.reconnecting')}</p>}
    </div>
  )
}
