import type { Settings } from '../../main/settings.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'
import { fixesFor, type Fix } from './scanner-fixes.ts'
import type { Trace } from './scanner-trace.ts'

const layouts = [undefined, 'french', 'german'] as const

/** What a fix does, in the words of its button. */
export const useFixText = (): ((fix: Fix) => string) => {
  const say = useSay()
  return (fix) => {
    switch (fix.kind) {
      case 'pace':
        return say('setup.scannerTest.fix.pace', { ms: fix.gapMs })
      case 'ending':
        return say('setup.scannerTest.fix.ending', {
          ending: say(`setup.scanner.ending.${fix.terminator}`).trim(),
        })
      case 'prefix':
        return say('setup.scannerTest.fix.prefix', { prefix: fix.prefix })
      case 'layout':
        return say(`settings.option.${fix.layout ?? 'asComputer'}`)
      case 'line':
        return say('setup.scannerTest.fix.line', {
          baud: fix.baud,
          ending: say(`setup.scanner.ending.${fix.suffix}`).trim(),
        })
    }
  }
}

interface Props {
  readonly trace: Trace
  readonly settings: Settings
  readonly busy: boolean
  readonly onFix: (fix: Fix) => void
}

/** What the till can set by itself after this trigger pull, one button each. */
export const ScannerFixes = ({ trace, settings, busy, onFix }: Props) => {
  const say = useSay()
  const text = useFixText()
  const fixes = fixesFor(trace, settings)
  const { layout: set } = settings.scanners.wedge
  return (
    <div className="setup-fixes">
      {fixes.length > 0 && (
        <div className="setup-speeds" data-testid="scanner-fixes">
          {fixes.map((fix) => (
            <PanelButton
              key={fix.kind}
              testId={`scanner-fix-${fix.kind}`}
              busy={busy}
              onPress={() => onFix(fix)}
            >
              {fix.kind === 'layout' ? `${say('setup.scannerTest.layout')}: ${text(fix)}` : text(fix)}
            </PanelButton>
          ))}
        </div>
      )}
      {trace.channel === 'keyboard' && (
        <fieldset className="setup-layouts">
          <legend>{say('setup.scannerTest.layout')}</legend>
          {layouts.map((layout) => (
            <button
              key={layout ?? 'none'}
              type="button"
              className="cash-chip"
              data-testid={`scanner-layout-${layout ?? 'none'}`}
              aria-pressed={layout === set}
              disabled={busy}
              onClick={() => onFix({ kind: 'layout', layout })}
            >
              {text({ kind: 'layout', layout })}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  )
}
