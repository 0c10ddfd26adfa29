import { SegmentedControl } from '@mantine/core'
import { useCallback, useState } from 'react'
import { createPortal } from 'react-dom'
import type { ReceiptId } from '../../main/domain/ids.ts'
import { formatMoney } from '../../main/domain/money.ts'
import { useCashSale } from '../cash/use-cash-sale.ts'
import { mayDoHere } from '../people/rights.ts'
import { useAnswer, useSay, useScreen, useView } from '../use-screen.tsx'
import type { TillClient } from '../connection.ts'
import { receiptPicture } from '../receipt-picture.ts'
import { Message } from './Message.tsx'
import { PanelButton } from './PanelButton.tsx'
import { PanelFrame } from './PanelFrame.tsx'

type Copy = 'customer' | 'merchant'

/** The receipt as it is printed. It is drawn as a picture: text of the receipt can never become part of the page. */
export const ReceiptPanel = ({ of }: { of: ReceiptId }) => {
  const say = useSay()
  const { print, send } = useScreen()
  const { people } = useView()
  const answered = useCashSale(of)
  const sale = typeof answered === 'object' ? answered : null
  const [copy, setCopy] = useState<Copy>('customer')
  const ask = useCallback((client: TillClient) => client.receipt.faces({ of, for: copy }), [of, copy])
  const answer = useAnswer(ask)
  const faces = answer === undefined || answer === 'failed' ? undefined : (answer.value ?? undefined)
  const missing = answer === 'failed' || (answer !== undefined && answer.value === null)
  const picture = faces && receiptPicture(faces)
  return (
    <PanelFrame
      title={say('receipt.title')}
      testId="receipt"
      tools={
        <SegmentedControl
          size="md"
          radius={12}
          styles={{ label: { minHeight: 48, display: 'grid', placeItems: 'center' } }}
          aria-label={say('receipt.which')}
          value={copy}
          onChange={(value) => setCopy(value === 'merchant' ? 'merchant' : 'customer')}
          data={[
            { value: 'customer', label: say('receipt.customer') },
            { value: 'merchant', label: say('receipt.merchant') },
          ]}
        />
      }
      foot={
        <>
          <PanelButton
            testId="receipt-print"
            disabled={picture === undefined}
            onPress={() => print(of, copy)}
          >
            {say('receipt.print')}
          </PanelButton>
          <PanelButton
            testId="receipt-browser-print"
            kind="quiet"
            disabled={picture === undefined}
            onPress={() => window.print()}
          >
            {say('receipt.browser')}
          </PanelButton>
          {sale && sale.left.minor > 0 && mayDoHere(people, 'refund-cash') && (
            <PanelButton
              testId="receipt-cash-refund"
              kind="quiet"
              disabled={picture === undefined}
              onPress={() => send({ type: 'open', panel: { type: 'cash', page: 'refund', of: sale.id } })}
            >
              {say('receipt.cashRefund')}
            </PanelButton>
          )}
        </>
      }
    >
      {sale && sale.left.minor < sale.amount.minor && (
        <Message
          tone="caution"
          text={say('receipt.givenBack', { left: formatMoney(sale.left) })}
          testId="receipt-given-back"
        />
      )}
      {missing && <Message tone="neutral" text={say('receipt.none')} testId="receipt-none" />}
      {picture !== undefined && (
        <div className="panel-desk">
          <img
            className="panel-paper"
            data-testid="receipt-image"
            src={picture}
            alt={`${say('receipt.image')}\n${faces?.text ?? ''}`}
          />
        </div>
      )}
      {picture !== undefined &&
        createPortal(
          <div className="only-print">
            <img src={picture} alt="" />
          </div>,
          document.body,
        )}
    </PanelFrame>
  )
}
