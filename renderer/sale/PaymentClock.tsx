import type { CurrentPayment } from '../../main/contract.ts'
import { toneOf } from '../payment-mark.ts'
import type { Payment } from '../../main/domain/payment.ts'
import type { TextKey } from '../texts/en.ts'
import { useNow, useSay, useShown } from '../use-screen.tsx'

const nextOf = (payment: Payment): TextKey => {
  if (payment.state === 'cancelling') return 'result.nextCancel'
  return toneOf(payment) === 'waiting' ? 'result.nextPaid' : 'result.nextAsk'
}

/** Seconds since the scan, what happens next and when. */
export const PaymentClock = ({ current }: { current: CurrentPayment }) => {
  const say = useSay()
  const now = useNow()
  const viewAtMs = useShown(({ sale }) => sale.viewAtMs)
  const sinceView = Math.max(0, now - viewAtMs)
  const elapsedMs = current.elapsedMs + sinceView
  const leftMs = current.limitInMs === undefined ? undefined : Math.max(0, current.limitInMs - sinceView)
  const share = leftMs === undefined ? undefined : leftMs / (leftMs + elapsedMs || 1)
  return (
    <>
      <div className="result-time">
        <span className="result-seconds" data-testid="elapsed">
          {say('result.elapsed', { seconds: Math.floor(elapsedMs / 1000) })}
        </span>
        <p className="result-next">
          {say(nextOf(current.payment))}
          {leftMs !== undefined && (
            <>
              <br />
              <span data-testid="countdown">
                {say('result.nextLimit', { seconds: Math.ceil(leftMs / 1000) })}
              </span>
            </>
          )}
        </p>
      </div>
      {share !== undefined && (
        <div className="result-track" aria-hidden>
          <div className="result-bar" style={{ transform: `scaleX(${share})` }} />
        </div>
      )}
    </>
  )
}

/** Between the scan and the till's first word about it. */
export const AskedSince = ({ atMs }: { atMs: number }) => {
  const say = useSay()
  const now = useNow()
  return (
    <span className="result-seconds">
      {say('result.elapsed', { seconds: Math.max(0, Math.floor((now - atMs) / 1000)) })}
    </span>
  )
}
