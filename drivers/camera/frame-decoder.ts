import { prepareZXingModule, readBarcodes, type ZXingModuleOverrides } from 'zxing-wasm/reader'
import type { Engine, Read } from './agree.ts'
import { greyOf, type Frame } from './grey.ts'
import { createFramePasses } from './passes.ts'

export interface FrameDecoder {
  /** What each engine reads on this frame; the frames are told apart by `frame`, which counts up. */
  readonly decode: (image: Frame, frame: number) => Promise<readonly Read[]>
  /** Whether the WebAssembly engine runs; without it the other one works alone. */
  readonly wasmRuns: () => Promise<boolean>
}

/**
 * Both engines on every frame: two that agree need no second frame. When neither sees anything, one dear pass more.
 *
 * @param wasm where the WebAssembly file is, on this machine: left to itself the package fetches it from a network
 */
export const createFrameDecoder = (wasm: ZXingModuleOverrides): FrameDecoder => {
  const passes = createFramePasses()
  const prepared: Promise<boolean> = prepareZXingModule({ overrides: wasm, fireImmediately: true }).then(
    () => true,
    () => false,
  )

  const wasmRead = async ({ data, width, height }: Frame): Promise<string | undefined> => {
    if (!(await prepared)) return undefined
    try {
      const [first] = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as ImageData, {
        formats: ['Code128', 'QRCode'],
        maxNumberOfSymbols: 1,
        tryInvert: false,
      })
      return first?.text
    } catch {
      return undefined
    }
  }

  const read = (text: string | undefined, engine: Engine, frame: number): readonly Read[] =>
    text === undefined || text === '' ? [] : [{ text, engine, frame }]

  return {
    decode: async (image, frame) => {
      const grey = greyOf(image)
      const reads = [...read(passes.cheap(grey), 'js', frame), ...read(await wasmRead(image), 'wasm', frame)]
      return reads.length > 0 ? reads : read(passes.dear(grey, frame), 'js', frame)
    },
    wasmRuns: () => prepared,
  }
}
