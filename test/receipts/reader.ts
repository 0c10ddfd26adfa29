import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { Raster } from './paper.ts'

/** A scanner that sees pictures: what a camera or an imager reads off the paper or the screen. */
const ready = (async () => {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
  await prepareZXingModule({ overrides: { wasmBinary: wasm.buffer }, fireImmediately: true })
})()

export interface Read {
  readonly format: string
  readonly text: string
}

/** Reads every symbol of a PNG or JPEG file. */
export const readPicture = async (file: Uint8Array): Promise<readonly Read[]> => {
  await ready
  const found = await readBarcodes(file, { formats: ['Code128', 'QRCode'], tryHarder: true })
  return found.map(({ format, text }) => ({ format, text }))
}

const quietDots = 40

/** Reads every symbol of dots as a print head burns them, with white paper around. */
export const readDots = async (raster: Raster): Promise<readonly Read[]> => {
  await ready
  const width = raster.width + 2 * quietDots
  const height = raster.height + 2 * quietDots
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  const rowBytes = raster.width / 8
  for (let y = 0; y < raster.height; y += 1) {
    for (let x = 0; x < raster.width; x += 1) {
      const black = (raster.bytes[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1
      if (black)
        data.fill(
          0,
          ((y + quietDots) * width + x + quietDots) * 4,
          ((y + quietDots) * width + x + quietDots) * 4 + 3,
        )
    }
  }
  const picture = { data, width, height, colorSpace: 'srgb' } as ImageData
  const found = await readBarcodes(picture, { formats: ['Code128', 'QRCode'], tryHarder: true })
  return found.map(({ format, text }) => ({ format, text }))
}
