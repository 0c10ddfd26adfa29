import type { PaymentId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import type { GatewayLink, Prepared } from '../ports.ts'

/** A gateway may take a timestamp for old after half an hour (spot-pay 2): the cancel is then written anew. */
const keptMs = 20 * 60_000

/** The cancels under way: a repeat is the same bytes while its timestamp is young enough to be taken. */
export interface PreparedCancels {
  readonly of: (id: PaymentId) => Prepared
  readonly forget: (id: PaymentId) => void
}

/** `now` is the gateway's time as far as it is known: its timestamp is what the gateway looks at (reliability F28). */
export const createPreparedCancels = (
  gateway: Pick<GatewayLink, 'prepareCancel'>,
  now: () => Instant,
): PreparedCancels => {
  const cancels = new Map<PaymentId, { readonly prepared: Prepared; readonly at: Instant }>()
  return {
    of: (id) => {
      const at = now()
      const kept = cancels.get(id)
      if (kept !== undefined && at - kept.at < keptMs && at >= kept.at) return kept.prepared
      const prepared = gateway.prepareCancel(id, at)
      cancels.set(id, { prepared, at })
      return prepared
    },
    forget: (id) => {
      cancels.delete(id)
    },
  }
}
