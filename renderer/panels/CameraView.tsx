import { useEffect, useRef, useState } from 'react'
import {
  openCamera,
  type CameraState,
  type CameraTools as Tools,
  type OpenCamera,
} from '../../drivers/camera/camera.dom.ts'
import { useSay, useShown } from '../use-screen.tsx'
import { chooseCamera, chosenCamera } from './camera-choice.ts'
import { CameraTools } from './CameraTools.tsx'
import { Message } from './Message.tsx'
import { PanelButton } from './PanelButton.tsx'

const isOver = (state: CameraState): boolean =>
  state === 'no-camera' || state === 'denied' || state === 'in-use' || state === 'lost'

/** The camera's picture until a code is read. The camera is let go of when this leaves the page, whatever happened. */
export const CameraView = ({ onCode }: { onCode: (text: string) => void }) => {
  const [tries, setTries] = useState(0)
  return <Film key={tries} onCode={onCode} onRestart={() => setTries(tries + 1)} />
}

const Film = ({ onCode, onRestart }: { onCode: (text: string) => void; onRestart: () => void }) => {
  const say = useSay()
  const cameraName = useShown(({ sale }) => sale.view?.camera)
  const nameAtOpening = useRef(cameraName)
  const video = useRef<HTMLVideoElement>(null)
  const camera = useRef<OpenCamera>(undefined)
  const [state, setState] = useState<CameraState>('starting')
  const [tools, setTools] = useState<Tools>()
  const [isLit, setLit] = useState(false)
  const tell = useRef(onCode)
  useEffect(() => {
    tell.current = onCode
  })
  useEffect(() => {
    if (video.current === null) return undefined
    camera.current = openCamera({
      video: video.current,
      onCode: (text) => tell.current(text),
      onState: setState,
      onTools: setTools,
      camera: chosenCamera(),
      cameraName: nameAtOpening.current,
    })
    return camera.current.close
  }, [])
  const turnLight = (): void => {
    void camera.current?.light(!isLit).then((obeyed) => obeyed && setLit(!isLit))
  }
  const takeCamera = (id: string): void => {
    chooseCamera(id)
    onRestart()
  }
  const text = say(state === 'watching' ? 'camera.hold' : `camera.${state}`)
  return (
    <>
      {isOver(state) && (
        <>
          <Message tone="bad" text={text} testId="camera-fault" />
          <PanelButton testId="camera-retry" onPress={onRestart}>
            {say('camera.retry')}
          </PanelButton>
        </>
      )}
      <div className="panel-film" data-testid="camera" data-state={state} hidden={isOver(state)}>
        <video ref={video} muted playsInline aria-label={say('camera.title')} />
        <div className="panel-aim" />
        {tools !== undefined && (
          <CameraTools tools={tools} isLit={isLit} onLight={turnLight} onCamera={takeCamera} />
        )}
        <div className="panel-filmSay" role="status">
          {text}
        </div>
      </div>
    </>
  )
}
