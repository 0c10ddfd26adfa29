import { IconCoins } from '@tabler/icons-react'
import { mayDoHere } from '../people/rights.ts'
import { useSay, useScreen, useView } from '../use-screen.tsx'

/** Says on the sale screen that no shift is open. Scans and digits go on as ever; it is in nobody's way. */
export const ShiftPrompt = () => {
  const say = useSay()
  const { send } = useScreen()
  const { shift, people } = useView()
  if (shift?.takesCash !== true || shift.open !== undefined) return null
  if (!mayDoHere(people, 'open-shift')) return null
  return (
    <button
      type="button"
      className="cash-prompt"
      data-testid="shift-prompt"
      // Enter belongs to the sale: the focus stays where it was.
      tabIndex={-1}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => send({ type: 'open', panel: { type: 'cash', page: 'open' } })}
    >
      <IconCoins size={22} aria-hidden />
      {say(shift.shiftWanted ? 'cash.promptSale' : 'cash.prompt')}
    </button>
  )
}
