import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TillView } from '../main/contract.ts'
import type { Language } from '../main/domain/sentences.ts'
import type { PaymentId, ReceiptId } from '../main/domain/ids.ts'
import type { DiscrepancyKind } from '../main/domain/payment.ts'
import type { ConnectionState, TillConnection } from './connection.ts'
import type { CountDraft } from './cash/notes.ts'
import { amountOf } from './amount.ts'
import { currentOf, saleAtStart, type SaleCommand, type SaleEvent, type SaleState } from './sale-state.ts'
import { stepSale } from './sale.ts'
import { mayDoHere } from './people/rights.ts'
import { actOf, type Shortcut } from './shortcuts.ts'
import type { Speaker } from './sounds.ts'

/** All that the page knows. Money is only ever shown here, never decided. */
export interface ScreenState {
  readonly sale: SaleState
  readonly connection: ConnectionState
  /** Chosen at the screen; until then the till's own language is used. */
  readonly language?: Language | undefined
  readonly muted: boolean
  /** The drawer as far as it was counted: a customer who comes meanwhile costs nobody the count. */
  readonly count: CountDraft
}

export interface Screen {
  readonly store: StoreApi<ScreenState>
  readonly send: (event: SaleEvent) => void
  readonly shortcut: (shortcut: Shortcut) => void
  readonly lock: () => void
  readonly toggleLanguage: () => void
  readonly toggleSound: () => void
  readonly queryNow: (id: PaymentId) => void
  readonly print: (of: ReceiptId, receiptFor: 'customer' | 'merchant') => void
  readonly retryPrint: (job: number) => void
  readonly dropPrint: (job: number) => void
  readonly discrepancySeen: (id: PaymentId, kind: DiscrepancyKind) => void
  /** Without a number: the X of now. */
  readonly printClosing: (number?: number) => void
  readonly keepCount: (count: CountDraft) => void
  readonly close: () => void
}

export const languageOf = ({ language, sale }: ScreenState): Language =>
  language ?? sale.view?.language ?? 'en'

/** Longer than a slow scanner takes from one digit to the next. */
const keysRestMs = 150

/** What the customer is asked for, and how it is to be paid. */
const askedOf = ({ keyed, asking, panel }: SaleState, { currency }: TillView) => {
  // The scan takes up the amount: from then on it is the sale's, and a word about it would come too late.
  if (asking !== undefined) return {}
  if (panel?.type === 'tender') return { amount: panel.amount, inCash: true }
  return keyed === '' ? {} : { amount: amountOf(keyed, currency) }
}

/** The till has answered, and not let whoever is signed in do it. */
const isForbidden = (fault: unknown): boolean =>
  typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'FORBIDDEN'

/**
 * Ties the pure sale screen to its till: events go in, commands go out. `nowMs` runs only forward.
 * A scan that a device other than the keyboard made comes through `onScan`, so that one scan by two ways is one.
 */
export const createScreen = (
  connection: TillConnection,
  speaker: Speaker,
  nowMs: () => number,
  onScan: (text: string) => void,
): Screen => {
  const { client } = connection
  const store = createStore<ScreenState>()(() => ({
    sale: saleAtStart,
    connection: connection.state(),
    muted: false,
    count: {},
  }))

  const send = (event: SaleEvent): void => {
    const before = store.getState().sale
    const { state, commands } = stepSale(before, event, nowMs())
    if (state !== before) store.setState({ sale: state })
    for (const command of commands) perform(command)
    tellKeyed(state)
  }
  /** Shows the customer what is keyed, once the keys rest: the digits of a slow scan pass through the amount as well. */
  let told: string | undefined
  let resting: ReturnType<typeof setTimeout> | undefined
  const tellKeyed = (sale: SaleState): void => {
    if (sale.view?.customer === undefined) return
    const asked = askedOf(sale, sale.view)
    const mark = JSON.stringify(asked)
    if (mark === told) return
    told = mark
    clearTimeout(resting)
    resting = setTimeout(() => void client.sale.key(asked).catch(() => undefined), keysRestMs)
  }
  const lost = (fault?: unknown): void =>
    send(isForbidden(fault) ? { type: 'noted', kind: 'not-allowed' } : { type: 'till-lost' })
  /** Gives a command to the till. A line that fails is said on the screen and repairs itself. */
  const give = (work: () => Promise<unknown>): void => {
    void Promise.resolve()
      .then(work)
      .catch((fault: unknown) => lost(fault))
  }

  const perform = (command: SaleCommand): void => {
    switch (command.type) {
      case 'charge':
        return give(async () => {
          const answer = await client.sale.charge({ amount: command.amount, scanned: command.scanned })
          send(answer.ok ? { type: 'charge-answered' } : { type: 'charge-answered', refusal: answer.error })
        })
      case 'abort':
        return give(async () => {
          const answer = await client.sale.abort({ id: command.id })
          if (!answer.ok) send({ type: 'noted', kind: 'not-open' })
        })
      case 'next':
        return give(async () => {
          const answer = await client.sale.next()
          if (!answer.ok) send({ type: 'noted', kind: 'busy' })
        })
      case 'prepare':
        return give(() => client.sale.prepare())
      case 'sound':
        if (!store.getState().muted) speaker.play(command.sound)
    }
  }

  const printed = (answer: { readonly ok: true } | { readonly ok: false; readonly error: string }): void =>
    send(answer.ok ? { type: 'print-answered' } : { type: 'print-answered', fault: answer.error })
  const print: Screen['print'] = (of, receiptFor) => {
    send({ type: 'noted', kind: 'printing' })
    give(async () => printed(await client.receipt.print({ of, for: receiptFor })))
  }
  const printClosing = (number?: number): void => {
    send({ type: 'noted', kind: 'printing' })
    give(async () => printed(await client.cash.print(number === undefined ? {} : { number })))
  }
  const queryNow = (id: PaymentId): void => give(() => client.payment.query({ id }))
  const toggleLanguage = (): void =>
    store.setState((state) => ({ language: languageOf(state) === 'en' ? 'zh' : 'en' }))
  const toggleSound = (): void => store.setState(({ muted }) => ({ muted: !muted }))

  const reprint = (): void => {
    const { sale } = store.getState()
    const panel = sale.panel
    if (panel?.type === 'closing') return printClosing(panel.number)
    if (panel?.type === 'cash' && panel.page === 'x') return printClosing()
    const shown = panel?.type === 'story' ? panel.id : undefined
    if (panel?.type === 'receipt') return print(panel.of, 'customer')
    if (panel?.type === 'change') return send({ type: 'open', panel: { type: 'receipt', of: panel.sold.id } })
    const payment =
      shown ??
      sale.lingering?.current.payment.id ??
      currentOf(sale)?.payment.id ??
      sale.view?.last[0]?.payment.id
    if (payment === undefined) return send({ type: 'noted', kind: 'nothing-to-print' })
    send({ type: 'open', panel: { type: 'receipt', of: payment, payment } })
  }

  const query = (): void => {
    const { sale } = store.getState()
    const id =
      (sale.panel?.type === 'story' ? sale.panel.id : undefined) ??
      currentOf(sale)?.payment.id ??
      sale.view?.open[0]?.id
    if (id !== undefined) queryNow(id)
  }

  const refund = (): void => {
    const { panel } = store.getState().sale
    send({
      type: 'open',
      panel: panel?.type === 'story' ? { type: 'refund', text: panel.id } : { type: 'refund' },
    })
  }

  const lock = (): void => give(() => client.people.lock())

  const shortcut = (name: Shortcut): void => {
    const { people } = store.getState().sale.view ?? {}
    const act = actOf[name]
    if (act !== undefined && !mayDoHere(people, act)) return send({ type: 'noted', kind: 'not-allowed' })
    switch (name) {
      case 'lock':
        // Before anybody has been entered there is nobody to lock out: the key leads to where people are entered.
        return people === undefined ? send({ type: 'open', panel: { type: 'people' } }) : lock()
      case 'language':
        return toggleLanguage()
      case 'query':
        return query()
      case 'reprint':
        return reprint()
      case 'refund':
        return refund()
      case 'cash':
        return send({ type: 'cash' })
      case 'drawer':
        return send({ type: 'open', panel: { type: 'cash', page: 'drawer' } })
      case 'help':
      case 'code':
      case 'camera':
      case 'settings':
      case 'sales':
        return send({ type: 'open', panel: { type: name } })
    }
  }

  const stops = [
    connection.onState((state) => {
      // What the customer sees may be of a page that is gone, or from before the line was.
      if (state === 'connected') told = undefined
      store.setState({ connection: state })
    }),
    connection.onClosed(() => {
      if (store.getState().sale.asking !== undefined) lost()
    }),
    connection.onNotice((notice) => {
      if (notice.type === 'view') send({ type: 'view', view: notice.view })
      else if (notice.type === 'scanned') onScan(notice.text)
      else send({ type: 'scan-broken' })
    }),
  ]
  const timer = setInterval(() => send({ type: 'tick' }), 200)

  return {
    store,
    send,
    shortcut,
    lock,
    toggleLanguage,
    toggleSound,
    queryNow,
    print,
    retryPrint: (job) => give(async () => printed(await client.receipt.retry({ job }))),
    dropPrint: (job) => give(() => client.receipt.drop({ job })),
    discrepancySeen: (id, kind) => give(() => client.payment.discrepancySeen({ id, kind })),
    printClosing,
    keepCount: (count) => store.setState({ count }),
    close: () => {
      clearInterval(timer)
      for (const stop of stops) stop()
    },
  }
}
