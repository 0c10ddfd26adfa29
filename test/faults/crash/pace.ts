import type { TillParts } from '../../../main/till.ts'

/** A shop's day in a fraction of a second: a point costs as long as its scenario takes. */
export const pace: NonNullable<TillParts['timing']> = {
  chase: {
    firstQueryMs: 20,
    queryEveryMs: 15,
    limitMs: 80,
    cancelEveryMs: 15,
    cancelEveryMsMax: 60,
    confirmRefusalMs: 15,
    watchSoonMs: 40,
    watchLaterMs: 160,
  },
  refund: { repeatMs: 15, repeatMsMax: 60, fundsMs: 20, queryMs: 15, queryMsMax: 60 },
}

/** Of the gateway's own waits: what takes it 90 s takes it 180 ms. */
export const gatewayPace = 0.002
