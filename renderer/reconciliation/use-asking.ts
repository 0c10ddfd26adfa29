import { useCallback, useState } from 'react'
import type { PaymentView } from '../../main/contract.ts'
import type { MatchedLine } from '../../main/contract/reconciliation.ts'
import { useParts } from '../use-screen.tsx'

/** What the gateway said about a line's sale, or why it was not asked. */
export interface Asked {
  readonly key: string
  readonly said: 'asking' | 'no-number' | 'unknown-payment' | 'till-stopped' | 'lost' | PaymentView
}

interface Asking {
  /** The line that was asked about last. */
  readonly asked?: Asked | undefined
  readonly ask: (line: MatchedLine) => void
}

/** Puts the question about a line's sale to the gateway, as F3 does at the counter. */
export const useAsking = (): Asking => {
  const { client } = useParts()
  const [asked, setAsked] = useState<Asked | undefined>()
  const ask = useCallback(
    ({ key, payment }: MatchedLine): void => {
      if (payment === undefined) return setAsked({ key, said: 'no-number' })
      const tell = (said: Asked['said']): void =>
        setAsked((before) => (before?.key === key ? { key, said } : before))
      setAsked({ key, said: 'asking' })
      client.payment
        .query({ id: payment })
        .then((answer) => tell(answer.ok ? answer.value : answer.error))
        .catch(() => tell('lost'))
    },
    [client],
  )
  return { asked, ask }
}
