import type { CallRecord } from '../domain/entry.ts'
import { maskBuyerCode } from '../domain/scan.ts'
import type { Heard, Prepared, Seal } from '../ports.ts'

type AnyOutcome = {
  readonly type: string
  readonly code?: string
  readonly why?: string
  readonly status?: string
  readonly action?: string
}

/** `paid`, `trade WAIT_BUYER_PAY`, `refused BUYER_BALANCE_NOT_ENOUGH`, `unknown timed-out`. */
export const outcomeInWords = (outcome: AnyOutcome): string =>
  [outcome.type, outcome.status, outcome.action, outcome.why, outcome.code]
    .filter((word) => word !== undefined && word !== '')
    .join(' ')

/** What a journal keeps of a request: everything but the customer's code, and a mark of the exact text signed. */
export const requestRecord = (prepared: Prepared, seal: Seal): CallRecord => {
  const code = prepared.parameters['buyer_identity_code']
  return {
    service: prepared.service,
    parameters:
      code === undefined
        ? prepared.parameters
        : { ...prepared.parameters, buyer_identity_code: maskBuyerCode(code) },
    signedTextHmac: seal.prepared(prepared),
  }
}

export const answerRecord = (service: string, heard: Heard<AnyOutcome>): CallRecord => ({
  service,
  outcome: outcomeInWords(heard.outcome),
  tookMs: Math.round(heard.tookMs),
  ...(heard.answerSha256 === undefined ? {} : { answerSha256: heard.answerSha256 }),
  ...(heard.httpStatus === undefined ? {} : { httpStatus: heard.httpStatus }),
})
