import { useCallback } from 'react'
import type { ClosingView } from '../../main/contract/cash.ts'
import type { TillClient } from '../connection.ts'
import { Message } from '../panels/Message.tsx'
import { PanelFrame } from '../panels/PanelFrame.tsx'
import { useAnswer, useSay } from '../use-screen.tsx'
import { BackToDrawer } from './BackToDrawer.tsx'
import { ClosingFace } from './ClosingFace.tsx'
import { ClosingTools } from './ClosingTools.tsx'

interface Props {
  readonly number: number
  /** It was closed just now. Whoever closes the day sees it, also without the right to look at former ones. */
  readonly fresh?: ClosingView
}

/** One Z: counted, expected, difference, and the paper. */
export const ClosingPanel = ({ number, fresh }: Props) => {
  const say = useSay()
  const ask = useCallback(
    (client: TillClient) => (fresh === undefined ? client.cash.closing({ number }) : Promise.resolve(fresh)),
    [number, fresh],
  )
  const answer = useAnswer(ask)
  const view = answer === undefined || answer === 'failed' ? undefined : (answer.value ?? undefined)
  return (
    <PanelFrame
      title={say(fresh === undefined ? 'cash.z' : 'cash.closed', { number })}
      testId="closing"
      tools={<BackToDrawer />}
      {...(view === undefined ? {} : { foot: <ClosingTools number={number} /> })}
    >
      {answer === undefined && <p className="panel-lead">{say('cash.loading')}</p>}
      {answer === 'failed' && <Message tone="bad" text={say('story.failed')} testId="cash-fault" />}
      {answer !== undefined && answer !== 'failed' && answer.value === null && (
        <Message tone="neutral" text={say('cash.gone')} testId="closing-gone" />
      )}
      {view !== undefined && <ClosingFace view={view} />}
    </PanelFrame>
  )
}
