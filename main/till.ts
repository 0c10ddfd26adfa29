import { chaseTimingOf } from './chase-timing.ts'
import type { Answer, GatewayHealth, Stopped, TillView } from './contract.ts'
import { closedDesks } from './desks.ts'
import type { PaymentId } from './domain/ids.ts'
import { isFinal, type Payment } from './domain/payment.ts'
import { refundTimingDefault } from './domain/refund.ts'
import type { Result } from './domain/result.ts'
import { createCustomerSide } from './counter/customer-side.ts'
import { findSale } from './counter/find-sale.ts'
import { createScanAnswer } from './counter/scan-answer.ts'
import { listenToScanners } from './counter/scanner-notices.ts'
import { guardTill } from './guarded-till.ts'
import { JournalFault } from './journal/journal.ts'
import { BrokenInvariant } from './guard/broken-invariant.ts'
import { createGuard } from './guard/guard.ts'
import { createGatewayTime } from './gateway-time.ts'
import { installationNow } from './identity.ts'
import { createLegible } from './legible.ts'
import { createListeners } from './listeners.ts'
import { createHandedOut, limitsOf } from './operators/handed-out.ts'
import { createPeople } from './operators/people.ts'
import { createPayments } from './payments/payments.ts'
import { createPaper } from './paper.ts'
import { createRefunds } from './refunds/refunds.ts'
import { settingsText } from './settings-text.ts'
import { createShifts } from './shifts/shifts.ts'
import type { Till } from './till-face.ts'
import type { TillParts } from './till-parts.ts'
import { endedUnseen, paymentView, showsPaidRightly, stoppedBy, stoppedView, tillView } from './till-view.ts'
import { createUnkeptNews } from './unkept-news.ts'
import { watchedGateway } from './watched-gateway.ts'

export type { KeysInput, Till } from './till-face.ts'
export type { SettingsDesk, TillParts } from './till-parts.ts'

const asAnswer = <E>(done: Result<void, E>): Answer<true, E> => (done.ok ? { ok: true, value: true } : done)

/**
 * Opens the till for business: notes the start, chases everything that is not final, and takes commands. Throws
 * `JournalFault` when the journal does not even take the note of the start.
 */
export const createTill = (parts: TillParts): Till => {
  const { settings, clock, log } = parts
  const listeners = createListeners(log)
  let health: GatewayHealth = { state: 'untried' }
  let stopped: Stopped | undefined
  let current: PaymentId | undefined
  let shownAgain: PaymentId | undefined

  const customer = createCustomerSide({ ...parts, onNotice: listeners.add, changed: () => notify() })
  const view = (): TillView => customer.added(cashierView(), people?.operator() !== 'till')
  const cashierView = (): TillView => {
    const scanners = parts.scanners.list()
    try {
      const shown = tillView(settings, journal, clock.now(), {
        gateway: health,
        scanners,
        current,
        shownAgain,
        stopped,
        halted: guard.halted(),
        clockWrongByMs: gatewayTime.wrongByMs(),
        shift: shifts?.view(),
        reconciliation: reconciliation?.sign(),
      })
      if (showsPaidRightly(shown, guard.mayCallPaid)) return shown
      const halted = guard.halted()
      return stoppedView(settings, halted && stoppedBy(halted, settings), shown)
    } catch (fault) {
      // A disk that does not even let us read must not keep from the screen what the till knows.
      if (!(fault instanceof JournalFault)) throw fault
      const why: Stopped = stopped ?? { why: 'journal', detail: fault.message }
      return stoppedView(settings, why, { gateway: health, scanners })
    }
  }
  const notify = (): void => listeners.tell(() => ({ type: 'view', view: view() }))

  const guard = createGuard({ ...parts, onHalt: notify })
  const { journal } = guard
  const gatewayTime = createGatewayTime(clock)

  const unkept = createUnkeptNews()
  /** From here on nothing is sold. */
  const stopSelling = (fault: unknown, id: string, news: string): void => {
    // The guard has written down why, and what is open is still asked about.
    if (fault instanceof BrokenInvariant) return notify()
    stopped = unkept(fault, id, news)
    const kind = fault instanceof JournalFault ? fault.kind : 'not-taken'
    log.error('journal-fault', { kind, news, id })
    notify()
  }

  const { reading, readingLater } = createLegible(({ message }) => {
    stopped ??= { why: 'journal', detail: message }
    notify()
  })

  const isSelling = (): boolean => stopped === undefined && guard.halted() === undefined
  const gateway = watchedGateway(guard.gateway, log, (next) => (health = next), gatewayTime.note)
  const people =
    parts.people &&
    createPeople({
      ...parts,
      ...parts.people,
      journal,
      idleMs: settings.people.idleMinutes * 60_000,
      limits: limitsOf(settings.people),
      changed: notify,
      onFault: stopSelling,
    })
  const operator = (): string => people?.operator() ?? parts.operator()
  const paper = createPaper({
    ...parts,
    ...(parts.cash === undefined ? {} : { sha256: parts.cash.signer.sha256 }),
    operator,
    journal,
    guard,
    changed: notify,
  })
  const { printing, printByRule } = paper
  const shifts =
    parts.cash &&
    createShifts({
      ...parts,
      ...parts.cash,
      journal,
      printing,
      printByRule,
      onSold: customer.cashSold,
      operator,
      isSelling,
      changed: notify,
      onFault: stopSelling,
    })

  /** The counter waits for the answer to a payment, or nobody can tell. */
  const isBusy = (): boolean =>
    reading(() => journal.openPayments().some((one) => one.id === current && !isFinal(one)), true)
  const reconciliation = parts.reconciliation?.({
    ...parts,
    journal,
    operator,
    isBusy,
    changed: notify,
    onFault: stopSelling,
  })
  const reconcile = reconciliation?.desk.run
  const reports = parts.reports?.({ journal, settings, clock, operator, reconcile, onFault: stopSelling })

  const shared = {
    journal,
    gateway,
    clock,
    log,
    chance: parts.chance,
    seal: parts.seal,
    mode: settings.mode,
    gatewayTime,
    installation: installationNow(journal),
    operator,
    onFault: stopSelling,
  }
  const refunds = createRefunds({
    ...shared,
    kind: settings.mode === 'live' ? (settings.gateway?.refundKind ?? 'immediate') : 'immediate',
    timing: { ...refundTimingDefault, ...parts.timing?.refund },
    onChange: notify,
    onRefunded: (refund) => printByRule(customer.refunded(refund).id),
  })
  const payments = createPayments({
    ...shared,
    refunds,
    timing: chaseTimingOf(settings, parts.timing?.chase),
    currency: settings.currency,
    onChange: notify,
    onPaid: (payment: Payment) => printByRule(payment.id),
    onNumberTaken: (about, code) =>
      guard.halt({ because: 'number-taken', about, detail: `Alipay says ${code}` }),
  })

  const open = journal.openPayments()
  journal.append(
    { now: clock.now(), operator: 'till' },
    {
      kind: 'till-started',
      version: parts.version,
      openQuestions: open.filter((payment) => !isFinal(payment)).length,
    },
  )
  current = open.findLast((payment) => payment.attended && !isFinal(payment))?.id
  if (current === undefined && parts.attended && parts.goesOn !== true) {
    current = shownAgain = endedUnseen(journal, clock.now())
  }
  payments.resume()
  refunds.resume()
  const scanAnswer = createScanAnswer(parts.scanners, clock, () => isSelling() && !isBusy())
  const hears = { changed: notify, tell: listeners.tell, scanned: scanAnswer.heard }
  const stopListening = listenToScanners(parts.scanners, hears)

  const till: Till = {
    ...closedDesks(settings.currency),
    ...(people === undefined ? {} : { people: people.desk }),
    ...(shifts === undefined ? {} : { cash: shifts.desk }),
    ...(reports === undefined ? {} : { reports: reports.desk }),
    ...(reconciliation === undefined ? {} : { reconciliation: reconciliation.desk }),
    ...(parts.desk.devices === undefined ? {} : { devices: parts.desk.devices }),
    view,
    onNotice: listeners.add,
    charge: (amount, scanned) => {
      if (!isSelling()) return { ok: false, error: 'till-stopped' }
      if (reading(() => shifts?.lacksShift() === true, false)) return { ok: false, error: 'no-shift' }
      const charged = payments.charge(amount, scanned, parts.attended, (id) => (current = id))
      scanAnswer.charged(scanned, charged)
      if (charged.ok) customer.key()
      return charged
    },
    abort: payments.abort,
    next: () => {
      if (current === undefined) return { ok: true, value: true }
      const released = payments.release(current)
      if (!released.ok) return released
      current = undefined
      notify()
      return { ok: true, value: true }
    },
    prepare: gateway.warm,
    key: customer.key,
    find: (text) =>
      reading(() => {
        const record = findSale(journal, text)
        return record && paymentView(record)
      }, undefined),
    list: (limit) => reading(() => journal.payments({ limit }).map(paymentView), []),
    query: (id) =>
      readingLater<Awaited<ReturnType<Till['query']>>>(
        async () => {
          const record = (await payments.ask(id)) && journal.payment(id)
          return record === undefined
            ? { ok: false, error: 'unknown-payment' }
            : { ok: true, value: paymentView(record) }
        },
        { ok: false, error: 'till-stopped' },
      ),
    story: (id) => reading(() => journal.story(id), []),
    discrepancySeen: (id, kind) => {
      const raised = reading(() => journal.discrepancies(), [])
      if (!raised.some((entry) => entry.payment === id && entry.kind === kind && !entry.seen)) return
      try {
        journal.append(
          { now: clock.now(), operator: operator() },
          { kind: 'discrepancy-seen', payment: id, discrepancy: kind },
        )
      } catch (fault) {
        stopSelling(fault, id, 'discrepancy-seen')
        return
      }
      notify()
    },
    asksOfRefusalFirst: (payment) => isSelling() && refunds.asksOfRefusalFirst(payment),
    refund: (payment, amount) =>
      isSelling() ? refunds.request(payment, amount) : { ok: false, error: 'till-stopped' },
    receiptFaces: (of, receiptFor) =>
      reading(() => paper.faces(of, receiptFor, of === shownAgain), undefined),
    print: async (of, receiptFor) => asAnswer(await printing.enqueue(of, receiptFor)),
    retryPrint: async (job) => asAnswer(await printing.retry(job)),
    dropPrint: printing.drop,
    readSettings: parts.desk.read,
    writeSettings: parts.desk.write,
    testConnection: parts.desk.test,
    close: async () => {
      stopListening()
      payments.stop()
      refunds.stop()
      reports?.stop()
      await Promise.all([paper.close(), gateway.close(), shifts?.close(), reconciliation?.stop()])
      await customer.close()
      journal.close()
    },
  }
  if (people === undefined) return till
  const handedOut = createHandedOut({
    ...parts,
    journal,
    operator,
    now: gatewayTime.notSetOn,
    sinceClosing: shifts?.sinceClosing,
  })
  return guardTill(till, people, {
    limits: limitsOf(settings.people),
    // A journal that cannot be read tells nothing, and then nobody hands out anything alone.
    handedOut: () => reading(handedOut, { givenBack: Infinity, paidOut: Infinity }),
    markOf: (next, keys) => parts.seal.settings(settingsText(next, keys)),
  })
}
