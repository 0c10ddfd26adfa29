import type { ZXingModuleOverrides } from 'zxing-wasm/reader'
import type { Engine, Read } from './agree.ts'
import { readBlurredBars } from './blurred-bars.ts'
import { createGlareQr } from './glare-qr.ts'
import { greyOf, type Frame, type Grey } from './grey.ts'
import { createFramePasses, type PassReading } from './passes.ts'
import { createWasmReader } from './wasm-reader.ts'

export interface FrameDecoder {
  /**
   * What each engine reads on this frame; the frames are told apart by `frame`, which counts up. Nothing on one that is
   * the same as the last to its last pixel: a camera that hangs is no second witness.
   */
  readonly decode: (image: Frame, frame: number) => Promise<readonly Read[]>
  /** Whether the WebAssembly engine runs; without it the others work alone. */
  readonly wasmRuns: () => Promise<boolean>
}

/**
 * Two engines on every frame, and where the two do not suffice one for blurred bars and one for squares under a
 * reflection, which remembers the frames before: two that agree need no second frame.
 *
 * @param wasm where the WebAssembly file is, on this machine: left to itself the package fetches it from a network
 */
export const createFrameDecoder = (wasm: ZXingModuleOverrides): FrameDecoder => {
  const readByPasses = createFramePasses()
  const readGlareQr = createGlareQr()
  let last: Grey | undefined
  const isLast = ({ pixels, width }: Grey): boolean =>
    width === last?.width &&
    pixels.length === last.pixels.length &&
    pixels.every((value, i) => value === last?.pixels[i])
  const byWebAssembly = createWasmReader(wasm)

  const read = (reading: PassReading | undefined, engine: Engine, frame: number): readonly Read[] =>
    reading === undefined || reading.text === ''
      ? []
      : [{ text: reading.text, engine, frame, ...(reading.isBar && { isByEdges: true }) }]

  return {
    decode: async (image, frame) => {
      const grey = greyOf(image)
      if (isLast(grey)) return []
      last = grey
      const byWasm = await byWebAssembly.read(grey)
      const reads = [...read(readByPasses(grey), 'js', frame), ...read(byWasm, 'wasm', frame)]
      const isEnough = reads.length === 2 || byWasm?.isBar === false
      if (isEnough) return reads
      const bars = readBlurredBars(grey)
      if (bars !== undefined) return [...reads, { text: bars, engine: 'shapes', frame }]
      const squares = readGlareQr(grey)
      return squares === undefined ? reads : [...reads, { ...squares, engine: 'squares', frame }]
    },
    wasmRuns: async () => (await byWebAssembly.running()) !== undefined,
  }
}
