import type { BrokenBurst } from '../drivers/scanner/burst.ts'
import { collectKeys } from '../drivers/scanner/key-collector.dom.ts'
import type { KeyPress } from '../drivers/scanner/keystroke.ts'
import { createScanMerge, type ScanChannel } from '../drivers/scanner/merge.ts'
import { attachWedge, type AttachedWedge } from '../drivers/scanner/wedge.dom.ts'
import type { WedgeSettings } from '../drivers/scanner/wedge.ts'
import { isPadDigits } from './amount.ts'
import type { SaleEvent } from './sale-state.ts'

/** Every way by which a code or a digit gets in, brought together before anything is made of it. */
export interface Scanning {
  /** A code from a channel that is not the keyboard. The same code by two channels is told once. */
  readonly hear: (text: string, channel: ScanChannel) => void
  /** Sends every scan elsewhere, as to the scanner test of the settings. Returns the way back. */
  readonly divert: (listener: (text: string) => void) => () => void
  /**
   * Shows whoever tries a scanner every key and what the till makes of it; no scan goes elsewhere meanwhile. Returns the
   * way back.
   */
  readonly watch: (watcher: ScanWatcher) => () => void
  /** Gives every trigger pull to the set-up of a scanner, key by key, and to nobody else. Returns the way back. */
  readonly collect: (listener: (pull: readonly KeyPress[]) => void) => () => void
  /** Sends what is typed outside of a field elsewhere, as to the pad for a PIN. Returns the way back. */
  readonly divertKeys: (listener: KeyListener) => () => void
  /** Lets all keys through, while a code is typed by hand. Returns the way back. */
  readonly pause: () => () => void
  /** Hears every character that was typed outside of a field and is no digit of an amount. Returns the way back. */
  readonly letters: (listener: (letter: string) => void) => () => void
  /** How the shop's keyboard scanner sends. */
  readonly expect: (scanner: WedgeSettings) => void
}

export interface ScanWatcher {
  readonly onPress: (press: KeyPress) => void
  readonly onScan: (text: string, channel: ScanChannel) => void
  readonly onBroken: (why: BrokenBurst) => void
}

export interface KeyListener {
  readonly onKey: (key: string) => void
  /** The last keys were the beginning of a code after all. */
  readonly onTakenBack: (count: number) => void
}

/** More than a code has characters. */
const lastKeysMax = 80

export const createScanning = (send: (event: SaleEvent) => void): Scanning => {
  const merge = createScanMerge()
  let diverted: ((text: string) => void) | undefined
  let keys: KeyListener | undefined
  let watcher: ScanWatcher | undefined
  /** Of the last keys, which were digits of an amount: a code may have begun with others. */
  let lastKeys: readonly boolean[] = []
  const letterListeners = new Set<(letter: string) => void>()
  let expected: WedgeSettings = { terminator: 'enter' }

  /** How many of the keys that were part of a code after all had gone into the amount. */
  const digitsAmong = (tookBack: number): number => {
    if (tookBack === 0) return 0
    const taken = lastKeys.slice(-tookBack)
    lastKeys = lastKeys.slice(0, -tookBack)
    return taken.filter(Boolean).length
  }

  const scan = (text: string, channel: ScanChannel, tookBack: number): void => {
    const digits = digitsAmong(tookBack)
    const isNew = merge.isNew(text, channel, performance.now())
    if (isNew && diverted === undefined && watcher === undefined) {
      send({ type: 'scanned', text, tookBack: digits })
      return
    }
    // Whoever else has the code: its first digits must not stay in the amount.
    if (tookBack > 0 && keys !== undefined) keys.onTakenBack(tookBack)
    else if (digits > 0) send({ type: 'digits-taken-back', count: digits })
    if (!isNew) return
    if (watcher === undefined) diverted?.(text)
    else watcher.onScan(text, channel)
  }
  const attach = (): AttachedWedge =>
    attachWedge(expected, {
      onKey: (key) => {
        lastKeys = [...lastKeys, keys === undefined && isPadDigits(key)].slice(-lastKeysMax)
        if (keys !== undefined) keys.onKey(key)
        else if (isPadDigits(key)) send({ type: 'digits', digits: key })
        else for (const listener of letterListeners) listener(key)
      },
      onPress: (press) => watcher?.onPress(press),
      onScan: (text, tookBack) => scan(text, 'keyboard', tookBack),
      onPartial: (_text, tookBack, why) => {
        if (watcher !== undefined) watcher.onBroken(why)
        else if (keys === undefined) send({ type: 'scan-broken', tookBack: digitsAmong(tookBack) })
        else keys.onTakenBack(tookBack)
      },
    })
  let wedge = attach()
  let pauses = 0
  let letOn: (() => void) | undefined

  const pause = (): (() => void) => {
    pauses += 1
    if (pauses === 1) letOn = wedge.pause()
    let over = false
    return () => {
      if (over) return
      over = true
      pauses -= 1
      if (pauses > 0) return
      letOn?.()
      letOn = undefined
    }
  }

  return {
    hear: (text, channel) => scan(text, channel, 0),
    divert: (listener) => {
      diverted = listener
      return () => {
        if (diverted === listener) diverted = undefined
      }
    },
    divertKeys: (listener) => {
      const before = keys
      keys = listener
      return () => {
        if (keys === listener) keys = before
      }
    },
    watch: (next) => {
      watcher = next
      return () => {
        if (watcher === next) watcher = undefined
      }
    },
    collect: (listener) => {
      const letThrough = pause()
      const stop = collectKeys(listener)
      return () => {
        stop()
        letThrough()
      }
    },
    pause,
    letters: (listener) => {
      letterListeners.add(listener)
      return () => letterListeners.delete(listener)
    },
    expect: (next) => {
      if (JSON.stringify(next) === JSON.stringify(expected)) return
      expected = next
      wedge.detach()
      wedge = attach()
      // A pause is the screen's, not the layer's: it outlives the layer that is exchanged here.
      if (pauses > 0) letOn = wedge.pause()
    },
  }
}
