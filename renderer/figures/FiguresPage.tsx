import '@mantine/charts/styles.css'
import '../style/figures.css'
import { useCallback, useEffect, useState } from 'react'
import type { Figures } from '../../main/contract/reports.ts'
import type { DaySpan } from '../../main/domain/day-span.ts'
import type { TillClient } from '../connection.ts'
import { calendarDay, presetSpan } from '../office/day-span.ts'
import { SpanFields } from '../office/SpanFields.tsx'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useAnswer, useSay, useView } from '../use-screen.tsx'
import { DeclinesCard, OpenQuestionsCard } from './FigureLists.tsx'
import { KeyFigures } from './KeyFigures.tsx'
import { LatencyCard, OutcomesCard } from './GatewayCharts.tsx'
import { ByDayCard, ByHourCard } from './SalesCharts.tsx'

/** Charts are drawn as wide as a sheet before they are printed, or their letters would shrink with a wide screen. */
const redrawMs = 250

/** A stretch of shop days in figures and charts, for the screen and for paper. */
export const FiguresPage = () => {
  const say = useSay()
  const { timeZone } = useView()
  const [span, setSpan] = useState<DaySpan | undefined>(() =>
    presetSpan('week', calendarDay(Date.now(), timeZone)),
  )
  const [onPaper, setOnPaper] = useState(false)
  useEffect(() => {
    if (!onPaper) return
    const back = (): void => setOnPaper(false)
    window.addEventListener('afterprint', back)
    const timer = setTimeout(() => window.print(), redrawMs)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('afterprint', back)
    }
  }, [onPaper])
  return (
    <div className="figures-page" data-testid="figures" data-paper={onPaper}>
      <div className="figures-bar">
        <SpanFields span={span} onSpan={setSpan} />
        <PanelButton testId="figures-print" kind="quiet" onPress={() => setOnPaper(true)}>
          {say('figures.print')}
        </PanelButton>
      </div>
      {span !== undefined && <Asked span={span} />}
    </div>
  )
}

const Asked = ({ span: { from, to } }: { span: DaySpan }) => {
  const say = useSay()
  const ask = useCallback((client: TillClient) => client.reports.figures({ from, to }), [from, to])
  const answer = useAnswer(ask)
  if (answer === undefined) return <p>{say('office.loading')}</p>
  if (answer === 'failed') return <Message tone="bad" text={say('office.failed')} testId="figures-failed" />
  return <Shown figures={answer.value} />
}

const hasSales = ({ days, outcomes }: Figures): boolean =>
  outcomes.some(({ count }) => count > 0) ||
  days.some(({ alipay, cash, refunded }) => alipay > 0 || cash > 0 || refunded > 0)

const Shown = ({ figures }: { figures: Figures }) => {
  const say = useSay()
  const { shop } = useView()
  return (
    <>
      <div className="figures-paperHead">
        <h1>{say('figures.titleFor', { shop })}</h1>
        <p>{say('office.span', { zone: figures.timeZone, from: figures.from, to: figures.to })}</p>
      </div>
      <KeyFigures figures={figures} />
      {figures.otherCurrencies.length > 0 && (
        <Message
          tone="neutral"
          text={say('figures.otherCurrencies', {
            currency: figures.currency,
            others: figures.otherCurrencies.join(', '),
          })}
        />
      )}
      {hasSales(figures) ? (
        <div className="figures-cards">
          <ByHourCard figures={figures} />
          <ByDayCard figures={figures} />
          <OutcomesCard figures={figures} />
          <LatencyCard figures={figures} />
          <DeclinesCard figures={figures} />
          <OpenQuestionsCard figures={figures} />
        </div>
      ) : (
        <>
          <Message
            tone="neutral"
            headline={say('figures.none')}
            text={say('figures.noneTodo')}
            testId="figures-none"
          />
          {figures.openQuestions.length > 0 && (
            <div className="figures-cards">
              <OpenQuestionsCard figures={figures} />
            </div>
          )}
        </>
      )}
    </>
  )
}
