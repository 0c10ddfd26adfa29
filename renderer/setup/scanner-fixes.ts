import {
  characterByLayout,
  characterByPosition,
  isTerminator,
  type KeyPress,
} from '../../drivers/scanner/keystroke.ts'
import { learnScanner } from '../../drivers/scanner/learn.ts'
import { holdMs } from '../../drivers/scanner/pace.ts'
import type { ScannerLayout } from '../../drivers/scanner/scanner-layout.ts'
import { classifyScan } from '../../main/domain/scan.ts'
import type { Settings } from '../../main/settings.ts'
import { isNear, isSetSo, withAdvice } from './scanner-advice.ts'
import { written, type Trace } from './scanner-trace.ts'

type Scanners = Settings['scanners']
type Terminator = Scanners['terminator']

/** One thing that the till can set by itself, so that the same trigger pull comes right. */
export type Fix =
  | { readonly kind: 'pace'; readonly gapMs: number }
  | { readonly kind: 'ending'; readonly terminator: Terminator }
  | { readonly kind: 'prefix'; readonly prefix: string }
  /** Absent: as the keyboard of this computer, or an American one. */
  | { readonly kind: 'layout'; readonly layout: ScannerLayout | undefined }
  | {
      readonly kind: 'line'
      readonly path: string
      readonly baud: number
      readonly suffix: Scanners['serial'][number]['suffix']
    }

/** Longest gap that can be set, milliseconds. */
const gapMsMax = 150
const gapsMin = 5

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const paceFix = ({ gapsMs }: Trace, { wedge }: Scanners): readonly Fix[] => {
  if (gapsMs.length < gapsMin) return []
  const gapMs = Math.max(1, medianOf(gapsMs))
  if (gapMs > gapMsMax) return []
  // As fast as this the till needs to know no pace.
  if (wedge.gapMs === undefined && gapMs <= holdMs) return []
  return wedge.gapMs !== undefined && isNear(gapMs, wedge.gapMs) ? [] : [{ kind: 'pace', gapMs }]
}

/** The text as the keys give it, by their places where that is all digits. */
const textOf = (presses: readonly KeyPress[]): string => {
  const byPosition = presses.map((press) => characterByPosition(press) ?? ' ').join('')
  return /^\d+$/.test(byPosition)
    ? byPosition
    : presses.map((press) => characterByLayout(press) ?? ' ').join('')
}
const isPaymentCode = (text: string): boolean => {
  const scan = classifyScan(text)
  return scan.kind === 'payment-code' && scan.wallet === 'alipay'
}
const prefixMax = 16
/** What stands before a payment code and cannot be a part of it. */
const prefixOf = (text: string): string | undefined => {
  for (let length = 1; length <= prefixMax; length++) {
    const prefix = text.slice(0, length)
    if (/^[\x21-\x7e]+$/.test(prefix) && /\D$/.test(prefix) && isPaymentCode(text.slice(length)))
      return prefix
  }
  return undefined
}

const keyFixes = (trace: Trace, scanners: Scanners): readonly Fix[] => {
  const fixes: Fix[] = [...paceFix(trace, scanners)]
  const { advice } = learnScanner({ channel: 'keyboard', presses: trace.presses, keyboards: [] })
  const learned = advice !== undefined && 'wedge' in advice ? advice : undefined
  const text = textOf(written(trace.presses))
  const prefix = learned === undefined ? prefixOf(text) : learned.wedge.prefix
  if (prefix !== undefined && prefix !== scanners.wedge.prefix) fixes.push({ kind: 'prefix', prefix })
  const isWhole =
    learned !== undefined || isPaymentCode(prefix === undefined ? text : text.slice(prefix.length))
  const lastAt = written(trace.presses).at(-1)?.at ?? 0
  const ending = trace.presses.find((press) => press.at > lastAt && isTerminator(press))
  const terminator: Terminator = ending === undefined ? 'none' : ending.code === 'Tab' ? 'tab' : 'enter'
  // Half a code has no ending either: only what is surely whole says that there is none.
  const isTold = terminator !== 'none' || isWhole
  if (isTold && terminator !== scanners.terminator) fixes.push({ kind: 'ending', terminator })
  if (learned !== undefined && learned.wedge.layout !== scanners.wedge.layout)
    fixes.push({ kind: 'layout', layout: learned.wedge.layout })
  return fixes
}

const lineFixes = ({ line }: Trace, settings: Settings): readonly Fix[] => {
  if (line === undefined) return []
  const bytes = Uint8Array.from(line.bytes)
  const { advice } = learnScanner({ channel: 'serial', bytes, path: line.by.id, baud: line.baud })
  return advice === undefined || !('serial' in advice) || isSetSo(settings, advice)
    ? []
    : [{ kind: 'line', ...advice.serial }]
}

/** What of a trigger pull the till could take into its settings. */
export const fixesFor = (trace: Trace, settings: Settings): readonly Fix[] =>
  trace.channel === 'keyboard' ? keyFixes(trace, settings.scanners) : lineFixes(trace, settings)

export const withFix = (settings: Settings, fix: Fix): Settings => {
  const { scanners } = settings
  const { layout: _layout, ...wedge } = scanners.wedge
  const set = (change: Partial<Scanners>): Settings => ({ ...settings, scanners: { ...scanners, ...change } })
  switch (fix.kind) {
    case 'pace':
      return set({ wedge: { ...scanners.wedge, gapMs: fix.gapMs } })
    case 'ending':
      return set({ terminator: fix.terminator })
    case 'prefix':
      return set({ wedge: { ...scanners.wedge, prefix: fix.prefix } })
    case 'layout':
      return set({ wedge: fix.layout === undefined ? wedge : { ...wedge, layout: fix.layout } })
    case 'line': {
      const { path, baud, suffix } = fix
      return withAdvice(settings, { serial: { path, baud, suffix } })
    }
  }
}
