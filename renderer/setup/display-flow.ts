import { parsePrinterAddress, writePrinterAddress } from '../../drivers/printer/address.ts'
import type { DisplayTryFault } from '../../main/contract/devices.ts'
import type { Settings } from '../../main/settings.ts'

export type Pole = Settings['display']['pole']
export type PoleDialect = Pole['dialect']

/** What somebody may see on a pole display that should show a sum. */
export type PoleSeen = 'nothing' | 'nonsense' | 'stray-letters'

/** How far a pole display is on its way to showing the sum. */
export type PoleFlow = {
  /** What was sent already; nothing is sent twice in the same way by itself. */
  readonly shown: readonly Pole[]
} & (
  | { readonly at: 'choosing'; readonly because?: 'nothing' }
  | { readonly at: 'showing'; readonly pole: Pole; readonly isFix: boolean }
  | { readonly at: 'failed'; readonly pole: Pole; readonly fault: DisplayTryFault | 'lost' }
  | { readonly at: 'asking'; readonly pole: Pole; readonly isFix: boolean }
  | { readonly at: 'stuck'; readonly pole: Pole }
  | { readonly at: 'right'; readonly pole: Pole }
)
export type PoleEvent =
  | { readonly type: 'chosen'; readonly pole: Pole }
  | { readonly type: 'shown' }
  | { readonly type: 'failed'; readonly fault: DisplayTryFault | 'lost' }
  | { readonly type: 'again' }
  | { readonly type: 'seen'; readonly seen: PoleSeen; readonly elsewhere: boolean }
  | { readonly type: 'right' }
  | { readonly type: 'other-port' }

export const poleFlowAtStart: PoleFlow = { at: 'choosing', shown: [] }

/** Makers' usual speeds first; displays of eight digits are slow ones. */
const baudsOf = (dialect: PoleDialect): readonly number[] =>
  dialect === 'led8' ? [2400, 9600, 4800, 19_200, 1200] : [9600, 19_200, 4800, 38_400, 2400, 115_200]
const twoLines: readonly PoleDialect[] = ['cd5220', 'dm-d', 'dsp800', 'aedex']

/** A display on this port, at the speed that its kind usually has. */
export const poleAt = (path: string, dialect: PoleDialect, baud = baudsOf(dialect)[0] ?? 9600): Pole => ({
  dialect,
  line: writePrinterAddress({ kind: 'serial', path, baud, flow: 'none' }),
  lamps: true,
})

/** Port and speed of a display; `undefined` when it has none. */
export const displayPort = ({ line }: Pole): { readonly path: string; readonly baud: number } | undefined => {
  const address = parsePrinterAddress(line ?? '')
  return address.ok && address.value.kind === 'serial' ? address.value : undefined
}

/** The next thing to try that was not tried yet, the likeliest first; `undefined` when there is none. */
const nextTry = (pole: Pole, seen: PoleSeen, shown: readonly Pole[]): Pole | undefined => {
  const port = displayPort(pole)
  if (port === undefined) return undefined
  const { dialect } = pole
  // Stray letters around a right sum are commands that it does not know; at a wrong speed nothing is right.
  const speed = baudsOf(dialect)
    .map((baud) => poleAt(port.path, dialect, baud).line)
    .find((line) => !shown.some((before) => before.line === line))
  if (seen !== 'stray-letters' && speed !== undefined) return { ...pole, line: speed }
  if (dialect === 'led8') return pole.lamps ? { ...pole, lamps: false } : undefined
  const kind = twoLines.find((one) => !shown.some((before) => before.dialect === one))
  if (kind === undefined) return undefined
  return seen === 'stray-letters' ? { ...pole, dialect: kind } : { ...pole, ...poleAt(port.path, kind) }
}

const show = (flow: PoleFlow, pole: Pole, isFix: boolean): PoleFlow => ({
  at: 'showing',
  pole,
  isFix,
  shown: [...flow.shown, pole],
})

/** Each answer leads to the one next thing to try. What does not fit the step changes nothing. */
export const stepPole = (flow: PoleFlow, event: PoleEvent): PoleFlow => {
  const { shown } = flow
  if (event.type === 'other-port') return { at: 'choosing', shown }
  if (flow.at === 'choosing') return event.type === 'chosen' ? show(flow, event.pole, false) : flow
  const { pole } = flow
  switch (event.type) {
    case 'chosen':
      return flow
    case 'shown':
      return flow.at === 'showing' ? { at: 'asking', pole, isFix: flow.isFix, shown } : flow
    case 'failed':
      return flow.at === 'showing' ? { at: 'failed', pole, fault: event.fault, shown } : flow
    case 'again':
      return show(flow, pole, false)
    case 'right':
      return flow.at === 'asking' ? { at: 'right', pole, shown } : flow
    case 'seen': {
      if (flow.at !== 'asking') return flow
      if (event.seen === 'nothing' && event.elsewhere) return { at: 'choosing', because: 'nothing', shown }
      const next = nextTry(pole, event.seen, shown)
      return next === undefined ? { at: 'stuck', pole, shown } : show(flow, next, true)
    }
  }
}
