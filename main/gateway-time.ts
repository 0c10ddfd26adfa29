import { instant, type Instant, type Moment } from './domain/time.ts'
import type { Clock } from './ports.ts'

/** From here on requests and Beijing days go by the gateway's clock and not by ours, milliseconds (reliability F28). */
const correctedMs = 60_000
/** From here on a person is told, milliseconds. */
const toldMs = 120_000
/** Our two clocks have parted since the measurement: one was set, or stood still. It then says nothing any more. */
const partedMs = 30_000

/** The gateway's clock, as far as its answers tell. */
export interface GatewayTime {
  /** An answer has just said when it was made. */
  readonly note: (answeredAt: Instant) => void
  /** What to add to our clock where the gateway's counts: 0 as long as ours is good enough. Milliseconds. */
  readonly correctionMs: () => number
  /** The skew when it is so large that somebody has to mend the clock. */
  readonly wrongByMs: () => number | undefined
  /**
   * Our time, unless somebody has set it on: then what it was by the gateway's last answer, or when this began, and the
   * time that has run since. Where it was set on before this began, only an answer tells.
   */
  readonly notSetOn: () => Instant
}

export const createGatewayTime = (clock: Clock): GatewayTime => {
  const began = clock.now()
  let measured: { readonly moment: Moment; readonly skewMs: number } | undefined
  /** The gateway's clock less ours; unknown before the first answer, and after our clock was set. */
  const skewMs = (): number | undefined => {
    if (measured === undefined) return undefined
    const { at, mono } = clock.now()
    const { moment } = measured
    return Math.abs(at - moment.at - (mono - moment.mono)) > partedMs ? undefined : measured.skewMs
  }
  return {
    note: (answeredAt) => {
      const moment = clock.now()
      measured = { moment, skewMs: answeredAt - moment.at }
    },
    correctionMs: () => {
      const skew = skewMs() ?? 0
      return Math.abs(skew) > correctedMs ? skew : 0
    },
    wrongByMs: () => {
      const skew = skewMs()
      return skew !== undefined && Math.abs(skew) > toldMs ? skew : undefined
    },
    notSetOn: () => {
      const { at, mono } = clock.now()
      const { moment, skewMs: skew } = measured ?? { moment: began, skewMs: 0 }
      return instant(Math.min(at, moment.at + skew + (mono - moment.mono)))
    },
  }
}

/** The same clock, right where the gateway's time counts. Timers are the same: they count on the monotonic clock. */
export const correctedClock = (clock: Clock, time: GatewayTime): Clock => ({
  now: () => {
    const { at, mono } = clock.now()
    return { at: instant(at + time.correctionMs()), mono }
  },
  after: clock.after,
})
