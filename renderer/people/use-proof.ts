import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Proof, SignInRefusal } from '../../main/contract/people.ts'
import type { OperatorId } from '../../main/domain/operator.ts'
import { useParts } from '../use-screen.tsx'
import { pinLengthMax } from './PinPad.tsx'

export interface Named {
  readonly id: OperatorId
  readonly name: string
}
export type ProofRefusal = SignInRefusal | { readonly why: 'may-not' | 'same-person' | 'lost' }
/** What came of a proof; `undefined` when it was taken. */
export type GiveProof = (proof: Proof) => Promise<ProofRefusal | undefined>

export interface ProofState {
  readonly names: readonly Named[]
  readonly chosen: Named | undefined
  readonly length: number
  readonly busy: boolean
  readonly refusal: ProofRefusal | undefined
  /** On the page's own clock: until then no try of the chosen one, or of a badge, is looked at. */
  readonly waitsUntilMs: number
  readonly choose: (named: Named | undefined) => void
  readonly digit: (digit: string) => void
  readonly backspace: () => void
  readonly submit: () => void
}

const badgeRow = 'badge'

/** A name and a PIN, or a badge, given to the till, with what it answered and how long it wants to be left alone. */
export const useProof = (give: GiveProof): ProofState => {
  const { client, scanning } = useParts()
  const [names, setNames] = useState<readonly Named[]>([])
  const [chosen, setChosen] = useState<Named | undefined>()
  const [pin, setPin] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ProofRefusal | undefined>()
  const [waits, setWaits] = useState<Readonly<Record<string, number>>>({})
  const asking = useRef(false)

  useEffect(() => {
    let wanted = true
    client.people
      .names()
      .then((read) => wanted && setNames(read))
      .catch(() => wanted && setRefusal({ why: 'lost' }))
    return () => {
      wanted = false
    }
  }, [client])

  const prove = async (proof: Proof): Promise<void> => {
    // A second Enter, or a second scan, before the first one is answered would be a wrong try of nobody's.
    if (asking.current) return
    asking.current = true
    setBusy(true)
    setPin('')
    const refused = await give(proof).catch(() => ({ why: 'lost' }) as const)
    asking.current = false
    setBusy(false)
    setRefusal(refused)
    const waitMs = refused !== undefined && 'waitMs' in refused ? (refused.waitMs ?? 0) : 0
    if (waitMs > 0) {
      const row = 'badge' in proof ? badgeRow : proof.operator
      setWaits((before) => ({ ...before, [row]: performance.now() + waitMs }))
    }
  }
  const waitsUntilMs = Math.max(
    chosen === undefined ? 0 : (waits[chosen.id] ?? 0),
    refusal !== undefined && chosen === undefined ? (waits[badgeRow] ?? 0) : 0,
  )
  const digit = (key: string): void => {
    if (chosen === undefined || busy || performance.now() < waitsUntilMs) return
    setPin((before) => (before.length < pinLengthMax ? before + key : before))
    setRefusal(undefined)
  }
  const submit = (): void => {
    if (chosen !== undefined && pin !== '') void prove({ operator: chosen.id, pin })
  }
  const heardKey = useEffectEvent((key: string) => {
    if (/^\d$/.test(key)) digit(key)
  })
  const heardScan = useEffectEvent((text: string) => void prove({ badge: text }))
  useEffect(() => {
    const backs = [
      scanning.divert((text) => heardScan(text)),
      scanning.divertKeys({
        onKey: (key) => heardKey(key),
        onTakenBack: (count) => setPin((before) => before.slice(0, Math.max(0, before.length - count))),
      }),
    ]
    return () => {
      for (const back of backs) back()
    }
  }, [scanning])

  return {
    names,
    chosen,
    length: pin.length,
    busy,
    refusal,
    waitsUntilMs,
    choose: (named) => {
      setChosen(named)
      setPin('')
      setRefusal(undefined)
    },
    digit,
    backspace: () => setPin((before) => before.slice(0, -1)),
    submit,
  }
}
