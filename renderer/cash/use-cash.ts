import { useRef, useState } from 'react'
import type { Answer } from '../../main/contract.ts'
import type { CashRefusal, ShiftView } from '../../main/contract/cash.ts'
import type { TillClient } from '../connection.ts'
import { useParts, useView } from '../use-screen.tsx'

/** `lost`: the till did not answer, and may have done it all the same. */
export type CashFault = CashRefusal | 'lost'

interface CashAct {
  readonly busy: boolean
  readonly fault: CashFault | undefined
  readonly setFault: (fault: CashFault | undefined) => void
  /** Gives one command; while it is not answered, another one is not given. `undefined`: not done. */
  readonly give: <T>(
    ask: (cash: TillClient['cash']) => Promise<Answer<T, CashRefusal>>,
  ) => Promise<T | undefined>
}

/** Gives commands about the drawer, one at a time, and keeps what was refused. */
export const useCashAct = (): CashAct => {
  const { client } = useParts()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<CashFault | undefined>()
  // A second Enter may come before this component is drawn again.
  const asking = useRef(false)
  const give: CashAct['give'] = async (ask) => {
    if (asking.current) return undefined
    asking.current = true
    setBusy(true)
    setFault(undefined)
    try {
      const answer = await ask(client.cash)
      if (answer.ok) return answer.value
      setFault(answer.error)
    } catch {
      setFault('lost')
    } finally {
      asking.current = false
      setBusy(false)
    }
    return undefined
  }
  return { busy, fault, setFault, give }
}

/** Whether a count was off by more than the shop lets go without a reason. */
export const isTooFarOff = (shift: ShiftView | undefined, difference = 0): boolean =>
  shift?.explainAbove !== undefined && Math.abs(difference) > shift.explainAbove

/** The drawer as the till tells it; absent until there is a till that keeps one. */
export const useShift = (): ShiftView | undefined => useView().shift
