import type { DrawerLevel, DrawerTryFault } from '../../main/contract/devices.ts'
import type { Settings } from '../../main/settings.ts'

/** The ways by which a till opens a drawer. */
export type DrawerWay =
  | { readonly at: 'printer'; readonly pin: 'pin-2' | 'pin-5' }
  | { readonly at: 'display'; readonly pin: 'pin-2' | 'pin-5' }
  | { readonly at: 'none' }
type OpeningWay = Exclude<DrawerWay, { readonly at: 'none' }>
export type DrawerSwitch = Settings['drawer']['switch']

/** `no-switch`: the level was the same. `silent`: nobody answers for it. */
export type Learned = 'switch' | 'no-switch' | 'silent' | 'none'

/** How far a drawer is on its way to be opened and seen. */
export type DrawerFlow =
  | { readonly at: 'choosing' }
  | { readonly at: 'opening'; readonly way: OpeningWay; readonly tried: readonly OpeningWay[] }
  | {
      readonly at: 'failed'
      readonly way: OpeningWay
      readonly tried: readonly OpeningWay[]
      readonly fault: DrawerTryFault | 'lost'
    }
  | { readonly at: 'asking'; readonly way: OpeningWay; readonly tried: readonly OpeningWay[] }
  /** Both pins were tried, and it stayed shut. */
  | { readonly at: 'stuck'; readonly way: OpeningWay; readonly tried: readonly OpeningWay[] }
  /** It is open; how its switch stands is read. */
  | { readonly at: 'reading'; readonly way: OpeningWay }
  /** It is to be closed; `open` is the level that it had. */
  | { readonly at: 'closing'; readonly way: OpeningWay; readonly open: 'high' | 'low' }
  | {
      readonly at: 'learned'
      readonly way: DrawerWay
      readonly wiring: DrawerSwitch
      readonly learned: Learned
    }

export type DrawerEvent =
  | { readonly type: 'chosen'; readonly way: DrawerWay }
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly fault: DrawerTryFault | 'lost' }
  | { readonly type: 'again' }
  | { readonly type: 'it-opened' }
  | { readonly type: 'stayed-shut' }
  /** `said`: somebody says that it is closed by now. */
  | { readonly type: 'level'; readonly level: DrawerLevel; readonly said: boolean }
  | { readonly type: 'other-way' }

export const drawerFlowAtStart: DrawerFlow = { at: 'choosing' }

const otherPin = (way: OpeningWay): OpeningWay => ({ ...way, pin: way.pin === 'pin-2' ? 'pin-5' : 'pin-2' })
const sameWay = (one: OpeningWay, other: OpeningWay): boolean => one.at === other.at && one.pin === other.pin
const open = (way: OpeningWay, tried: readonly OpeningWay[]): DrawerFlow => ({
  at: 'opening',
  way,
  tried: [...tried.filter((one) => !sameWay(one, way)), way],
})
const learned = (way: DrawerWay, wiring: DrawerSwitch, how: Learned): DrawerFlow => ({
  at: 'learned',
  way,
  wiring,
  learned: how,
})

/** What does not fit the step changes nothing: an answer of the till may come when somebody has gone on. */
export const stepDrawer = (flow: DrawerFlow, event: DrawerEvent): DrawerFlow => {
  if (event.type === 'other-way') return { at: 'choosing' }
  if (event.type === 'chosen') {
    if (event.way.at === 'none') return learned(event.way, 'none', 'none')
    return flow.at === 'choosing' ? open(event.way, []) : flow
  }
  switch (flow.at) {
    case 'choosing':
    case 'learned':
      return flow
    case 'opening':
      if (event.type === 'opened') return { ...flow, at: 'asking' }
      return event.type === 'failed' ? { ...flow, at: 'failed', fault: event.fault } : flow
    case 'failed':
    case 'stuck':
      return event.type === 'again' ? open(flow.way, []) : flow
    case 'asking': {
      if (event.type === 'again') return open(flow.way, flow.tried)
      if (event.type === 'it-opened') {
        // A display has no wire for a switch.
        return flow.way.at === 'display'
          ? learned(flow.way, 'none', 'silent')
          : { at: 'reading', way: flow.way }
      }
      if (event.type !== 'stayed-shut') return flow
      const other = otherPin(flow.way)
      return flow.tried.some((one) => sameWay(one, other))
        ? { at: 'stuck', way: flow.way, tried: flow.tried }
        : open(other, flow.tried)
    }
    case 'reading':
      if (event.type !== 'level') return flow
      return event.level === 'unknown'
        ? learned(flow.way, 'none', 'silent')
        : { at: 'closing', way: flow.way, open: event.level }
    case 'closing':
      if (event.type !== 'level') return flow
      // One look that is not answered is no news, unless somebody waits for it.
      if (event.level === 'unknown') return event.said ? learned(flow.way, 'none', 'silent') : flow
      if (event.level !== flow.open) return learned(flow.way, `${flow.open}-open`, 'switch')
      return event.said ? learned(flow.way, 'none', 'no-switch') : flow
  }
}

/** The settings by which a way is tried: without a switch, so that nothing is made of a level that nobody knows yet. */
export const withDrawer = (settings: Settings, way: DrawerWay, wiring: DrawerSwitch = 'none'): Settings => ({
  ...settings,
  cash: { ...settings.cash, drawer: way.at === 'none' ? 'none' : way.pin },
  drawer: { ...settings.drawer, at: way.at === 'display' ? 'display' : 'printer', switch: wiring },
})
