import { BarChart } from '@mantine/charts'
import type { Figures } from '../../main/contract/reports.ts'
import { shownMinor } from '../amount.ts'
import { stateName } from '../office/state-name.ts'
import { Message } from '../panels/Message.tsx'
import { useSay } from '../use-screen.tsx'
import { axisText, chartColors, chartHeight, plainBars, plainChart } from './chart-looks.ts'
import { FigureCard } from './FigureCard.tsx'

/** What became of wallet payments, by number. */
export const OutcomesCard = ({ figures }: { figures: Figures }) => {
  const say = useSay()
  const { currency } = figures
  const rows = figures.outcomes.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  return (
    <FigureCard
      title={say('figures.outcomes')}
      testId="chart-outcomes"
      table={{
        head: [say('figures.outcome'), say('figures.count'), say('figures.amount')],
        rows: rows.map(({ state, count, minor }) => [
          stateName(state, say),
          String(count),
          `${currency} ${shownMinor(minor, currency)}`,
        ]),
      }}
    >
      <BarChart
        h={chartHeight}
        data={rows.map(({ state, count }) => ({
          state: `${stateName(state, say)} ${count.toLocaleString('en')}`,
          count,
        }))}
        dataKey="state"
        orientation="vertical"
        series={[{ name: 'count', label: say('figures.count'), color: chartColors.alipay }]}
        maxBarWidth={28}
        gridAxis="none"
        yAxisProps={{ width: 130, tick: axisText }}
        xAxisProps={{ hide: true }}
        barProps={plainBars}
        barChartProps={plainChart}
      />
    </FigureCard>
  )
}

/** How long calls to pay took. Half of them were faster than the first bar, all but 5 of 100 than the second. */
export const LatencyCard = ({ figures }: { figures: Figures }) => {
  const say = useSay()
  const title = say('figures.latencyByHour')
  const hours = figures.latencyByHour.map(({ hour, p50, p95 }) => ({
    hour: `${String(hour).padStart(2, '0')}:00`,
    p50: Math.round(p50),
    p95: Math.round(p95),
  }))
  const ms = (value: number): string => say('figures.ms', { ms: value.toLocaleString('en') })
  if (hours.length === 0) {
    return (
      <FigureCard title={title} testId="chart-latency">
        <Message tone="neutral" text={say('figures.latencyNone')} />
      </FigureCard>
    )
  }
  return (
    <FigureCard
      title={title}
      testId="chart-latency"
      table={{
        head: [say('figures.hour'), say('figures.p50'), say('figures.p95')],
        rows: hours.map(({ hour, p50, p95 }) => [hour, ms(p50), ms(p95)]),
      }}
    >
      <BarChart
        h={chartHeight}
        data={hours}
        dataKey="hour"
        series={[
          { name: 'p50', label: say('figures.p50'), color: chartColors.half },
          { name: 'p95', label: say('figures.p95'), color: chartColors.most },
        ]}
        withLegend
        legendProps={{ verticalAlign: 'bottom', height: 32 }}
        valueFormatter={ms}
        yAxisProps={{ width: 86, tick: axisText }}
        xAxisProps={{ tick: axisText }}
        barProps={plainBars}
        barChartProps={plainChart}
      />
    </FigureCard>
  )
}
