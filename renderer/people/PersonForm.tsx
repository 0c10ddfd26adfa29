import { useState, type FormEvent } from 'react'
import type { OperatorFault, OperatorInput, OperatorView } from '../../main/contract/people.ts'
import { aboutOperator } from '../../main/domain/rights.ts'
import { roles, type Role } from '../../main/domain/operator.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useParts, useSay } from '../use-screen.tsx'
import { BadgeField } from './BadgeField.tsx'
import { SecondPerson } from './SecondPerson.tsx'

interface Props {
  /** Left out for somebody new. */
  readonly person: OperatorView | undefined
  /** Nobody has been entered yet: this one must be a manager with a PIN. */
  readonly isFirst: boolean
  readonly onSaved: (name: string) => void
  readonly onCancel?: () => void
}
type Fault = OperatorFault | 'pin-differs' | 'failed'

/** Somebody's name, role, PIN and badge. A PIN that is left empty stays as it is. */
export const PersonForm = ({ person, isFirst, onSaved, onCancel }: Props) => {
  const say = useSay()
  const { client, scanning } = useParts()
  const [name, setName] = useState(person?.name ?? '')
  const [role, setRole] = useState<Role>(person?.role ?? (isFirst ? 'manager' : 'cashier'))
  const [active, setActive] = useState(person?.active ?? true)
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [badge, setBadge] = useState<string | null | undefined>()
  const [fault, setFault] = useState<Fault | undefined>()
  const [busy, setBusy] = useState(false)
  /** A second person has to agree first. */
  const [asking, setAsking] = useState(false)

  const save = async (token?: string): Promise<void> => {
    if (busy) return
    if (pin !== again) return setFault('pin-differs')
    const input: OperatorInput = {
      ...(person === undefined ? {} : { id: person.id }),
      name,
      role,
      active,
      ...(pin === '' ? {} : { pin }),
      ...(badge === undefined ? {} : { badge }),
      ...(token === undefined ? {} : { token }),
    }
    setAsking(false)
    setBusy(true)
    try {
      const answer = await client.people.set(input)
      if (answer.ok) return onSaved(answer.value.name)
      if (answer.error === 'needs-second-person' && token === undefined) setAsking(true)
      else setFault(answer.error)
    } catch {
      setFault('failed')
    }
    setBusy(false)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void save()
  }
  const pinField = (id: string, label: string, value: string, onChange: (next: string) => void) => (
    <div className="panel-field">
      <label className="panel-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        data-testid={id}
        className="panel-input"
        type="password"
        inputMode="numeric"
        autoComplete="new-password"
        maxLength={12}
        value={value}
        // Quick fingers on a row of digits are no scanner here.
        onFocus={(event) => {
          const back = scanning.pause()
          event.currentTarget.addEventListener('blur', back, { once: true })
        }}
        onChange={(event) => {
          onChange(event.currentTarget.value.replace(/\D/g, ''))
          setFault(undefined)
        }}
      />
    </div>
  )

  return (
    <form onSubmit={submit} data-testid="person-form">
      {asking && (
        <SecondPerson
          act="set-people"
          about={aboutOperator(person?.id, name.trim(), role)}
          shown={name.trim()}
          onToken={(token) => void save(token)}
          onCancel={() => setAsking(false)}
        />
      )}
      {fault !== undefined && (
        <Message tone="bad" text={say(`people.fault.${fault}`)} testId="person-fault" />
      )}
      <div className="panel-columns">
        <div>
          <div className="panel-field">
            <label className="panel-label" htmlFor="person-name">
              {say('people.column.name')}
            </label>
            <input
              id="person-name"
              data-testid="person-name"
              className="panel-input"
              autoComplete="off"
              autoFocus
              maxLength={32}
              value={name}
              onChange={(event) => {
                setName(event.currentTarget.value)
                setFault(undefined)
              }}
            />
          </div>
          <div className="panel-field">
            <label className="panel-label" htmlFor="person-role">
              {say('people.column.role')}
            </label>
            <select
              id="person-role"
              data-testid="person-role"
              className="panel-input"
              disabled={isFirst}
              aria-describedby="person-role-hint"
              value={role}
              onChange={(event) => setRole(roles.find((each) => each === event.currentTarget.value) ?? role)}
            >
              {roles.map((each) => (
                <option key={each} value={each}>
                  {say(`people.role.${each}`)}
                </option>
              ))}
            </select>
            <p id="person-role-hint" className="panel-hint">
              {say(`people.roleHint.${role}`)}
            </p>
          </div>
          {person !== undefined && (
            <label className="people-check">
              <input
                type="checkbox"
                data-testid="person-active"
                checked={active}
                onChange={(event) => setActive(event.currentTarget.checked)}
              />
              {say('people.active')}
            </label>
          )}
        </div>
        <div>
          {pinField(
            'person-pin',
            say(person?.hasPin === true ? 'people.newPin' : 'people.pinField'),
            pin,
            setPin,
          )}
          {pinField('person-pin-again', say('people.pinAgain'), again, setAgain)}
          <p className="panel-hint people-pinHint">{say('people.pinHint')}</p>
          <BadgeField
            hasBadge={badge === undefined ? person?.hasBadge === true : badge !== null}
            isNew={typeof badge === 'string'}
            onBadge={(next) => {
              setBadge(next)
              setFault(undefined)
            }}
          />
        </div>
      </div>
      <div style={{ display: 'flex', gap: 12 }}>
        <PanelButton testId="person-save" type="submit" size="xl" busy={busy}>
          {say('people.save')}
        </PanelButton>
        {onCancel !== undefined && (
          <PanelButton testId="person-cancel" kind="quiet" size="xl" disabled={busy} onPress={onCancel}>
            {say('people.cancel')}
          </PanelButton>
        )}
      </div>
    </form>
  )
}
