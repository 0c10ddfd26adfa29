import type { PinMark } from '../domain/operator.ts'
import { classifyScan, scanLengthMax } from '../domain/scan.ts'

/**
 * Marks of PINs and badges under the till's pepper. All of them reject when the pepper cannot be had, and none of them
 * keeps the till from its work meanwhile.
 */
export interface Pins {
  readonly mark: (pin: string) => Promise<PinMark>
  /**
   * Whether the PIN is the one that was marked, compared in constant time. Without a mark: never, after the same work,
   * so that nobody learns by the clock whether somebody is there (security S29).
   */
  readonly fits: (pin: string, mark: PinMark | undefined) => Promise<boolean>
  /** HMAC-SHA256, hex. `isNew`: somebody is given it, and so there need not have been a pepper yet. */
  readonly badge: (text: string, isNew: boolean) => Promise<string>
  /** Whether two marks of badges are the same, compared in constant time. */
  readonly sameBadge: (one: string, other: string) => boolean
}

const pinLengthMin = 6

const repeats = (pin: string, length: number): boolean =>
  pin ===
  pin
    .slice(0, length)
    .repeat(Math.ceil(pin.length / length))
    .slice(0, pin.length)
const runs = (pin: string, step: number): boolean =>
  Array.from(pin).every(
    (digit, index) => index === 0 || (Number(pin[index - 1]) + step + 10) % 10 === Number(digit),
  )

/** What is wrong with a PIN that somebody has thought of, if anything. */
export const pinFault = (pin: string): 'pin-too-short' | 'pin-too-simple' | undefined => {
  if (pin.length < pinLengthMin) return 'pin-too-short'
  const isRepeated = [1, 2, 3].some((length) => repeats(pin, length))
  return isRepeated || runs(pin, 1) || runs(pin, -1) ? 'pin-too-simple' : undefined
}

const badgeLengthMin = 6

/** Whether a scan can be somebody's badge: long enough to be one, and nothing that the counter scans for another reason. */
export const isBadge = (text: string): boolean => {
  const trimmed = text.trim()
  if (trimmed.length < badgeLengthMin || trimmed.length > scanLengthMax) return false
  const { kind } = classifyScan(trimmed)
  return kind === 'badge' || kind === 'unknown'
}
