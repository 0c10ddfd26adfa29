import type { DecodedFrame } from '../../drivers/camera/decode.worker.dom.ts'

/** The till's own worker, handed pictures by the test. */
export interface WorkerPage {
  /** `grey` is a byte a pixel, in base64. */
  readonly decode: (grey: string, width: number, height: number, frame: number) => Promise<DecodedFrame>
}

// Started by the first picture: before it, the page's policy for scripts is not in place yet.
let started: Worker | undefined
const start = (): Worker =>
  (started ??= new Worker(new URL('../../drivers/camera/decode.worker.dom.ts', import.meta.url), {
    type: 'module',
  }))
const page: WorkerPage = {
  decode: (grey, width, height, frame) =>
    new Promise((resolve) => {
      const pixels = new Uint8ClampedArray(4 * width * height).fill(255)
      for (const [i, letter] of [...atob(grey)].entries()) pixels.fill(letter.charCodeAt(0), 4 * i, 4 * i + 3)
      const worker = start()
      worker.addEventListener('message', ({ data }: MessageEvent<DecodedFrame>) => resolve(data), {
        once: true,
      })
      worker.postMessage({ frame, pixels: pixels.buffer, width, height }, [pixels.buffer])
    }),
}
Object.assign(window, { page })
