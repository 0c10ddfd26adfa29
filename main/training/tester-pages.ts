import { formatAmount, money } from '../domain/money.ts'
import { beijingStamp, type Instant } from '../domain/time.ts'
import {
  trainingGatewayPublicKey,
  trainingMd5Key,
  trainingMerchantPrivateKey,
  trainingMerchantPublicKey,
  trainingPartnerId,
} from './account.ts'
import { badDaysMarkdown } from './bad-days.ts'
import type { Ledger } from './ledger.ts'
import { filedBooks, practiceFiles, providerFilesAt, type ProviderFile } from './provider-files.ts'
import type { RequestLog } from './request-log.ts'
import { trainingCode } from './wallet.ts'

/** A page for the person who tests, beside the wire. */
export interface TesterPage {
  readonly type: string
  readonly text: string
}

const stampOf = (at: Instant | undefined): string | null => (at === undefined ? null : beijingStamp(at))

const ledgerJson = (ledger: Ledger, at: Instant): unknown => ({
  now: beijingStamp(at),
  totals: Object.fromEntries(
    [...ledger.totals(at)].map(([currency, { paid, returned }]) => [
      currency,
      {
        paid: formatAmount(money(paid, currency)),
        returned: formatAmount(money(returned, currency)),
      },
    ]),
  ),
  trades: ledger.trades(at).map((trade) => ({
    partner: trade.order.partner,
    partner_trans_id: trade.order.id,
    alipay_trans_id: trade.tradeNo,
    status: trade.status,
    currency: trade.order.price.currency,
    amount: formatAmount(trade.order.price),
    returned: formatAmount(money(trade.returned, trade.order.price.currency)),
    promised: formatAmount(money(trade.promised, trade.order.price.currency)),
    buyer: trade.order.buyer.id,
    created: stampOf(trade.createdAt),
    paid: stampOf(trade.paidAt),
    closed: stampOf(trade.closedAt),
    closed_by: trade.closedBy ?? null,
    pay_requests: ledger.payRequests(trade.order.partner, trade.order.id),
  })),
  refunds: ledger.refunds(at).map((refund) => ({
    partner: refund.partner,
    partner_trans_id: refund.paymentId,
    partner_refund_id: refund.id,
    currency: refund.amount.currency,
    amount: formatAmount(refund.amount),
    immediate: refund.immediate,
    state: refund.state,
    error: refund.state === 'FAILED' ? (refund.code ?? null) : null,
    created: stampOf(refund.createdAt),
    due: stampOf(refund.dueAt),
    done: stampOf(refund.doneAt),
  })),
})

const filesJson = (files: readonly ProviderFile[]): string =>
  JSON.stringify(
    files.map(({ name, text }) => ({ name, text })),
    undefined,
    2,
  )

const front = (url: string): string => `Spot Till training gateway

No money moves here. Keys, amounts and customers are made up and public.

Gateway            ${url}
Partner (PID)      ${trainingPartnerId}
MD5 key            ${trainingMd5Key}
RSA, RSA2          sign with /keys/merchant-private.pem, check answers with /keys/gateway-public.pem
A payment code     ${trainingCode(7, 3)}  (28, then 8 digits: the customer, then any 6 to 14 digits)

GET /ledger        trades, refunds and totals as JSON; times are Beijing's
GET /requests      the last calls as JSON: what they came to, and why they were refused
GET /files         the provider's files that are ready by now, as JSON; /files/NAME is one of them as it is
GET /files/looks/1 the same as if every morning had come, today's too; 2 and 3 look again later
Every refusal says its reason in the header x-training-reason.

Every amount is paid at once, but for these (in JPY and KRW 9001 is 90.01). A payment code with the ending does the
same for any amount.

${badDaysMarkdown()}
`

const plain = 'text/plain;charset=utf-8'
const json = 'application/json;charset=utf-8'

const filePage = (path: string, ledger: Ledger, at: Instant): TesterPage | undefined => {
  const look = /^\/files\/looks\/([1-9]\d{0,3})$/.exec(path)?.[1]
  if (look !== undefined) {
    return { type: json, text: filesJson(practiceFiles(filedBooks(ledger, at), Number(look), at)) }
  }
  const name = /^\/files\/(\w+\.txt)$/.exec(path)?.[1]
  if (name === undefined) return undefined
  const file = providerFilesAt(filedBooks(ledger, at), at).find((one) => one.name === name)
  return file && { type: plain, text: file.text }
}

/** The pages by path; nothing for a path that is none. */
export const testerPage = (
  path: string,
  parts: {
    readonly ledger: Ledger
    readonly requests: RequestLog
    readonly url: string
    readonly at: Instant
  },
): TesterPage | undefined => {
  switch (path) {
    case '/':
    case '/gateway.do': // A call without any parameter is a person with a browser.
      return { type: plain, text: front(parts.url) }
    case '/ledger':
      return {
        type: json,
        text: JSON.stringify(ledgerJson(parts.ledger, parts.at), undefined, 2),
      }
    case '/requests':
      return { type: json, text: JSON.stringify(parts.requests.last(), undefined, 2) }
    case '/files':
      return { type: json, text: filesJson(providerFilesAt(filedBooks(parts.ledger, parts.at), parts.at)) }
    case '/keys/merchant-private.pem':
      return { type: plain, text: trainingMerchantPrivateKey }
    case '/keys/merchant-public.pem':
      return { type: plain, text: trainingMerchantPublicKey }
    case '/keys/gateway-public.pem':
      return { type: plain, text: trainingGatewayPublicKey }
    default:
      return filePage(path, parts.ledger, parts.at)
  }
}
