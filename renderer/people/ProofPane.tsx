import { IconId, IconUser } from '@tabler/icons-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useNow, useSay } from '../use-screen.tsx'
import { PinPad } from './PinPad.tsx'
import { useProof, type GiveProof, type Named, type ProofRefusal, type ProofState } from './use-proof.ts'

interface Props {
  readonly give: GiveProof
  /** Whose name is not offered. */
  readonly without?: string | undefined
}

/** Names as buttons, then the PIN; a badge may be scanned at any moment. */
export const ProofPane = ({ give, without }: Props) => {
  const proof = useProof(give)
  const names = proof.names.filter(({ id }) => id !== without)
  return (
    <div className="people-proof" data-testid="proof">
      {proof.chosen === undefined ? (
        <Names names={names} onChoose={proof.choose} />
      ) : (
        <Pin chosen={proof.chosen} proof={proof} />
      )}
      <Answer proof={proof} />
    </div>
  )
}

const arrowSteps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
}

const Names = ({ names, onChoose }: { names: readonly Named[]; onChoose: (named: Named) => void }) => {
  const say = useSay()
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent): void => {
    const step = arrowSteps[event.key]
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex((button) => button === document.activeElement)
    if (step === undefined || buttons.length === 0) return
    event.preventDefault()
    buttons[(at + step + buttons.length) % buttons.length]?.focus()
  }
  return (
    <>
      <p className="people-lead">{say('people.chooseName')}</p>
      <div className="people-names" ref={list} onKeyDown={move} role="group" aria-label={say('people.names')}>
        {names.map((named, index) => (
          <button
            key={named.id}
            type="button"
            className="people-name"
            data-testid={`name-${named.id}`}
            autoFocus={index === 0}
            onClick={() => onChoose(named)}
          >
            <IconUser size={30} aria-hidden />
            <span>{named.name}</span>
          </button>
        ))}
      </div>
      <p className="people-badgeHint">
        <IconId size={26} aria-hidden />
        {say('people.orBadge')}
      </p>
    </>
  )
}

const Pin = ({ chosen, proof }: { chosen: Named; proof: ProofState }) => {
  const say = useSay()
  const area = useRef<HTMLDivElement>(null)
  const waits = useNow() < proof.waitsUntilMs
  useEffect(() => area.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent): void => {
    const take = (): void => {
      event.preventDefault()
      event.stopPropagation()
    }
    if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) {
      take()
      if (!event.repeat && !waits) proof.submit()
    } else if (event.key === 'Backspace') {
      take()
      proof.backspace()
    } else if (event.key === 'Escape') {
      take()
      proof.choose(undefined)
    }
  }
  return (
    <div className="people-pin" ref={area} tabIndex={-1} onKeyDown={onKeyDown} data-testid="pin">
      <p className="people-lead">{say('people.pinOf', { name: chosen.name })}</p>
      <PinPad
        length={proof.length}
        disabled={proof.busy || waits}
        onDigit={proof.digit}
        onBackspace={proof.backspace}
        onEnter={proof.submit}
      />
      <PanelButton testId="pin-other" kind="quiet" onPress={() => proof.choose(undefined)}>
        {say('people.otherName')}
      </PanelButton>
    </div>
  )
}

const clockOf = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const pad = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`
}

const Answer = ({ proof: { busy, refusal, waitsUntilMs } }: { proof: ProofState }) => {
  const say = useSay()
  const leftMs = waitsUntilMs - useNow()
  if (busy) return <Message tone="waiting" text={say('people.checking')} testId="proof-busy" />
  if (leftMs > 0) {
    return (
      <Message
        tone="bad"
        headline={say('people.refused.wait', { time: clockOf(leftMs) })}
        text={say('people.refused.waitTodo')}
        testId="proof-wait"
      />
    )
  }
  const said: ProofRefusal['why'] | undefined = refusal?.why
  if (said === undefined || said === 'wait') return null
  return <Message tone="bad" text={say(`people.refused.${said}`)} testId="proof-refused" />
}
