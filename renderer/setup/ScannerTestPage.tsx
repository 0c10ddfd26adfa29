import { useEffect, useEffectEvent, useReducer, useState } from 'react'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { ToneIcon } from '../ToneIcon.tsx'
import { useParts, useSay, useScreen } from '../use-screen.tsx'
import { KeepingState } from './KeepingState.tsx'
import { withFix, type Fix } from './scanner-fixes.ts'
import { restAfterMs, stepTracing, tracingAtStart, type TraceEvent } from './scanner-trace.ts'
import { ScannerCodes } from './ScannerCodes.tsx'
import { ScannerFixes, useFixText } from './ScannerFixes.tsx'
import { ScannerTraceView, toneOfMade, useMade } from './ScannerTraceView.tsx'
import type { SettingsKept } from './use-settings.ts'
import { useScannersHeard } from './use-scanners-heard.ts'

/** Shows every key and report of the last scans with their times, what the till made of them, and what it could set. */
export const ScannerTestPage = ({ kept }: { kept: SettingsKept }) => {
  const say = useSay()
  const made = useMade()
  const fixText = useFixText()
  const { send } = useScreen()
  const [{ traces }, step] = useReducer(stepTracing, tracingAtStart)
  const [chosen, setChosen] = useState<number>()
  const { keeping } = kept
  const trace = traces.find(({ id }) => id === chosen) ?? traces[0]

  const tell = (event: TraceEvent): void => {
    if (event.type === 'read' || event.type === 'broken') setChosen(undefined)
    step(event)
  }
  useWatchedKeys(keeping !== 'asked', tell)
  useScannersHeard({ unknown: false, baud: 9600 }, (heard) => tell({ type: 'heard', heard }))

  const fix = (wanted: Fix): void =>
    kept.keep(
      (settings) => withFix(settings, wanted),
      wanted.kind === 'layout' ? `${say('setup.scannerTest.layout')}: ${fixText(wanted)}` : fixText(wanted),
    )
  return (
    <>
      {trace === undefined ? (
        <>
          <p className="panel-lead">{say('setup.scannerTest.lead')}</p>
          <ScannerCodes />
        </>
      ) : (
        <>
          <ScannerTraceView trace={trace} settings={kept.settings} />
          <ScannerFixes trace={trace} settings={kept.settings} busy={keeping === 'saving'} onFix={fix} />
          {keeping === 'saved' && <Message tone="good" text={say('setup.scannerTest.kept')} />}
          {keeping !== 'saved' && keeping !== 'idle' && <KeepingState kept={kept} />}
        </>
      )}
      <div className="setup-more">
        {traces.length > 1 && (
          <ul className="setup-traces" aria-label={say('setup.scannerTest.last')}>
            {traces.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  className="setup-traceButton"
                  data-testid="scanner-last"
                  aria-pressed={one.id === trace?.id}
                  onClick={() => setChosen(one.id)}
                >
                  <ToneIcon tone={toneOfMade(one.made)} size={20} />
                  {made(one.made).headline}
                </button>
              </li>
            ))}
          </ul>
        )}
        <PanelButton
          kind="quiet"
          testId="scanner-learn"
          onPress={() => send({ type: 'open', panel: { type: 'setup', page: 'scanner' } })}
        >
          {say('setup.scannerTest.learn')}
        </PanelButton>
      </div>
    </>
  )
}

/** Every key, and what the till makes of it. A second person's proof needs the keys for itself meanwhile. */
const useWatchedKeys = (isWatching: boolean, onEvent: (event: TraceEvent) => void): void => {
  const { scanning } = useParts()
  const tell = useEffectEvent(onEvent)
  useEffect(() => {
    if (!isWatching) return undefined
    let resting: ReturnType<typeof setTimeout> | undefined
    const back = scanning.watch({
      onPress: (press) => {
        tell({ type: 'pressed', press })
        clearTimeout(resting)
        resting = setTimeout(() => tell({ type: 'rest' }), restAfterMs)
      },
      onScan: (text, channel) => {
        // What comes by other ways is heard piece by piece.
        if (channel === 'keyboard') tell({ type: 'read', text })
      },
      onBroken: (why) => tell({ type: 'broken', why }),
    })
    return () => {
      clearTimeout(resting)
      back()
    }
  }, [scanning, isWatching])
}
