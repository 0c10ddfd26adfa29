import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay, useScreen } from '../use-screen.tsx'
import { withDrawer, type DrawerFlow } from './drawer-flow.ts'
import { KeptAtOnce } from './KeptAtOnce.tsx'
import type { SettingsKept } from './use-settings.ts'

interface Props {
  readonly kept: SettingsKept
  readonly flow: Extract<DrawerFlow, { at: 'learned' }>
  readonly onAnew: () => void
}

/** What the till knows of the drawer from now on, once it is kept. */
export const DrawerLearned = ({ kept, flow: { way, wiring, learned }, onAnew }: Props) => {
  const say = useSay()
  const { send } = useScreen()
  return (
    <KeptAtOnce
      kept={kept}
      testId="drawer"
      change={(settings) => withDrawer(settings, way, wiring)}
      shown={say('setup.page.drawer')}
    >
      <div data-testid="drawer-learned" data-learned={learned}>
        <Message
          tone="good"
          headline={say(`setup.drawer.learned.${learned}`)}
          text={say(`setup.drawer.learnedTodo.${learned}`, { seconds: kept.settings.drawer.openSeconds })}
        />
      </div>
      <div className="setup-more">
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
      </div>
    </KeptAtOnce>
  )
}
