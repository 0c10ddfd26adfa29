import {
  IconAlertTriangleFilled,
  IconClockPause,
  IconInfoCircle,
  IconKeyboard,
  IconScan,
} from '@tabler/icons-react'
import type { Money } from '../../main/domain/money.ts'
import { NoteText, noteTone } from './NoteText.tsx'
import { useNow, useSay, useShown, useView } from '../use-screen.tsx'

/** The one line under the amount: what to do next, or what the last key or scan came to. */
export const SaleSay = ({ amount, large }: { amount: Money; large: boolean }) => {
  const say = useSay()
  const note = useShown(({ sale }) => sale.note)
  const held = useShown(({ sale }) => sale.held)
  const confirmed = useShown(({ sale }) => sale.confirmed)
  if (note !== undefined && !(held !== undefined && note.type === 'plain' && note.kind === 'code-held')) {
    const tone = noteTone(note)
    return (
      <p
        className="sale-say"
        data-testid="note"
        data-note={note.type === 'plain' ? note.kind : note.type}
        data-tone={tone}
        role="status"
      >
        {tone === 'info' ? (
          <IconInfoCircle size={32} aria-hidden />
        ) : (
          <IconAlertTriangleFilled size={32} aria-hidden />
        )}
        <NoteText note={note} />
        {held !== undefined && <HeldLeft atMs={held.atMs} />}
      </p>
    )
  }
  if (held !== undefined) {
    return (
      <p className="sale-say" data-testid="held" data-tone="caution" role="status">
        <IconClockPause size={32} aria-hidden />
        <span>
          {say('sale.held', { lastFour: held.lastFour })}
          <br />
          <span className="sale-sayMore">{say(amount.minor === 0 ? 'sale.heldTodo' : 'sale.heldReady')}</span>
        </span>
        <HeldLeft atMs={held.atMs} />
      </p>
    )
  }
  if (amount.minor === 0) {
    return (
      <p className="sale-say" data-tone="quiet" data-testid="instruction">
        <IconKeyboard size={32} aria-hidden />
        <span>{say('sale.keyAmount')}</span>
      </p>
    )
  }
  return (
    <p className="sale-say" data-tone={large ? 'caution' : 'info'} data-testid="instruction">
      <IconScan size={32} aria-hidden />
      <span>{say(large ? 'sale.confirmLarge' : confirmed ? 'sale.confirmed' : 'sale.scan')}</span>
    </p>
  )
}

/** Seconds until the code in hand is too old. */
const HeldLeft = ({ atMs }: { atMs: number }) => {
  const say = useSay()
  const now = useNow()
  const { scannedCodeLifeMs } = useView()
  const seconds = Math.max(0, Math.ceil((scannedCodeLifeMs - (now - atMs)) / 1000))
  return (
    <span className="sale-heldLeft" data-testid="held-left" aria-live="off">
      {say('sale.heldLeft', { seconds })}
    </span>
  )
}
