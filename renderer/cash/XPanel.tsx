import { cashRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import type { TillClient } from '../connection.ts'
import { Message } from '../panels/Message.tsx'
import { PanelFrame } from '../panels/PanelFrame.tsx'
import { useAnswer, useLanguage, useSay } from '../use-screen.tsx'
import { BackToDrawer } from './BackToDrawer.tsx'
import { ClosingFace } from './ClosingFace.tsx'
import { ClosingTools } from './ClosingTools.tsx'

const askX = (client: TillClient) => client.cash.x()

/** The day until now, without closing it. It follows the till: every sale is in it at once. */
export const XPanel = () => {
  const say = useSay()
  const language = useLanguage()
  const answer = useAnswer(askX)
  const x = answer === undefined || answer === 'failed' ? undefined : answer.value
  return (
    <PanelFrame
      title={say('cash.x')}
      testId="cash-x-panel"
      tools={<BackToDrawer />}
      {...(x?.ok === true ? { foot: <ClosingTools /> } : {})}
    >
      {answer === undefined && <p className="panel-lead">{say('cash.loading')}</p>}
      {answer === 'failed' && <Message tone="bad" text={say('story.failed')} testId="cash-fault" />}
      {x?.ok === false && (
        <Message
          tone="bad"
          headline={cashRefusalSentences[x.error][language].headline}
          text={cashRefusalSentences[x.error][language].todo}
          testId="cash-fault"
        />
      )}
      {x?.ok === true && <ClosingFace view={x.value} />}
    </PanelFrame>
  )
}
