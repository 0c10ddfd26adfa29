import type { TillView } from '../../main/contract.ts'
import type { Entry, EntryBody } from '../../main/domain/entry.ts'
import {
  chaseTimingDefault,
  isFinal,
  isForAPerson,
  isMoneyTaken,
  type Payment,
} from '../../main/domain/payment.ts'
import { isRefundFinal, type Refund } from '../../main/domain/refund.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import { refundSentence } from '../../main/domain/refund-sentences.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import { services } from '../../main/training/requests.ts'
import { emptyBooks, type Belief, type Books } from './books.ts'
import type { GatewayModel } from './gateway.ts'
import {
  answerMsMax,
  callsMs,
  codeMs,
  expectedHalts,
  shownAgainMs,
  unknownMsMax,
  waitingMsMax,
} from './patience.ts'
import { inWords } from './in-words.ts'
import type { SentCall } from './network.ts'
import type { Paper } from './paper.ts'
import { createPaperCheck } from './paper-check.ts'

/** `guard`: the till has stopped by itself, which no world gives it a reason for. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'R6' | 'guard'
export interface Violation {
  readonly invariant: Invariant
  readonly what: string
}

/** Holds every word of the tills against the gateway's books, at the moment it is said and in the end. */
export interface Checker {
  readonly violations: readonly Violation[]
  readonly violation: (invariant: Invariant, what: string) => void
  /** The same journal; everything that it takes is looked at. */
  readonly watched: (till: string, journal: Journal) => Journal
  readonly sent: (call: SentCall) => void
  readonly shown: (till: string, view: TillView) => void
  /** What came out of the printer; `isWhole` when nothing of it is missing. */
  readonly printed: (till: string, paper: Paper, isWhole: boolean) => void
  /** A receipt on the screen. */
  readonly previewed: (till: string, paper: Paper) => void
  /** The cashier began a payment for this basket, and the till took it on. */
  readonly charged: (till: string, basket: string, id: string, code?: string) => void
  /** The bytes of this call have left the machine. */
  readonly left: (call: SentCall) => void
  /** Somebody on the line has refused this PAY in the gateway's place, unsigned, as some refusals of its own are. */
  readonly refusedOnTheWay: (id: string) => void
  /** Its program does nothing until then. */
  readonly standsStill: (till: string, until: number) => void
  readonly ended: (till: string) => void
  readonly didNotOpen: (
    till: string,
    fault: JournalFault,
    blame: 'the world did it' | 'nobody did it',
  ) => void
  /** The second till begins with a copy of the first one's disk. */
  readonly copied: (from: string, to: string) => void
  /** An older copy of the whole folder is put in the place of the till's. */
  readonly rolledBack: (till: string) => void
  /** Everything is good again since `now`: from here on nobody may wait for long. */
  readonly healed: () => void
  readonly atTheEnd: (running: ReadonlyMap<string, Journal | undefined>) => void
}

const sumOf = (refunds: Iterable<Refund>, state: Refund['state']): number =>
  [...refunds].filter((refund) => refund.state === state).reduce((sum, { amount }) => sum + amount.minor, 0)

const { limitMs } = chaseTimingDefault

export const createChecker = (
  gateway: GatewayModel,
  now: () => number,
  note: (line: string) => void,
  /** Whether the till's wall clock has been right since the world began. */
  clockIsRight: (till: string) => boolean,
  /** Nothing is wrong with its disk but that there is no more space on it, and some was set aside. */
  isOnlyFull: (till: string) => boolean,
  hasReserve: (till: string) => boolean,
): Checker => {
  const violations: Violation[] = []
  const tills = new Map<string, Books>()
  const baskets = new Map<string, string>()
  const paysSent = new Map<string, number>()
  const owners = new Map<string, string>()
  /** When a payment was seen first without an end, in the world's time. */
  const openSince = new Map<string, number>()
  /** With which payment a code was taken last, and in which run of the till. */
  const codes = new Map<string, { readonly id: string; readonly at: number; readonly journal: unknown }>()
  /** When its PAY left. */
  const sentAt = new Map<string, number>()
  /** When a payment came to its end. */
  const endings = new Map<string, number>()
  let healedAt: number | undefined
  /** Payments of which bytes have left a machine, and those that somebody else than the gateway has refused. */
  const left = new Set<string>()
  const refusedOnTheWay = new Set<string>()
  /** Payments whose intent the journal took before it knew of any fault. */
  const begunSound = new Set<string>()
  /** Payments that two tills know, since the folder of one was copied to the other. */
  const shared = new Set<string>()
  /** What an older copy of the folder does not know any more, payments and those of refunds. */
  const orphans = new Set<string>()
  /** Who makes ids that begin with these digits; nobody any more, when the till lost what it made with them. */
  const digits = new Map<string, string>()
  const digitsOf = (id: string): string => id.slice(1, 10)

  const violation: Checker['violation'] = (invariant, what) => void violations.push({ invariant, what })
  const booksOf = (till: string): Books => {
    const known = tills.get(till)
    if (known !== undefined) return known
    const books = emptyBooks()
    tills.set(till, books)
    return books
  }

  /** I3: paid is said only of what the gateway has as paid, now or before, and of the same amount. */
  const saysPaid = (where: string, { id, amount }: Payment): void => {
    const trade = gateway.trade(id)
    if (trade?.paidAt === undefined) violation('I3', `${where} says paid of ${id}, the gateway does not`)
    else if (trade.order.price.minor !== amount.minor) {
      violation('I3', `${where} says ${amount.minor} of ${id}, the gateway ${trade.order.price.minor}`)
    }
  }

  const watchEnd = (till: string, before: Payment | undefined, payment: Payment): void => {
    const { id } = payment
    const key = `${till} ${id}`
    if (before !== undefined && isFinal(before) && payment.state !== before.state) {
      violation('I4', `${till}: ${id} was ${before.state} and is ${payment.state}`)
    }
    if (isFinal(payment) && (before === undefined || !isFinal(before))) endings.set(id, now())
    if (!isFinal(payment)) {
      if (!openSince.has(key)) openSince.set(key, now())
      return
    }
    // Within its own minute the customer may still confirm, and an unpaid trade may be open until it closes by itself;
    // from then on, with a good line, it is overdue.
    const trade = gateway.trade(id)
    const decidedAt = (trade?.closedAt ?? trade?.paidAt ?? 0) - gateway.clock() + now()
    const since = Math.max((openSince.get(key) ?? now()) + limitMs, healedAt ?? Infinity, decidedAt)
    openSince.delete(key)
    // Alipay refuses its cancel for good: it is listed for a person, and asked about ever more rarely.
    if (before !== undefined && isForAPerson(before)) return
    if (now() - since > unknownMsMax + callsMs) {
      violation('R6', `${till}: ${id} was open for ${Math.round((now() - since) / 1000)} s with a good line`)
    }
  }

  /** A minute after the cashier began, or the till itself, the sale is decided or given up (reliability F27). */
  const watchLimit = (till: string, { id, state }: Payment): void => {
    const since = Math.max(openSince.get(`${till} ${id}`) ?? now(), booksOf(till).awakeSince)
    if (state === 'waiting' && now() - since > limitMs + waitingMsMax) {
      violation(
        'R6',
        `${till}: ${id} is still waiting ${Math.round((now() - since) / 1000)} s after it began`,
      )
    }
  }

  /** Never NOT PAID without proof (reliability F21 F22 F25): what the gateway, or nobody at all, has said. */
  const provenEnd = (till: string, { id, state }: Payment): void => {
    const isProven =
      state === 'declined'
        ? gateway.hasRefused(id) || refusedOnTheWay.has(id)
        : state === 'not-sent'
          ? !left.has(id)
          : state !== 'cancelled' || gateway.hasCancelled(id) || gateway.trade(id)?.status === 'TRADE_CLOSED'
    if (!isProven) violation('I3', `${till} says ${state} of ${id}, and nothing has shown that`)
  }

  const takePayment = (till: string, payment: Payment): void => {
    const books = booksOf(till)
    const belief = books.beliefs.get(payment.id)
    watchEnd(till, belief?.payment, payment)
    watchLimit(till, payment)
    if (belief?.payment.state !== payment.state) provenEnd(till, payment)
    if (belief === undefined && payment.attended) {
      const open = [...books.beliefs.values()].find((one) => one.payment.attended && !isFinal(one.payment))
      if (open !== undefined) {
        violation('I1', `${till} opens ${payment.id} at its counter while ${open.payment.id} is open there`)
      }
    }
    if (belief === undefined) books.beliefs.set(payment.id, { payment, refunds: new Map() })
    else belief.payment = payment
    if (isMoneyTaken(payment)) saysPaid(`${till}'s journal`, payment)
  }
  const takeRefund = (till: string, refund: Refund): void => {
    const belief = booksOf(till).beliefs.get(refund.payment)
    if (belief === undefined) {
      violation('I2', `${till}: refund ${refund.id} of a payment that it does not know`)
      return
    }
    const before = belief.refunds.get(refund.id)
    if (before !== undefined && isRefundFinal(before) && before.state !== refund.state) {
      violation('I4', `${till}: refund ${refund.id} was ${before.state} and is ${refund.state}`)
    }
    belief.refunds.set(refund.id, refund)
    const madeAt = before?.state === 'refused' ? undefined : gateway.refundedAt(refund.id)
    if (refund.state === 'refused' && madeAt !== undefined && gateway.clock() - madeAt > callsMs)
      violation('I3', `${till} says refused of refund ${refund.id}, the gateway has made it`)
    const given = [...belief.refunds.values()].filter(({ state }) => state !== 'refused')
    const sum = given.reduce((total, { amount }) => total + amount.minor, 0)
    if (sum > belief.payment.amount.minor) violation('I4', `${till}: more of ${refund.payment} goes back`)
    if (refund.state === 'refunded') {
      const returned = gateway.trade(refund.payment)?.returned ?? 0
      const believed = sumOf(belief.refunds.values(), 'refunded')
      if (believed > returned)
        violation('I3', `${till} says ${believed} of ${refund.payment} went back, the gateway ${returned}`)
    }
  }

  /** `isFound`: it was there at the start, and is not new. */
  const take = (till: string, body: EntryBody, isFound = false): void => {
    const own = (id: string): void => {
      const owner = owners.get(id)
      if (isFound && owner !== undefined) return
      if (owner !== undefined) violation('I1', `${till} makes ${id}, which ${owner} has made`)
      owners.set(id, till)
      const maker = digits.get(digitsOf(id)) ?? till
      if (maker !== till) violation('I1', `${till} makes ${id} with the digits of ${maker}`)
      digits.set(digitsOf(id), maker)
    }
    if (body.kind === 'payment-requested') own(body.payment.id)
    if (body.kind === 'refund-requested') own(body.refund.id)
    if (body.kind === 'payment-requested' || body.kind === 'payment-changed') takePayment(till, body.payment)
    if (body.kind === 'refund-requested' || body.kind === 'refund-changed') takeRefund(till, body.refund)
    if (body.kind === 'payment-changed' && body.news.startsWith('pay-answered: paid') && !isFound) {
      const waited = now() - (sentAt.get(body.payment.id) ?? now())
      if (waited > answerMsMax) violation('I3', `${till} believes an answer that is ${waited} ms old`)
    }
    if (body.kind === 'till-halted') booksOf(till).hasHalted = true
    // A technician was quicker than the end of the payment at the counter, behind which the halt is shown.
    if (body.kind === 'halt-acknowledged' && booksOf(till).hasHalted) booksOf(till).hasToHalt = false
    if (body.kind === 'till-halted' && !isFound && !expectedHalts.has(body.because)) {
      violation('guard', `${till} halts: ${body.because}, ${body.detail}`)
    }
    if (body.kind === 'discrepancy-raised') {
      booksOf(till).discrepancies.add(`${body.discrepancy.kind} ${body.discrepancy.payment}`)
    }
  }

  /** What was sold since the copy was made is not in it. That the till has noticed is all that can be asked. */
  const forgetAfterRollBack = (till: string, books: Books, journal: Journal): void => {
    const known = new Set<string>()
    for (const { body } of journal.entries()) {
      if (body.kind === 'payment-requested') known.add(body.payment.id)
      if (body.kind === 'refund-requested') known.add(body.refund.id)
    }
    for (const [id, { payment, refunds }] of books.beliefs) {
      const lost = [id, ...refunds.keys()].filter((one) => !known.has(one))
      if (lost.length === 0) continue
      orphans.add(payment.id)
      books.hasToHalt = true
      for (const one of lost) digits.set(digitsOf(one), 'a past of its own')
    }
    books.beliefs.clear()
  }

  const watched: Checker['watched'] = (till, journal) => {
    const books = booksOf(till)
    const { head } = books
    books.awakeSince = now()
    // I2: what was said to be on disk is there after every end, unchanged. What was not acknowledged may be there.
    let found = head.seq === 0
    if (books.isOlder) forgetAfterRollBack(till, books, journal)
    for (const { seq, hash, body } of journal.entries()) {
      if (seq === head.seq && hash === head.hash) found = true
      if (seq > head.seq || books.isOlder) take(till, body, true)
    }
    found ||= books.isOlder
    books.isOlder = false
    if (!found) violation('I2', `${till} has lost its entry ${head.seq}`)
    books.head = journal.head()
    books.journal = journal
    books.stopped = false
    books.isFresh = true
    return {
      ...journal,
      append: (stamp, ...bodies) => {
        const isNew = bodies.some(({ kind }) => kind === 'payment-requested' || kind === 'till-started')
        let entries: readonly Entry[]
        const wasSound = journal.fault() === undefined
        const couldFinish = hasReserve(till)
        try {
          entries = journal.append(stamp, ...bodies)
        } catch (fault) {
          if (fault instanceof JournalFault && !isNew && isOnlyFull(till)) {
            violation('I2', `${till} cannot finish on a full disk: ${bodies.map(inWords).join(', ')}`)
          }
          throw fault
        }
        const last = entries.at(-1)
        if (last !== undefined) books.head = { seq: last.seq, hash: last.hash }
        for (const body of bodies) {
          if (!couldFinish && body.kind === 'payment-requested') {
            violation('I2', `${till} begins ${body.payment.id} with no space set aside to finish it`)
          }
          // What was taken with the last of the space is taken, and goes out; only the next payment is refused.
          if (wasSound && body.kind === 'payment-requested') begunSound.add(body.payment.id)
          note(`${till} writes ${inWords(body)}`)
          take(till, body)
        }
        return entries
      },
    }
  }

  /** Everything that is not known yet stands where a person sees it, and so does a sale whose end nobody may have seen. */
  const shownWhole = (till: string, books: Books, view: TillView): void => {
    const { current } = view
    const open = new Set([current?.payment.id, ...view.open.map(({ id }) => id)])
    const openRefunds = new Set(view.openRefunds.map(({ id }) => id))
    for (const { payment, refunds } of books.beliefs.values()) {
      if (!isFinal(payment) && !open.has(payment.id)) {
        violation('I4', `${till} does not show ${payment.id}, which is ${payment.state}`)
      }
      for (const refund of refunds.values()) {
        if (!isRefundFinal(refund) && !openRefunds.has(refund.id)) {
          violation('I4', `${till} does not show refund ${refund.id}, which is ${refund.state}`)
        }
      }
    }
    if (books.isFresh) {
      const last = [...books.beliefs.values()].at(-1)?.payment
      const endedAt = last === undefined ? undefined : endings.get(last.id)
      const isNews = last?.attended === true && endedAt !== undefined && !books.endsShown.has(last.id)
      if (isNews && clockIsRight(till) && now() - endedAt < shownAgainMs && current?.payment.id !== last.id) {
        violation('I5', `${till} starts and does not show how ${last.id} ended`)
      }
    }
    books.isFresh = false
    if (current !== undefined && isFinal(current.payment)) books.endsShown.add(current.payment.id)
  }

  const shown: Checker['shown'] = (till, view) => {
    const books = booksOf(till)
    books.stopped = view.stopped !== undefined
    if (books.stopped && (view.stopped?.detail ?? '') === '')
      violation('I5', `${till} stopped without a word`)
    const fault = books.journal?.fault()
    const { current } = view
    if (books.journal !== undefined && fault === undefined && view.stopped?.why === 'journal') {
      violation('guard', `${till} stops though its journal takes everything: ${view.stopped.detail}`)
    }
    const isBusy = current !== undefined && !isFinal(current.payment)
    if (books.hasToHalt && !isBusy) {
      books.hasToHalt = false
      if (view.stopped?.why !== 'halted') {
        violation('I2', `${till} sells on with a folder from which sales are missing`)
      }
    }
    if (view.stopped?.why === 'halted' && !books.hasHalted) {
      violation('guard', `${till} halts and cannot write it down: ${view.stopped.detail}`)
    }
    if (!books.stopped) shownWhole(till, books, view)
    if (fault !== undefined && !books.stopped && (current === undefined || isFinal(current.payment))) {
      violation('I5', `${till} has a journal that takes nothing and does not say so`)
    }
    for (const { payment } of current === undefined ? view.last : [current, ...view.last]) {
      if (isMoneyTaken(payment)) saysPaid(`${till}'s screen`, payment)
    }
    const said = view.openRefunds.map(refundSentence).concat(current ? [sentenceFor(current.payment)] : [])
    if (said.some(({ en }) => en.headline === '')) violation('I5', `${till} is at a loss for words`)
  }

  const sent: Checker['sent'] = ({ till, service, id }) => {
    if (service !== services.pay) return
    const books = booksOf(till)
    sentAt.set(id, now())
    const count = (paysSent.get(id) ?? 0) + 1
    paysSent.set(id, count)
    if (count > 1) violation('I1', `${till} sent PAY ${id} ${count} times`)
    if (!books.beliefs.has(id)) violation('I2', `${till} sent PAY ${id} before it was on disk`)
    if (books.stopped || (books.journal?.fault() !== undefined && !begunSound.has(id))) {
      violation('I5', `${till} says that it is stopped, and sends PAY ${id}`)
    }
  }

  const papers = createPaperCheck(gateway, violation)

  const kept = (id: string): number => {
    const trade = gateway.trade(id)
    return trade?.paidAt === undefined ? 0 : trade.order.price.minor - trade.returned
  }

  /** What the till cannot put right by itself is on its list for a person: all but a sale whose refund runs. */
  const isRaised = (till: string, id: string): boolean =>
    [...booksOf(till).discrepancies].some(
      (raised) => raised.endsWith(` ${id}`) && raised !== `paid-after-given-up ${id}`,
    )

  const endOfPayment = (till: string, { payment, refunds }: Belief): void => {
    const { id } = payment
    if (!isFinal(payment)) {
      violation('I4', `${till}: ${id} is still ${payment.state}`)
      return
    }
    for (const refund of refunds.values()) {
      if (!isRefundFinal(refund)) violation('I4', `${till}: refund ${refund.id} is still ${refund.state}`)
    }
    if (shared.has(id) || orphans.has(id)) return
    const isFoundLater = isMoneyTaken(payment) && (payment.state !== 'paid' || payment.givenUp)
    if (isFoundLater && !booksOf(till).discrepancies.has(`paid-after-given-up ${id}`)) {
      violation('I2', `${till}: ${id} was paid after it was given up, and nobody was told`)
    }
    const believed = isMoneyTaken(payment) ? payment.amount.minor - sumOf(refunds.values(), 'refunded') : 0
    if (believed !== kept(id)) {
      const trade = gateway.trade(id)
      if (!isRaised(till, id)) {
        const theirs = `${kept(id)} (${trade?.status ?? 'no trade'}, returned ${trade?.returned ?? 0})`
        violation('I2', `${till}: ${id} is ${payment.state} with ${believed}, the gateway keeps ${theirs}`)
      }
    }
    const isSold = payment.state === 'paid' && !payment.givenUp
    if (!isSold && kept(id) > 0 && !isRaised(till, id)) {
      violation('I2', `${till}: ${id} is not sold, and the gateway keeps ${kept(id)} of it`)
    }
  }

  return {
    violations,
    violation,
    watched,
    sent,
    shown,
    printed: papers.printed,
    previewed: papers.previewed,
    left: ({ service, id }) => {
      if (service === services.pay) left.add(id)
    },
    refusedOnTheWay: (id) => void refusedOnTheWay.add(id),
    charged: (till, basket, id, code) => {
      baskets.set(id, basket)
      if (code === undefined) return
      const { beliefs, journal } = booksOf(till)
      const before = codes.get(code)
      const isFresh = before?.journal === journal && now() - (before?.at ?? 0) < codeMs && clockIsRight(till)
      if (before !== undefined && isFresh && beliefs.get(before.id)?.payment.state === 'paid') {
        violation('I1', `${till} takes for ${id} the code that has just paid ${before.id}`)
      }
      codes.set(code, { id, at: now(), journal })
    },
    standsStill: (till, until) => {
      const books = booksOf(till)
      books.awakeSince = Math.max(books.awakeSince, until)
    },
    ended: (till) => {
      const books = booksOf(till)
      books.journal = undefined
      books.stopped = false
    },
    didNotOpen: (till, { kind, message }, blame) => {
      if (blame === 'nobody did it')
        violation('I2', `${till} does not start with its own files: ${kind}, ${message}`)
    },
    copied: (from, to) => {
      const books = booksOf(from)
      const beliefs = [...books.beliefs].map(([id, { payment, refunds }]): [string, Belief] => {
        shared.add(id)
        return [id, { payment, refunds: new Map(refunds) }]
      })
      tills.set(to, {
        ...booksOf(to),
        beliefs: new Map(beliefs),
        head: books.head,
        discrepancies: new Set(books.discrepancies),
        endsShown: new Set(books.endsShown),
      })
    },
    rolledBack: (till) => (booksOf(till).isOlder = true),
    healed: () => (healedAt = now()),
    atTheEnd: (running) => {
      for (const [till, { beliefs }] of tills) {
        const journal = running.get(till)
        if (journal === undefined) violation('I4', `${till} does not run in the end`)
        for (const belief of beliefs.values()) endOfPayment(till, belief)
      }
      for (const { order } of gateway.trades()) {
        const till = owners.get(order.id)
        if (till === undefined) violation('I2', `the gateway has ${order.id}, which no till knows`)
      }
      const keptOf = new Map<string, number>()
      for (const [id, basket] of baskets) {
        if (kept(id) > 0 && !orphans.has(id) && !shared.has(id) && !isRaised(owners.get(id) ?? '', id))
          keptOf.set(basket, (keptOf.get(basket) ?? 0) + 1)
      }
      for (const [basket, times] of keptOf) {
        if (times > 1) violation('I1', `basket ${basket} was charged ${times} times`)
      }
    },
  }
}
