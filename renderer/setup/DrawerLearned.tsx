import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay, useScreen } from '../use-screen.tsx'
import type { Learned } from './drawer-flow.ts'
import { KeepingState } from './KeepingState.tsx'
import type { SettingsKept } from './use-settings.ts'

interface Props {
  readonly kept: SettingsKept
  readonly learned: Learned
  readonly onSave: () => void
  readonly onAnew: () => void
}

/** What the till knows of the drawer from now on, once it is kept. */
export const DrawerLearned = ({ kept, learned, onSave, onAnew }: Props) => {
  const say = useSay()
  const { send } = useScreen()
  const isKept = kept.keeping === 'saved'
  return (
    <>
      <KeepingState kept={kept} />
      {isKept && (
        <div data-testid="drawer-learned" data-learned={learned}>
          <Message
            tone="good"
            headline={say(`setup.drawer.learned.${learned}`)}
            text={say(`setup.drawer.learnedTodo.${learned}`, { seconds: kept.settings.drawer.openSeconds })}
          />
        </div>
      )}
      <div className="setup-more">
        {isKept ? (
          <>
            <PanelButton
              testId="drawer-done"
              autoFocus
              onPress={() => send({ type: 'open', panel: { type: 'setup', page: 'devices' } })}
            >
              {say('setup.callItDone')}
            </PanelButton>
            <PanelButton kind="quiet" testId="drawer-anew" onPress={onAnew}>
              {say('setup.drawer.anew')}
            </PanelButton>
          </>
        ) : (
          (kept.keeping === 'failed' || kept.keeping === 'idle') && (
            <PanelButton testId="drawer-save-again" onPress={onSave}>
              {say('setup.saveAgain')}
            </PanelButton>
          )
        )}
      </div>
    </>
  )
}
