import { createAgreement } from './agree.ts'
import {
  cameraNamed,
  hasLight,
  keepInFocus,
  listCameras,
  setLight,
  setWidth,
  widestOf,
  type CameraChoice,
} from './camera-track.dom.ts'
import type { DecodedFrame, FrameToDecode } from './decode.worker.dom.ts'
import { createSharpness, type Sharpness } from './sharpness.ts'
import { createStillness } from './stillness.ts'

export type CameraState =
  | 'starting'
  | 'watching'
  /** The picture has not changed for three seconds, or is black; codes would still be read. */
  | 'frozen'
  | 'no-camera'
  | 'denied'
  | 'in-use'
  /** It was there and is gone: unplugged, or the permission was taken away. */
  | 'lost'

export interface CameraParts {
  /** Shows the picture to the cashier; muted and playing inline is seen to here. */
  readonly video: HTMLVideoElement
  /** A code that two readings agree on. Called once; the camera is already released then. */
  readonly onCode: (text: string) => void
  readonly onState: (state: CameraState) => void
  /** What can be chosen, once the camera runs and whenever it changes. */
  readonly onTools?: (tools: CameraTools) => void
  /** The camera to take when it is there; any other otherwise. */
  readonly camera?: string | undefined
  /** The same by its name, which stays when ids do not: a browser gives other ids to every address of a page. */
  readonly cameraName?: string | undefined
}
/** What the person before the camera may turn or choose. */
export interface CameraTools {
  readonly hasLight: boolean
  readonly cameras: readonly CameraChoice[]
  /** Which of them is running. */
  readonly running: string
}
export interface OpenCamera {
  /** Releases the camera. May be called at any time and more than once. */
  readonly close: () => void
  /** Turns the camera's own lamp on or off; whether it obeyed. It goes out when the camera is released. */
  readonly light: (on: boolean) => Promise<boolean>
}

const frozenMs = 3000
/** Some cameras deliver no frame callbacks; then the picture is looked at this often. */
const lookAnywayMs = 250
const sizes = [
  { width: { ideal: 1280 }, height: { ideal: 720 } },
  { width: { ideal: 640 }, height: { ideal: 480 } },
] as const

const anyBack = { facingMode: { ideal: 'environment' } } as const

const stateOfFault = (fault: unknown): CameraState => {
  switch (fault instanceof DOMException ? fault.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied'
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use'
    default:
      return 'no-camera'
  }
}

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop()
}

/**
 * Asks for the chosen camera and settles for any; for the sharper picture and settles for the smaller one, as old
 * cameras refuse what they cannot start.
 */
const askForCamera = async (camera: string | undefined): Promise<MediaStream | CameraState> => {
  // Outside a secure context the browser has no cameras at all.
  if (!('mediaDevices' in navigator)) return 'no-camera'
  let state: CameraState = 'no-camera'
  const wishes = [...(camera === undefined ? [] : [{ deviceId: { exact: camera } }]), anyBack]
  for (const video of wishes.flatMap((wish) => sizes.map((size) => ({ ...size, ...wish })))) {
    try {
      return await navigator.mediaDevices.getUserMedia({ video, audio: false })
    } catch (fault) {
      state = stateOfFault(fault)
      if (state === 'denied') return state
    }
  }
  return state
}

/** The camera of that name, which may be known only once another one was allowed. */
const askForNamed = async (name: string): Promise<MediaStream | CameraState> => {
  if (!('mediaDevices' in navigator)) return 'no-camera'
  const known = await cameraNamed(name)
  const first = await askForCamera(known)
  if (known !== undefined || typeof first === 'string') return first
  const id = await cameraNamed(name)
  if (id === undefined || id === first.getVideoTracks()[0]?.getSettings().deviceId) return first
  stop(first)
  return askForCamera(id)
}

/**
 * Opens the camera and watches for a code until two readings agree, then lets go of the camera at once. Decoding runs
 * in a worker, one frame at a time: a slow machine looks at fewer frames and stays in the present.
 */
export const openCamera = ({
  video,
  onCode,
  onState,
  onTools,
  camera,
  cameraName,
}: CameraParts): OpenCamera => {
  const agreement = createAgreement()
  const stillness = createStillness(frozenMs)
  let stream: MediaStream | undefined
  let track: MediaStreamTrack | undefined
  let sharpness: Sharpness | undefined
  let askedAt = 0
  let worker: Worker | undefined
  const closing = new AbortController()
  let timer: ReturnType<typeof setInterval> | undefined
  let closed = false
  let state: CameraState | undefined
  let decoding = false
  let frame = 0
  let lastFrameAt = 0

  const tell = (next: CameraState): void => {
    if (closed || next === state) return
    state = next
    onState(next)
  }

  const close = (): void => {
    closed = true
    closing.abort()
    clearInterval(timer)
    worker?.terminate()
    if (stream === undefined) return
    stop(stream)
    if (video.srcObject === stream) video.srcObject = null
    stream = undefined
  }

  const endAs = (final: CameraState): void => {
    tell(final)
    close()
  }

  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d', { willReadFrequently: true })

  const look = (): void => {
    if (closed || decoding || context === null || video.videoWidth === 0) return
    if (canvas.width !== video.videoWidth || canvas.height !== video.videoHeight) {
      canvas.width = video.videoWidth
      canvas.height = video.videoHeight
    }
    context.drawImage(video, 0, 0)
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
    const now = performance.now()
    const still = stillness.look(data, now) || now - lastFrameAt >= frozenMs
    tell(still ? 'frozen' : 'watching')
    decoding = true
    askedAt = now
    frame++
    const message: FrameToDecode = { frame, pixels: data.buffer, width, height }
    worker?.postMessage(message, [data.buffer])
  }

  const watch = (): void => {
    video.requestVideoFrameCallback(() => {
      if (closed) return
      lastFrameAt = performance.now()
      look()
      watch()
    })
  }

  const adjust = (read: boolean): void => {
    if (track === undefined) return
    const atMs = performance.now()
    const better = sharpness?.hear({ width: canvas.width, ms: atMs - askedAt, read, atMs })
    if (better !== undefined) void setWidth(track, better)
  }

  /** Cameras come and go; the running one may go without a word of its own. */
  const tellTools = async (): Promise<void> => {
    const cameras = await listCameras()
    if (closed || track === undefined) return
    const running = track.getSettings().deviceId ?? ''
    if (running !== '' && !cameras.some(({ id }) => id === running)) endAs('lost')
    else onTools?.({ hasLight: hasLight(track), cameras, running })
  }

  /** A permission that is taken away ends the picture like a pulled cable; which it was, the permission tells. */
  const tellEnd = async (): Promise<void> => {
    const leave = await navigator.permissions.query({ name: 'camera' }).catch(() => undefined)
    endAs(leave?.state === 'denied' ? 'denied' : 'lost')
  }

  const startWorker = (): Worker => {
    const started = new Worker(new URL('./decode.worker.dom.ts', import.meta.url), { type: 'module' })
    started.addEventListener('message', ({ data }: MessageEvent<DecodedFrame>) => {
      decoding = false
      const code = closed ? undefined : agreement.hear(data.reads)
      if (code === undefined) {
        adjust(data.reads.length > 0)
        return
      }
      close()
      onCode(code)
    })
    // Without its decoder the camera is of no use; the cashier turns to the scanner, or tries again.
    started.addEventListener('error', () => endAs('lost'))
    return started
  }

  const start = async (): Promise<void> => {
    tell('starting')
    worker = startWorker()
    const asked = await (camera === undefined && cameraName !== undefined
      ? askForNamed(cameraName)
      : askForCamera(camera))
    if (typeof asked === 'string') {
      endAs(asked)
      return
    }
    if (closed) {
      stop(asked)
      return
    }
    stream = asked
    track = asked.getVideoTracks()[0]
    track?.addEventListener('ended', () => void tellEnd())
    navigator.mediaDevices.addEventListener('devicechange', () => void tellTools(), {
      signal: closing.signal,
    })
    video.muted = true
    video.playsInline = true
    video.srcObject = asked
    try {
      await video.play()
    } catch {
      endAs('lost')
      return
    }
    if (track !== undefined) {
      sharpness = createSharpness(widestOf(track))
      void keepInFocus(track)
      void tellTools()
    }
    lastFrameAt = performance.now()
    watch()
    timer = setInterval(() => {
      if (performance.now() - lastFrameAt >= lookAnywayMs) look()
    }, lookAnywayMs)
  }

  void start()
  return {
    close,
    light: async (on) => track !== undefined && (await setLight(track, on)),
  }
}
