import { cashRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import { Message } from '../panels/Message.tsx'
import { useLanguage, useSay } from '../use-screen.tsx'
import type { CashFault } from './use-cash.ts'

/** Why nothing was done, and what to do. */
export const CashFaultMessage = ({ fault }: { fault: CashFault | undefined }) => {
  const say = useSay()
  const language = useLanguage()
  if (fault === undefined) return null
  if (fault === 'lost') {
    return <Message tone="bad" headline={say('cash.lost')} text={say('cash.lostTodo')} testId="cash-fault" />
  }
  const { headline, todo } = cashRefusalSentences[fault][language]
  return <Message tone="bad" headline={headline} text={todo} testId="cash-fault" />
}
