import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { scanImageData, ZBarConfigType, ZBarScanner, ZBarSymbolType } from '@undecaf/zbar-wasm'
import {
  BarcodeFormat,
  BinaryBitmap,
  Code128Reader,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library'
import { readBarcodes, type ReaderOptions } from 'zxing-wasm/reader'
import { greyOf, type Frame } from '../../drivers/camera/grey.ts'
import type { Picture } from '../devices/camera-pictures.ts'

/** A picture as a canvas would hand it over. */
export const frameOf = ({ grey, width, height }: Pick<Picture, 'grey' | 'width' | 'height'>): Frame => {
  const data = new Uint8ClampedArray(grey.length * 4).fill(255)
  for (let i = 0; i < grey.length; i++) {
    const value = grey[i] ?? 0
    data[4 * i] = value
    data[4 * i + 1] = value
    data[4 * i + 2] = value
  }
  return { data, width, height }
}

/** What a reader makes of one frame: every text that it reads on it. */
export type ReadFrame = (frame: Frame, number: number) => Promise<readonly string[]>

export const wasmBinary = (): ArrayBuffer =>
  new Uint8Array(readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')))
    .buffer

/** The repair of the library is for the whole program; here it is taken out while the library is read as it ships. */
const starts = Code128Reader as unknown as { findStartPattern: unknown }

const libraryAsShipped = (shipped: unknown): ReadFrame => {
  const reader = new MultiFormatReader()
  reader.setHints(
    new Map([[DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.CODE_128, BarcodeFormat.QR_CODE]]]),
  )
  return async (frame) => {
    const { pixels, width, height } = greyOf(frame)
    const repaired = starts.findStartPattern
    starts.findStartPattern = shipped
    // It warns of every frame on which it reads nothing.
    const { warn } = console
    console.warn = () => {}
    try {
      const source = new RGBLuminanceSource(pixels, width, height)
      return [reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(source))).getText()]
    } catch {
      return []
    } finally {
      starts.findStartPattern = repaired
      console.warn = warn
    }
  }
}

const wasm =
  (options: ReaderOptions): ReadFrame =>
  async ({ data, width, height }) => {
    const found = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as ImageData, {
      formats: ['Code128', 'QRCode'],
      maxNumberOfSymbols: 1,
      tryInvert: false,
      ...options,
    })
    return found.map(({ text }) => text)
  }

const zbar = async (): Promise<ReadFrame> => {
  const scanner = await ZBarScanner.create()
  const none = ZBarSymbolType.ZBAR_NONE
  scanner.setConfig(none, ZBarConfigType.ZBAR_CFG_ENABLE, 0)
  for (const type of [ZBarSymbolType.ZBAR_CODE128, ZBarSymbolType.ZBAR_QRCODE])
    scanner.setConfig(type, ZBarConfigType.ZBAR_CFG_ENABLE, 1)
  return async ({ data, width, height }) => {
    const found = await scanImageData({ data, width, height, colorSpace: 'srgb' } as ImageData, scanner)
    return found.map((symbol) => symbol.decode())
  }
}

/** Every reader that ours is compared with. */
export const readers = async (): Promise<Readonly<Record<string, ReadFrame>>> => {
  const shipped = starts.findStartPattern
  return {
    '@zxing/library as shipped': libraryAsShipped(shipped),
    'zxing-wasm fast': wasm({ tryHarder: false, tryRotate: false, tryDownscale: false }),
    'zxing-wasm default': wasm({}),
    'zbar-wasm': await zbar(),
  }
}
