/** Widths of a picture that are tried, in pixels. */
const widths = [640, 1280, 1920] as const
/** A reader that needs longer than this for a picture, in the median, misses what passes quickly. */
const slowMs = 150
/** A finer picture has at most 2.25 times as many pixels: then it is still fast enough. */
const easyMs = slowMs / 2.25
const lookedAt = 9
/** So long without any reading, the code may be too small to read. */
const patienceMs = 2500

export interface Sharpness {
  /**
   * After each picture: its width, how long reading took, and whether anything was read. Returns the width to ask the
   * camera for, when another would be better. `atMs` on a clock that only runs forward.
   */
  readonly hear: (picture: {
    readonly width: number
    readonly ms: number
    readonly read: boolean
    readonly atMs: number
  }) => number | undefined
}

/** Finer pictures for small codes, coarser ones for slow machines; once too fine, never again as fine. */
export const createSharpness = (widest: number): Sharpness => {
  let times: readonly number[] = []
  let since: number | undefined
  let finest = widest
  const change = (width: number | undefined): number | undefined => {
    times = []
    since = undefined
    return width
  }
  return {
    hear: ({ width, ms, read, atMs }) => {
      times = [...times, ms].slice(-lookedAt)
      since = read ? atMs : (since ?? atMs)
      if (times.length < lookedAt) return undefined
      const median = times.toSorted((one, other) => one - other)[lookedAt >> 1] ?? 0
      if (median > slowMs) {
        const coarser = widths.findLast((each) => each < width)
        if (coarser !== undefined) finest = coarser
        return change(coarser)
      }
      if (atMs - since < patienceMs || median > easyMs) return undefined
      return change(widths.find((each) => each > width && each <= finest))
    },
  }
}
