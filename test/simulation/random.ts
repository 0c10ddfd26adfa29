/**
 * The dice of a simulated world. The same seed throws the same numbers, on every machine and in every process. Each
 * part of the world splits off dice of its own by name, so that one more throw in the network changes nothing in what
 * the cashier does.
 */
export interface Random {
  /** From 0 inclusive to 1 exclusive. */
  readonly float: () => number
  /** A whole number, both ends inclusive. */
  readonly int: (from: number, to: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(items: readonly T[]) => T
  readonly weighted: <T>(items: readonly (readonly [item: T, weight: number])[]) => T
  readonly digits: (length: number) => string
  readonly split: (name: string) => Random
}

/** FNV-1a, 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

export const createRandom = (seed: number, path = ''): Random => {
  let state = hashOf(`${seed}${path}`)
  /** splitmix32 */
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  const float = (): number => next() / 4_294_967_296
  const int = (from: number, to: number): number => from + Math.floor(float() * (to - from + 1))
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(0, items.length - 1)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }
  return {
    float,
    int,
    chance: (probability) => float() < probability,
    pick,
    weighted: (items) => {
      let rest = float() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        rest -= weight
        if (rest < 0) return item
      }
      return pick(items)[0]
    },
    digits: (length) => Array.from({ length }, () => String(int(0, 9))).join(''),
    split: (name) => createRandom(seed, `${path}/${name}`),
  }
}
