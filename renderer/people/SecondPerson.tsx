import { useEffect, useRef } from 'react'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useParts, useSay, useView } from '../use-screen.tsx'
import { ProofPane } from './ProofPane.tsx'
import type { GiveProof } from './use-proof.ts'

/** Acts to which a second person may have to agree (`main/domain/rights.ts`). */
export type SecondAct = 'refund' | 'refund-cash' | 'move-cash' | 'change-settings' | 'purge' | 'set-people'

interface Props {
  readonly act: SecondAct
  /** What exactly is agreed to, in the words of `main/domain/rights.ts`. */
  readonly about: string
  /** The sum, the day or the fields that it is about, as the second person reads it. */
  readonly shown?: string | undefined
  /** Good for this act, once, within a minute. */
  readonly onToken: (token: string) => void
  readonly onCancel: () => void
}

/** Asks a manager who is somebody else to agree, by PIN or badge. Over everything; Esc calls it off. */
export const SecondPerson = ({ act, about, shown, onToken, onCancel }: Props) => {
  const say = useSay()
  const { client } = useParts()
  const { people } = useView()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const drawn = dialog.current
    drawn?.showModal()
    return () => drawn?.close()
  }, [])
  const approve: GiveProof = async (proof) => {
    const answer = await client.people.approve({ proof, act, about })
    if (!answer.ok) return answer.error
    onToken(answer.value.token)
    return undefined
  }
  return (
    <dialog
      ref={dialog}
      className="people-dialog"
      data-testid="second-person"
      aria-label={say('people.second.title')}
      onCancel={(event) => {
        event.preventDefault()
        onCancel()
      }}
      onKeyDown={(event) => {
        // The page behind has an Esc and keys of its own; only the language may be changed from here.
        if (event.key !== 'F2') event.stopPropagation()
        if (event.key !== 'Escape') return
        event.preventDefault()
        onCancel()
      }}
    >
      <h2 className="people-title">{say('people.second.title')}</h2>
      <p className="people-question">
        {shown === undefined
          ? say(`people.second.act.${act}`)
          : say('people.second.about', { act: say(`people.second.act.${act}`), shown })}
      </p>
      <p className="people-lead">{say('people.second.who')}</p>
      <ProofPane give={approve} without={people?.signedIn?.id} />
      <PanelButton testId="second-cancel" kind="quiet" onPress={onCancel}>
        {say('people.second.cancel')}
      </PanelButton>
    </dialog>
  )
}
