import { useEffect, useRef, useState } from 'react'
import { openCamera, type CameraState } from '../../drivers/camera/camera.dom.ts'
import { useSay } from '../use-screen.tsx'
import { Message } from './Message.tsx'
import { PanelButton } from './PanelButton.tsx'

const isOver = (state: CameraState): boolean =>
  state === 'no-camera' || state === 'denied' || state === 'in-use' || state === 'lost'

/** The camera's picture until a code is read. The camera is let go of when this leaves the page, whatever happened. */
export const CameraView = ({ onCode }: { onCode: (text: string) => void }) => {
  const [tries, setTries] = useState(0)
  return <Film key={tries} onCode={onCode} onRetry={() => setTries(tries + 1)} />
}

const Film = ({ onCode, onRetry }: { onCode: (text: string) => void; onRetry: () => void }) => {
  const say = useSay()
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<CameraState>('starting')
  const tell = useRef(onCode)
  useEffect(() => {
    tell.current = onCode
  })
  useEffect(() => {
    if (video.current === null) return undefined
    const camera = openCamera({
      video: video.current,
      onCode: (text) => tell.current(text),
      onState: setState,
    })
    return camera.close
  }, [])
  const text = say(state === 'watching' ? 'camera.hold' : `camera.${state}`)
  return (
    <>
      {isOver(state) && (
        <>
          <Message tone="bad" text={text} testId="camera-fault" />
          <PanelButton testId="camera-retry" onPress={onRetry}>
            {say('camera.retry')}
          </PanelButton>
        </>
      )}
      <div className="panel-film" data-testid="camera" data-state={state} hidden={isOver(state)}>
        <video ref={video} muted playsInline aria-label={say('camera.title')} />
        <div className="panel-aim" />
        <div className="panel-filmSay" role="status">
          {text}
        </div>
      </div>
    </>
  )
}
