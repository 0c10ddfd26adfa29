import type { ConnectionTest } from '../contract.ts'
import type { Cause } from '../domain/diagnosis.ts'
import type { Facts } from './facts.ts'
import type { Judged } from './judged.ts'

/** From here on the cancel's timestamp and Beijing days would be wrong, if the till did not correct them. Milliseconds. */
const wrongClockMs = 120_000
/** A call that takes longer than this at its best makes a customer look up, milliseconds. */
const slowMs = 3000

export const networkOf = ({ line }: Facts): Judged => {
  if (line === undefined) return undefined
  const { interfaces, isLoopback, hasRoute, name, connect, detail } = line
  if (isLoopback) return { detail: line.host }
  if (interfaces.length === 0) return { cause: 'no-interface' }
  // A shop's network may have a way to the gateway and none to anywhere else: then the way it has counts.
  const leadsNowhere = name === 'dns-dead' || name === 'unknown' || connect === 'unreachable'
  if (!hasRoute && leadsNowhere) return { cause: 'no-route', ...(detail === undefined ? {} : { detail }) }
  return { detail: interfaces.join(', ') }
}

export const nameOf = ({ line }: Facts): Judged => {
  if (line?.name === undefined) return undefined
  const { host, name } = line
  if (name === 'dns-dead' || name === 'unknown') {
    return {
      cause: name === 'unknown' ? 'name-unknown' : 'dns-dead',
      values: { host },
      detail: line.detail ?? host,
    }
  }
  return { detail: host }
}

const causeOfConnect = {
  refused: 'line-refused',
  unreachable: 'line-unreachable',
  silent: 'line-silent',
} as const

export const lineOf = ({ line }: Facts): Judged => {
  if (line?.connect === undefined) return undefined
  const { connect, host, proxy, detail, connectMs = 0 } = line
  if (connect === 'open') return { detail: `${Math.round(connectMs)} ms` }
  const values = { host, proxy: proxy ?? '' }
  return {
    cause: proxy === undefined ? causeOfConnect[connect] : 'proxy-wanted',
    values,
    detail: proxy ?? detail ?? host,
  }
}

export const clockOf = ({ clockAheadMs }: Facts): Judged => {
  if (clockAheadMs === undefined) return undefined
  const seconds = Math.round(Math.abs(clockAheadMs) / 1000)
  const detail = `${clockAheadMs < 0 ? '-' : '+'}${seconds} s`
  return Math.abs(clockAheadMs) <= wrongClockMs
    ? { detail }
    : { cause: 'clock-wrong', values: { minutes: String(Math.round(seconds / 60)) }, detail }
}

/** A certificate that is good today is "expired" for a clock that is wrong: then the clock is to be mended. */
export const tlsOf = ({ line, clockAheadMs }: Facts): Judged => {
  if (line?.tls === undefined) return undefined
  const { tls, host, detail } = line
  const isByDate = tls === 'expired' || tls === 'not-yet'
  if (isByDate && Math.abs(clockAheadMs ?? 0) > wrongClockMs) return { behind: 'clock' }
  if (tls === 'plain' || tls === 'good') return { detail: tls === 'good' ? (detail ?? 'TLS') : 'http' }
  return { cause: `tls-${tls}`, values: { host }, detail: detail ?? host }
}

type Failed = Extract<ConnectionTest, { ok: false }>
const causeOfTest: Readonly<Partial<Record<Failed['cause'], Cause>>> = {
  'our-signature': 'our-signature',
  'their-signature': 'their-signature',
  partner: 'partner-unknown',
  contract: 'no-contract',
  settings: 'account-refused',
  'timed-out': 'gateway-silent',
}
/** What somebody sends who is not the gateway tells who it is. */
const causeOfStatus = (status: number): Cause => {
  if (status === 407) return 'proxy-login'
  if (status === 200 || status === 511 || (status >= 300 && status < 400)) return 'portal-page'
  return status >= 500 ? 'gateway-down' : 'not-the-gateway'
}

const causeOf = ({ cause, httpStatus }: Failed): Cause =>
  cause === 'not-the-gateway' && httpStatus !== undefined
    ? causeOfStatus(httpStatus)
    : (causeOfTest[cause] ?? (cause === 'not-the-gateway' ? cause : 'gateway-odd'))

export const gatewayOf = ({ gateway }: Facts): Judged => {
  if (gateway === undefined) return undefined
  const { test, url, tookMs } = gateway
  const values = { url, seconds: String(Math.round((tookMs ?? 0) / 1000)) }
  if (!test.ok) return { cause: causeOf(test), values, detail: test.detail }
  const took = tookMs ?? test.tookMs
  const detail = `${Math.round(took)} ms`
  return took > slowMs ? { cause: 'gateway-slow', values, detail } : { detail }
}
