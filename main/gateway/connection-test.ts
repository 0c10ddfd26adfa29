import type { ConnectionTest } from '../contract.ts'
import { paymentId, type InstallationId } from '../domain/ids.ts'
import { money, type Currency } from '../domain/money.ts'
import type { QueryOutcome, Silence, Unsent } from '../domain/outcome.ts'
import type { GatewayLink, Heard } from '../ports.ts'

type Cause = Extract<ConnectionTest, { ok: false }>['cause']

/** A number that no till draws: a query for it changes nothing, and a healthy gateway does not know it. */
const nobodysPayment = paymentId({
  mode: 'live',
  installation: '000000000' as InstallationId,
  number: 99_999_999,
  chance: '00000000',
})

const causeOfUnsent: Readonly<Record<Unsent, Cause>> = {
  'no-such-host': 'no-such-host',
  refused: 'refused',
  unreachable: 'unreachable',
  'connect-timed-out': 'timed-out',
  tls: 'tls',
  'not-configured': 'settings',
}

const causeOfSilence: Readonly<Record<Silence, Cause>> = {
  'timed-out': 'timed-out',
  'connection-lost': 'other',
  'http-status': 'not-the-gateway',
  'too-large': 'not-the-gateway',
  'wrong-charset': 'not-the-gateway',
  'not-xml': 'not-the-gateway',
  'not-an-answer': 'not-the-gateway',
  unsigned: 'their-signature',
  'wrong-signature': 'their-signature',
  'wrong-sign-type': 'their-signature',
  'wrong-echo': 'other',
  'other-amount': 'other',
  'unknown-result': 'other',
  'system-error': 'other',
  'waiting-for-buyer': 'other',
}

const causeOfCode: Readonly<Record<string, Cause>> = {
  ILLEGAL_SIGN: 'our-signature',
  ALIN10070: 'our-signature',
  ILLEGAL_SIGN_TYPE: 'our-signature',
  ILLEGAL_PARTNER: 'partner',
  ILLEGAL_PARTNER_EXTERFACE: 'contract',
  HAS_NO_PRIVILEGE: 'contract',
  ACCESS_FORBIDDEN: 'contract',
  AGREEMENT_NOT_EXIST: 'contract',
  INVALID_PARAMETER: 'settings',
  ILLEGAL_ARGUMENT: 'settings',
  SELLER_NOT_EXIST: 'settings',
  ILLEGAL_EXTERFACE: 'not-the-gateway',
}

const judge = ({ outcome, httpStatus, tookMs, answeredAt }: Heard<QueryOutcome>): ConnectionTest => {
  switch (outcome.type) {
    case 'not-found':
    case 'trade':
      return { ok: true, tookMs, ...(answeredAt === undefined ? {} : { answeredAt }) }
    case 'not-sent':
      return { ok: false, cause: causeOfUnsent[outcome.why], detail: outcome.why }
    case 'refused': {
      const cause = Object.hasOwn(causeOfCode, outcome.code) ? causeOfCode[outcome.code] : undefined
      return { ok: false, cause: cause ?? 'other', detail: outcome.code }
    }
    case 'unknown': {
      const status = httpStatus === undefined || httpStatus === 200 ? '' : ` (HTTP ${httpStatus})`
      const detail = `${outcome.why}${outcome.code === undefined ? '' : ` ${outcome.code}`}${status}`
      return {
        ok: false,
        cause: causeOfSilence[outcome.why],
        detail,
        ...(httpStatus === undefined ? {} : { httpStatus }),
      }
    }
  }
}

/**
 * Tries the connection with one QUERY for a payment that cannot exist: name, line, certificate, our signature, the
 * contract and the gateway's own signature, in the order in which they can fail.
 */
export const testConnection = async (gateway: GatewayLink, currency: Currency): Promise<ConnectionTest> =>
  judge(await gateway.query(gateway.prepareQuery(nobodysPayment), money(1, currency)))
