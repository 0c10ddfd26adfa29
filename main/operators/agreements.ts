import type { OperatorId } from '../domain/operator.ts'
import type { Act } from '../domain/rights.ts'
import type { Chance, Clock } from '../ports.ts'

const lifeMs = 60_000

interface Agreement {
  readonly act: Act
  readonly about: string
  readonly for: OperatorId
  readonly madeMono: number
}

/** What second persons have agreed to and nobody has done yet: each for one act of one person, once, for a minute. */
export interface Agreements {
  readonly made: (act: Act, about: string, forWhom: OperatorId) => string
  /** Uses the token up, also when it turns out to be for something else. */
  readonly use: (token: string, act: Act, about: string, who: OperatorId) => boolean
}

export const createAgreements = (chance: Chance, clock: Clock): Agreements => {
  const agreements = new Map<string, Agreement>()
  const dropOld = (now: number): void => {
    for (const [token, { madeMono }] of agreements) if (now - madeMono > lifeMs) agreements.delete(token)
  }
  return {
    made: (act, about, forWhom) => {
      const madeMono = clock.now().mono
      dropOld(madeMono)
      const token = Array.from(chance.bytes(24), (byte) => byte.toString(16).padStart(2, '0')).join('')
      agreements.set(token, { act, about, for: forWhom, madeMono })
      return token
    },
    use: (token, act, about, who) => {
      dropOld(clock.now().mono)
      const agreement = agreements.get(token)
      agreements.delete(token)
      return (
        agreement !== undefined && agreement.act === act && agreement.about === about && agreement.for === who
      )
    },
  }
}
