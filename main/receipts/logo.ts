import { commands } from 'receiptline'
import { err, ok, type Result } from '../domain/result.ts'

/** 5 cm of paper at 203 dots an inch, and more bytes than a picture of that size has. */
const heightMaxDots = 400
const bytesMax = 500_000

const pngMark = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** The last chunk, empty, with its check: the decoder does not miss it. */
const pngEnd = [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]

const base64Of = (bytes: Uint8Array): string => {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/**
 * Looks at a PNG before it goes on every receipt: whether it is one, whole, and fits the paper dot for dot. It is printed in
 * black dots, dithered. Gives it back in Base64, or a sentence for whoever chose it.
 */
export const parseLogo = (file: Uint8Array, columns: number): Result<string, string> => {
  const widthMaxDots = columns * 12
  if (file.length > bytesMax) return err(`the logo has more than ${bytesMax / 1000} KB; make it smaller`)
  if (pngMark.some((byte, index) => file[index] !== byte)) {
    return err('the logo is no PNG file; save it as PNG')
  }
  const head = new DataView(file.buffer, file.byteOffset, file.length)
  const [width, height] = file.length < 24 ? [0, 0] : [head.getUint32(16), head.getUint32(20)]
  if (width > widthMaxDots || height > heightMaxDots) {
    return err(
      `the logo has ${width} × ${height} dots; this paper takes ${widthMaxDots} × ${heightMaxDots} at most`,
    )
  }
  const broken = err('the logo is broken: it cannot be read to its end; save it again as PNG')
  if (pngEnd.some((byte, index) => file[file.length - pngEnd.length + index] !== byte)) return broken
  const base64 = base64Of(file)
  try {
    commands.generic.image.call({ ...commands.generic }, base64, 0, 0, 0, 0)
  } catch {
    return broken
  }
  return ok(base64)
}
