import { createPortal } from 'react-dom'
import type { ClosingView } from '../../main/contract/cash.ts'
import type { ClosingLine } from '../../main/domain/cash.ts'
import { Message } from '../panels/Message.tsx'
import { receiptPicture } from '../receipt-picture.ts'
import { useSay } from '../use-screen.tsx'
import { DrawerSums } from './DrawerSums.tsx'
import { shownSum } from './shown-difference.ts'

/** What a closing says, as it is printed, and what became of the drawer beside it. */
export const ClosingFace = ({ view }: { view: ClosingView }) => {
  const say = useSay()
  const picture = receiptPicture(view)
  return (
    <>
      <div className="cash-closing">
        <div className="cash-results">
          {view.kind === 'x' && <Message tone="neutral" text={say('cash.xNote')} />}
          {view.closing.cash.map((block) => (
            <DrawerSums key={block.currency} block={block} />
          ))}
          <Sales lines={view.closing.lines} />
        </div>
        <div className="cash-desk">
          <img
            className="panel-paper"
            data-testid="closing-image"
            src={picture}
            alt={`${say('cash.image')}\n${view.text}`}
          />
        </div>
      </div>
      {createPortal(
        <div className="only-print">
          <img src={picture} alt="" />
        </div>,
        document.body,
      )}
    </>
  )
}

/** What was sold and given back, by the way it was paid. */
const Sales = ({ lines }: { lines: readonly ClosingLine[] }) => {
  const say = useSay()
  return (
    <dl className="cash-open" data-testid="closing-lines">
      {lines.map(({ type, method, currency, count, minor }) => (
        <div key={`${type} ${method} ${currency}`} className="cash-openLine">
          <dt>
            {say(`cash.lines.${type}-${method}`)} × {count}
          </dt>
          <dd>
            {currency} {shownSum(minor, currency)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
