import type { Silence, Unsent } from '../../main/domain/outcome.ts'
import { err, ok, type Result } from '../../main/domain/result.ts'
import type { Transport, WireAnswer, WireFault } from '../../main/gateway/transport.ts'
import { stoodStill } from '../../main/gateway/standstill.ts'
import type { Clock } from '../../main/ports.ts'
import { refusalXml } from '../../main/training/xml.ts'
import type { Run, Timeline } from './clock.ts'
import { forged, forgeries, type Forgery } from './forgery.ts'
import type { GatewayModel } from './gateway.ts'
import { callFates, type CallFate, type Plan } from './plan.ts'
import type { Random } from './random.ts'

/** One call as it left a till. */
export interface SentCall {
  readonly till: string
  readonly service: string
  readonly id: string
  readonly refundId: string
}

export interface Network {
  /** The line of one run of a till. What is on its way when the run ends still arrives at the gateway. */
  readonly transport: (till: string, run: Run, clock: Clock) => Transport
  /** Nothing is lost any more. What was held up before still arrives when it arrives. */
  readonly heal: () => void
  /** Requests that have left and not arrived. */
  readonly underWay: () => number
}

export interface NetworkParts {
  readonly plan: Plan
  readonly random: Random
  readonly timeline: Timeline
  readonly gateway: GatewayModel
  readonly deadlineMs: number
  readonly note: (line: string) => void
  readonly onFault: (kind: string) => void
  /** Called at the till's own end of the line: how often PAY was sent is counted here. */
  readonly onSent: (call: SentCall) => void
  /** Its bytes are outside of the machine. */
  readonly onLeft: (call: SentCall) => void
  /** An unsigned refusal that is not the gateway's has reached the till. */
  readonly onFalseRefusal: (call: SentCall) => void
}

type Heard = Result<WireAnswer, WireFault>

const field = (form: string, ...names: readonly string[]): string => {
  for (const name of names) {
    const found = new RegExp(`(?:^|&)${name}=([^&]*)`).exec(form)?.[1]
    if (found !== undefined) return found
  }
  return ''
}

const perhaps = (why: Silence, rest: { httpStatus?: number; retryAfterMs?: number } = {}): Heard =>
  err({ sent: 'perhaps', why, ...rest })

const unsent: readonly Unsent[] = ['no-such-host', 'refused', 'unreachable', 'connect-timed-out', 'tls']
const isForgery = (fate: CallFate): fate is Forgery => (forgeries as readonly string[]).includes(fate)

const notPaidWords = /(?<=<result_code>)[A-Z]+|(?<=<alipay_trans_status>)WAIT_BUYER_PAY/g
const paidWord = (word: string): string => (word === 'WAIT_BUYER_PAY' ? 'TRADE_SUCCESS' : 'SUCCESS')

/** Fates that have their effect on the request; the others let it arrive and spoil its answer. */
const neverArrives: ReadonlySet<CallFate> = new Set([
  'refused-before-send',
  'lost-request',
  'reset-before-read',
])

export const createNetwork = (parts: NetworkParts): Network => {
  const { plan, random, timeline, gateway, note } = parts
  let healed = false
  let underWay = 0
  /** Real answers of this world, to be given to the wrong question: by service, newest last. */
  const answers = new Map<string, { readonly id: string; readonly answer: WireAnswer }[]>()

  const fateOf = (): CallFate | undefined => {
    if (healed) return undefined
    const now = timeline.now()
    const outage = plan.outages.find(({ from, forMs }) => now >= from && now < from + forMs)
    if (outage !== undefined) return outage.dead
    for (const fate of callFates) if (random.chance(plan.fates[fate] ?? 0)) return fate
    const lies = plan.fates['unsigned-success']
    if (lies !== undefined && random.chance(lies)) return 'unsigned-success'
    return undefined
  }
  const travelMs = (): number => (random.chance(0.05) ? random.int(500, 6000) : random.int(10, 300))
  const heldUpMs = (): number => random.pick([16_000, 25_000, 62_000, 70_000, 130_000, 400_000, 600_000])

  const spoiled = (fate: CallFate, answer: WireAnswer, call: SentCall): Heard => {
    const { body } = answer
    if (isForgery(fate)) return ok({ ...answer, body: forged(body, fate, plan.signType) })
    const bytes = (text: string): Uint8Array => Buffer.from(text)
    switch (fate) {
      case 'truncated-reply': {
        const length = random.int(0, body.length - 1)
        // Without a length of its own a cut answer looks whole (reliability 1).
        return random.chance(0.5)
          ? ok({ ...answer, body: body.slice(0, length) })
          : perhaps('connection-lost')
      }
      case 'flipped-bits': {
        const flipped = Uint8Array.from(body)
        for (let times = random.int(1, 3); times > 0; times -= 1) {
          const at = random.int(0, flipped.length - 1)
          flipped[at] = (flipped[at] ?? 0) ^ (1 << random.int(0, 7))
        }
        return ok({ ...answer, body: flipped })
      }
      case 'wrong-signature': {
        const text = Buffer.from(body).toString('latin1')
        const forged = text.replace(/<sign>(.)/, (_, first: string) => `<sign>${first === 'a' ? 'b' : 'a'}`)
        return ok({ ...answer, body: Buffer.from(forged, 'latin1') })
      }
      case 'unsigned-success': {
        const said = Buffer.from(body).toString('latin1')
        return ok({ ...answer, body: bytes(said.replaceAll(notPaidWords, paidWord)) })
      }
      case 'reply-of-another-trade':
      case 'reply-of-an-older-request': {
        const same = fate === 'reply-of-an-older-request'
        const known = (answers.get(call.service) ?? []).filter(({ id }) => (id === call.id) === same)
        return known.length === 0 ? perhaps('connection-lost') : ok(random.pick(known).answer)
      }
      case 'html-page':
        return ok({ httpStatus: 200, contentType: 'text/html', body: bytes('<html>Please log in</html>') })
      case 'http-5xx':
        return perhaps('http-status', { httpStatus: random.pick([500, 502, 503, 504]) })
      case 'http-429':
        return perhaps('http-status', {
          httpStatus: 429,
          ...(random.chance(0.5) && { retryAfterMs: random.pick([1000, 10_000, 50_000]) }),
        })
      case 'http-302':
        return perhaps('http-status', { httpStatus: 302 })
      case 'false-refusal':
        parts.onFalseRefusal(call)
        return ok({
          httpStatus: 200,
          contentType: 'text/xml;charset=UTF-8',
          body: bytes(refusalXml(random.pick(['SYSTEM_ERROR', 'ILLEGAL_SIGN', 'HAS_NO_PRIVILEGE']), 'UTF-8')),
        })
      case 'reset-after-read':
        return perhaps('connection-lost')
      case 'refused-before-send':
      case 'lost-request':
      case 'reset-before-read':
      case 'late-request':
      case 'duplicated-request':
      case 'lost-reply':
      case 'late-reply':
        return ok(answer)
    }
  }

  const arrive = (call: SentCall, form: string, charset: string): WireAnswer => {
    const { status, headers, body } = gateway.handle(form, charset)
    note(`gateway ${call.service} ${call.id}${call.refundId}`)
    const contentType = headers['content-type']
    const answer = {
      httpStatus: status,
      ...(contentType !== undefined && { contentType }),
      ...(plan.saysDate && { date: new Date(gateway.clock()).toUTCString() }),
      body,
    }
    const known = answers.get(call.service) ?? []
    answers.set(call.service, [...known.slice(-5), { id: call.id, answer }])
    return answer
  }

  const transport: Network['transport'] = (till, run, clock) => {
    const post = (form: string, charset: string): Promise<Heard> =>
      new Promise((resolve) => {
        // The power is gone: whatever the program still does by itself happens nowhere.
        if (!run.alive) return
        const call: SentCall = {
          till,
          service: field(form, 'service'),
          id: field(form, 'partner_trans_id', 'out_trade_no'),
          refundId: field(form, 'partner_refund_id', 'out_return_no'),
        }
        parts.onSent(call)
        const fate = fateOf()
        if (fate !== undefined) parts.onFault(fate)
        note(`${till} sends ${call.service} ${call.id}${call.refundId} ${fate ?? ''}`)
        if (fate !== 'refused-before-send') parts.onLeft(call)
        const began = clock.now()
        let over = false
        const hear = (heard: Heard): void => {
          if (over) return
          over = true
          callOff()
          const stood = stoodStill(began, clock.now(), parts.deadlineMs)
          note(`${till} hears ${call.service} ${call.id} ${stood ? 'too late' : (fate ?? 'well')}`)
          resolve(heard.ok && stood ? perhaps('timed-out') : heard)
        }
        let lying: { readonly since: number; readonly heard: Heard } | undefined
        const callOff = timeline.after(parts.deadlineMs, run, () => {
          // Both have become due while the program stood still, and either may be looked at first.
          const isThere = lying !== undefined && lying.since <= timeline.now() && random.chance(0.5)
          hear(isThere && lying !== undefined ? lying.heard : perhaps('timed-out'))
        })
        if (fate !== undefined && neverArrives.has(fate)) {
          if (fate === 'lost-request') return
          const heard: Heard =
            fate === 'reset-before-read'
              ? perhaps('connection-lost')
              : err({ sent: false, why: random.pick(unsent) })
          timeline.after(random.int(1, 3000), run, () => hear(heard))
          return
        }
        const send = (afterMs: number, heard: (answer: WireAnswer) => void): void => {
          underWay += 1
          // No run: the bytes are on their way, whatever becomes of the till.
          timeline.after(afterMs, undefined, () => {
            underWay -= 1
            heard(arrive(call, form, charset))
          })
        }
        send(fate === 'late-request' ? heldUpMs() : travelMs(), (answer) => {
          if (fate === 'lost-reply') return
          const backMs = fate === 'late-reply' ? random.int(5000, 30_000) : travelMs()
          const heard = fate === undefined ? ok(answer) : spoiled(fate, answer, call)
          lying = { since: timeline.now() + backMs, heard }
          timeline.after(backMs, run, () => hear(heard))
        })
        if (fate === 'duplicated-request') {
          send(random.chance(0.5) ? travelMs() : heldUpMs(), () => undefined)
        }
      })
    return { post, warm: () => undefined, close: () => Promise.resolve() }
  }

  return { transport, heal: () => (healed = true), underWay: () => underWay }
}
