import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import type { Read } from './agree.ts'
import { createFrameDecoder } from './frame-decoder.ts'

/** One frame to look at; its pixels are handed over, not copied. */
export interface FrameToDecode {
  readonly frame: number
  readonly pixels: ArrayBuffer
  readonly width: number
  readonly height: number
}
/** What was on it. */
export interface DecodedFrame {
  readonly frame: number
  readonly reads: readonly Read[]
}

const decoder = createFrameDecoder({ locateFile: () => wasmUrl })

addEventListener('message', ({ data }: MessageEvent<FrameToDecode>) => {
  const { frame, pixels, width, height } = data
  void decoder
    .decode({ data: new Uint8ClampedArray(pixels), width, height }, frame)
    .then((reads) => postMessage({ frame, reads } satisfies DecodedFrame))
})
