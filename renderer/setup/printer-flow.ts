import type { PrinterLook } from '../../main/contract/devices.ts'
import { nextFix, type Fix, type PrinterSettings, type Seen } from './printer-fixes.ts'

/** `lost`: the till did not answer. */
export type TryFault = Exclude<PrinterLook, 'well' | 'silent'> | 'lost'

interface Tried {
  readonly printer: PrinterSettings
  /** What is done otherwise than before. */
  readonly fix?: Fix | undefined
}

/** How far a printer is on its way to a right slip. */
export type PrinterFlow = {
  /** Everything that came out, or should have; nothing is printed twice in the same way by itself. */
  readonly printed: readonly PrinterSettings[]
} & (
  | { readonly at: 'choosing'; readonly because?: 'nothing' }
  | { readonly at: 'checking'; readonly printer: PrinterSettings }
  | ({ readonly at: 'printing' } & Tried)
  | ({ readonly at: 'failed'; readonly fault: TryFault } & Tried)
  | ({ readonly at: 'asking' } & Tried)
  | ({ readonly at: 'telling'; readonly about: 'letters' | 'other' } & Tried)
  | ({ readonly at: 'stuck'; readonly seen: Seen } & Tried)
  | { readonly at: 'right'; readonly printer: PrinterSettings }
)

export type PrinterEvent =
  /** `look`: its address was typed, and it is looked at before anything is printed. */
  | { readonly type: 'chosen'; readonly printer: PrinterSettings; readonly look: boolean }
  | { readonly type: 'there' }
  | { readonly type: 'printed' }
  | { readonly type: 'failed'; readonly fault: TryFault }
  | { readonly type: 'again' }
  | { readonly type: 'tell'; readonly about: 'letters' | 'other' }
  | { readonly type: 'back' }
  /** `elsewhere`: there are printers that nothing was sent to yet. */
  | { readonly type: 'seen'; readonly seen: Seen; readonly elsewhere: boolean }
  | { readonly type: 'right' }
  | { readonly type: 'other-printer' }

export const printerFlowAtStart: PrinterFlow = { at: 'choosing', printed: [] }

const print = (flow: PrinterFlow, printer: PrinterSettings, fix?: Fix): PrinterFlow => ({
  at: 'printing',
  printer,
  fix,
  printed: [...flow.printed, printer],
})

/** Each answer leads to the one next thing that the till can do about it. What does not fit the step changes nothing. */
export const stepPrinter = (flow: PrinterFlow, event: PrinterEvent): PrinterFlow => {
  const { printed } = flow
  if (event.type === 'other-printer') return { at: 'choosing', printed }
  if (flow.at === 'choosing') {
    if (event.type !== 'chosen') return flow
    return event.look ? { at: 'checking', printer: event.printer, printed } : print(flow, event.printer)
  }
  const { printer } = flow
  const fix = 'fix' in flow ? flow.fix : undefined
  switch (event.type) {
    case 'chosen':
      return flow
    case 'there':
      return flow.at === 'checking' ? print(flow, printer) : flow
    case 'printed':
      return flow.at === 'printing' ? { at: 'asking', printer, fix, printed } : flow
    case 'failed':
      return flow.at === 'printing' || flow.at === 'checking'
        ? { at: 'failed', printer, fix, fault: event.fault, printed }
        : flow
    case 'again':
      return print(flow, printer, fix)
    case 'tell':
      return flow.at === 'asking' ? { at: 'telling', about: event.about, printer, fix, printed } : flow
    case 'back':
      return flow.at === 'telling' || flow.at === 'stuck' ? { at: 'asking', printer, fix, printed } : flow
    case 'seen': {
      if (flow.at !== 'asking' && flow.at !== 'telling') return flow
      if (event.seen === 'nothing' && event.elsewhere) return { at: 'choosing', because: 'nothing', printed }
      const next = nextFix(printer, event.seen, printed)
      return next === undefined
        ? { at: 'stuck', seen: event.seen, printer, fix, printed }
        : print(flow, next.printer, next)
    }
    case 'right':
      return flow.at === 'asking' || flow.at === 'stuck' ? { at: 'right', printer, printed } : flow
  }
}
