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

const at = (pixels: Uint8ClampedArray | Float32Array, index: number): number => pixels[index] ?? 0
const clamp = (value: number, end: number): number => Math.max(0, Math.min(end - 1, value))

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

/** Mean over a box of `2 * reach + 1` pixels each way, by running sums. */
export const boxMean = ({ pixels, width, height }: Grey, reachX: number, reachY: number): Grey => {
  const across = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const row = y * width
    let sum = 0
    for (let k = -reachX; k <= reachX; k++) sum += at(pixels, row + clamp(k, width))
    for (let x = 0; x < width; x++) {
      across[row + x] = sum / (2 * reachX + 1)
      sum += at(pixels, row + clamp(x + reachX + 1, width)) - at(pixels, row + clamp(x - reachX, width))
    }
  }
  const out = new Uint8ClampedArray(width * height)
  for (let x = 0; x < width; x++) {
    let sum = 0
    for (let k = -reachY; k <= reachY; k++) sum += at(across, clamp(k, height) * width + x)
    for (let y = 0; y < height; y++) {
      out[y * width + x] = sum / (2 * reachY + 1)
      sum +=
        at(across, clamp(y + reachY + 1, height) * width + x) -
        at(across, clamp(y - reachY, height) * width + x)
    }
  }
  return { pixels: out, width, height }
}

/** Takes slow changes of light and contrast out: every neighbourhood becomes equally bright and equally strong. */
export const evenLight = (image: Grey, reach: number): Grey => {
  const { pixels, width, height } = image
  const mean = boxMean(image, reach, reach).pixels
  const away = new Uint8ClampedArray(pixels.length)
  for (let i = 0; i < away.length; i++) away[i] = Math.abs(at(pixels, i) - at(mean, i))
  const spread = boxMean({ pixels: away, width, height }, reach, reach).pixels
  const out = new Uint8ClampedArray(pixels.length)
  for (let i = 0; i < out.length; i++) {
    out[i] = 128 + (70 * (at(pixels, i) - at(mean, i))) / Math.max(6, at(spread, i))
  }
  return { pixels: out, width, height }
}

export const quarterTurn = ({ pixels, width, height }: Grey): Grey => {
  const out = new Uint8ClampedArray(pixels.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[x * height + (height - 1 - y)] = at(pixels, y * width + x)
  }
  return { pixels: out, width: height, height: width }
}

/** Turned by any angle, on white, in a frame that holds all of it. */
export const turned = ({ pixels, width, height }: Grey, degrees: number): Grey => {
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const w = Math.ceil(Math.abs(width * cos) + Math.abs(height * sin))
  const h = Math.ceil(Math.abs(width * sin) + Math.abs(height * cos))
  const out = new Uint8ClampedArray(w * h).fill(255)
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const [dx, dy] = [x - w / 2, y - h / 2]
      const u = dx * cos + dy * sin + width / 2
      const v = -dx * sin + dy * cos + height / 2
      if (u < 0 || v < 0 || u >= width - 1 || v >= height - 1) continue
      const [left, top] = [Math.trunc(u), Math.trunc(v)]
      const [fx, fy] = [u - left, v - top]
      const from = top * width + left
      out[y * w + x] =
        (at(pixels, from) * (1 - fx) + at(pixels, from + 1) * fx) * (1 - fy) +
        (at(pixels, from + width) * (1 - fx) + at(pixels, from + width + 1) * fx) * fy
    }
  }
  return { pixels: out, width: w, height: h }
}
