import { DisplayPole } from './DisplayPole.tsx'
import { DisplayWindow } from './DisplayWindow.tsx'
import { KeepingState } from './KeepingState.tsx'
import type { SettingsKept } from './use-settings.ts'

/** What is turned to the customer: a window or a tablet, and a display on a pole. */
export const DisplayPage = ({ kept }: { kept: SettingsKept }) => (
  <>
    <KeepingState kept={kept} />
    <div className="settings-pair">
      <DisplayWindow kept={kept} />
      <DisplayPole kept={kept} />
    </div>
  </>
)
