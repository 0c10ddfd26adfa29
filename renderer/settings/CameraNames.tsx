import { useEffect, useState } from 'react'
import { listCameras } from '../../drivers/camera/camera-track.dom.ts'

/** The cameras of this machine to choose from while a name is typed; none before a camera was allowed once. */
export const CameraNames = ({ id }: { id: string }) => {
  const [names, setNames] = useState<readonly string[]>([])
  useEffect(() => {
    let isGone = false
    const list = async (): Promise<void> => {
      const cameras = 'mediaDevices' in navigator ? await listCameras() : []
      if (!isGone) setNames([...new Set(cameras.map(({ name }) => name).filter((name) => name !== ''))])
    }
    void list()
    return () => {
      isGone = true
    }
  }, [])
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  )
}
