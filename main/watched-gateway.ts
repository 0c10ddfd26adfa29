import type { GatewayHealth } from './contract.ts'
import type { GatewayLink, Heard } from './ports.ts'

/** The same gateway, with every call telling how the line is. */
export const watchedGateway = (
  gateway: GatewayLink,
  onHealth: (health: GatewayHealth) => void,
): GatewayLink => {
  const watch =
    <Input extends readonly unknown[], Outcome extends { readonly type: string; readonly why?: string }>(
      call: (...input: Input) => Promise<Heard<Outcome>>,
    ) =>
    async (...input: Input): Promise<Heard<Outcome>> => {
      const heard = await call(...input)
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
