import { useParts, useSay, useScreen } from '../use-screen.tsx'
import { CameraView } from './CameraView.tsx'
import { PanelFrame } from './PanelFrame.tsx'

/** A second scanner: reads one code and closes. */
export const CameraPanel = () => {
  const say = useSay()
  const { scanning } = useParts()
  const { send } = useScreen()
  return (
    <PanelFrame title={say('camera.title')} testId="camera-panel">
      <CameraView
        onCode={(text) => {
          send({ type: 'close-panel' })
          scanning.hear(text, 'camera')
        }}
      />
    </PanelFrame>
  )
}
