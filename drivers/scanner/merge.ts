/** By which way a code came in. */
export type ScanChannel = 'keyboard' | 'hid' | 'camera' | 'hand'

export interface ScanMerge {
  /** Whether this code is news. False: another channel has just told the same one. */
  readonly isNew: (text: string, channel: ScanChannel, atMs: number) => boolean
}

/**
 * One trigger pull that arrives by two ways is one scan. Only other channels are compared: the same code twice by the
 * same way is a second pull, which the till refuses aloud. `atMs` is on a clock that only runs forward.
 */
export const createScanMerge = (windowMs = 1500): ScanMerge => {
  let recent: readonly { text: string; channel: ScanChannel; atMs: number }[] = []
  return {
    isNew: (text, channel, atMs) => {
      recent = recent.filter((scan) => atMs - scan.atMs < windowMs)
      if (recent.some((scan) => scan.text === text && scan.channel !== channel)) return false
      recent = [...recent, { text, channel, atMs }]
      return true
    },
  }
}
