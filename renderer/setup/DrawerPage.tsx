import { useSay } from '../use-screen.tsx'
import { deviceState } from './device-state.ts'
import type { SettingsKept } from './use-settings.ts'

export const DrawerPage = ({ kept }: { kept: SettingsKept }) => {
  const say = useSay()
  const { name, values } = deviceState('drawer', kept.settings, [])
  return <p className="panel-lead">{say(`setup.state.${name}`, values)}</p>
}
