import type { TillNotice, TillView } from '../../main/contract.ts'
import { closedDesks } from '../../main/desks.ts'
import type { PaymentId, RefundId } from '../../main/domain/ids.ts'
import { parseSettings } from '../../main/settings.ts'
import type { Till } from '../../main/till.ts'

const emptyView: TillView = {
  mode: 'training',
  till: 'till-1',
  shop: 'Corner Shop',
  timeZone: 'Europe/Vienna',
  currency: 'EUR',
  language: 'en',
  scannedCodeLifeMs: 45_000,
  terminator: 'enter',
  gateway: { state: 'untried' },
  signType: 'RSA2',
  last: [],
  open: [],
  openRefunds: [],
  discrepancies: [],
  failedPrints: [],
  scanners: [],
}

export interface RecordingTill extends Till {
  /** Every command that reached the till, by name, with what it was given. */
  readonly commands: readonly (readonly [name: string, ...given: readonly unknown[]])[]
  readonly listeners: () => number
  readonly tell: (notice: TillNotice) => void
  /** Shows a view that differs from the last one in the shop's name, and in what else is given. */
  readonly show: (shop: string, more?: Partial<TillView>) => void
  /** Makes the next command throw. */
  readonly failNext: (fault: Error) => void
}

export const somePayment = '2026112010480000000000000001' as PaymentId
const someRefund = '2026112010480000000000000002' as RefundId

/** A till for proofs about hosts: no money, no journal; it writes down what reached it. */
export const createRecordingTill = (): RecordingTill => {
  const commands: [string, ...unknown[]][] = []
  const listeners = new Set<(notice: TillNotice) => void>()
  let view = emptyView
  let fault: Error | undefined
  const note = (name: string, ...given: readonly unknown[]): void => {
    commands.push([name, ...given])
    if (fault === undefined) return
    const thrown = fault
    fault = undefined
    throw thrown
  }
  const settings = parseSettings({})
  if (!settings.ok) throw new Error('an empty object must be a training till')
  const settingsView = {
    settings: settings.value,
    keysPresent: { md5: false, privateKey: true, alipayPublicKey: false, sftpPassword: false },
    file: 'settings.json',
  }
  const tell = (notice: TillNotice): void => {
    for (const listener of listeners) listener(notice)
  }
  return {
    ...closedDesks('EUR'),
    commands,
    listeners: () => listeners.size,
    tell,
    show: (shop, more = {}) => {
      view = { ...view, shop, ...more }
      tell({ type: 'view', view })
    },
    failNext: (next) => (fault = next),
    view: () => (note('view'), view),
    onNotice: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    charge: (amount, scanned) => (note('charge', amount, scanned), { ok: true, value: somePayment }),
    abort: (id) => (note('abort', id), { ok: false, error: 'not-open' }),
    next: () => (note('next'), { ok: true, value: true }),
    prepare: () => note('prepare'),
    key: (amount) => note('key', amount),
    find: (text) => (note('find', text), undefined),
    list: (limit) => (note('list', limit), []),
    query: async (id) => (note('query', id), { ok: false, error: 'unknown-payment' }),
    story: (id) => (note('story', id), []),
    discrepancySeen: (id, kind) => note('discrepancySeen', id, kind),
    asksOfRefusalFirst: () => false,
    refund: (payment, amount) => (note('refund', payment, amount), { ok: true, value: someRefund }),
    receiptFaces: (of, receiptFor) => (
      note('receiptFaces', of, receiptFor),
      { svg: '<svg/>', text: `Receipt ${of} 收据` }
    ),
    print: async (of, receiptFor) => (note('print', of, receiptFor), { ok: false, error: 'paper-out' }),
    retryPrint: async (job) => (note('retryPrint', job), { ok: true, value: true }),
    dropPrint: (job) => note('dropPrint', job),
    readSettings: async () => (note('readSettings'), settingsView),
    writeSettings: async (next, keys) => (
      note('writeSettings', next, keys),
      { ok: true, value: { ...settingsView, settings: next } }
    ),
    testConnection: async (next, keys) => (note('testConnection', next, keys), { ok: true, tookMs: 12 }),
    close: async () => note('close'),
  }
}
