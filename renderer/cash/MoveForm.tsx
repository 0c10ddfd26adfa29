import { useRef, useState, type FormEvent } from 'react'
import { formatMoney, type Money } from '../../main/domain/money.ts'
import { aboutCashRefund } from '../../main/domain/rights.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { SecondPerson } from '../people/SecondPerson.tsx'
import { Numpad } from '../sale/Numpad.tsx'
import { useSay, useScreen, useView } from '../use-screen.tsx'
import { AmountField } from './AmountField.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { DrawerFault } from './DrawerFault.tsx'
import { ReasonField } from './ReasonField.tsx'
import { useCashAct } from './use-cash.ts'
import { useKeyed } from './use-keyed.ts'

type Move = 'in' | 'out' | 'refund'
interface Done {
  readonly amount: Money
  /** Of a refund. */
  readonly number?: number
}

/** Money that goes into the drawer or out of it without a sale: how much, and why. */
export const MoveForm = ({ move }: { move: Move }) => {
  const [done, setDone] = useState<Done | undefined>()
  return done === undefined ? (
    <MoveFields move={move} onDone={setDone} />
  ) : (
    <MoveDone move={move} done={done} onAgain={() => setDone(undefined)} />
  )
}

const MoveFields = ({ move, onDone }: { move: Move; onDone: (done: Done) => void }) => {
  const say = useSay()
  const { currency } = useView()
  const keyed = useKeyed(currency)
  const [reason, setReason] = useState('')
  const { busy, fault, setFault, give } = useCashAct()
  const chips = useRef<HTMLButtonElement>(null)
  const button = useRef<HTMLDivElement>(null)
  const { amount } = keyed

  /** `token`: a second person has agreed to a refund above the limit. */
  const book = async (token?: string): Promise<void> => {
    if (amount.minor === 0) return setFault('no-amount')
    if (reason.trim() === '') {
      // Enter after the amount only goes on to the reason.
      if (document.activeElement?.id !== 'cash-amount') setFault('reason-missing')
      return chips.current?.focus()
    }
    const { minor } = amount
    const number = await give<number | undefined>(async (cash) => {
      if (move === 'refund') {
        const answer = await cash.refund({ amount: minor, reason, ...(token === undefined ? {} : { token }) })
        return answer.ok ? { ok: true, value: answer.value.number } : answer
      }
      const answer = await cash.move({ direction: move, amount: minor, reason })
      return answer.ok ? { ok: true, value: 0 } : answer
    })
    if (number !== undefined) onDone(move === 'refund' ? { amount, number } : { amount })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void book()
  }
  return (
    <>
      {fault === 'needs-second-person' && move === 'refund' && (
        <SecondPerson
          act="refund-cash"
          about={aboutCashRefund(amount.minor)}
          shown={formatMoney(amount)}
          onToken={(token) => void book(token)}
          onCancel={() => setFault(undefined)}
        />
      )}
      <form onSubmit={submit}>
        <CashFaultMessage fault={fault} />
        <div className="panel-columns">
          <div>
            <AmountField keyed={keyed} label={say('cash.amount')} testId="cash-amount" />
            {move === 'refund' && <p className="panel-hint">{say('cash.refundLead')}</p>}
          </div>
          <Numpad size="small" onDigits={keyed.press} onBackspace={keyed.drop} onClear={keyed.clear} />
        </div>
        <ReasonField
          kind={move}
          reason={reason}
          first={chips}
          onChange={setReason}
          onChosen={(chosen) => {
            setReason(chosen)
            button.current?.querySelector('button')?.focus()
          }}
        />
        <div className="cash-buttons" ref={button}>
          <PanelButton testId="cash-confirm" type="submit" size="xl" busy={busy}>
            {say(`cash.confirm.${move}`, { amount: formatMoney(amount) })}
          </PanelButton>
        </div>
      </form>
    </>
  )
}

const MoveDone = ({ move, done, onAgain }: { move: Move; done: Done; onAgain: () => void }) => {
  const say = useSay()
  const { send } = useScreen()
  return (
    <>
      <Message
        tone="good"
        headline={say(`cash.done.${move}`, { amount: formatMoney(done.amount), number: done.number ?? 0 })}
        text=""
        testId="cash-done"
      />
      <DrawerFault />
      <div className="cash-buttons">
        <PanelButton
          testId="cash-more"
          size="xl"
          autoFocus
          onPress={() => send({ type: 'open', panel: { type: 'cash', page: 'menu' } })}
        >
          {say('cash.page.menu')}
        </PanelButton>
        <PanelButton testId="cash-again" kind="quiet" size="xl" onPress={onAgain}>
          {say('cash.again')}
        </PanelButton>
      </div>
    </>
  )
}
