import { useRef, useState } from 'react'
import type { CashSaleView } from '../../main/contract/cash.ts'
import type { CashId } from '../../main/domain/ids.ts'
import { formatMoney, type Money } from '../../main/domain/money.ts'
import { aboutCashRefund, aboutPayOut } from '../../main/domain/rights.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { SecondPerson } from '../people/SecondPerson.tsx'
import { Numpad } from '../sale/Numpad.tsx'
import { useSay, useScreen, useView } from '../use-screen.tsx'
import { AmountField } from './AmountField.tsx'
import { DrawerFault } from './DrawerFault.tsx'
import { ReasonForm } from './ReasonForm.tsx'
import { useCashAct } from './use-cash.ts'
import { useKeyed } from './use-keyed.ts'

/** Of a second person who has agreed. */
type Token = { readonly token?: string }
type Move = 'in' | 'out' | 'refund'
interface Done {
  readonly amount: Money
  /** Of a refund, and what stands on its receipt. */
  readonly refund?: { readonly number: number; readonly id: CashId }
}
interface Props {
  readonly move: Move
  /** It is given back by the receipt of this sale. */
  readonly sale?: CashSaleView
}

/** Money that goes into the drawer or out of it without a sale: how much, and why. */
export const MoveForm = ({ move, sale }: Props) => {
  const say = useSay()
  const [done, setDone] = useState<Done | undefined>()
  if (done !== undefined) return <MoveDone move={move} done={done} onAgain={() => setDone(undefined)} />
  if (sale?.left.minor === 0) {
    return <Message tone="neutral" text={say('refund.nothingLeft')} testId="refund-nothing-left" />
  }
  return <MoveFields move={move} {...(sale === undefined ? {} : { sale })} onDone={setDone} />
}

const MoveFields = ({ move, sale, onDone }: Props & { readonly onDone: (done: Done) => void }) => {
  const say = useSay()
  const { currency } = useView()
  const keyed = useKeyed(currency, sale?.left)
  const [reason, setReason] = useState('')
  const { busy, fault, setFault, give } = useCashAct()
  const chips = useRef<HTMLButtonElement>(null)
  const { amount } = keyed
  const { minor } = amount
  const of = sale?.id

  const hand = async (token: Token): Promise<Done | undefined> => {
    if (move !== 'refund') {
      const moved = await give((cash) => cash.move({ direction: move, amount: minor, reason, ...token }))
      return moved && { amount }
    }
    const asked = { amount: minor, reason, ...(of === undefined ? {} : { of }), ...token }
    const refund = await give((cash) => cash.refund(asked))
    return refund && { amount, refund }
  }
  const book = async (token: Token): Promise<void> => {
    if (minor === 0) return setFault('no-amount')
    if (sale !== undefined && minor > sale.left.minor) return setFault('more-than-left')
    if (reason.trim() === '') {
      // Enter after the amount only goes on to the reason.
      if (document.activeElement?.id !== 'cash-amount') setFault('reason-missing')
      return chips.current?.focus()
    }
    const done = await hand(token)
    if (done !== undefined) onDone(done)
  }
  return (
    <>
      {fault === 'needs-second-person' && move !== 'in' && (
        <SecondPerson
          act={move === 'refund' ? 'refund-cash' : 'move-cash'}
          about={move === 'refund' ? aboutCashRefund(minor, of) : aboutPayOut(minor)}
          shown={formatMoney(amount)}
          onToken={(token) => void book({ token })}
          onCancel={() => setFault(undefined)}
        />
      )}
      <ReasonForm
        kind={move}
        reason={reason}
        onReason={setReason}
        fault={fault}
        busy={busy}
        label={say(`cash.confirm.${move}`, { amount: formatMoney(amount) })}
        onSubmit={() => void book({})}
        chips={chips}
      >
        <div className="panel-columns">
          <div>
            <AmountField keyed={keyed} label={say('cash.amount')} testId="cash-amount" />
            {move === 'refund' && (
              <p className="panel-hint" data-testid="refund-lead">
                {sale === undefined
                  ? say('cash.refundLead')
                  : say('cash.refundOf', {
                      number: sale.number,
                      amount: formatMoney(sale.amount),
                      left: formatMoney(sale.left),
                    })}
              </p>
            )}
          </div>
          <Numpad size="small" onDigits={keyed.press} onBackspace={keyed.drop} onClear={keyed.clear} />
        </div>
      </ReasonForm>
    </>
  )
}

const MoveDone = ({ move, done, onAgain }: { move: Move; done: Done; onAgain: () => void }) => {
  const say = useSay()
  const { send } = useScreen()
  const of = done.refund?.id
  return (
    <>
      <Message
        tone="good"
        headline={say(`cash.done.${move}`, {
          amount: formatMoney(done.amount),
          number: done.refund?.number ?? 0,
        })}
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
        {of !== undefined && (
          <PanelButton
            testId="cash-receipt"
            kind="quiet"
            size="xl"
            onPress={() => send({ type: 'open', panel: { type: 'receipt', of } })}
          >
            {say('refund.receipt')}
          </PanelButton>
        )}
      </div>
    </>
  )
}
