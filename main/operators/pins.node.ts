import { createHmac, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import type { PinMark } from '../domain/operator.ts'
import type { Chance } from '../ports.ts'
import type { Pins } from './pins.ts'

export type PinCost = PinMark['cost']
export type Derive = (secret: Buffer, salt: Buffer, cost: PinCost) => Promise<Buffer>

const hashLength = 32
const saltLength = 16

/** scrypt on a thread of its own (RFC 7914): memory-hard, 128 · N · r bytes of memory. */
export const deriveByScrypt: Derive = (secret, salt, [n, r, p]) =>
  new Promise((resolve, reject) => {
    const options: ScryptOptions = { N: n, r, p, maxmem: 256 * n * r }
    scrypt(secret, salt, hashLength, options, (error, hash) => {
      if (error === null) resolve(hash)
      else reject(error)
    })
  })

const costMin: PinCost = [2 ** 15, 8, 1]
const nMax = 2 ** 18

/**
 * The cost at which one try takes at least `leastMs` on this machine, by `timeOf`, which measures a try in
 * milliseconds. Each cost is measured twice and the quicker one counts, so that a busy moment does not make it cheap.
 * From 32 MiB to 256 MiB of memory, whatever the clock says.
 */
export const chosenCost = async (
  timeOf: (cost: PinCost) => Promise<number>,
  leastMs: number,
): Promise<PinCost> => {
  const [, r, p] = costMin
  for (let [n] = costMin; n < nMax; n *= 2) {
    const cost: PinCost = [n, r, p]
    if (Math.min(await timeOf(cost), await timeOf(cost)) >= leastMs) return cost
  }
  return [nMax, r, p]
}

const same = (one: Buffer, other: Buffer): boolean =>
  one.byteLength === other.byteLength && timingSafeEqual(one, other)

export interface PinsParts {
  /**
   * At least 32 bytes that are no part of the journal: without them, its marks cannot be tried out elsewhere. Made only
   * for a mark that is new; one that is lost must not be put in place of the one that older marks were made with.
   */
  readonly pepper: (isNew: boolean) => Promise<Uint8Array>
  /** For PINs that are set from now on. */
  readonly cost: () => Promise<PinCost>
  readonly chance: Chance
  readonly derive?: Derive
}

export const createPins = (parts: PinsParts): Pins => {
  const derive = parts.derive ?? deriveByScrypt
  const peppered = async (purpose: 'badge' | 'pin', text: string, isNew: boolean): Promise<Buffer> => {
    const pepper = await parts.pepper(isNew)
    if (pepper.byteLength < 32) throw new RangeError('the pepper has at least 32 bytes')
    return createHmac('sha256', pepper).update(`${purpose}\n${text}`).digest()
  }
  return {
    mark: async (pin) => {
      const [secret, cost] = await Promise.all([peppered('pin', pin, true), parts.cost()])
      const salt = Buffer.from(parts.chance.bytes(saltLength))
      const hash = await derive(secret, salt, cost)
      return { salt: salt.toString('base64'), hash: hash.toString('base64'), cost }
    },
    fits: async (pin, mark) => {
      const [secret, usual] = await Promise.all([peppered('pin', pin, false), parts.cost()])
      const salt = mark === undefined ? Buffer.alloc(saltLength) : Buffer.from(mark.salt, 'base64')
      const made = await derive(secret, salt, mark?.cost ?? usual)
      const kept = mark === undefined ? Buffer.alloc(hashLength) : Buffer.from(mark.hash, 'base64')
      return same(made, kept) && mark !== undefined
    },
    badge: async (text, isNew) => (await peppered('badge', text.trim(), isNew)).toString('hex'),
    sameBadge: (one, other) => same(Buffer.from(one, 'hex'), Buffer.from(other, 'hex')),
  }
}
