import type { Closing } from '../../main/domain/cash.ts'
import { localTime } from '../../main/domain/time.ts'
import type { TillClient } from '../connection.ts'
import { Message } from '../panels/Message.tsx'
import { useAnswer, useSay, useScreen, useView } from '../use-screen.tsx'
import { shownDifference } from './shown-difference.ts'

const listClosings = (client: TillClient) => client.cash.closings({ limit: 400 })

const nameOf = ({ closedBy, operators }: Closing): string =>
  operators.find(({ id }) => id === closedBy)?.name ?? closedBy

/** Every day that was closed, newest first. */
export const ClosingsList = () => {
  const say = useSay()
  const { send } = useScreen()
  const { timeZone } = useView()
  const answer = useAnswer(listClosings)
  if (answer === undefined) return <p className="panel-lead">{say('cash.loading')}</p>
  if (answer === 'failed') return <Message tone="bad" text={say('story.failed')} testId="cash-fault" />
  if (answer.value.length === 0)
    return <Message tone="neutral" text={say('cash.none')} testId="closings-none" />
  return (
    <table className="panel-table">
      <thead>
        <tr>
          <th scope="col">{say('cash.number')}</th>
          <th scope="col">{say('cash.closedAt')}</th>
          <th scope="col">{say('cash.closedBy')}</th>
          <th scope="col">{say('cash.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {answer.value.map(({ closing }) => (
          <tr key={closing.number} data-testid="closing-row">
            <td>
              <button
                type="button"
                className="panel-cellButton"
                data-testid={`closing-${closing.number}`}
                onClick={() => send({ type: 'open', panel: { type: 'closing', number: closing.number } })}
              >
                {say('cash.z', { number: closing.number })}
              </button>
            </td>
            <td>{localTime(closing.closedAt, timeZone).slice(0, 16)}</td>
            <td>{nameOf(closing)}</td>
            <td>
              {closing.cash
                .map(({ currency, difference }) =>
                  difference === undefined
                    ? say('cash.notCounted')
                    : `${currency} ${shownDifference(difference, currency)}`,
                )
                .join(' · ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
