import type { Instant } from './domain/time.ts'
import type { GatewayHealth } from './contract.ts'
import type { GatewayLink, Heard, Log, Prepared } from './ports.ts'

/** Somebody else may sit on the line, or speak for the gateway: a technician has to look (reliability F12, F22, F25). */
const alarming = new Set([
  'tls',
  'wrong-signature',
  'wrong-sign-type',
  'unsigned',
  'wrong-echo',
  'other-amount',
  'unknown-result',
])

type NoAnswer = { readonly type: 'unknown'; readonly why: 'connection-lost' }

/**
 * The same gateway, with every call telling how the line is. A call that throws is a mistake of ours, and the money
 * may have moved all the same: it is heard as no answer, so that the payment is asked about like any other.
 */
export const watchedGateway = (
  gateway: GatewayLink,
  log: Log,
  onHealth: (health: GatewayHealth) => void,
  onTime: (answeredAt: Instant) => void,
): GatewayLink => {
  const watch =
    <Input extends readonly unknown[], Outcome extends { readonly type: string; readonly why?: string }>(
      call: (prepared: Prepared, ...input: Input) => Promise<Heard<Outcome | NoAnswer>>,
    ) =>
    async (prepared: Prepared, ...input: Input): Promise<Heard<Outcome | NoAnswer>> => {
      let heard: Heard<Outcome | NoAnswer>
      try {
        heard = await call(prepared, ...input)
      } catch (fault) {
        log.error('gateway-call-broke', { service: prepared.service, message: String(fault) })
        heard = { outcome: { type: 'unknown', why: 'connection-lost' }, tookMs: 0 }
      }
      if (heard.answeredAt !== undefined) onTime(heard.answeredAt)
      const { why } = heard.outcome
      if (why !== undefined && alarming.has(why)) {
        log.error('gateway-not-trusted', { service: prepared.service, why })
      }
      const silent =
        heard.outcome.type === 'not-sent' ||
        (heard.outcome.type === 'unknown' && heard.answerSha256 === undefined)
      onHealth(
        silent
          ? { state: 'offline', why: heard.outcome.why ?? 'timed-out' }
          : { state: 'online', tookMs: Math.round(heard.tookMs) },
      )
      return heard
    }
  return {
    ...gateway,
    pay: watch(gateway.pay),
    query: watch(gateway.query),
    cancel: watch(gateway.cancel),
    refund: watch(gateway.refund),
    refundQuery: watch(gateway.refundQuery),
  }
}
