import { useCallback, useEffect, useState } from 'react'
import type { ReconciliationView } from '../../main/contract/reconciliation.ts'
import type { TillClient } from '../connection.ts'
import { useAnswer } from '../use-screen.tsx'

/** While files are being fetched the till says nothing of it by itself. */
const lookAgainMs = 1500

type Answer = { readonly value: ReconciliationView } | 'failed' | undefined

/** Every one is another question, and so asked anew. */
const question = () => (client: TillClient) => client.reconciliation.view()

/** Days, fetching and files set aside, asked for again at every change of the till, while it fetches, and by `again`. */
export const useReconciliation = (): { readonly answer: Answer; readonly again: () => void } => {
  const [ask, setAsk] = useState(question)
  const [before, setBefore] = useState<Answer>()
  const answer = useAnswer(ask)
  const again = useCallback((): void => {
    // What was answered stays on the page until the next answer.
    setBefore((last) => answer ?? last)
    setAsk(question)
  }, [answer])
  const shown = answer ?? before
  const running = shown !== undefined && shown !== 'failed' && shown.value.fetch.state === 'running'
  useEffect(() => {
    if (!running) return
    const timer = setInterval(again, lookAgainMs)
    return () => clearInterval(timer)
  }, [running, again])
  return { answer: shown, again }
}
