import { createHash } from 'node:crypto'
import type { Unsent } from '../domain/outcome.ts'
import type { Result } from '../domain/result.ts'
import type { Clock, GatewayLink, Heard, Prepared } from '../ports.ts'
import type { GatewaySettings } from '../settings.ts'
import { charsetSent, readAnswer, type Answer } from './envelope.ts'
import { encodeForm } from './form.ts'
import { parseHttpDate } from './http-date.ts'
import { judgeCancel, judgePay, judgeQuery, judgeRefund, judgeRefundQuery } from './judge.ts'
import {
  cancelParameters,
  payParameters,
  queryParameters,
  refundParameters,
  refundQueryParameters,
  wireCurrency,
} from './parameters.ts'
import { sign, verify, type SigningKey, type VerifyingKey } from './signature.node.ts'
import { createTransport } from './transport.node.ts'
import type { Transport, WireAnswer, WireFault } from './transport.ts'

export interface GatewayParts {
  readonly settings: GatewaySettings
  readonly keys: { readonly signing: SigningKey; readonly verifying: VerifyingKey }
  readonly clock: Clock
  /** The simulation hands in its own; without one, calls go out by HTTP. */
  readonly transport?: Transport
  /** PEM of a certificate authority to trust instead of the system's. */
  readonly certificateAuthority?: string
}

/**
 * The longest that a gateway's Retry-After is honoured, milliseconds: a customer stands at the counter, and what is
 * asked once a minute overloads nobody.
 */
const holdBackMsMax = 60_000

type Unheard = { readonly type: 'not-sent'; readonly why: Unsent }

const evidence = (
  heard: Result<WireAnswer, WireFault>,
): Pick<Heard<never>, 'answerSha256' | 'httpStatus'> => {
  if (heard.ok) {
    const answerSha256 = createHash('sha256').update(heard.value.body).digest('hex')
    return { answerSha256, httpStatus: heard.value.httpStatus }
  }
  const { error } = heard
  return error.sent === 'perhaps' && error.httpStatus !== undefined ? { httpStatus: error.httpStatus } : {}
}

/**
 * The gateway as the till sees it. Each call is signed, sent once, its answer verified and judged. Throws when made
 * with keys of another sign type than the settings', which nobody may do.
 */
export const createGateway = (parts: GatewayParts): GatewayLink => {
  const { settings, keys, clock } = parts
  if (keys.signing.signType !== settings.signType || keys.verifying.signType !== settings.signType) {
    throw new RangeError(`the keys are not for ${settings.signType}`)
  }
  const transport =
    parts.transport ??
    createTransport(
      {
        url: settings.url,
        connectTimeoutMs: settings.connectTimeoutMs,
        deadlineMs: settings.deadlineMs,
        ...(parts.certificateAuthority === undefined
          ? {}
          : { certificateAuthority: parts.certificateAuthority }),
      },
      clock,
    )

  const formOf = ({ parameters }: Prepared): string => {
    const charset = charsetSent(parameters)
    // `_input_charset` is signed and travels in the URL, so that the gateway can decode the body (spot-pay 1).
    const { _input_charset: inUrl, ...body } = parameters
    const sealed = { ...body, sign: sign(parameters, keys.signing, charset), sign_type: settings.signType }
    return encodeForm(inUrl === undefined ? { ...sealed, _input_charset: charset } : sealed, charset)
  }

  const answerOf = ({ body, contentType }: WireAnswer, { parameters }: Prepared): Answer =>
    readAnswer(body, contentType, {
      signType: settings.signType,
      verify: (fields, signature, charset) => verify(fields, signature, keys.verifying, charset),
      requestCharset: charsetSent(parameters),
      sent: parameters,
    })

  let notBefore = 0
  const noteWish = (heard: Result<WireAnswer, WireFault>): void => {
    if (heard.ok) notBefore = 0
    else if (heard.error.sent === 'perhaps' && heard.error.retryAfterMs !== undefined) {
      notBefore = clock.now().mono + Math.min(heard.error.retryAfterMs, holdBackMsMax)
    }
  }

  const call = async <Outcome>(
    prepared: Prepared,
    judge: (answer: Answer) => Outcome,
  ): Promise<Heard<Outcome | Unheard>> => {
    const form = formOf(prepared)
    const began = clock.now().mono
    const heard = await transport.post(form, charsetSent(prepared.parameters))
    const tookMs = clock.now().mono - began
    noteWish(heard)
    if (!heard.ok) {
      const outcome =
        heard.error.sent === false
          ? ({ type: 'not-sent', why: heard.error.why } as const)
          : judge({ kind: 'silent', why: heard.error.why })
      return { outcome, ...evidence(heard), tookMs }
    }
    const answer = answerOf(heard.value, prepared)
    // Only of an answer that is signed: whoever else sits on the line does not set our clock.
    const answeredAt = answer.kind === 'answered' ? parseHttpDate(heard.value.date) : undefined
    return {
      outcome: judge(answer),
      ...evidence(heard),
      tookMs,
      ...(answeredAt === undefined ? {} : { answeredAt }),
    }
  }

  return {
    preparePay: (order, code) => payParameters(settings, order, code),
    prepareQuery: (payment) => queryParameters(settings, payment),
    prepareCancel: (payment, at) => cancelParameters(settings, payment, at),
    prepareRefund: (order) => refundParameters(settings, order),
    prepareRefundQuery: (payment, refund) => refundQueryParameters(settings, payment, refund),
    pay: async (prepared) => await call(prepared, (answer) => judgePay(answer, prepared.parameters)),
    query: async (prepared, expected) => {
      const amount = { amount: expected, wireCurrency: wireCurrency(settings, expected.currency) }
      return await call(prepared, (answer) => judgeQuery(answer, prepared.parameters, amount))
    },
    cancel: async (prepared) => await call(prepared, (answer) => judgeCancel(answer, prepared.parameters)),
    refund: async (prepared) => await call(prepared, (answer) => judgeRefund(answer, prepared.parameters)),
    refundQuery: async (prepared) =>
      await call(prepared, (answer) => judgeRefundQuery(answer, prepared.parameters)),
    holdBackMs: () => Math.max(0, notBefore - clock.now().mono),
    warm: transport.warm,
    close: transport.close,
  }
}
