import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react'
import type { Settings } from '../../main/settings.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'
import { KeepingState } from './KeepingState.tsx'
import type { SettingsKept } from './use-settings.ts'

interface Props {
  readonly kept: SettingsKept
  readonly testId: string
  readonly change: (settings: Settings) => Settings
  /** What is changed, in the words of the screen, for a second person. */
  readonly shown: string
  /** What stands there once the settings have it. */
  readonly children: ReactNode
}

/** Keeps what was found out as soon as it stands on the screen, and goes on when the settings have it. */
export const KeptAtOnce = ({ kept, testId, change, shown, children }: Props) => {
  const say = useSay()
  const [timesBefore] = useState(kept.times)
  const keep = (): void => kept.keep(change, shown)
  const keepAtOnce = useEffectEvent(keep)
  const isAsked = useRef(false)
  useEffect(() => {
    // React may run an effect twice to test it; settings are written once.
    if (isAsked.current) return
    isAsked.current = true
    keepAtOnce()
  }, [])
  // Until it is begun, what `kept` says is of something that was kept before.
  if (kept.times === timesBefore) return null
  const { keeping } = kept
  return (
    <>
      <KeepingState kept={kept} />
      {keeping === 'saved' && children}
      {(keeping === 'failed' || keeping === 'idle') && (
        <div className="setup-more">
          <PanelButton testId={`${testId}-save-again`} onPress={keep}>
            {say('setup.saveAgain')}
          </PanelButton>
        </div>
      )}
    </>
  )
}
