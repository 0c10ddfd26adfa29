import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../../app/system.ts'
import { dataFolder } from '../../../app/data-folder.ts'
import { readSettingsFile } from '../../../app/settings-file.ts'
import type { PaymentView } from '../../../main/contract.ts'
import type { PaymentId } from '../../../main/domain/ids.ts'
import { isFinal } from '../../../main/domain/payment.ts'
import { isRefundFinal } from '../../../main/domain/refund.ts'
import { verifyJournal } from '../../../main/journal/verify.node.ts'
import { trainingPartnerId } from '../../../main/training/account.ts'
import { readPaper } from '../../receipts/paper.ts'
import { openCounter, type Counter, type Told } from './counter.ts'
import type { House } from './house.ts'

/** Each payment of the till against the gateway's books: what is taken, what went back, how often it was asked for. */
const moneyViolations = (house: House, views: readonly PaymentView[]): readonly string[] => {
  const { ledger } = house.gateway
  const at = systemClock.now().at
  const violations: string[] = []
  const known = new Set<string>(views.map(({ payment }) => payment.id))
  const refunds = new Map(
    views.flatMap((view) => view.refunds.map((refund) => [refund.id as string, refund])),
  )
  for (const { payment, refunds: ours } of views) {
    const { id, state } = payment
    const asked = house.gateway.paysOf(id)
    if (asked > 1) violations.push(`I1: ${id} was asked for ${asked} times`)
    const trade = ledger.find({ partner: trainingPartnerId, id }, at)
    const taken = trade?.paidAt === undefined ? 0 : trade.order.price.minor
    const returned = taken === 0 ? 0 : (trade?.returned ?? 0)
    if (!isFinal(payment)) violations.push(`I4: ${id} is still ${state}`)
    const given = ours.filter((refund) => refund.state === 'refunded')
    const back = given.reduce((sum, refund) => sum + refund.amount.minor, 0)
    if (state === 'paid') {
      if (taken !== payment.amount.minor) violations.push(`I3: ${id} is paid here and ${trade?.status} there`)
      if (back !== returned) violations.push(`I2: of ${id} went back ${back} here and ${returned} there`)
    } else if (taken !== returned) {
      violations.push(`I2: ${id} is ${state} here, and the gateway keeps ${taken - returned}`)
    }
  }
  for (const { order } of ledger.trades(at)) {
    if (!known.has(order.id)) violations.push(`I2: ${order.id} is a trade there and not in the journal`)
  }
  for (const refund of ledger.refunds(at)) {
    const ours = refunds.get(refund.id)
    if (ours === undefined) violations.push(`I2: refund ${refund.id} is not in the journal`)
    else if ((ours.state === 'refunded') !== (refund.state === 'SUCCESS')) {
      violations.push(`I4: refund ${refund.id} is ${ours.state} here and ${refund.state} there`)
    }
  }
  for (const refund of refunds.values()) {
    if (!isRefundFinal(refund)) violations.push(`I4: refund ${refund.id} is still ${refund.state}`)
  }
  return violations
}

const finalStates = new Set(['paid', 'declined', 'cancelled', 'not-sent', 'refunded', 'refused'])

/** What was told before it died has to stand afterwards: nothing acknowledged is lost, nothing final changes. */
const toldViolations = (
  house: House,
  told: readonly Told[],
  views: readonly PaymentView[],
  counter: Counter,
): readonly string[] => {
  const at = systemClock.now().at
  const payments = new Map(views.map(({ payment }) => [payment.id as string, payment]))
  const refunds = new Map(
    views.flatMap((view) => view.refunds.map((refund) => [refund.id as string, refund])),
  )
  return told.flatMap((one): readonly string[] => {
    switch (one.told) {
      case 'payment': {
        const now = payments.get(one.id)
        if (now === undefined) return [`I2: ${one.id} was told as ${one.state} and is gone`]
        if (finalStates.has(one.state) && now.state !== one.state) {
          return [`I2: ${one.id} was told as ${one.state} and is ${now.state}`]
        }
        const trade = house.gateway.ledger.find({ partner: trainingPartnerId, id: one.id }, at)
        return one.state === 'paid' && trade?.paidAt === undefined
          ? [`I3: ${one.id} was told as paid and nobody paid it`]
          : []
      }
      case 'refund': {
        const now = refunds.get(one.id)
        if (now === undefined) return [`I2: refund ${one.id} was told and is gone`]
        return finalStates.has(one.state) && now.state !== one.state
          ? [`I2: refund ${one.id} was told as ${one.state} and is ${now.state}`]
          : []
      }
      case 'printed':
        return counter.till
          .story(one.of as PaymentId)
          .some(({ body }) => body.kind === 'print-changed' && body.job.state === 'printed')
          ? []
          : [`I2: the print of ${one.of} was told and is gone`]
      case 'backup':
      case 'settings':
      case 'stopped':
      case 'refused':
      case 'end':
        return []
    }
  })
}

/** A receipt that is no copy comes out once, and only of a payment that the gateway has as paid. */
const paperViolations = ({ printer, gateway }: House): readonly string[] => {
  const at = systemClock.now().at
  const originals = new Map<string, number>()
  const violations: string[] = []
  for (const job of printer.jobs()) {
    const { items, lines } = readPaper(job, 576)
    if (!items.some(({ kind }) => kind === 'cut')) continue
    const text = lines.join('\n')
    const id = /\b\d{28}\b/.exec(text.replaceAll(/(?<=\d) (?=\d)/g, ''))?.[0] ?? text
    const trade = gateway.ledger.find({ partner: trainingPartnerId, id }, at)
    if (trade !== undefined && trade.paidAt === undefined) violations.push(`I3: a receipt of ${id}, unpaid`)
    if (text.includes('COPY')) continue
    const key = `${id} ${text.includes('Merchant copy') ? 'merchant' : 'customer'} ${/refund/i.test(text)}`
    originals.set(key, (originals.get(key) ?? 0) + 1)
  }
  for (const [key, times] of originals) if (times > 1) violations.push(`${times} originals of ${key}`)
  return violations
}

const fileViolations = async (house: House, told: readonly Told[]): Promise<readonly string[]> => {
  const violations: string[] = []
  const folder = dataFolder(house.data)
  const settings = await readSettingsFile(folder.settings)
  if (!settings.ok) return [`the settings are neither old nor new: ${JSON.stringify(settings.error)}`]
  const { mode, language, gateway } = settings.value
  const journal = verifyJournal(folder.journal(mode), folder.witness(mode))
  if (!journal.ok) violations.push(`the journal: ${journal.what}`)
  const backup = join(house.data, 'backup.sqlite')
  const kept = told.findLast((one) => one.told === 'backup')
  if (existsSync(backup)) {
    const verdict = verifyJournal(backup)
    if (!verdict.ok) violations.push(`the backup: ${verdict.what}`)
    else if (kept !== undefined && verdict.entries < kept.seq) violations.push('the backup is an old one')
  } else if (kept !== undefined) violations.push('the backup is gone')
  const changed = told.findLast((one) => one.told === 'settings')
  if (
    changed !== undefined &&
    (language !== changed.language || (gateway?.signType ?? 'RSA2') !== changed.signType)
  )
    violations.push('the settings were told as changed and are the old ones')
  return violations
}

const isAtRest = ({ payment, refunds }: PaymentView): boolean =>
  isFinal(payment) &&
  (!('watch' in payment) || payment.watch.stage === 'over' || payment.watch.stage === 'at-next-start') &&
  refunds.every(isRefundFinal)

const all = 500

/** One more morning: the till starts, chases whatever is open, and prints again what did not come out. */
const startAgain = async (
  house: House,
  look: (counter: Counter) => readonly string[],
): Promise<readonly string[]> => {
  const counter = await openCounter(house.data)
  try {
    const { stopped } = counter.till.view()
    if (stopped !== undefined) return [`the till does not start: ${stopped.why}, ${stopped.detail}`]
    await counter.settled()
    for (const { payment } of counter.till.list(all)) await counter.until(payment.id, isAtRest)
    for (const { number } of counter.till.view().failedPrints) await counter.till.retryPrint(number)
    return look(counter)
  } catch (error) {
    return [`the till does not come to rest: ${String(error)}`]
  } finally {
    await counter.close()
  }
}

export interface After {
  readonly told: readonly Told[]
  readonly lateMs: number
}

/**
 * Starts the till again with nothing in its way, as often as it takes until no question is left, and holds what it
 * says and what it had told against the gateway's own books. Every line is something that must never be.
 */
export const violationsAfter = async (house: House, { told, lateMs }: After): Promise<readonly string[]> => {
  const first = await startAgain(house, () => [])
  await house.gateway.quiet()
  if (lateMs > 0) await new Promise((resolve) => setTimeout(resolve, lateMs))
  // What was given up is asked about once more at the next start (reliability 2, 5).
  const second = await startAgain(house, (counter) => {
    const views = counter.till.list(all)
    return [...moneyViolations(house, views), ...toldViolations(house, told, views, counter)]
  })
  return [...first, ...second, ...paperViolations(house), ...(await fileViolations(house, told))]
}
