import { useState } from 'react'
import { formatMoney, type Money } from '../../main/domain/money.ts'
import { Message } from '../panels/Message.tsx'
import { useSay, useScreen } from '../use-screen.tsx'
import { CountForm } from './CountForm.tsx'

/** Counts the drawer without closing the day, as at a change of hands. */
export const CountPage = () => {
  const say = useSay()
  const { keepCount } = useScreen()
  const [total, setTotal] = useState<Money | undefined>()
  if (total !== undefined) {
    return (
      <Message
        tone="good"
        headline={say('cash.done.count', { amount: formatMoney(total) })}
        text=""
        testId="cash-done"
      />
    )
  }
  return (
    <CountForm
      label={say('cash.countDone')}
      testId="count-done"
      onCounted={(counted) => {
        keepCount({})
        setTotal(counted)
      }}
    />
  )
}
