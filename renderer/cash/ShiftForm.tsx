import { useRef, useState, type FormEvent } from 'react'
import { decimalsByCurrency, formatMoney, money } from '../../main/domain/money.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { Numpad } from '../sale/Numpad.tsx'
import { useSay, useScreen, useView } from '../use-screen.tsx'
import { AmountField } from './AmountField.tsx'
import { CashFaultMessage } from './CashFaultMessage.tsx'
import { CountedSum } from './CountedSum.tsx'
import { CountTable } from './CountTable.tsx'
import { countedSum, denominationsOf, type CountDraft } from './notes.ts'
import { useCashAct } from './use-cash.ts'
import { useKeyed } from './use-keyed.ts'

/** The float that is in the drawer when the shift begins: as a sum, or counted. */
export const ShiftForm = ({ denominations }: { denominations: readonly number[] }) => {
  const say = useSay()
  const { currency } = useView()
  const { keepCount } = useScreen()
  const keyed = useKeyed(currency)
  const [draft, setDraft] = useState<CountDraft | undefined>()
  const { busy, fault, setFault, give } = useCashAct()
  const button = useRef<HTMLDivElement>(null)
  const float = draft === undefined ? keyed.amount : money(countedSum(draft), currency)

  const open = async (): Promise<void> => {
    // The Enter that usually takes the cash must not open a shift with an empty drawer: nothing in it is keyed as 0.
    if (draft === undefined && keyed.fresh) return setFault('no-amount')
    const counted = draft === undefined ? {} : { denominations: denominationsOf(draft) }
    const opened = await give((cash) => cash.openShift({ float: float.minor, ...counted }))
    // A count of the shift before is none of this one.
    if (opened !== undefined) keepCount({})
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void open()
  }
  return (
    <form onSubmit={submit} data-testid="shift-form">
      <CashFaultMessage fault={fault} />
      {draft === undefined ? (
        <div className="panel-columns">
          <AmountField
            keyed={keyed}
            label={say('cash.float')}
            testId="shift-float"
            hint={say(decimalsByCurrency[currency] === 0 ? 'cash.floatHintWhole' : 'cash.floatHint')}
          />
          <Numpad size="small" onDigits={keyed.press} onBackspace={keyed.drop} onClear={keyed.clear} />
        </div>
      ) : (
        <>
          <CountTable
            denominations={denominations}
            draft={draft}
            onChange={setDraft}
            onLast={() => button.current?.querySelector('button')?.focus()}
          />
        </>
      )}
      <div className="cash-buttons" ref={button}>
        {draft !== undefined && <CountedSum draft={draft} />}
        <PanelButton testId="shift-open" type="submit" size="xl" busy={busy}>
          {say('cash.openShift', { amount: formatMoney(float) })}
        </PanelButton>
        <PanelButton
          testId="shift-by-count"
          kind="quiet"
          size="xl"
          onPress={() => setDraft(draft === undefined ? {} : undefined)}
        >
          {say(draft === undefined ? 'cash.floatByCount' : 'cash.floatByAmount')}
        </PanelButton>
      </div>
    </form>
  )
}
