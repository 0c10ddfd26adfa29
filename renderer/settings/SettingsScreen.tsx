import { useEffect, useState } from 'react'
import type { SettingsView } from '../../main/contract.ts'
import { Message } from '../panels/Message.tsx'
import { PanelFrame } from '../panels/PanelFrame.tsx'
import { useParts, useSay } from '../use-screen.tsx'
import { SettingsForm } from './SettingsForm.tsx'

/** Everything a shop, an integrator or an acquirer can set. */
export const SettingsScreen = () => {
  const say = useSay()
  const { client } = useParts()
  const [view, setView] = useState<SettingsView | 'failed' | undefined>()
  useEffect(() => {
    let wanted = true
    client.settings
      .read()
      .then((read) => wanted && setView(read))
      .catch(() => wanted && setView('failed'))
    return () => {
      wanted = false
    }
  }, [client])
  if (view !== undefined && view !== 'failed') return <SettingsForm view={view} onSaved={setView} />
  return (
    <PanelFrame title={say('settings.title')} testId="settings">
      {view === 'failed' ? (
        <Message tone="bad" text={say('story.failed')} />
      ) : (
        <p>{say('settings.loading')}</p>
      )}
    </PanelFrame>
  )
}
