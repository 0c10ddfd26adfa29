import { useCallback } from 'react'
import type { CashSaleView } from '../../main/contract/cash.ts'
import { isCashId, type ReceiptId } from '../../main/domain/ids.ts'
import type { TillClient } from '../connection.ts'
import { useAnswer } from '../use-screen.tsx'

/** The sale in cash that a receipt is of; `null` when it is of something else, `undefined` until the till has told. */
export const useCashSale = (of: ReceiptId): CashSaleView | null | 'failed' | undefined => {
  const ask = useCallback(
    (client: TillClient) => (isCashId(of) ? client.cash.sale({ id: of }) : Promise.resolve(null)),
    [of],
  )
  const answer = useAnswer(ask)
  return typeof answer === 'object' ? answer.value : answer
}
