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
const outcomeInWords = (outcome: AnyOutcome): string =>
  [outcome.type, outcome.status, outcome.action, outcome.why, outcome.code]
    .filter((word) => word !== undefined && word !== '')
    .join(' ')

/** What was heard, by its name and, of an answer, what it says: `pay-answered: paid`. */
export const newsInWords = (
  news: { readonly type: string; readonly outcome?: AnyOutcome },
  type = news.type,
): string => (news.outcome === undefined ? type : `${type}: ${outcomeInWords(news.outcome)}`)

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
