import type { Figures } from '../../main/contract/reports.ts'
import { adviceForDeclined } from '../../main/domain/codes.ts'
import { instant, localTime } from '../../main/domain/time.ts'
import { shownMinor } from '../amount.ts'
import { useLanguage, useSay } from '../use-screen.tsx'
import { FigureCard, FigureRows } from './FigureCard.tsx'

/** Why wallets said no, in the words that the cashier read. */
export const DeclinesCard = ({ figures: { declines, currency } }: { figures: Figures }) => {
  const say = useSay()
  const language = useLanguage()
  const rows = declines.toSorted((a, b) => b.count - a.count)
  return (
    <FigureCard title={say('figures.declines')} testId="figures-declines" wide>
      {rows.length === 0 ? (
        <p className="panel-hint">{say('figures.declinesNone')}</p>
      ) : (
        <FigureRows
          head={[say('figures.code'), say('figures.says'), say('figures.count'), say('figures.amount')]}
          rows={rows.map(({ code, count, minor }) => [
            code,
            adviceForDeclined(code)[language],
            String(count),
            `${currency} ${shownMinor(minor, currency)}`,
          ])}
        />
      )}
    </FigureCard>
  )
}

/** Payments that nobody knows the end of yet. */
export const OpenQuestionsCard = ({ figures: { openQuestions, timeZone } }: { figures: Figures }) => {
  const say = useSay()
  return (
    <FigureCard title={say('figures.open')} testId="figures-open" wide>
      {openQuestions.length === 0 ? (
        <p className="panel-hint">{say('figures.openNone')}</p>
      ) : (
        <ul className="settings-list">
          {openQuestions.map(({ id, of, minor, currency, since }) => (
            <li key={id} className="selectable">
              <strong>
                {currency} {shownMinor(minor, currency)}
              </strong>{' '}
              {say(`figures.kind.${of}`)} ·{' '}
              {say('figures.openSince', { time: localTime(instant(since), timeZone).slice(0, 16) })} · {id}
            </li>
          ))}
        </ul>
      )}
    </FigureCard>
  )
}
