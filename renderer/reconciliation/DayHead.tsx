import { useState, type FormEvent } from 'react'
import type { DayReport, Footing } from '../../main/contract/reconciliation.ts'
import type { Day } from '../../main/domain/time.ts'
import { minorFrom, shownMinor } from '../amount.ts'
import { useMay } from '../office/rights.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import type { Tone } from '../payment-mark.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useParts, useSay } from '../use-screen.tsx'
import { shownSums } from './marks.ts'

interface Props {
  readonly report: DayReport
  readonly onChanged: () => void
}

/** What may be lost, large and first; then whether the three levels foot, and from which files that is known. */
export const DayHead = ({ report, onChanged }: Props) => {
  const say = useSay()
  const { atRisk, undecided, footings, files, feesUnchecked, day } = report
  const risky = atRisk.length > 0
  const isUneven = footings.some(wantsWord)
  const tone: Tone = risky ? 'bad' : undecided > 0 || isUneven ? 'caution' : 'good'
  return (
    <>
      <div className="days-risk" data-tone={tone} data-testid="day-risk">
        <ToneIcon tone={tone} size={44} />
        <div>
          <span className="days-riskName">{say(risky ? 'days.risk' : 'days.riskNone')}</span>
          {risky && <strong className="days-riskSum">{shownSums(atRisk)}</strong>}
        </div>
        <span className="days-riskMore" data-testid="day-undecided">
          {undecided > 0
            ? say('days.undecided', { count: undecided.toLocaleString('en') })
            : say(isUneven ? 'days.state.sums-differ' : 'days.decideNone')}
        </span>
      </div>
      <ul className="days-footings">
        {footings.map((footing) => (
          <FootingCard
            key={`${footing.level} ${footing.currency}`}
            day={day}
            footing={footing}
            onChanged={onChanged}
          />
        ))}
      </ul>
      <p className="panel-hint" data-testid="day-files">
        {files.length === 0 ? say('days.noFiles') : `${say('days.compared')} `}
        {files
          .map(({ fileKind, version, lines }) =>
            say('days.fileOf', {
              kind: say(`days.file.${fileKind}`),
              version,
              lines: lines.toLocaleString('en'),
            }),
          )
          .join('; ')}
        {feesUnchecked === true && (
          <>
            <br />
            <span data-testid="fees-unchecked">{say('days.feesUnchecked')}</span>
          </>
        )}
      </p>
    </>
  )
}

/** The bank's credit is another sum than was settled, and nobody has said why. */
const wantsWord = ({ level, difference = 0, note }: Footing): boolean =>
  level === 'settlement-bank' && difference !== 0 && note === undefined

const footingTone = ({ right, difference = 0 }: Footing): Tone =>
  right === undefined ? 'neutral' : difference === 0 ? 'good' : 'bad'

interface FootingProps {
  readonly day: Day
  readonly footing: Footing
  readonly onChanged: () => void
}

const FootingCard = ({ day, footing, onChanged }: FootingProps) => {
  const say = useSay()
  const mayEnter = useMay('enter-bank-credit')
  const [typing, setTyping] = useState(false)
  const { level, currency, left, right, difference = 0, note } = footing
  const tone = footingTone(footing)
  const amount = (minor: number): string => `${currency} ${shownMinor(minor, currency)}`
  const isBank = level === 'settlement-bank'
  return (
    <li
      className="days-footing"
      data-tone={tone}
      data-testid="footing"
      data-level={level}
      data-currency={currency}
    >
      <h3>
        <span className={`side-mark side-${tone}`}>
          <ToneIcon tone={tone} size={20} />
        </span>
        {say(`days.level.${level}`)}
      </h3>
      <p className="days-sums">
        {amount(left)} {right === undefined ? '→ ?' : difference === 0 ? '=' : '≠'}{' '}
        {right !== undefined && amount(right)}
      </p>
      <p className={`days-foots side-${tone}`}>
        {right === undefined
          ? say('days.waits')
          : difference === 0
            ? say('days.foots')
            : say('days.differs', { amount: amount(difference) })}
        {isBank && mayEnter && !typing && (
          <button
            type="button"
            className="days-link"
            data-testid="bank-enter"
            onClick={() => setTyping(true)}
          >
            {say(right === undefined ? 'days.bankEnter' : 'days.bankCorrect')}
          </button>
        )}
      </p>
      {note !== undefined && <p className="days-foots">{say('days.bankSaid', { note })}</p>}
      {wantsWord(footing) && (
        <p className="days-foots" data-testid="bank-why">
          {say('days.bankWhy')}
        </p>
      )}
      {isBank && typing && (
        <BankCredit
          day={day}
          currency={currency}
          entered={right}
          said={note}
          onSaved={() => {
            setTyping(false)
            onChanged()
          }}
        />
      )}
    </li>
  )
}

interface BankProps {
  readonly day: Day
  readonly currency: string
  /** Minor units that stand there already, and are to be corrected. */
  readonly entered: number | undefined
  readonly said: string | undefined
  readonly onSaved: () => void
}

/** What the statement of the bank says, typed in: the one figure that no file has. */
const BankCredit = ({ day, currency, entered, said, onSaved }: BankProps) => {
  const say = useSay()
  const { client } = useParts()
  const [amount, setAmount] = useState(entered === undefined ? '' : shownMinor(entered, currency))
  const [note, setNote] = useState(said ?? '')
  const [fault, setFault] = useState<string | undefined>()
  const save = (event: FormEvent): void => {
    event.preventDefault()
    const minor = minorFrom(amount, currency)
    if (minor === undefined) {
      return setFault(say(shownMinor(0, currency) === '0' ? 'days.bankWrongWhole' : 'days.bankWrong'))
    }
    client.reconciliation
      .bankCredit({ day, currency, minor, note: note.trim() })
      .then((answer) => (answer.ok ? onSaved() : setFault(say('office.stopped'))))
      .catch(() => setFault(say('office.failed')))
  }
  return (
    <form className="days-bank" onSubmit={save}>
      <label className="panel-label" htmlFor={`bank-${currency}`}>
        {say('days.bankAmount', { currency })}
      </label>
      <input
        id={`bank-${currency}`}
        className="panel-input"
        data-testid="bank-amount"
        autoComplete="off"
        inputMode="decimal"
        autoFocus
        aria-invalid={fault !== undefined}
        aria-describedby={`bank-fault-${currency}`}
        value={amount}
        onChange={({ currentTarget }) => setAmount(currentTarget.value)}
      />
      <input
        className="panel-input"
        data-testid="bank-note"
        autoComplete="off"
        maxLength={200}
        aria-label={say('days.bankNote')}
        placeholder={say('days.bankNote')}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      <p id={`bank-fault-${currency}`} className="panel-error" role="alert">
        {fault}
      </p>
      <PanelButton testId="bank-save" type="submit">
        {say('days.bankSave')}
      </PanelButton>
    </form>
  )
}
