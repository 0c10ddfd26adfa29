import type { EntryBody } from '../../main/domain/entry.ts'
import type { PaymentId } from '../../main/domain/ids.ts'
import type { Payment } from '../../main/domain/payment.ts'
import { createGuard, type Guard } from '../../main/guard/guard.ts'
import type { Journal } from '../../main/journal/journal.ts'
import { createSeal } from '../../main/payments/seal.node.ts'
import { requestRecord } from '../../main/payments/call-record.ts'
import type { Prepared } from '../../main/ports.ts'
import { dataFolder, openIn, type DataFolder } from '../journal/shop.ts'
import { paymentNumber, refundSending, sending, stampAt } from '../journal/sales.ts'
import { createScriptedGateway, type ScriptedGateway } from '../till/scripted-shop.ts'
import { createSlowClock } from '../till/slow-clock.ts'
import { instant } from '../../main/domain/time.ts'
import { silent } from '../till/absent-parts.ts'

export const seal = createSeal(new Uint8Array(32).fill(7))

export const preparedPay = (id: PaymentId): Prepared => ({
  service: 'pay',
  parameters: { service: 'pay', id, amount: '1250' },
})
export const intent = (number: number, attended = true): EntryBody => ({
  kind: 'payment-requested',
  payment: { ...sending(number), attended },
  call: requestRecord(preparedPay(paymentNumber(number)), seal),
})
export const nowIs = (payment: Payment): EntryBody => ({
  kind: 'payment-changed',
  payment,
  news: 'planted',
})
export const preparedRefund = (number: number, of: number, minor = 1250): Prepared => ({
  service: 'refund',
  parameters: { service: 'refund', id: paymentNumber(of), refund: String(number), amount: String(minor) },
})
export const refundIntent = (number: number, of: number, minor = 1250): EntryBody => {
  const prepared = preparedRefund(number, of, minor)
  return {
    kind: 'refund-requested',
    refund: refundSending(number, of, minor),
    call: requestRecord(prepared, seal),
    parameters: prepared.parameters,
  }
}

/** A guard over a real journal and a gateway that says what it is told; the test is the engine, and a faulty one. */
export interface Watched {
  readonly guard: Guard
  /** Behind the guard: what is written here it does not see. */
  readonly behind: Journal
  readonly gateway: ScriptedGateway
  readonly halts: () => readonly string[]
  readonly append: (...bodies: readonly EntryBody[]) => void
  readonly files: DataFolder
}

export const watched = (files = dataFolder(), wrap = (journal: Journal): Journal => journal): Watched => {
  const behind = openIn(files)
  const gateway = createScriptedGateway(() => 0)
  const guard = createGuard({
    journal: wrap(behind),
    gateway: gateway.link,
    seal,
    clock: createSlowClock(instant(1_795_000_000_000)),
    log: silent,
    onHalt: () => undefined,
  })
  return {
    guard,
    behind,
    gateway,
    files,
    halts: () =>
      [...behind.entries()].flatMap(({ body }) => (body.kind === 'till-halted' ? [body.because] : [])),
    append: (...bodies) => void guard.journal.append(stampAt(1), ...bodies),
  }
}
