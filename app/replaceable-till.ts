import type { TillNotice, TillView } from '../main/contract.ts'
import type { Till } from '../main/till.ts'

export interface ReplaceableTill {
  readonly till: Till
  readonly replace: (open: () => Promise<Till>) => Promise<void>
  /** Runs while nothing new is sold or refunded, one run after another. What is open goes on. */
  readonly hold: <T>(run: () => Promise<T>) => Promise<T>
}

/**
 * A till whose inside can be exchanged when settings change: hosts and screens keep the one they have, and are told
 * the new view. The old inside is closed before the new one opens, because a journal has one owner.
 */
export const replaceableTill = async (open: () => Promise<Till>): Promise<ReplaceableTill> => {
  const listeners = new Set<(notice: TillNotice) => void>()
  let inside = await open()
  const relay = (notice: TillNotice): void => {
    for (const listener of listeners) listener(notice)
  }
  let stopRelay: (() => void) | undefined
  let holds = 0
  let lastHold: Promise<unknown> = Promise.resolve()
  /** What screens see while there is no till inside. */
  let between: TillView | undefined
  const follow = (): void => {
    stopRelay ??= listeners.size > 0 ? inside.onNotice(relay) : undefined
  }
  const till: Till = {
    view: () => between ?? inside.view(),
    onNotice: (listener) => {
      listeners.add(listener)
      follow()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        stopRelay?.()
        stopRelay = undefined
      }
    },
    charge: (amount, scanned) =>
      holds > 0 ? { ok: false, error: 'till-stopped' } : inside.charge(amount, scanned),
    abort: (id) => inside.abort(id),
    next: () => inside.next(),
    prepare: () => inside.prepare(),
    key: (amount, inCash) => inside.key(amount, inCash),
    find: (text) => inside.find(text),
    list: (limit) => inside.list(limit),
    query: (id) => inside.query(id),
    story: (id) => inside.story(id),
    discrepancySeen: (id, kind) => inside.discrepancySeen(id, kind),
    asksOfRefusalFirst: (payment) => inside.asksOfRefusalFirst(payment),
    refund: (payment, amount, token) =>
      holds > 0 ? { ok: false, error: 'till-stopped' } : inside.refund(payment, amount, token),
    get people() {
      return inside.people
    },
    get cash() {
      return inside.cash
    },
    get reconciliation() {
      return inside.reconciliation
    },
    get reports() {
      return inside.reports
    },
    get devices() {
      return inside.devices
    },
    receiptFaces: (of, receiptFor) => inside.receiptFaces(of, receiptFor),
    print: (of, receiptFor) => inside.print(of, receiptFor),
    retryPrint: (job) => inside.retryPrint(job),
    dropPrint: (job) => inside.dropPrint(job),
    readSettings: () => inside.readSettings(),
    writeSettings: (settings, keys, token) => inside.writeSettings(settings, keys, token),
    testConnection: (settings, keys) => inside.testConnection(settings, keys),
    close: () => inside.close(),
  }
  return {
    till,
    replace: async (openNext) => {
      stopRelay?.()
      stopRelay = undefined
      between = inside.view()
      await inside.close()
      inside = await openNext()
      between = undefined
      follow()
      relay({ type: 'view', view: inside.view() })
    },
    hold: async (run) => {
      holds += 1
      const turn = lastHold.then(run)
      lastHold = turn.catch(() => undefined)
      try {
        return await turn
      } finally {
        holds -= 1
      }
    },
  }
}
