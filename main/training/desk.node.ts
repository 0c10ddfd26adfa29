import type { Clock } from '../ports.ts'
import { maskBuyerCode } from '../domain/scan.ts'
import type { Instant } from '../domain/time.ts'
import { encodeText, type Charset } from '../gateway/charset.ts'
import type { SignType } from '../gateway/signature.node.ts'
import { trainingPartner, type Partner } from './account.ts'
import {
  cancelBlock,
  lookDefault,
  payBlock,
  queryBlock,
  refundBlock,
  refundQueryBlock,
  saidBlock,
  type Look,
} from './answers.ts'
import { createBadLuck, type BadLuck } from './bad-luck.ts'
import { readForm, type Form, type RawCall } from './form.ts'
import { isSignType, loadKeyring, type PartnerKeys } from './keyring.node.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { pageAnswer } from './pages.ts'
import { refusal, type Refusal } from './refusal.ts'
import { createRequestLog, type RequestLog } from './request-log.ts'
import { readCall, services, type Service, type Strictness, type TrainingCall } from './requests.ts'
import { sealAnswer } from './seal.node.ts'
import { signatureAdvice } from './signature-advice.node.ts'
import { bytesToSign, textToSign } from './signed-text.ts'
import type { Manner, Spoil } from './spoil.ts'
import { ledgerRulesDefault, type LedgerRules } from './trade.ts'
import { refusalXml, type Fields } from './xml.ts'

export interface TrainingDeskOptions {
  readonly clock: Clock
  /** Who may call; the documented training partner when left out. */
  readonly partners?: readonly Partner[]
  readonly rules?: Partial<LedgerRules>
  /** Books that are kept already; new and empty ones, with `rules`, when left out. */
  readonly ledger?: Ledger
  readonly look?: Partial<Look>
  readonly strictness?: Partial<Strictness>
  /** Multiplies every wait of a bad day: 0.1 confirms after 0.6 s instead of 6 s. Leaves the wire's own times alone. */
  readonly timeScale?: number
  /** `false`: every amount and code is paid at once. */
  readonly badDays?: boolean
}

/** What goes back, as data: whoever holds the connection plays it. */
export interface Delivery {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly manner: Manner | 'plain'
  /** Waits before the first byte, ms. */
  readonly afterMs: number
}

/** The gateway without a network: one call in, one delivery out, at the time of its clock. */
export interface TrainingDesk {
  readonly ledger: Ledger
  readonly requests: RequestLog
  readonly handle: (raw: RawCall) => Delivery
}

const lateMs = 20_000
const strictnessDefault: Strictness = {
  extendInfo: 'optional',
  cancelTimestamp: 'required',
  edition: 'global',
}
const serviceByName: ReadonlyMap<string, Service> = new Map(
  (Object.keys(services) as Service[]).map((service) => [services[service], service]),
)

interface Accepted {
  readonly call: TrainingCall
  readonly keys: PartnerKeys
  readonly signType: SignType
}

const perform = (call: TrainingCall, ledger: Ledger, luck: BadLuck, look: Look, at: Instant): Fields => {
  switch (call.service) {
    case 'pay':
      return payBlock(call.order, ledger.pay(luck.order(call), luck.conduct(call), at), look)
    case 'query':
      return queryBlock(call.asked, ledger.find(call.asked, at), look)
    case 'cancel':
      return cancelBlock(call.asked, ledger.cancel(call.asked, at), look)
    case 'refund':
      return refundBlock(call.asked, ledger.refund(call.asked, luck.queuedRefund(call, at), at))
    case 'refundQuery': {
      const trade = ledger.find({ partner: call.partner, id: call.paymentId }, at)
      return refundQueryBlock(call, trade, ledger.findRefund(call.partner, call.refundId, at))
    }
  }
}

const idOf = (parameters: Fields): string =>
  parameters['partner_trans_id'] ?? parameters['out_trade_no'] ?? ''

/** What the gateway would have signed, with the payment code masked. */
const expectedText = (parameters: Fields): string => {
  const code = parameters['buyer_identity_code']
  return textToSign(
    code === undefined ? parameters : { ...parameters, buyer_identity_code: maskBuyerCode(code) },
  )
}

export const createTrainingDesk = (options: TrainingDeskOptions): TrainingDesk => {
  const look: Look = { ...lookDefault, ...options.look }
  const strictness: Strictness = { ...strictnessDefault, edition: look.edition, ...options.strictness }
  const ledger = options.ledger ?? createLedger({ ...ledgerRulesDefault, ...options.rules })
  const requests = createRequestLog()
  const keyring = loadKeyring(options.partners ?? [trainingPartner])
  const timeScale = options.timeScale ?? 1
  const luck = createBadLuck({ timeScale, isOn: options.badDays ?? true, ledger })

  const text = (body: string, encoding: Charset): Uint8Array => {
    const bytes = encodeText(body, encoding)
    if (!bytes.ok) throw new Error(`an answer cannot be written in ${encoding}`)
    return bytes.value
  }
  const xmlDelivery = (body: Uint8Array): Delivery => ({
    status: 200,
    headers: { 'content-type': `text/xml;charset=${look.encoding}` },
    body,
    manner: 'plain',
    afterMs: 0,
  })
  const refused = ({ code, reason }: Refusal): Delivery => {
    const delivery = xmlDelivery(text(refusalXml(code, look.encoding), look.encoding))
    const printable = reason.replaceAll(/[^\u0020-\u007e]/g, '?').slice(0, 200)
    return { ...delivery, headers: { ...delivery.headers, 'x-training-reason': printable } }
  }

  /** Checks who calls, and that nobody changed the call on its way. Parameters are looked at only after that. */
  const accept = ({ parameters, charset }: Form): Accepted | Refusal => {
    const service = serviceByName.get(parameters['service'] ?? '')
    if (service === undefined)
      return refusal('ILLEGAL_EXTERFACE', 'service is missing or not one of this gateway')
    const keys = keyring.get(parameters['partner'] ?? '')
    if (keys === undefined)
      return refusal('ILLEGAL_PARTNER', 'partner is missing or not a partner of this gateway')
    const signType = parameters['sign_type'] ?? ''
    if (!isSignType(signType)) return refusal('ILLEGAL_SIGN_TYPE', 'sign_type must be MD5, RSA or RSA2')
    const signature = parameters['sign']
    if (signature === undefined) return refusal('ILLEGAL_SIGN', 'sign is missing')
    const bytes = bytesToSign(textToSign(parameters), charset)
    if (bytes === undefined || !keys.checks[signType].verifyBytes(bytes, signature)) {
      return refusal('ILLEGAL_SIGN', signatureAdvice(parameters, signature, keys.checks[signType], charset))
    }
    const call = readCall(service, parameters, strictness)
    return call.ok ? { call: call.value, keys, signType } : call.error
  }

  const answer = (form: Form, accepted: Accepted, spoil: Spoil | undefined): [Delivery, string] => {
    const { call, keys, signType } = accepted
    const at = options.clock.now().at
    if (spoil?.customerConfirms === true) luck.confirm(call, at)
    const isHarmless = call.service === 'query' || call.service === 'refundQuery'
    const isCarriedOut = spoil === undefined || spoil.carriedOut || isHarmless
    const truth = isCarriedOut ? perform(call, ledger, luck, look, at) : undefined
    if (!isCarriedOut && call.service === 'pay') luck.delay(call, at)

    if (spoil?.page !== undefined) {
      const page = pageAnswer(spoil.page)
      return [{ ...page, body: text(page.text, 'UTF-8'), manner: 'plain', afterMs: 0 }, `HTTP ${page.status}`]
    }
    const says = spoil?.says
    if (says?.result === 'refused') {
      const code = says.code ?? 'SYSTEM_ERROR'
      return [refused(refusal(code, 'a bad day')), code]
    }
    const block = says === undefined ? truth : saidBlock(call, says, look)
    const manner = spoil?.manner ?? 'plain'
    const delivery = xmlDelivery(
      block === undefined
        ? new Uint8Array()
        : sealAnswer(
            { request: form.parameters, block, signType, charset: form.charset, encoding: look.encoding },
            keys,
            spoil?.damage,
          ),
    )
    const afterMs = manner === 'late' ? Math.ceil(lateMs * timeScale) : 0
    return [
      { ...delivery, manner, afterMs },
      block?.['result_code'] ?? block?.['response_code'] ?? 'not carried out',
    ]
  }

  const handle = (raw: RawCall): Delivery => {
    const at = options.clock.now().at
    const form = readForm(raw)
    const accepted = form.ok ? accept(form.value) : form.error
    const parameters: Fields = form.ok ? form.value.parameters : {}
    const common = { at, service: parameters['service'] ?? '', id: idOf(parameters) }
    if (!form.ok || !('call' in accepted)) {
      const why = form.ok ? (accepted as Refusal) : form.error
      const delivery = refused(why)
      const expected = why.code === 'ILLEGAL_SIGN' ? expectedText(parameters) : undefined
      requests.add({
        ...common,
        outcome: why.code,
        reason: why.reason,
        ...(expected !== undefined && { expectedText: expected }),
        httpStatus: delivery.status,
        manner: delivery.manner,
      })
      return delivery
    }
    const drawn = luck.draw(accepted.call, at)
    const [delivery, outcome] = answer(form.value, accepted, drawn.spoil)
    const refundId = parameters['partner_refund_id'] ?? parameters['out_return_no']
    requests.add({
      ...common,
      ...(refundId !== undefined && { refundId }),
      outcome,
      ...(drawn.minor !== undefined && { badDay: drawn.minor }),
      httpStatus: delivery.status,
      manner: delivery.manner,
    })
    return delivery
  }

  return { ledger, requests, handle }
}
