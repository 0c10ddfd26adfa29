import type { CashBlock } from '../../main/domain/cash.ts'
import { Message } from '../panels/Message.tsx'
import { useSay } from '../use-screen.tsx'
import { shownDifference, shownSum } from './shown-difference.ts'

const toneOf = (difference: number): 'good' | 'caution' | 'bad' =>
  difference === 0 ? 'good' : difference > 0 ? 'caution' : 'bad'

/** Counted, expected and what lies between. Nothing of what should be there is told before somebody has counted. */
export const DrawerSums = ({ block }: { block: CashBlock }) => {
  const say = useSay()
  const { currency, counted, expected, difference, reason } = block
  if (counted === undefined || expected === undefined || difference === undefined) {
    return (
      <dl className="cash-result">
        <div className="panel-sum">
          <dt>
            {say('cash.counted')} ({currency})
          </dt>
          <dd data-testid="closing-counted">{say('cash.notCounted')}</dd>
        </div>
        <EarlierSum block={block} />
      </dl>
    )
  }
  const tone = toneOf(difference)
  const text = { good: 'cash.fits', caution: 'cash.over', bad: 'cash.short' } as const
  return (
    <>
      <dl className="cash-result">
        <div className="panel-sum">
          <dt>
            {say('cash.counted')} ({currency})
          </dt>
          <dd data-testid="closing-counted">{shownSum(counted, currency)}</dd>
        </div>
        <div className="panel-sum">
          <dt>{say('cash.expected')}</dt>
          <dd data-testid="closing-expected">{shownSum(expected, currency)}</dd>
        </div>
        <div className="panel-sum" data-strong>
          <dt>{say('cash.difference')}</dt>
          <dd data-testid="closing-difference" data-tone={tone}>
            {shownDifference(difference, currency)}
          </dd>
        </div>
        <EarlierSum block={block} />
        {reason !== undefined && (
          <div className="panel-sum">
            <dt>{say('cash.reason')}</dt>
            <dd data-testid="closing-reason">{reason}</dd>
          </div>
        )}
      </dl>
      <Message tone={tone} text={say(text[tone])} testId="closing-verdict" />
    </>
  )
}

/** A count before this one that was further off: neither counting again nor moving cash takes it away. */
const EarlierSum = ({ block: { currency, earlier } }: { block: CashBlock }) => {
  const say = useSay()
  return (
    earlier !== undefined && (
      <div className="panel-sum">
        <dt>{say('cash.countedBefore')}</dt>
        <dd data-testid="closing-earlier">
          {shownSum(earlier.counted, currency)} ({shownDifference(earlier.difference, currency)})
        </dd>
      </div>
    )
  )
}
