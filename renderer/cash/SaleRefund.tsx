import type { CashId } from '../../main/domain/ids.ts'
import { Message } from '../panels/Message.tsx'
import { useSay } from '../use-screen.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { MoveForm } from './MoveForm.tsx'
import { useCashSale } from './use-cash-sale.ts'

/** A refund in cash by the receipt of its sale: what is left of it is filled in. */
export const SaleRefund = ({ of }: { of: CashId }) => {
  const say = useSay()
  const sale = useCashSale(of)
  if (sale === undefined) return null
  if (sale === 'failed') return <Message tone="bad" text={say('story.failed')} />
  return sale === null ? <CashFaultMessage fault="unknown-sale" /> : <MoveForm move="refund" sale={sale} />
}
