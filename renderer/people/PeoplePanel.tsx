import { IconLock, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { OperatorView } from '../../main/contract/people.ts'
import { formatMoney, money } from '../../main/domain/money.ts'
import { instant, localTime } from '../../main/domain/time.ts'
import type { TillClient } from '../connection.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { PanelFrame } from '../panels/PanelFrame.tsx'
import { useAnswer, useSay, useScreen, useView } from '../use-screen.tsx'
import { PersonForm } from './PersonForm.tsx'
import { mayDoHere } from './rights.ts'

/** Who works at this till. A manager enters and changes them; before the first one, whoever stands here. */
export const PeoplePanel = () => {
  const say = useSay()
  const { lock } = useScreen()
  const { people, currency } = useView()
  const may = mayDoHere(people, 'set-people')
  return (
    <PanelFrame
      title={say('people.title')}
      testId="people"
      tools={
        people !== undefined && (
          <PanelButton testId="people-lock" kind="quiet" onPress={lock}>
            <IconLock size={22} aria-hidden />
            {say('people.lock')}
          </PanelButton>
        )
      }
    >
      {people?.signedIn !== undefined && (
        <p className="panel-lead" data-testid="people-here">
          {say('people.here', {
            name: people.signedIn.name,
            role: say(`people.role.${people.signedIn.role}`),
          })}
        </p>
      )}
      {people?.signedIn !== undefined && (
        <p
          className="panel-hint people-limit"
          data-testid="people-limit"
          data-set={people.refundLimit !== undefined}
        >
          {people.refundLimit === undefined
            ? say('people.noRefundLimit')
            : say('people.refundLimit', { amount: formatMoney(money(people.refundLimit, currency)) })}{' '}
          {people.payOutLimit !== undefined &&
            say('people.payOutLimit', { amount: formatMoney(money(people.payOutLimit, currency)) })}
        </p>
      )}
      {may ? (
        <Managed />
      ) : (
        <Message tone="neutral" text={say('people.onlyManager')} testId="people-forbidden" />
      )}
    </PanelFrame>
  )
}

/** One question, kept, so that it is asked again only when the till has changed. */
const list = (client: TillClient): Promise<readonly OperatorView[]> => client.people.list()

const Managed = () => {
  const say = useSay()
  const { people } = useView()
  const [edited, setEdited] = useState<OperatorView | 'new' | undefined>()
  const [saved, setSaved] = useState<string | undefined>()
  const answer = useAnswer(list)
  if (answer === undefined) return <p>{say('people.loading')}</p>
  if (answer === 'failed') return <Message tone="bad" text={say('story.failed')} />
  const isFirst = people === undefined
  if (isFirst || edited !== undefined) {
    return (
      <>
        {isFirst && <Message tone="neutral" headline={say('people.nobody')} text={say('people.first')} />}
        <PersonForm
          key={typeof edited === 'object' ? edited.id : 'new'}
          person={typeof edited === 'object' ? edited : undefined}
          isFirst={isFirst}
          onSaved={(name) => {
            setEdited(undefined)
            setSaved(name)
          }}
          {...(isFirst ? {} : { onCancel: () => setEdited(undefined) })}
        />
      </>
    )
  }
  return (
    <>
      {saved !== undefined && (
        <Message tone="good" text={say('people.saved', { name: saved })} testId="people-saved" />
      )}
      <table className="panel-table people-table">
        <thead>
          <tr>
            <th scope="col">{say('people.column.name')}</th>
            <th scope="col">{say('people.column.role')}</th>
            <th scope="col">{say('people.column.means')}</th>
            <th scope="col">{say('people.column.last')}</th>
          </tr>
        </thead>
        <tbody>
          {answer.value.map((person) => (
            <PersonRow key={person.id} person={person} onOpen={() => setEdited(person)} />
          ))}
        </tbody>
      </table>
      <div className="panel-field" style={{ marginTop: 16 }}>
        <PanelButton testId="people-add" size="xl" autoFocus onPress={() => setEdited('new')}>
          <IconUserPlus size={26} aria-hidden />
          {say('people.add')}
        </PanelButton>
      </div>
    </>
  )
}

const PersonRow = ({ person, onOpen }: { person: OperatorView; onOpen: () => void }) => {
  const say = useSay()
  const { timeZone } = useView()
  const means = [
    ...(person.hasPin ? [say('people.pin')] : []),
    ...(person.hasBadge ? [say('people.badge')] : []),
  ].join(' · ')
  return (
    <tr data-testid={`person-${person.id}`} data-active={person.active}>
      <td>
        <button type="button" className="panel-cellButton" onClick={onOpen}>
          {person.name}
        </button>
      </td>
      <td>{person.active ? say(`people.role.${person.role}`) : say('people.left')}</td>
      <td>{means}</td>
      <td>
        {person.lastSignedInAt === undefined
          ? say('people.never')
          : localTime(instant(person.lastSignedInAt), timeZone).slice(0, 16)}
      </td>
    </tr>
  )
}
