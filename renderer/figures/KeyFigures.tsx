import type { Figures } from '../../main/contract/reports.ts'
import { shownMinor } from '../amount.ts'
import { useSay } from '../use-screen.tsx'

/** What is open, one sum for each currency. */
const openSums = (openQuestions: Figures['openQuestions']): string => {
  const sums = new Map<string, number>()
  for (const { currency, minor } of openQuestions) sums.set(currency, (sums.get(currency) ?? 0) + minor)
  return [...sums].map(([currency, minor]) => `${currency} ${shownMinor(minor, currency)}`).join(' + ')
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** The figures that a manager looks for first. */
export const KeyFigures = ({ figures }: { figures: Figures }) => {
  const say = useSay()
  const { currency, days, hours, openQuestions, unsettled, latency } = figures
  const amount = (minor: number, of = currency): string => `${of} ${shownMinor(minor, of)}`
  const ms = (value: number): string => say('figures.ms', { ms: Math.round(value).toLocaleString('en') })
  const sold = sum(days.map(({ alipay, cash }) => alipay + cash))
  return (
    <dl className="figures-keys" data-testid="key-figures">
      <Key
        name={say('figures.sales')}
        value={amount(sold)}
        more={say('figures.salesCount', { count: sum(hours.map(({ sales }) => sales)) })}
        testId="figure-sales"
      />
      <Key
        name={say('figures.refunded')}
        value={amount(sum(days.map(({ refunded }) => refunded)))}
        testId="figure-refunded"
      />
      <Key
        name={say('figures.unsettled')}
        value={
          unsettled.length === 0 ? amount(0) : unsettled.map((each) => amount(each.minor, each.currency))
        }
        more={say('figures.unsettledMore', { count: sum(unsettled.map(({ count }) => count)) })}
        testId="figure-unsettled"
      />
      <Key
        name={say('figures.open')}
        value={openQuestions.length === 0 ? say('figures.openNone') : String(openQuestions.length)}
        {...(openQuestions.length === 0 ? {} : { more: openSums(openQuestions) })}
        testId="figure-open"
        loud={openQuestions.length > 0}
      />
      <Key
        name={say('figures.latency')}
        value={latency === undefined ? say('figures.latencyNone') : ms(latency.p50)}
        {...(latency === undefined
          ? {}
          : {
              more: say('figures.latencyMore', {
                p50: ms(latency.p50),
                p95: ms(latency.p95),
                max: ms(latency.max),
              }),
            })}
        testId="figure-latency"
      />
    </dl>
  )
}

interface KeyProps {
  readonly name: string
  readonly value: string | readonly string[]
  readonly more?: string
  readonly testId: string
  readonly loud?: boolean
}

const Key = ({ name, value, more, testId, loud = false }: KeyProps) => (
  <div className="figures-key" data-testid={testId} data-loud={loud}>
    <dt>{name}</dt>
    <dd>
      {[value].flat().map((each) => (
        <strong key={each}>{each}</strong>
      ))}
      {more !== undefined && <span>{more}</span>}
    </dd>
  </div>
)
