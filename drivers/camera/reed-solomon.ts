/** Arithmetic of bytes as QR codes have it (ISO/IEC 18004, 7.5.2): powers of 2 modulo x⁸ + x⁴ + x³ + x² + 1. */
const power = new Uint8Array(510)
const log = new Uint8Array(256)
for (let i = 0, value = 1; i < 255; i++) {
  power[i] = value
  power[i + 255] = value
  log[value] = i
  value = value > 127 ? (value << 1) ^ 0x11d : value << 1
}
const times = (one: number, other: number): number =>
  one === 0 || other === 0 ? 0 : (power[(log[one] ?? 0) + (log[other] ?? 0)] ?? 0)
const inverse = (value: number): number => power[255 - (log[value] ?? 0)] ?? 0

/** Polynomials with the lowest power first. */
type Polynomial = readonly number[]
const product = (one: Polynomial, other: Polynomial): Polynomial => {
  const out = Array.from({ length: one.length + other.length - 1 }, () => 0)
  for (const [i, a] of one.entries())
    for (const [k, b] of other.entries()) out[i + k] = (out[i + k] ?? 0) ^ times(a, b)
  return out
}
const valueAt = (polynomial: Polynomial, x: number): number =>
  polynomial.reduceRight((sum, each) => times(sum, x) ^ each, 0)

const syndromesOf = (bytes: Uint8Array, checks: number): Polynomial =>
  Array.from({ length: checks }, (_, i) => bytes.reduce((sum, byte) => times(sum, power[i] ?? 0) ^ byte, 0))

/** The shortest polynomial that the syndromes, freed of the known places, obey: Berlekamp and Massey. */
const locatorOf = (syndromes: Polynomial): Polynomial => {
  let locator: Polynomial = [1]
  let before: Polynomial = [1]
  let length = 0
  for (let at = 0; at < syndromes.length; at++) {
    before = [0, ...before]
    let off = 0
    for (let i = 0; i <= length; i++) off ^= times(locator[i] ?? 0, syndromes[at - i] ?? 0)
    if (off === 0) continue
    const next = Array.from(
      { length: Math.max(locator.length, before.length) },
      (_, i) => (locator[i] ?? 0) ^ times(off, before[i] ?? 0),
    )
    if (2 * length <= at) {
      length = at + 1 - length
      const by = inverse(off)
      before = locator.map((each) => times(each, by))
    }
    locator = next
  }
  return locator.slice(0, length + 1)
}

/**
 * Mends a block of a QR code: twice the wrong bytes and the `unsure` places together may be as many as the last
 * `checks` bytes. Nothing when it cannot be mended; where all checks are used up, anything can, so the caller must
 * know by other means whether it makes sense.
 */
export const mend = (
  block: Uint8Array,
  checks: number,
  unsure: readonly number[],
): Uint8Array | undefined => {
  const last = block.length - 1
  const syndromes = syndromesOf(block, checks)
  if (syndromes.every((each) => each === 0)) return block
  if (unsure.length > checks) return undefined
  const known = unsure.reduce<Polynomial>((sum, at) => product(sum, [1, power[last - at] ?? 0]), [1])
  const freed = product(syndromes, known).slice(unsure.length, checks)
  const wrong = locatorOf(freed)
  if (2 * (wrong.length - 1) > freed.length) return undefined
  const all = product(known, wrong)
  const values = product(syndromes, all).slice(0, checks)
  const out = Uint8Array.from(block)
  let found = 0
  for (let at = 0; at < block.length; at++) {
    const root = power[(255 - (last - at)) % 255] ?? 0
    if (valueAt(all, root) !== 0) continue
    found++
    // The derivative: in this arithmetic only the odd powers are left of it.
    const slope = valueAt(
      all.filter((_, i) => i % 2 === 1),
      times(root, root),
    )
    if (slope === 0) return undefined
    const size = times(power[last - at] ?? 0, times(valueAt(values, root), inverse(slope)))
    out[at] = (out[at] ?? 0) ^ size
  }
  if (found !== all.length - 1) return undefined
  return syndromesOf(out, checks).every((each) => each === 0) ? out : undefined
}
