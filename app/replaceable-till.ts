import type { TillNotice } from '../main/contract.ts'
import type { Till } from '../main/till.ts'

/**
 * A till whose inside can be exchanged when settings change: hosts and screens keep the one they have, and are told
 * the new view. The old inside is closed before the new one opens, because a journal has one owner.
 */
export const replaceableTill = async (
  open: () => Promise<Till>,
): Promise<{ readonly till: Till; readonly replace: (open: () => Promise<Till>) => Promise<void> }> => {
  const listeners = new Set<(notice: TillNotice) => void>()
  let inside = await open()
  const relay = (notice: TillNotice): void => {
    for (const listener of listeners) listener(notice)
  }
  let stopRelay: (() => void) | undefined
  const follow = (): void => {
    stopRelay ??= listeners.size > 0 ? inside.onNotice(relay) : undefined
  }
  const till: Till = {
    view: () => inside.view(),
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
    charge: (amount, scanned) => inside.charge(amount, scanned),
    abort: (id) => inside.abort(id),
    next: () => inside.next(),
    prepare: () => inside.prepare(),
    find: (text) => inside.find(text),
    list: (limit) => inside.list(limit),
    query: (id) => inside.query(id),
    story: (id) => inside.story(id),
    discrepancySeen: (id) => inside.discrepancySeen(id),
    refund: (payment, amount) => inside.refund(payment, amount),
    receiptFaces: (of, receiptFor) => inside.receiptFaces(of, receiptFor),
    print: (of, receiptFor) => inside.print(of, receiptFor),
    retryPrint: (job) => inside.retryPrint(job),
    dropPrint: (job) => inside.dropPrint(job),
    readSettings: () => inside.readSettings(),
    writeSettings: (settings, keys) => inside.writeSettings(settings, keys),
    testConnection: (settings, keys) => inside.testConnection(settings, keys),
    close: () => inside.close(),
  }
  return {
    till,
    replace: async (openNext) => {
      stopRelay?.()
      stopRelay = undefined
      await inside.close()
      inside = await openNext()
      follow()
      relay({ type: 'view', view: inside.view() })
    },
  }
}
