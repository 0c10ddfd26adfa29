import type { Grey } from './grey.ts'

/** Steps of brightness; a place with less between its darkest and lightest is spread no further than this. */
const leastContrast = 24

/** The picture as it would be under even light: every place between the darkest and the lightest near it. */
export const evenLight = ({ pixels, width, height }: Grey): Grey => {
  const block = Math.max(4, Math.round(width / 80))
  const columns = Math.ceil(width / block)
  const rows = Math.ceil(height / block)
  const darkest = new Uint8ClampedArray(columns * rows).fill(255)
  const lightest = new Uint8ClampedArray(columns * rows)
  for (let y = 0; y < height; y++) {
    const first = Math.trunc(y / block) * columns
    for (let x = 0; x < width; x++) {
      const at = first + Math.trunc(x / block)
      const value = pixels[y * width + x] ?? 0
      if (value < (darkest[at] ?? 0)) darkest[at] = value
      if (value > (lightest[at] ?? 0)) lightest[at] = value
    }
  }
  const near = (from: Uint8ClampedArray, pick: (...values: number[]) => number): Float32Array =>
    Float32Array.from(from, (own, i) => {
      const [column, row] = [i % columns, Math.trunc(i / columns)]
      let value = own
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++)
          value = pick(value, from[r * columns + c] ?? 0)
      return value
    })
  const [low, high] = [near(darkest, Math.min), near(lightest, Math.max)]
  const out = new Uint8ClampedArray(pixels.length)
  for (let y = 0; y < height; y++) {
    const v = Math.max(0, Math.min(rows - 1.001, (y + 0.5) / block - 0.5))
    const [row, down] = [Math.trunc(v), v % 1]
    for (let x = 0; x < width; x++) {
      const u = Math.max(0, Math.min(columns - 1.001, (x + 0.5) / block - 0.5))
      const [column, right] = [Math.trunc(u), u % 1]
      const at = row * columns + column
      const between = (map: Float32Array): number =>
        ((map[at] ?? 0) * (1 - right) + (map[at + 1] ?? 0) * right) * (1 - down) +
        ((map[at + columns] ?? 0) * (1 - right) + (map[at + columns + 1] ?? 0) * right) * down
      const light = between(high)
      const contrast = Math.max(light - between(low), leastContrast)
      out[y * width + x] = 255 - ((light - (pixels[y * width + x] ?? 0)) / contrast) * 255
    }
  }
  return { pixels: out, width, height }
}
