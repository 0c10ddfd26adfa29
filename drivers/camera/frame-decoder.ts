import { prepareZXingModule, readBarcodes, type ZXingModuleOverrides } from 'zxing-wasm/reader'
import type { Engine, Read } from './agree.ts'
import { readBlurredBars } from './blurred-bars.ts'
import { greyOf, type Frame } from './grey.ts'
import { createFramePasses } from './passes.ts'

export interface FrameDecoder {
  /** What each engine reads on this frame; the frames are told apart by `frame`, which counts up. */
  readonly decode: (image: Frame, frame: number) => Promise<readonly Read[]>
  /** Whether the WebAssembly engine runs; without it the others work alone. */
  readonly wasmRuns: () => Promise<boolean>
}

/**
 * Two engines on every frame, and a third, for bars, where the two do not suffice: two that agree need no second frame.
 *
 * @param wasm where the WebAssembly file is, on this machine: left to itself the package fetches it from a network
 */
export const createFrameDecoder = (wasm: ZXingModuleOverrides): FrameDecoder => {
  const readByPasses = createFramePasses()
  const prepared: Promise<boolean> = prepareZXingModule({ overrides: wasm, fireImmediately: true }).then(
    () => true,
    () => false,
  )

  const readByWasm = async ({
    data,
    width,
    height,
  }: Frame): Promise<{ text: string; isBar: boolean } | undefined> => {
    if (!(await prepared)) return undefined
    try {
      const [first] = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as ImageData, {
        formats: ['Code128', 'QRCode'],
        maxNumberOfSymbols: 1,
        tryInvert: false,
      })
      return first && { text: first.text, isBar: first.format === 'Code128' }
    } catch {
      return undefined
    }
  }

  const read = (text: string | undefined, engine: Engine, frame: number): readonly Read[] =>
    text === undefined || text === '' ? [] : [{ text, engine, frame }]

  return {
    decode: async (image, frame) => {
      const grey = greyOf(image)
      const byWasm = await readByWasm(image)
      const reads = [...read(readByPasses(grey), 'js', frame), ...read(byWasm?.text, 'wasm', frame)]
      const isEnough = reads.length === 2 || byWasm?.isBar === false
      return isEnough ? reads : [...reads, ...read(readBlurredBars(grey), 'shapes', frame)]
    },
    wasmRuns: () => prepared,
  }
}
