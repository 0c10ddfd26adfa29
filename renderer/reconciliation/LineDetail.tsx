import { IconHistory, IconRefresh } from '@tabler/icons-react'
import type { LineSide, MatchedLine } from '../../main/contract/reconciliation.ts'
import { needsDecision, outcomeSentence } from '../../main/domain/reconciliation-sentences.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import { instant, localTime } from '../../main/domain/time.ts'
import { shownMinor } from '../amount.ts'
import { stateName } from '../office/state-name.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { toneOf } from '../payment-mark.ts'
import type { TextKey } from '../texts/en.ts'
import { useLanguage, useSay, useScreen, useView } from '../use-screen.tsx'
import { DecisionForm } from './DecisionForm.tsx'
import { outcomeTone, shownSide, typeOf } from './marks.ts'
import type { Asked } from './use-asking.ts'

interface Props {
  readonly line: MatchedLine
  readonly asked: Asked | undefined
  readonly onAsk: () => void
  readonly onChanged: () => void
}

/** An opened line: what it means and what to do, both sides in full, the gateway's word, the decision. */
export const LineDetail = ({ line, asked, onAsk, onChanged }: Props) => {
  const say = useSay()
  const language = useLanguage()
  const { send } = useScreen()
  const { outcome, till, provider, payment } = line
  const { headline, todo } = outcomeSentence(outcome, typeOf(line))[language]
  return (
    <div className="days-detail" data-testid="line-detail">
      <Message tone={outcomeTone(outcome)} headline={headline} text={todo} testId="line-sentence" />
      <div className="panel-columns">
        <Side title={say('days.sides.till')} side={till} />
        <Side title={say('days.sides.provider')} side={provider} />
      </div>
      <div className="office-actions">
        <PanelButton testId="line-ask" kind="quiet" busy={asked?.said === 'asking'} onPress={onAsk}>
          <IconRefresh size={20} aria-hidden />
          {say('days.ask')}
        </PanelButton>
        {payment !== undefined && (
          <PanelButton
            testId="line-story"
            kind="quiet"
            onPress={() => send({ type: 'open', panel: { type: 'story', id: payment } })}
          >
            <IconHistory size={20} aria-hidden />
            {say('days.story')}
          </PanelButton>
        )}
      </div>
      {asked !== undefined && <AskedSaid asked={asked} />}
      {needsDecision(outcome) && <DecisionForm line={line} onChanged={onChanged} />}
    </div>
  )
}

const AskedSaid = ({ asked: { said } }: { asked: Asked }) => {
  const say = useSay()
  const language = useLanguage()
  if (typeof said === 'object') {
    const { headline, todo } = sentenceFor(said.payment, said.refunds)[language]
    return (
      <Message
        tone={toneOf(said.payment)}
        headline={say('days.asked', { headline })}
        text={said.payment.state === 'paid' && !said.payment.givenUp ? said.payment.id : todo}
        testId="line-asked"
      />
    )
  }
  switch (said) {
    case 'asking':
      return <Message tone="waiting" text={say('days.asking')} testId="line-asked" />
    case 'no-number':
      return <Message tone="caution" text={say('days.askNone')} testId="line-asked" />
    case 'unknown-payment':
      return <Message tone="caution" text={say('days.askUnknown')} testId="line-asked" />
    case 'till-stopped':
      return <Message tone="bad" text={say('office.stopped')} testId="line-asked" />
    case 'lost':
      return <Message tone="bad" text={say('office.failed')} testId="line-asked" />
  }
}

type FactKey = Extract<TextKey, `days.fact.${string}`>

const factsOf = (
  side: LineSide,
  timeZone: string,
  say: ReturnType<typeof useSay>,
): readonly (readonly [FactKey, string | undefined])[] => {
  const { at, minor, settleMinor, feeMinor, netMinor, settleCurrency, currency, file, line } = side
  const settled = settleCurrency ?? currency ?? ''
  const amount = (minor: number | undefined): string | undefined =>
    minor === undefined ? undefined : `${settled} ${shownMinor(minor, settled)}`
  return [
    ['days.fact.amount', side.minor === undefined ? undefined : shownSide(side)],
    // The price says it already, but where the two are not the same.
    ['days.fact.settled', settleMinor === minor && settled === currency ? undefined : amount(settleMinor)],
    ['days.fact.fee', amount(feeMinor)],
    ['days.fact.net', amount(netMinor)],
    ['days.fact.state', side.state === undefined ? undefined : stateName(side.state, say)],
    ['days.fact.merchantRef', side.merchantRef],
    ['days.fact.providerRef', side.providerRef],
    ['days.fact.shopTime', at === undefined ? undefined : localTime(instant(at), timeZone)],
    ['days.fact.chinaTime', at === undefined ? undefined : localTime(instant(at), 'Asia/Shanghai')],
    ['days.fact.place', file === undefined ? undefined : say('days.place', { file, line: line ?? '?' })],
  ]
}

const Side = ({ title, side }: { title: string; side: LineSide | undefined }) => {
  const say = useSay()
  const { timeZone } = useView()
  return (
    <section aria-label={title}>
      <h3 className="days-sideName">
        {title}
        {side !== undefined && ` · ${say(`days.type.${side.type}`)}`}
      </h3>
      {side === undefined ? (
        <p className="days-absent">{say('days.absent')}</p>
      ) : (
        <dl className="story-facts selectable">
          {factsOf(side, timeZone, say).map(
            ([fact, value]) =>
              value !== undefined && (
                <div key={fact} style={{ display: 'contents' }}>
                  <dt>{say(fact)}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
      )}
    </section>
  )
}
