import { badDayGroups, type BadDay, type BadDayGroup, type Page, type Spoil } from './spoil.ts'
import type { Conduct } from './trade.ts'

/**
 * Every bad day that can be ordered, by amount: 90.01 to 90.99 (in JPY and KRW 9001 to 9099). Every other amount is
 * paid at once. The tens say what kind of day it is. This table is the only source: the gateway plays it, the page
 * and the document print it, the tests walk it.
 *
 * A spoiled answer comes once, or as often as the row says; after that the same call hears the truth.
 */
const asksForever: Conduct = { type: 'asks' }
const asks = (confirmsAfterMs: number): Conduct => ({ type: 'asks', confirmsAfterMs })

const once = (spoil: Omit<Spoil, 'times' | 'carriedOut'>): Spoil => ({ times: 1, carriedOut: true, ...spoil })
const twice = (spoil: Omit<Spoil, 'times' | 'carriedOut'>): Spoil => ({
  times: 2,
  carriedOut: false,
  ...spoil,
})
const always = (spoil: Omit<Spoil, 'times' | 'carriedOut'>): Spoil => ({
  times: Number.POSITIVE_INFINITY,
  carriedOut: false,
  ...spoil,
})
const undone = (spoil: Spoil): Spoil => ({ ...spoil, carriedOut: false })
const page = (status: number, body: Page['body'], more: Partial<Page> = {}): Spoil =>
  once({ page: { status, body, ...more } })

const password: readonly BadDay[] = [
  {
    minor: 9001,
    group: 'password',
    story: 'Asks for the password; the customer confirms after 6 s.',
    ends: 'paid',
    conduct: asks(6000),
  },
  {
    minor: 9002,
    group: 'password',
    story: 'Asks for the password; the customer confirms after 30 s.',
    ends: 'paid',
    conduct: asks(30_000),
  },
  {
    minor: 9003,
    group: 'password',
    story: 'Asks for the password; the customer never confirms. Closes by itself after 3 minutes.',
    ends: 'cancelled at the limit, action close',
    conduct: asksForever,
  },
  {
    minor: 9004,
    group: 'password',
    story: 'Asks for the password; the customer confirms in the moment the cancel arrives.',
    ends: 'cancelled, action refund: the customer has the money back',
    conduct: { type: 'asks', confirmsAtCancel: true },
  },
  {
    minor: 9005,
    group: 'password',
    story: 'Asks for the password; the customer leaves the payment after 8 s.',
    ends: 'not paid: QUERY says TRADE_CLOSED',
    conduct: { type: 'asks', leavesAfterMs: 8000 },
  },
  {
    minor: 9006,
    group: 'password',
    story: 'As 90.01, but the answer spells its result UNKNOWN instead of UNKNOW.',
    ends: 'paid',
    conduct: asks(6000),
    pay: once({ says: { result: 'UNKNOWN' } }),
  },
  {
    minor: 9007,
    group: 'password',
    story: 'Asks for the password; the customer confirms after 2 minutes, when the till has long given up.',
    ends: 'cancelled at the limit; without a cancel it would be paid late',
    conduct: asks(120_000),
  },
]

const silence: readonly BadDay[] = [
  {
    minor: 9010,
    group: 'silence',
    story: 'Paid; the connection closes without an answer.',
    ends: 'paid, known from QUERY',
    pay: once({ manner: 'lost' }),
  },
  {
    minor: 9011,
    group: 'silence',
    story: 'Paid; the connection is reset (RST) without an answer.',
    ends: 'paid, known from QUERY',
    pay: once({ manner: 'reset' }),
  },
  {
    minor: 9012,
    group: 'silence',
    story: 'Paid; the answer comes after 20 s.',
    ends: 'paid, known from QUERY',
    pay: once({ manner: 'late' }),
  },
  {
    minor: 9013,
    group: 'silence',
    story: 'Paid; the answer comes one byte at a time.',
    ends: 'paid, known from QUERY after the deadline',
    pay: once({ manner: 'drip' }),
  },
  {
    minor: 9014,
    group: 'silence',
    story: 'Paid; the body stops half way, shorter than Content-Length.',
    ends: 'paid, known from QUERY',
    pay: once({ manner: 'half' }),
  },
  {
    minor: 9015,
    group: 'silence',
    story: 'Paid; a chunked body stops half way.',
    ends: 'paid, known from QUERY',
    pay: once({ manner: 'half-chunked' }),
  },
  {
    minor: 9016,
    group: 'silence',
    story: 'Paid; the head of the answer comes, then silence.',
    ends: 'paid, known from QUERY after the deadline',
    pay: once({ manner: 'head-only' }),
  },
  {
    minor: 9017,
    group: 'silence',
    story: 'The PAY gets lost on its way and nothing answers.',
    ends: 'cancelled; never charged',
    pay: undone(once({ manner: 'silent' })),
  },
  {
    minor: 9018,
    group: 'silence',
    story: 'The PAY is delayed in the network: nothing answers, it executes after 20 s.',
    ends: 'paid, known from QUERY',
    pay: undone(once({ manner: 'silent' })),
    arrives: { afterMs: 20_000, evenAfterCancel: false },
  },
  {
    minor: 9019,
    group: 'silence',
    story: 'The PAY is delayed in the network: nothing answers, it executes after 90 s, even after a CANCEL.',
    ends: 'cancelled, then found paid by a later QUERY: refunded, and a person is told',
    pay: undone(once({ manner: 'silent' })),
    arrives: { afterMs: 90_000, evenAfterCancel: true },
  },
]

const content: readonly BadDay[] = (
  [
    [9020, 'wrong-signature', 'the signature is of other data'],
    [9021, 'no-signature', 'the answer has no signature'],
    [9022, 'other-sign-type', 'the answer is signed with another sign_type than the call'],
    [9023, 'other-amount', 'the signed answer names another amount'],
    [9024, 'other-id', 'the signed answer is about another partner_trans_id'],
    [9025, 'other-currency', 'the signed answer names another currency'],
    [9026, 'strange-result', 'the signed answer has a result_code that no document knows'],
    [9027, 'oversized', 'the answer is 8 MB long'],
    [9028, 'wrong-charset', 'the answer has bytes that its declared encoding does not know'],
    [9029, 'doctype', 'the answer brings a DOCTYPE with an entity that expands a million times'],
  ] as const
).map(([minor, damage, what]) => ({
  minor,
  group: 'content',
  story: `Paid; ${what}.`,
  ends: 'paid, known from QUERY',
  pay: once({ damage }),
}))

const http: readonly BadDay[] = [
  {
    minor: 9030,
    group: 'http',
    story: 'Paid; HTTP 500 with a page.',
    ends: 'paid, known from QUERY',
    pay: page(500, 'html'),
  },
  {
    minor: 9031,
    group: 'http',
    story: 'Not created; HTTP 503 with Retry-After: 2.',
    ends: 'cancelled; never charged',
    pay: undone(page(503, 'text', { retryAfterS: 2 })),
  },
  {
    minor: 9032,
    group: 'http',
    story: 'Paid; HTTP 503 with Retry-After: 2.',
    ends: 'paid, known from QUERY',
    pay: page(503, 'text', { retryAfterS: 2 }),
  },
  {
    minor: 9033,
    group: 'http',
    story: 'Not created; a portal answers HTTP 200 with an HTML page.',
    ends: 'cancelled; never charged',
    pay: undone(page(200, 'html')),
  },
  {
    minor: 9034,
    group: 'http',
    story: 'Not created; HTTP 302 to another address.',
    ends: 'cancelled; never charged; the address is never visited',
    pay: undone(page(302, 'empty', { location: '/portal' })),
  },
  {
    minor: 9035,
    group: 'http',
    story: 'Paid; a proxy answers HTTP 502 with a page.',
    ends: 'paid, known from QUERY',
    pay: page(502, 'html'),
  },
  {
    minor: 9036,
    group: 'http',
    story: 'Not created; HTTP 429 with Retry-After: 5.',
    ends: 'cancelled; never charged',
    pay: undone(page(429, 'text', { retryAfterS: 5 })),
  },
  {
    minor: 9037,
    group: 'http',
    story: 'Paid; HTTP 200 with an empty body.',
    ends: 'paid, known from QUERY',
    pay: page(200, 'empty'),
  },
  {
    minor: 9038,
    group: 'http',
    story: 'Paid; HTTP 200 with JSON.',
    ends: 'paid, known from QUERY',
    pay: page(200, 'json'),
  },
  {
    minor: 9039,
    group: 'http',
    story: 'Paid; HTTP 200, complete, but the XML ends in the middle.',
    ends: 'paid, known from QUERY',
    pay: once({ damage: 'cut-xml' }),
  },
]

const systemError: readonly BadDay[] = [
  {
    minor: 9040,
    group: 'system-error',
    story: 'FAILED with SYSTEM_ERROR; paid all the same.',
    ends: 'paid, known from QUERY',
    pay: once({ says: { result: 'FAILED', code: 'SYSTEM_ERROR' } }),
  },
  {
    minor: 9041,
    group: 'system-error',
    story: 'FAILED with SYSTEM_ERROR; not created.',
    ends: 'cancelled; never charged',
    pay: undone(once({ says: { result: 'FAILED', code: 'SYSTEM_ERROR' } })),
  },
  {
    minor: 9042,
    group: 'system-error',
    story: 'Refused by the gateway (is_success F) with SYSTEM_ERROR; paid all the same.',
    ends: 'paid, known from QUERY',
    pay: once({ says: { result: 'refused', code: 'SYSTEM_ERROR' } }),
  },
  {
    minor: 9043,
    group: 'system-error',
    story: 'Refused by the gateway (is_success F) with SYSTEM_ERROR; not created.',
    ends: 'cancelled; never charged',
    pay: undone(once({ says: { result: 'refused', code: 'SYSTEM_ERROR' } })),
  },
  {
    minor: 9044,
    group: 'system-error',
    story: 'FAILED with SYSTEM_ERROR; waits for the password, confirmed after 6 s.',
    ends: 'paid, known from QUERY',
    conduct: asks(6000),
    pay: once({ says: { result: 'FAILED', code: 'SYSTEM_ERROR' } }),
  },
  {
    minor: 9045,
    group: 'system-error',
    story: 'FAILED with BUYER_BALANCE_NOT_ENOUGH, and paid behind our back 2 s later.',
    ends: 'refused, then found paid by QUERY',
    conduct: { type: 'declines', code: 'BUYER_BALANCE_NOT_ENOUGH', paysAnywayAfterMs: 2000 },
  },
  {
    minor: 9046,
    group: 'system-error',
    story: 'FAILED with BUYER_BALANCE_NOT_ENOUGH, and paid behind our back 45 s later.',
    ends: 'refused, then found paid by a later QUERY: refunded, and a person is told',
    conduct: { type: 'declines', code: 'BUYER_BALANCE_NOT_ENOUGH', paysAnywayAfterMs: 45_000 },
  },
  {
    minor: 9047,
    group: 'system-error',
    story: 'UNKNOW with SYSTEM_ERROR; paid all the same.',
    ends: 'paid, known from QUERY',
    pay: once({ says: { result: 'UNKNOW', code: 'SYSTEM_ERROR' } }),
  },
]

const declines: readonly BadDay[] = (
  [
    [9050, 'BUYER_BALANCE_NOT_ENOUGH'],
    [9051, 'SOUNDWAVE_PARSER_FAIL'],
    [9052, 'BUYER_NOT_EXIST'],
    [9053, 'BUYER_BANKCARD_BALANCE_NOT_ENOUGH'],
    [9054, 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR'],
    [9055, 'BEYOND_PAY_RESTRICTION'],
    [9056, 'BUYER_ENABLE_STATUS_FORBID'],
    [9057, 'PULL_MOBILE_CASHIER_FAIL'],
    [9058, 'ALIN43911'],
  ] as const
).map(([minor, code]) => ({
  minor,
  group: 'decline',
  story: `FAILED with ${code}; nothing charged.`,
  ends: 'refused',
  conduct: { type: 'declines', code },
}))
const noPrivilege: BadDay = {
  minor: 9059,
  group: 'decline',
  story: 'Refused by the gateway (is_success F) with HAS_NO_PRIVILEGE; nothing charged.',
  ends: 'refused',
  pay: always({ says: { result: 'refused', code: 'HAS_NO_PRIVILEGE' } }),
}

const cancels: readonly BadDay[] = [
  {
    minor: 9060,
    group: 'cancel',
    story: 'Waits for the password; CANCEL says UNKNOW twice, then SUCCESS.',
    ends: 'cancelled, action close',
    conduct: asksForever,
    cancel: twice({ says: { result: 'UNKNOW' } }),
  },
  {
    minor: 9061,
    group: 'cancel',
    story: 'Waits for the password; CANCEL always fails with CANCEL_NOT_ALLOWED, retry_flag N.',
    ends: 'not paid, when the trade closes by itself after 3 minutes',
    conduct: asksForever,
    cancel: always({ says: { result: 'FAIL', code: 'CANCEL_NOT_ALLOWED', mayRetry: false } }),
  },
  {
    minor: 9062,
    group: 'cancel',
    story:
      'Waits for the password; the customer confirms, and CANCEL fails with CANCEL_NOT_ALLOWED, retry_flag N.',
    ends: 'found paid by QUERY',
    conduct: asksForever,
    cancel: always({
      customerConfirms: true,
      says: { result: 'FAIL', code: 'CANCEL_NOT_ALLOWED', mayRetry: false },
    }),
  },
  {
    minor: 9063,
    group: 'cancel',
    story: 'Waits for the password; CANCEL fails with TRADE_STATUS_ERROR, retry_flag Y, twice, then SUCCESS.',
    ends: 'cancelled, action close',
    conduct: asksForever,
    cancel: twice({ says: { result: 'FAIL', code: 'TRADE_STATUS_ERROR', mayRetry: true } }),
  },
  {
    minor: 9064,
    group: 'cancel',
    story: 'Waits for the password; CANCEL fails with SYSTEM_ERROR twice, then SUCCESS.',
    ends: 'cancelled, action close',
    conduct: asksForever,
    cancel: twice({ says: { result: 'FAIL', code: 'SYSTEM_ERROR', mayRetry: true } }),
  },
  {
    minor: 9065,
    group: 'cancel',
    story: 'Waits for the password; CANCEL is done but its answer is lost; the repeat says SUCCESS.',
    ends: 'cancelled, action close',
    conduct: asksForever,
    cancel: once({ manner: 'lost' }),
  },
  {
    minor: 9066,
    group: 'cancel',
    story:
      'Waits for the password; CANCEL is done but its answer has a wrong signature; the repeat is right.',
    ends: 'cancelled, action close',
    conduct: asksForever,
    cancel: once({ damage: 'wrong-signature' }),
  },
  {
    minor: 9067,
    group: 'cancel',
    story: 'Paid with the answer lost, QUERY finds nothing for ever, and CANCEL gives the money back.',
    ends: 'cancelled, action refund',
    pay: once({ manner: 'lost' }),
    query: always({ says: { result: 'FAIL', code: 'TRADE_NOT_EXIST' } }),
  },
]

const refunds: readonly BadDay[] = [
  {
    minor: 9070,
    group: 'refund',
    story: 'REFUND says UNKNOW and does nothing; the repeat succeeds.',
    ends: 'refunded once',
    refund: undone(once({ says: { result: 'UNKNOW' } })),
  },
  {
    minor: 9071,
    group: 'refund',
    story: 'REFUND says UNKNOW although it is done; the repeat says SUCCESS.',
    ends: 'refunded once',
    refund: once({ says: { result: 'UNKNOW' } }),
  },
  {
    minor: 9072,
    group: 'refund',
    story: 'REFUND fails with SELLER_BALANCE_NOT_ENOUGH twice; the third succeeds.',
    ends: 'refunded once, by repeating the same refund',
    refund: twice({ says: { result: 'FAILED', code: 'SELLER_BALANCE_NOT_ENOUGH' } }),
  },
  {
    minor: 9073,
    group: 'refund',
    story: 'REFUND is done but its answer is lost; the repeat says SUCCESS.',
    ends: 'refunded once',
    refund: once({ manner: 'lost' }),
  },
  {
    minor: 9074,
    group: 'refund',
    story: 'REFUND fails with SYSTEM_ERROR and does nothing; the repeat succeeds.',
    ends: 'refunded once',
    refund: undone(once({ says: { result: 'FAILED', code: 'SYSTEM_ERROR' } })),
  },
  {
    minor: 9075,
    group: 'refund',
    story: 'REFUND always fails with REASON_TRADE_BEEN_FREEZEN.',
    ends: 'refund refused; the payment stays paid',
    refund: always({ says: { result: 'FAILED', code: 'REASON_TRADE_BEEN_FREEZEN' } }),
  },
  {
    minor: 9076,
    group: 'refund',
    story: 'A queued refund (is_sync N) is taken on and fails later with MERCHANT_BALANCE_NOT_ENOUGH.',
    ends: 'refund query says FAILED; the money may be refunded anew',
    queuedRefund: { failsWith: 'MERCHANT_BALANCE_NOT_ENOUGH' },
  },
  {
    minor: 9077,
    group: 'refund',
    story: 'A queued refund (is_sync N) stays PROCESSING for two minutes.',
    ends: 'refunded, known from the refund query',
    queuedRefund: { takesMs: 120_000 },
  },
  {
    minor: 9078,
    group: 'refund',
    story: 'REFUND is done but its answer has a wrong signature; the repeat is right.',
    ends: 'refunded once',
    refund: once({ damage: 'wrong-signature' }),
  },
]

const queries: readonly BadDay[] = [
  {
    minor: 9080,
    group: 'query',
    story: 'Paid with the answer lost; QUERY fails with SYSTEM_ERROR twice.',
    ends: 'paid, known from the third QUERY',
    pay: once({ manner: 'lost' }),
    query: twice({ says: { result: 'FAIL', code: 'SYSTEM_ERROR' } }),
  },
  {
    minor: 9081,
    group: 'query',
    story: 'Paid with the answer lost; QUERY finds nothing twice (TRADE_NOT_EXIST).',
    ends: 'paid, known from the third QUERY',
    pay: once({ manner: 'lost' }),
    query: twice({ says: { result: 'FAIL', code: 'TRADE_NOT_EXIST' } }),
  },
  {
    minor: 9082,
    group: 'query',
    story: 'Paid with the answer lost; two QUERY answers are lost too.',
    ends: 'paid, known from the third QUERY',
    pay: once({ manner: 'lost' }),
    query: twice({ manner: 'lost' }),
  },
  {
    minor: 9083,
    group: 'query',
    story: 'Waits for the password, confirmed after 6 s; the first QUERY is about another payment.',
    ends: 'paid, known from a later QUERY',
    conduct: asks(6000),
    query: once({ damage: 'other-id' }),
  },
  {
    minor: 9084,
    group: 'query',
    story: 'Waits for the password, confirmed after 6 s; the first two QUERY answers have wrong signatures.',
    ends: 'paid, known from a later QUERY',
    conduct: asks(6000),
    query: twice({ damage: 'wrong-signature' }),
  },
]

const files: readonly BadDay[] = (
  [
    [9090, 'missing-row', 'neither file has it', 'missing at the provider: the money is at risk'],
    [9091, 'doubled-row', 'it stands twice in the transaction file', 'duplicate at the provider'],
    [9092, 'other-amount', 'both files name 1.00 more (100 JPY or KRW)', 'the amount differs'],
    [
      9093,
      'wrong-count',
      'Total_count of the transaction file is one too high; put right at the next look',
      'quarantined, then matched',
    ],
    [
      9094,
      'late-file',
      'the transaction file of its day is not there at the first two looks',
      'waits for the file, then matched',
    ],
    [
      9095,
      'changed-file',
      'the first transaction file leaves it out, the one at the next look has it',
      'missing at the provider, then matched in a new version of the day',
    ],
    [9096, 'missing-settlement', 'the settlement file leaves it out', 'paid there, and not settled'],
    [9097, 'other-fee', 'both files charge 0.10 more commission (10 JPY or KRW)', 'the fee differs'],
    [
      9098,
      'unknown-refund',
      'both files have a refund of it that no till asked for',
      'missing in the journal',
    ],
    [9099, 'other-currency', 'both files name another currency', 'the currency differs'],
  ] as const
).map(([minor, filed, what, ends]) => ({
  minor,
  group: 'files',
  story: `Paid, and answered as it should be; next morning ${what}.`,
  ends: `paid; in reconciliation: ${ends}`,
  filed,
}))

export const badDays: readonly BadDay[] = [
  ...password,
  ...silence,
  ...content,
  ...http,
  ...systemError,
  ...declines,
  noPrivilege,
  ...cancels,
  ...refunds,
  ...queries,
  ...files,
]

const badDaysByMinor: ReadonlyMap<number, BadDay> = new Map(badDays.map((day) => [day.minor, day]))

/** The bad day of an amount, in minor units of whatever currency. */
export const badDayOfAmount = (minor: number): BadDay | undefined => badDaysByMinor.get(minor)

/** The last six digits of a payment code that order a bad day for any amount: `009010` is the day of 90.10. */
export const codeEnding = (day: BadDay): string => `00${day.minor}`
export const badDayOfCode = (code: string): BadDay | undefined =>
  code.slice(-6, -4) === '00' ? badDaysByMinor.get(Number(code.slice(-4))) : undefined

/** The table as Markdown, for the document and for the gateway's own page. */
export const badDaysMarkdown = (): string =>
  (Object.keys(badDayGroups) as BadDayGroup[])
    .map((group) => {
      const rows = badDays
        .filter((day) => day.group === group)
        .map(
          (day) =>
            `| ${(day.minor / 100).toFixed(2)} | \`${codeEnding(day)}\` | ${day.story} | ${day.ends} |`,
        )
      return [
        `### ${badDayGroups[group]}`,
        '',
        '| amount | or code ending in | what happens | where a good till ends |',
        '| --- | --- | --- | --- |',
        ...rows,
      ].join('\n')
    })
    .join('\n\n')
