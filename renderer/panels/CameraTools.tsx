import { useEffect, useRef } from 'react'
import type { CameraTools as Tools } from '../../drivers/camera/camera.dom.ts'
import { useParts, useSay } from '../use-screen.tsx'
import { PanelButton } from './PanelButton.tsx'

interface Props {
  readonly tools: Tools
  readonly isLit: boolean
  readonly onLight: () => void
  readonly onCamera: (id: string) => void
}

/** The camera's lamp and the other cameras, for those who have them: by finger, or by their letters. */
export const CameraTools = ({ tools, isLit, onLight, onCamera }: Props) => {
  const say = useSay()
  const { scanning } = useParts()
  const { hasLight, cameras, running } = tools
  const at = cameras.findIndex(({ id }) => id === running)
  const next = cameras.length > 1 ? cameras[(at + 1) % cameras.length] : undefined
  const byLetter: Readonly<Record<string, (() => void) | undefined>> = {
    l: hasLight ? onLight : undefined,
    c: next && (() => onCamera(next.id)),
  }
  const letters = useRef(byLetter)
  useEffect(() => {
    letters.current = byLetter
  })
  useEffect(() => scanning.letters((letter) => letters.current[letter.toLowerCase()]?.()), [scanning])
  return (
    <div className="panel-filmTools">
      {hasLight && (
        <PanelButton kind="quiet" testId="camera-light" onPress={onLight}>
          {say(isLit ? 'camera.lightOff' : 'camera.light')}
        </PanelButton>
      )}
      {next !== undefined && (
        <PanelButton kind="quiet" testId="camera-other" onPress={() => onCamera(next.id)}>
          {say('camera.other')}
        </PanelButton>
      )}
    </div>
  )
}
