import { BarChart } from '@mantine/charts'
import type { Figures } from '../../main/contract/reports.ts'
import { shownMinor } from '../amount.ts'
import { useSay } from '../use-screen.tsx'
import {
  axisAmount,
  axisText,
  chartColors,
  chartHeight,
  plainBars,
  plainChart,
  tipAmount,
} from './chart-looks.ts'
import { FigureCard } from './FigureCard.tsx'
import { wholeHours } from './whole-hours.ts'

const hourName = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

export const ByHourCard = ({ figures }: { figures: Figures }) => {
  const say = useSay()
  const { currency } = figures
  const hours = wholeHours(figures)
  return (
    <FigureCard
      title={say('figures.byHour')}
      testId="chart-hours"
      table={{
        head: [say('figures.hour'), say('figures.alipay'), say('figures.cash'), say('figures.count')],
        rows: hours.map(({ hour, alipay, cash, sales }) => [
          hourName(hour),
          shownMinor(alipay, currency),
          shownMinor(cash, currency),
          String(sales),
        ]),
      }}
    >
      <BarChart
        h={chartHeight}
        data={hours.map((each) => ({ ...each, hour: hourName(each.hour) }))}
        dataKey="hour"
        type="stacked"
        series={[
          { name: 'alipay', label: say('figures.alipay'), color: chartColors.alipay },
          { name: 'cash', label: say('figures.cash'), color: chartColors.cash },
        ]}
        withLegend
        legendProps={{ verticalAlign: 'bottom', height: 32 }}
        valueFormatter={tipAmount(currency)}
        yAxisProps={{ width: 74, tick: axisText, tickFormatter: axisAmount(currency) }}
        xAxisProps={{ tick: axisText }}
        barProps={plainBars}
        barChartProps={plainChart}
      />
    </FigureCard>
  )
}

export const ByDayCard = ({ figures }: { figures: Figures }) => {
  const say = useSay()
  const { currency, days } = figures
  return (
    <FigureCard
      title={say('figures.byDay')}
      testId="chart-days"
      table={{
        head: [say('figures.day'), say('figures.alipay'), say('figures.cash'), say('figures.refunded')],
        rows: days.map(({ day, alipay, cash, refunded }) => [
          day,
          shownMinor(alipay, currency),
          shownMinor(cash, currency),
          shownMinor(refunded, currency),
        ]),
      }}
    >
      <BarChart
        h={chartHeight}
        // What was given back hangs below the line.
        data={days.map((each) => ({ ...each, day: each.day.slice(5), refunded: -each.refunded }))}
        dataKey="day"
        type="stacked"
        series={[
          { name: 'alipay', label: say('figures.alipay'), color: chartColors.alipay },
          { name: 'cash', label: say('figures.cash'), color: chartColors.cash },
          { name: 'refunded', label: say('figures.refunded'), color: chartColors.refunded },
        ]}
        withLegend
        legendProps={{ verticalAlign: 'bottom', height: 32 }}
        valueFormatter={tipAmount(currency)}
        yAxisProps={{ width: 74, tick: axisText, tickFormatter: axisAmount(currency) }}
        xAxisProps={{ tick: axisText }}
        barProps={plainBars}
        barChartProps={{ ...plainChart, stackOffset: 'sign' }}
      />
    </FigureCard>
  )
}
