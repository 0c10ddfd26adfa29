import { useSay, useView } from '../use-screen.tsx'
import { deviceState } from './device-state.ts'
import type { SettingsKept } from './use-settings.ts'

export const ScannerTestPage = ({ kept }: { kept: SettingsKept }) => {
  const say = useSay()
  const { scanners } = useView()
  const { name, values } = deviceState('scanner', kept.settings, scanners)
  return <p className="panel-lead">{say(`setup.state.${name}`, values)}</p>
}
