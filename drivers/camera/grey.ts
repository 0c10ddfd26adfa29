/** A picture in shades of grey, one byte a pixel, rows from the top. */
export interface Grey {
  readonly pixels: Uint8ClampedArray
  readonly width: number
  readonly height: number
}
/** A picture as a canvas hands it over: four bytes a pixel. */
export interface Frame {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

const at = (pixels: Uint8ClampedArray, index: number): number => pixels[index] ?? 0

export const greyOf = ({ data, width, height }: Frame): Grey => {
  const pixels = new Uint8ClampedArray(width * height)
  for (let i = 0, j = 0; i < pixels.length; i++, j += 4) {
    pixels[i] = (at(data, j) * 77 + at(data, j + 1) * 150 + at(data, j + 2) * 29) >> 8
  }
  return { pixels, width, height }
}

/** Half as wide and high: fewer pixels to look at, and noise averaged away. */
export const half = ({ pixels, width, height }: Grey): Grey => {
  const [w, h] = [width >> 1, height >> 1]
  const out = new Uint8ClampedArray(w * h)
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const from = 2 * y * width + 2 * x
      out[y * w + x] =
        (at(pixels, from) +
          at(pixels, from + 1) +
          at(pixels, from + width) +
          at(pixels, from + width + 1) +
          2) >>
        2
    }
  }
  return { pixels: out, width: w, height: h }
}
