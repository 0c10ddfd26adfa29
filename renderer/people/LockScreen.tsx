import { IconLock } from '@tabler/icons-react'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import { shownAmount } from '../amount.ts'
import { Message } from '../panels/Message.tsx'
import { toneOf } from '../payment-mark.ts'
import { useLanguage, useParts, useSay, useView } from '../use-screen.tsx'
import { ProofPane } from './ProofPane.tsx'
import type { GiveProof } from './use-proof.ts'

/** Stands in place of the whole counter while nobody is signed in. What is under way goes on, and is told. */
export const LockScreen = () => {
  const say = useSay()
  const language = useLanguage()
  const { client } = useParts()
  const { current, stopped } = useView()
  const signIn: GiveProof = async (proof) => {
    const answer = await client.people.signIn(proof)
    return answer.ok ? undefined : answer.error
  }
  return (
    <main className="people-lock" data-testid="lock-screen">
      <section className="people-card" aria-label={say('people.signIn')}>
        <h1 className="people-title">
          <IconLock size={30} aria-hidden />
          {say('people.signIn')}
        </h1>
        {stopped !== undefined && (
          <Message tone="bad" headline={say('people.stopped')} text={stopped.detail} testId="lock-stopped" />
        )}
        {current !== undefined && (
          <Message
            tone={toneOf(current.payment)}
            headline={`${current.payment.amount.currency} ${shownAmount(current.payment.amount)} · ${sentenceFor(current.payment, current.refunds)[language].headline}`}
            text={say('people.paymentGoesOn')}
            testId="lock-payment"
          />
        )}
        <ProofPane give={signIn} />
      </section>
    </main>
  )
}
