import { decimalsByCurrency, isCurrency } from '../../domain/money.ts'

/** An exact decimal number, `units / 10^scale`: -4.94 is -494 and 2. Never a float (reconciliation 0.4). */
export interface Decimal {
  readonly units: number
  readonly scale: number
}

/** Digits in all. Every whole number of so many digits is exact in a double. */
const digitsMax = 15
const written = /^([+-]?)(\d+)(?:\.(\d+))?$/

/** Reads `12`, `12.5`, `12.50`, `0.0`, with blanks around; no thousands separators, no exponents. */
export const parseDecimal = (text: string): Decimal | undefined => {
  const match = written.exec(text.trim())
  if (match === null) return undefined
  const fraction = match[3] ?? ''
  const digits = `${match[2]}${fraction}`
  if (digits.length > digitsMax) return undefined
  const units = Number(digits)
  return { units: match[1] === '-' && units !== 0 ? -units : units, scale: fraction.length }
}

export const zero: Decimal = { units: 0, scale: 0 }
export const magnitude = ({ units, scale }: Decimal): Decimal => ({ units: Math.abs(units), scale })
export const negated = ({ units, scale }: Decimal): Decimal => ({ units: units === 0 ? 0 : -units, scale })

/** `-4.94`, with every place that was there. */
export const decimalText = ({ units, scale }: Decimal): string => {
  const digits = String(Math.abs(units)).padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return units < 0 ? `-${text}` : text
}

const powersOfTen: readonly number[] = Array.from({ length: digitsMax + 1 }, (_, power) => 10 ** power)
const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent)
const scaledTo = ({ units, scale }: Decimal, to: number): bigint => BigInt(units) * powerOfTen(to - scale)
/** As `scaledTo` where a double holds the result exactly, which it does for nearly every amount; else `undefined`. */
const exactlyScaled = ({ units, scale }: Decimal, to: number): number | undefined => {
  const scaled = units * (powersOfTen[to - scale] ?? Number.POSITIVE_INFINITY)
  return Number.isSafeInteger(scaled) ? scaled : undefined
}

const halfEven = (dividend: bigint, divisor: bigint): bigint => {
  const sign = dividend < 0n !== divisor < 0n ? -1n : 1n
  const [whole, by] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor]
  const [quotient, rest] = [whole / by, whole % by]
  const up = rest * 2n > by || (rest * 2n === by && quotient % 2n === 1n)
  return sign * (up ? quotient + 1n : quotient)
}

/** `undefined` when the number is too large to be exact. */
const decimal = (units: bigint, scale: number): Decimal | undefined => {
  const number = Number(units)
  return Number.isSafeInteger(number) ? { units: number, scale } : undefined
}

/** Of amounts, which are small enough (`amountMax`) that every sum of a line's is exact. */
export const sum = (numbers: readonly Decimal[]): Decimal => {
  const scale = numbers.reduce((most, number) => Math.max(most, number.scale), 0)
  const quick = numbers.reduce((units, number) => units + (exactlyScaled(number, scale) ?? Number.NaN), 0)
  if (Number.isSafeInteger(quick)) return { units: quick, scale }
  const total = numbers.reduce((units, number) => units + scaledTo(number, scale), 0n)
  const exact = decimal(total, scale)
  if (exact === undefined)
    throw new RangeError(`${total} with ${scale} places is too large for a sum of amounts`)
  return exact
}
export const minus = (a: Decimal, b: Decimal): Decimal => sum([a, negated(b)])

/** Rounded half to even, to so many places. */
export const product = (a: Decimal, b: Decimal, places: number): Decimal | undefined => {
  const scale = a.scale + b.scale
  const quick = a.units * b.units
  const by = powersOfTen[scale - places] ?? 0
  // A double below 2^53 is exact, and so is its remainder; only a tie needs to know which neighbour is even.
  if (by > 0 && Number.isSafeInteger(quick)) {
    const rest = Math.abs(quick % by)
    const down = Math.trunc(quick / by)
    const isUp = rest * 2 > by || (rest * 2 === by && down % 2 !== 0)
    return { units: down + (isUp ? Math.sign(quick) : 0), scale: places }
  }
  const exact = BigInt(a.units) * BigInt(b.units)
  return scale <= places
    ? decimal(exact * powerOfTen(places - scale), places)
    : decimal(halfEven(exact, powerOfTen(scale - places)), places)
}

/** Rounded half to even, to so many places; `undefined` by zero. */
export const quotient = (a: Decimal, b: Decimal, places: number): Decimal | undefined =>
  b.units === 0
    ? undefined
    : decimal(
        halfEven(BigInt(a.units) * powerOfTen(places + b.scale), BigInt(b.units) * powerOfTen(a.scale)),
        places,
      )

/** Whether two numbers lie within a tolerance of each other, ends included. */
export const isWithin = (a: Decimal, b: Decimal, tolerance: Decimal): boolean => {
  const scale = Math.max(a.scale, b.scale, tolerance.scale)
  const [quickA, quickB, limit] = [a, b, tolerance].map((number) => exactlyScaled(number, scale))
  if (quickA !== undefined && quickB !== undefined && limit !== undefined) {
    return Math.abs(quickA - quickB) <= limit
  }
  const apart = scaledTo(a, scale) - scaledTo(b, scale)
  return (apart < 0n ? -apart : apart) <= scaledTo(tolerance, scale)
}

/** Settlement currencies that the product's own table does not have, and that have not two places (ISO 4217). */
const otherPlaces: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  KMF: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
}
export const placesOf = (currency: string): number =>
  isCurrency(currency) ? decimalsByCurrency[currency] : (otherPlaces[currency] ?? 2)

/** `undecided`: an Antom report that does not say; the contract's setting or the comparison does (reconciliation 2.6). */
export type AmountUnit = 'major' | 'minor' | 'undecided'

/** The most that a file may say a line is, in minor units: what the sums of a day still hold exactly. */
export const amountMax = 10_000_000_000_000

/**
 * The number in minor units of its currency: `12.5` of EUR is 1250, and so is `1250` where a report prints minor units.
 * `undefined` when it is no whole number of them, or larger than any line's. An undecided unit is read as major.
 */
export const minorUnitsOf = (number: Decimal, currency: string, unit: AmountUnit): number | undefined => {
  const shift = (unit === 'minor' ? 0 : placesOf(currency)) - number.scale
  const by = powersOfTen[Math.abs(shift)]
  if (by === undefined || (shift < 0 && number.units % by !== 0)) return undefined
  // What a double does not hold exactly is far above the limit.
  const minor = shift < 0 ? number.units / by : number.units * by
  return Math.abs(minor) > amountMax ? undefined : minor
}

/** The same number with as many places as its unit has: `12.5` of EUR is `12.50`. `undefined` as above. */
export const amountOf = (number: Decimal, currency: string, unit: AmountUnit): Decimal | undefined => {
  const units = minorUnitsOf(number, currency, unit)
  return units === undefined ? undefined : { units, scale: unit === 'minor' ? 0 : placesOf(currency) }
}
