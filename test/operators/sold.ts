import type { Proof } from '../../main/contract/people.ts'
import type { PaymentId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import type { Act } from '../../main/domain/rights.ts'
import type { Till } from '../../main/till.ts'
import { nextCode, until } from '../till/shop.ts'

/** A sale that whoever is signed in has made, and that is paid. */
export const soldByWallet = async (till: Till, minor: number): Promise<PaymentId> => {
  till.next()
  const charged = till.charge(money(minor, 'USD'), nextCode())
  if (!charged.ok) throw new Error(charged.error)
  await until(till, charged.value, ({ payment }) => payment.state === 'paid')
  return charged.value
}

/** The token of a second person for one act. */
export const agreed = async (till: Till, proof: Proof, act: Act, about: string): Promise<string> => {
  const answer = await till.people.approve({ proof, act, about })
  if (!answer.ok) throw new Error(answer.error.why)
  return answer.value.token
}
