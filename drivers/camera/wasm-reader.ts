import {
  binarizers,
  characterSets,
  defaultReaderOptions,
  eanAddOnSymbols,
  prepareZXingModule,
  purgeZXingModule,
  textModes,
  type ZXingModuleOverrides,
  type ZXingReaderOptions,
  type ZXingReadResult,
  type ZXingVector,
} from 'zxing-wasm/reader'
import type { Grey } from './grey.ts'
import type { PassReading } from './passes.ts'

/** What was read, in memory of the module: it stays there until it is deleted. */
export interface ReadSymbols extends ZXingVector<ZXingReadResult> {
  readonly delete: () => void
  readonly isDeleted: () => boolean
}

/** The module as it is. The package's own types leave out the memory and that what was read has to be deleted. */
export interface WasmModule {
  readonly HEAPU8: Uint8Array
  /** Where so many bytes are free now, or 0. */
  readonly _malloc: (bytes: number) => number
  readonly _free: (address: number) => void
  readBarcodesFromPixmap: (
    address: number,
    width: number,
    height: number,
    options: ZXingReaderOptions,
  ) => ReadSymbols
}

export interface WasmReader {
  /** What is read on this picture; nothing when the module does not run, or fails on it. */
  readonly read: (picture: Grey) => Promise<PassReading | undefined>
  /** The module that reads now; undefined when it could not be started. */
  readonly running: () => Promise<WasmModule | undefined>
}

const options: ZXingReaderOptions = {
  ...defaultReaderOptions,
  binarizer: binarizers.indexOf(defaultReaderOptions.binarizer),
  characterSet: characterSets.indexOf(defaultReaderOptions.characterSet),
  eanAddOnSymbol: eanAddOnSymbols.indexOf(defaultReaderOptions.eanAddOnSymbol),
  textMode: textModes.indexOf(defaultReaderOptions.textMode),
  formats: 'Code128,QRCode',
  maxNumberOfSymbols: 1,
  tryInvert: false,
}

const readWith = (module: WasmModule, { pixels, width, height }: Grey): PassReading | undefined => {
  const address = module._malloc(pixels.length)
  if (address === 0) throw new RangeError('no memory left for a picture')
  module.HEAPU8.set(pixels, address)
  const symbols = module.readBarcodesFromPixmap(address, width, height, options)
  const first = symbols.get(0)
  symbols.delete()
  module._free(address)
  return first && { text: first.text, isBar: first.format === 'Code128' }
}

/**
 * The reader of zxing-wasm, without the package's own `readBarcodes`: up to 3.1.4 that one never deletes what was read,
 * and a camera that runs all day would fill the memory. A module that failed may be left in any state, so the next
 * picture is read by a new one.
 *
 * @param wasm where the WebAssembly file is, on this machine: left to itself the package fetches it from a network
 */
export const createWasmReader = (wasm: ZXingModuleOverrides): WasmReader => {
  const start = async (): Promise<WasmModule | undefined> => {
    purgeZXingModule()
    try {
      return (await prepareZXingModule({
        overrides: wasm,
        fireImmediately: true,
      })) as unknown as WasmModule
    } catch {
      return undefined
    }
  }
  let running = start()
  return {
    read: async (picture) => {
      const module = await running
      if (module === undefined) return undefined
      try {
        return readWith(module, picture)
      } catch {
        running = start()
        return undefined
      }
    },
    running: () => running,
  }
}
