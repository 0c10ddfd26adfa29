import { openCamera, type CameraState } from '../../drivers/camera/camera.dom.ts'

/** What the test reads off the page. */
export interface CameraPage {
  readonly states: CameraState[]
  readonly codes: string[]
  /** Whether every camera track that was ever handed out is released, at the moment of each code. */
  readonly releasedAtCode: boolean[]
  readonly tracks: MediaStreamTrack[]
  open: () => void
  close: () => void
}

const video = document.querySelector('video')
if (video === null) throw new Error('the page has a video element')

const page: CameraPage = {
  states: [],
  codes: [],
  releasedAtCode: [],
  tracks: [],
  open: () => {
    const camera = openCamera({
      video,
      onCode: (text) => {
        page.codes.push(text)
        page.releasedAtCode.push(page.tracks.every(({ readyState }) => readyState === 'ended'))
      },
      onState: (state) => page.states.push(state),
    })
    page.close = camera.close
  },
  close: () => {},
}

const devices = navigator.mediaDevices
const ask = devices.getUserMedia.bind(devices)
devices.getUserMedia = async (constraints) => {
  const stream = await ask(constraints)
  page.tracks.push(...stream.getTracks())
  return stream
}

Object.assign(window, { page })
