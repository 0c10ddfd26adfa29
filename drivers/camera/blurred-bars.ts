import { barFieldsOf, profilesAcross } from './bar-field.ts'
import { code128Widths, startC, stop } from './code128-widths.ts'
import type { Grey } from './grey.ts'

/**
 * Reads Code 128 digits where the bars have run into each other: held too near, too far or moved. Edges and thresholds
 * fail there; so each symbol is compared, as a whole and in shades of grey, with what every symbol would look like
 * through the same blur. Only pairs of digits are known (code set C), which is what payment codes are written in.
 */

/** Places looked at in a module, and in a symbol of eleven. */
const perModule = 3
const modules = 11
const places = modules * perModule
/** Widths of blur that are tried, in modules. */
const blurs = [0.25, 0.42, 0.58, 0.75] as const
/** Share of a symbol's shape that may stay unexplained: at the start, in any symbol, and in the mean of all. */
const worstStart = 0.2
const worstSymbol = 0.3
const worstMean = 0.1
/** A second choice must be this much worse in the sum over all symbols, or the reading is in doubt. */
const leastLead = 0.05
/** A reading with less left unexplained is not compared with others. */
const clear = 0.04
/** Readings that are followed side by side. */
const beamWidth = 6
const fewestPairs = 8
const mostPairs = 16

/** The normal distribution's integral, by a logistic curve: within 0.02, which is less than a camera's noise. */
const below = (z: number): number => 1 / (1 + Math.exp(-1.702 * z))

/** What all symbols look like through one blur: darkness at every place, and what neighbours add. */
interface Shapes {
  readonly symbols: readonly Float32Array[]
  readonly stop: Float32Array
  /** The bar before, by the width of the space between: 1 to 4. */
  readonly before: readonly Float32Array[]
  readonly after: Float32Array
}
const shapesOf = (blur: number): Shapes => {
  const darkness = (from: number, to: number, count = places): Float32Array =>
    Float32Array.from({ length: count }, (_, i) => {
      const at = (i + 0.5) / perModule
      return below((at - from) / blur) - below((at - to) / blur)
    })
  const shape = (widths: string, count = places): Float32Array => {
    const sum = new Float32Array(count)
    let at = 0
    for (const [i, width] of [...widths].map(Number).entries()) {
      if (i % 2 === 0)
        for (const [k, dark] of darkness(at, at + width, count).entries()) sum[k] = (sum[k] ?? 0) + dark
      at += width
    }
    return sum
  }
  return {
    symbols: code128Widths.map((widths) => shape(widths)),
    stop: shape(stop, 13 * perModule),
    before: [1, 1, 2, 3, 4].map((space) => darkness(-space - 1.5, -space)),
    // Every symbol begins with a bar, at least one module wide and one and a half in the mean.
    after: darkness(modules, modules + 1.5),
  }
}
const shapes = blurs.map(shapesOf)

/** How much of what is seen the shape does not explain, 0 to 1; 1 also when it is the wrong way round. */
const unexplained = (
  seen: Float32Array,
  shape: Float32Array,
  before: Float32Array | undefined,
  after: Float32Array | undefined,
): number => {
  const count = shape.length
  let sx = 0
  let sy = 0
  let sxx = 0
  let syy = 0
  let sxy = 0
  for (let i = 0; i < count; i++) {
    let x = shape[i] ?? 0
    if (before !== undefined) x += before[i] ?? 0
    if (after !== undefined) x += after[i] ?? 0
    const y = seen[i] ?? 0
    sx += x
    sy += y
    sxx += x * x
    syy += y * y
    sxy += x * y
  }
  const spread = syy - (sy * sy) / count
  const same = (sx * sy) / count - sxy
  return same <= 0 || spread < count ? 1 : 1 - (same * same) / ((sxx - (sx * sx) / count) * spread)
}

const scratch = new Float32Array(13 * perModule)
/** The profile from a place on, so many values; they stand until the next look. */
const lookAt = (profile: Float32Array, from: number, module: number, count = places): Float32Array => {
  const last = profile.length - 1
  for (let i = 0; i < count; i++) {
    const at = Math.min(last, Math.max(0, from + ((i + 0.5) / perModule) * module - 0.5))
    const left = Math.trunc(at)
    const one = profile[left] ?? 0
    scratch[i] = one + ((profile[Math.min(last, left + 1)] ?? 0) - one) * (at - left)
  }
  return scratch
}

/** A reading under way: where its next symbol begins, and what it has cost. */
interface Path {
  readonly values: readonly number[]
  readonly at: number
  readonly module: number
  readonly cost: number
}

/** Places where it becomes dark after a while of light: only there can a symbol begin. */
const edgesAfterLight = (profile: Float32Array, narrow: number): readonly number[] => {
  const quiet = Math.max(2, Math.round(narrow * 4))
  let [dark, light] = [Infinity, -Infinity]
  for (const value of profile) {
    dark = Math.min(dark, value)
    light = Math.max(light, value)
  }
  const places: number[] = []
  for (let at = 2; at + 60 * narrow < profile.length; at++) {
    const fall = (profile[at - 2] ?? 0) - (profile[at + 2] ?? 0)
    if (fall < (light - dark) / 6) continue
    let [lowest, highest] = [Infinity, -Infinity]
    for (let k = Math.max(0, at - 2 - quiet); k <= at - 2; k++) {
      lowest = Math.min(lowest, profile[k] ?? 0)
      highest = Math.max(highest, profile[k] ?? 0)
    }
    if (highest - lowest < (light - dark) / 3) places.push(at)
  }
  return places
}

/** Likely beginnings through each of the blurs. */
const startsIn = (profile: Float32Array, narrow: number, wide: number): readonly (readonly Path[])[] => {
  const found = shapes.map((): Path[] => [])
  for (const edge of edgesAfterLight(profile, narrow)) {
    for (let module = narrow; module <= wide; module *= 1.05) {
      for (let at = edge - module; at <= edge + module; at += module / 4) {
        const seen = lookAt(profile, at, module)
        for (const [i, { symbols, after }] of shapes.entries()) {
          const cost = unexplained(seen, symbols[startC] ?? after, undefined, after)
          if (cost < worstStart) found[i]?.push({ values: [], at: at + modules * module, module, cost })
        }
      }
    }
  }
  return found.map((paths) => paths.toSorted((one, other) => one.cost - other.cost).slice(0, 4))
}

/** Small corrections of where a symbol begins, in modules, and how wide a module is. */
const shifts = [-0.3, -0.15, 0, 0.15, 0.3] as const
const stretches = [0.94, 0.97, 1, 1.03, 1.06] as const

const spaces = code128Widths.map((widths) => Number(widths[5]))
const spaceBehind = (value: number): number => spaces[value] ?? 1

/** Every way to go on from a path, the likely ones only. */
const follow = (path: Path, profile: Float32Array, own: Shapes): readonly Path[] => {
  const before = own.before[spaceBehind(path.values.at(-1) ?? startC)]
  const straight = lookAt(profile, path.at, path.module)
  const likely = own.symbols
    .slice(0, 103)
    .map((shape, value) => ({ value, shape, cost: unexplained(straight, shape, before, own.after) }))
    .toSorted((one, other) => one.cost - other.cost)
    .slice(0, 6)
  return likely.flatMap(({ value, shape, cost }) => {
    let best = { cost, at: path.at, module: path.module }
    for (const shift of shifts) {
      for (const stretch of stretches) {
        const at = path.at + shift * path.module
        const module = path.module * stretch
        const refined = unexplained(lookAt(profile, at, module), shape, before, own.after)
        if (refined < best.cost) best = { cost: refined, at, module }
      }
    }
    if (best.cost > worstSymbol) return []
    // A tilted card's modules grow from symbol to symbol; a third of the correction may be noise.
    const module = path.module / 3 + (2 * best.module) / 3
    return [
      {
        values: [...path.values, value],
        at: best.at + modules * best.module,
        module,
        cost: path.cost + best.cost,
      },
    ]
  })
}

const checks = (values: readonly number[]): boolean => {
  let sum = startC
  for (const [i, value] of values.slice(0, -1).entries()) sum += (i + 1) * value
  return sum % 103 === values.at(-1)
}

interface Reading {
  readonly text: string
  /** Unexplained share in the mean over all symbols. */
  readonly doubt: number
}

const readFrom = (starts: readonly Path[], profile: Float32Array, own: Shapes): Reading | undefined => {
  let paths = starts
  const ends: Path[] = []
  for (let symbol = 1; symbol <= mostPairs + 1 && paths.length > 0; symbol++) {
    paths = paths
      .flatMap((path) => follow(path, profile, own))
      .toSorted((one, other) => one.cost - other.cost)
      .filter(({ values }, i, all) => all.findIndex((other) => other.values.join() === values.join()) === i)
      .slice(0, beamWidth)
    if (symbol <= fewestPairs) continue
    for (const path of paths) {
      const seen = lookAt(profile, path.at, path.module, own.stop.length)
      const before = own.before[spaceBehind(path.values.at(-1) ?? 0)]
      const cost = unexplained(seen, own.stop, before, undefined)
      if (cost < worstStart) ends.push({ ...path, cost: path.cost + cost })
    }
  }
  const mean = (path: Path): number => path.cost / (path.values.length + 2)
  const [best, ...others] = ends.toSorted((one, other) => mean(one) - mean(other))
  if (best === undefined || mean(best) > worstMean || !checks(best.values)) return undefined
  const rival = others.find(({ values }) => checks(values) && values.join() !== best.values.join())
  if (rival !== undefined && rival.cost - best.cost < leastLead) return undefined
  const pairs = best.values.slice(0, -1)
  if (pairs.some((value) => value > 99)) return undefined
  return { text: pairs.map((value) => String(value).padStart(2, '0')).join(''), doubt: mean(best) }
}

/** The clearest reading of a profile, in either direction and through any of the blurs. */
const readProfile = (profile: Float32Array, narrow: number, wide: number): Reading | undefined => {
  let best: Reading | undefined
  for (const way of [profile, profile.toReversed()]) {
    const starts = startsIn(way, narrow, wide)
    for (const [i, own] of shapes.entries()) {
      const reading = readFrom(starts[i] ?? [], way, own)
      if (reading !== undefined && reading.doubt < (best?.doubt ?? Infinity)) best = reading
      if (best !== undefined && best.doubt < clear) return best
    }
  }
  return best
}

/** The digits of a Code 128 on the picture, when two bands of its bars say the same before any says anything else. */
export const readBlurredBars = (image: Grey): string | undefined => {
  for (const field of barFieldsOf(image)) {
    // From 123 modules, of sixteen digits, to 211 between the ends; the ends are known to half a block or so.
    const [narrow, wide] = [(2 * field.reachAcross) / 250, (2 * field.reachAcross) / 110]
    let first: string | undefined
    for (const profile of profilesAcross(image, field)) {
      const text = readProfile(profile, narrow, wide)?.text
      if (text === undefined) continue
      if (first !== undefined) {
        if (first === text) return text
        break
      }
      first = text
    }
  }
  return undefined
}
