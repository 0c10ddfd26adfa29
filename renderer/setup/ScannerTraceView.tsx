import { partGapMsMax } from '../../drivers/scanner/hid-pos.ts'
import { paceOf } from '../../drivers/scanner/pace.ts'
import type { Settings } from '../../main/settings.ts'
import { Message } from '../panels/Message.tsx'
import type { Tone } from '../payment-mark.ts'
import { useSay } from '../use-screen.tsx'
import type { Made, Trace } from './scanner-trace.ts'
import { ScannerTiming } from './ScannerTiming.tsx'

/** Reasons that a driver gives, and the screen has words for. */
const whys = [
  'no-terminator',
  'cut',
  'mixed',
  'control-keys',
  'too-long',
  'unreadable',
  'control-characters',
  'merged',
  'at-odds',
  'flood',
] as const
type Why = (typeof whys)[number]
const isWhy = (why: string): why is Why => whys.some((one) => one === why)

export const toneOfMade = (made: Made): Tone => {
  if (made.kind !== 'code') return 'bad'
  return made.scan === 'unknown' || made.scan === 'other-wallet' ? 'caution' : 'good'
}

/** What the till made of a code, in one sentence. */
export const useMade = (): ((made: Made) => { readonly headline: string; readonly text: string }) => {
  const say = useSay()
  return (made) => {
    switch (made.kind) {
      case 'typed':
        return { headline: say('setup.scannerTest.typed'), text: say('setup.scannerTest.typedTodo') }
      case 'again': {
        const why = isWhy(made.why) ? made.why : 'cut'
        return { headline: say('setup.scannerTest.again'), text: say(`setup.scannerTest.why.${why}`) }
      }
      case 'code': {
        const { scan, shown, length } = made
        const text = say(`settings.scanIs.${scan}`, { text: shown, length })
        if (scan === 'payment-code') return { headline: say('setup.scannerTest.right'), text }
        return toneOfMade(made) === 'good'
          ? { headline: say('setup.scannerTest.rightOther'), text }
          : { headline: say('setup.scannerTest.noCode'), text }
      }
    }
  }
}

/** One trigger pull: what was made of it, its times, and every key or report. */
export const ScannerTraceView = ({ trace, settings }: { trace: Trace; settings: Settings }) => {
  const say = useSay()
  const made = useMade()
  const { channel, device, marks, gapsMs } = trace
  const { headline, text } = made(trace.made)
  const limitMs = channel === 'keyboard' ? paceOf(settings.scanners.wedge.gapMs ?? 0).slowMs : partGapMsMax
  return (
    <section data-testid="scanner-trace" data-made={trace.made.kind} data-tone={toneOfMade(trace.made)}>
      <Message tone={toneOfMade(trace.made)} headline={headline} text={text} testId="scanner-made" />
      <h2 className="panel-subtitle">
        {say(`setup.scannerTest.by.${channel}`, { device: device ?? '', count: marks.length })}
      </h2>
      <ScannerTiming gapsMs={gapsMs} limitMs={Math.round(limitMs)} />
      <ol className="setup-marks" data-testid="scanner-marks">
        {marks.map(({ atMs, label }, i) => (
          // Keys come in their order and stay in it.
          <li key={`${i}-${atMs}`}>
            <strong>{label}</strong>
            <span>{say('setup.scannerTest.ms', { ms: atMs })}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
