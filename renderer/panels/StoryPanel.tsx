import { useCallback } from 'react'
import type { PaymentView } from '../../main/contract.ts'
import type { PaymentId } from '../../main/domain/ids.ts'
import { isFinal } from '../../main/domain/payment.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import { instant, localTime } from '../../main/domain/time.ts'
import { shownAmount } from '../amount.ts'
import { toneOf } from '../payment-mark.ts'
import { storyLines, type StoryLine } from '../story.ts'
import type { TillClient } from '../connection.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useLanguage, useAnswer, useSay, useScreen, useShown, useView } from '../use-screen.tsx'
import { Message } from './Message.tsx'
import { PanelButton } from './PanelButton.tsx'
import { PanelFrame } from './PanelFrame.tsx'

/** What happened to one sale, line by line, from the journal. Follows the till while it is open. */
export const StoryPanel = ({ id }: { id: PaymentId }) => {
  const say = useSay()
  const language = useLanguage()
  const { people } = useView()
  const ask = useCallback(
    async (client: TillClient) => {
      const [sale, entries] = await Promise.all([
        client.payment.find({ text: id }),
        client.payment.story({ id }),
      ])
      return { sale, entries }
    },
    [id],
  )
  const answer = useAnswer(ask)
  const story = answer === 'failed' ? undefined : answer?.value
  const sale = story?.sale ?? undefined
  return (
    <PanelFrame
      title={say('story.title')}
      testId="story"
      {...(sale === undefined ? {} : { foot: <StoryButtons sale={sale} /> })}
    >
      {answer === undefined && <p>{say('story.loading')}</p>}
      {answer === 'failed' && <Message tone="bad" text={say('story.failed')} />}
      {sale !== undefined && <StoryHead sale={sale} />}
      {story?.entries.length === 0 && <Message tone="neutral" text={say('story.empty')} />}
      {story !== undefined && (
        <ol className="story-line">
          {storyLines(story.entries, language, say, people?.names).map((line) => (
            <StoryEntry key={line.seq} line={line} />
          ))}
        </ol>
      )}
    </PanelFrame>
  )
}

const StoryHead = ({ sale: { payment, refunds } }: { sale: PaymentView }) => {
  const language = useLanguage()
  const { headline, todo } = sentenceFor(payment, refunds)[language]
  const tone = toneOf(payment)
  return (
    <div className="story-head" data-tone={tone} data-testid="story-head" data-state={payment.state}>
      <ToneIcon tone={tone} size={44} />
      <span className="story-headAmount">
        {payment.amount.currency} {shownAmount(payment.amount)}
      </span>
      <span className="story-headText">
        <strong>{headline}</strong>
        {isFinal(payment) && payment.state === 'paid' && !payment.givenUp ? payment.id : todo}
      </span>
    </div>
  )
}

const StoryEntry = ({ line }: { line: StoryLine }) => {
  const say = useSay()
  const { timeZone } = useView()
  return (
    <li className="story-entry" data-testid="story-entry">
      <span className="story-time">{localTime(instant(line.at), timeZone).slice(11, 19)}</span>
      <span className={`story-mark side-${line.tone}`}>
        <ToneIcon tone={line.tone} size={24} />
      </span>
      <div>
        <div className="story-what">{line.title}</div>
        {line.more.map((text) => (
          <p key={text} className="story-more">
            {text}
          </p>
        ))}
        <details className="story-details">
          <summary>{say('story.details')}</summary>
          <dl className="story-facts selectable">
            {line.facts.map(([field, value]) => (
              <div key={field} style={{ display: 'contents' }}>
                <dt>{say(field)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
    </li>
  )
}

const StoryButtons = ({ sale: { payment, refundable } }: { sale: PaymentView }) => {
  const say = useSay()
  const { queryNow, shortcut, send } = useScreen()
  const attendedHere = useShown(({ sale }) => sale.view?.current?.payment.id === payment.id)
  return (
    <>
      <PanelButton testId="story-query" kind="quiet" onPress={() => queryNow(payment.id)}>
        {say('story.query')}
      </PanelButton>
      <PanelButton
        testId="story-refund"
        kind="quiet"
        disabled={refundable.minor === 0}
        onPress={() => shortcut('refund')}
      >
        {say('story.refund')}
      </PanelButton>
      <PanelButton testId="story-receipt" kind="quiet" onPress={() => shortcut('reprint')}>
        {say('story.receipt')}
      </PanelButton>
      {attendedHere && (payment.state === 'sending' || payment.state === 'waiting') && (
        <PanelButton testId="story-stop" kind="danger" onPress={() => send({ type: 'stop' })}>
          {say('story.stopButton')}
        </PanelButton>
      )}
    </>
  )
}
