import { openCamera } from '../../drivers/camera/camera.dom.ts'
import type { FrameToDecode } from '../../drivers/camera/decode.worker.dom.ts'
import { cutMark } from './film-mark.ts'

/** One code, from when it was first on a picture until it was taken; milliseconds. */
export interface LiveCode {
  readonly code: string
  readonly waited: number
  /** The worker's time for the picture it was taken from, alone on a quiet page: the middle of three. */
  readonly decoder: number
  readonly pictures: number
}
export interface LivePage {
  /** Opens the camera and waits for a code; nothing when one was shown before the camera was awake. */
  readonly look: () => Promise<LiveCode | undefined>
}

const video = document.querySelector('video')
if (video === null) throw new Error('the page has a video element')
const spot = new OffscreenCanvas(4, 4).getContext('2d', { willReadFrequently: true })

const isMarked = (): boolean => {
  if (spot === null) return false
  spot.drawImage(video, cutMark / 4, cutMark / 4, cutMark / 2, cutMark / 2, 0, 0, 4, 4)
  return (spot.getImageData(0, 0, 4, 4).data[0] ?? 0) > 128
}

let last: FrameToDecode | undefined
const BareWorker = Worker
/** Keeps a copy of the last picture that is handed over. */
class WatchedWorker extends BareWorker {
  override postMessage(
    message: FrameToDecode,
    given: Transferable[] | StructuredSerializeOptions = [],
  ): void {
    last = { ...message, pixels: message.pixels.slice(0) }
    super.postMessage(message, Array.isArray(given) ? given : (given.transfer ?? []))
  }
}
Object.assign(window, { Worker: WatchedWorker })

/** How long a worker of its own needs for the picture. */
const timeOf = async ({ frame, pixels, width, height }: FrameToDecode): Promise<number> => {
  const worker = new Worker(new URL('../../drivers/camera/decode.worker.dom.ts', import.meta.url), {
    type: 'module',
  })
  const times: number[] = []
  for (let i = 0; i < 4; i++) {
    const copy = pixels.slice(0)
    const began = performance.now()
    await new Promise((resolve) => {
      worker.addEventListener('message', resolve, { once: true })
      worker.postMessage({ frame: frame + i, pixels: copy, width, height }, [copy])
    })
    times.push(performance.now() - began)
  }
  worker.terminate()
  // The first one loads the reader.
  return times.slice(1).toSorted((one, other) => one - other)[1] ?? 0
}

const look = (): Promise<LiveCode | undefined> =>
  new Promise((resolve) => {
    let [wasEmpty, isOver, pictures] = [false, false, 0]
    let shownAt: number | undefined
    const watch = (): void => {
      video.requestVideoFrameCallback(() => {
        if (isOver) return
        const marked = isMarked()
        if (!marked) [wasEmpty, shownAt, pictures] = [true, undefined, 0]
        else {
          if (wasEmpty) shownAt ??= performance.now()
          pictures++
        }
        watch()
      })
    }
    watch()
    openCamera({
      video,
      onState: () => {},
      onCode: (code) => {
        const waited = performance.now() - (shownAt ?? 0)
        isOver = true
        if (shownAt === undefined || last === undefined) resolve(undefined)
        else void timeOf(last).then((decoder) => resolve({ code, waited, decoder, pictures }))
      },
    })
  })
Object.assign(window, { page: { look } satisfies LivePage })
