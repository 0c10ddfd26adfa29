import { SegmentedControl } from '@mantine/core'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import type { ReceiptFaces } from '../../main/contract.ts'
import type { PaymentId, RefundId } from '../../main/domain/ids.ts'
import { useParts, useSay, useScreen } from '../use-screen.tsx'
import { Message } from './Message.tsx'
import { PanelButton } from './PanelButton.tsx'
import { PanelFrame } from './PanelFrame.tsx'

type Copy = 'customer' | 'merchant'

/** The receipt as it is printed. It is drawn as a picture: text of the receipt can never become part of the page. */
export const ReceiptPanel = ({ of }: { of: PaymentId | RefundId }) => {
  const say = useSay()
  const { print } = useScreen()
  const { client } = useParts()
  const [copy, setCopy] = useState<Copy>('customer')
  const [faces, setFaces] = useState<ReceiptFaces | 'none' | undefined>()
  useEffect(() => {
    let wanted = true
    client.receipt
      .faces({ of, for: copy })
      .then((found) => wanted && setFaces(found ?? 'none'))
      .catch(() => wanted && setFaces('none'))
    return () => {
      wanted = false
    }
  }, [client, of, copy])
  const picture =
    faces === undefined || faces === 'none'
      ? undefined
      : `data:image/svg+xml;charset=utf-8,${encodeURIComponent(faces.svg)}`
  const text = faces === undefined || faces === 'none' ? '' : faces.text
  return (
    <PanelFrame
      title={say('receipt.title')}
      testId="receipt"
      foot={
        <>
          <PanelButton testId="receipt-print" disabled={picture === undefined} onPress={() => print(of, copy)}>
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
          <SegmentedControl
            ml="auto"
            h={48}
            radius={12}
            aria-label={say('receipt.which')}
            value={copy}
            onChange={(value) => setCopy(value === 'merchant' ? 'merchant' : 'customer')}
            data={[
              { value: 'customer', label: say('receipt.customer') },
              { value: 'merchant', label: say('receipt.merchant') },
            ]}
          />
        </>
      }
    >
      {faces === 'none' && <Message tone="neutral" text={say('receipt.none')} testId="receipt-none" />}
      {picture !== undefined && (
        <div className="panel-desk">
          <img className="panel-paper" data-testid="receipt-image" src={picture} alt={`${say('receipt.image')}\n${text}`} />
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
