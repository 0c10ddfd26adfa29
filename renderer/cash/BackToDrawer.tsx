import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay, useScreen } from '../use-screen.tsx'

/** From one of the drawer's pages back to all of them. */
export const BackToDrawer = () => {
  const say = useSay()
  const { send } = useScreen()
  return (
    <PanelButton
      testId="cash-back"
      kind="quiet"
      onPress={() => send({ type: 'open', panel: { type: 'cash', page: 'menu' } })}
    >
      {say('cash.page.menu')}
    </PanelButton>
  )
}
