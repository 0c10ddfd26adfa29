import { classifyScan, type ScanKind } from '../../main/domain/scan.ts'
import type { Grounds } from './qr-squares.ts'

/** Who reads: the two libraries, and our own readers of blurred bars and of QR codes under a reflection. */
export type Engine = 'js' | 'wasm' | 'shapes' | 'squares'
/** One engine's reading of one frame. */
export interface Read {
  readonly text: string
  readonly engine: Engine
  readonly frame: number
  /** Of bars that one of the libraries reads by their edges. */
  readonly isByEdges?: boolean
  /** Of a reading that was partly worked out: what it rests on. */
  readonly grounds?: Grounds
}

/** What a camera may take. Posters, article numbers and badges are no business of it. */
const takenKinds: ReadonlySet<ScanKind> = new Set<ScanKind>([
  'payment-code',
  'other-wallet',
  'receipt',
  'refund-receipt',
  'cash-receipt',
  'order-number',
])
/** A reading this many frames ago says nothing about what is held up now. */
const framesBack = 30

/** Check bytes that must hold unused in what two readings have seen together, so that they are two witnesses. */
const leastTogether = 5

/**
 * Two readings that were worked out from the same squares are one witness: in a scene that stands still, what is wrong
 * in the one is wrong in the other. What counts is what the other has seen of all that the one had to work out.
 */
const holdTogether = (one: Grounds, other: Grounds): boolean => {
  const holds = ({ spare, workedOut }: Grounds, seenBy: Grounds): number =>
    spare + workedOut.filter((at) => !seenBy.workedOut.includes(at)).length
  return Math.max(holds(one, other), holds(other, one)) >= leastTogether
}

/**
 * Where bars have run into each other, a reader of edges takes two symbols for others in the same way picture after
 * picture, and one time in 103 the check digit holds: then only another reader is a witness. It costs nothing, as what
 * one library reads the other or our own reads too.
 */
const areTwo = (one: Read, other: Read): boolean => {
  if (one.engine !== other.engine) return true
  if (one.frame === other.frame || one.isByEdges === true) return false
  return one.grounds === undefined || other.grounds === undefined || holdTogether(one.grounds, other.grounds)
}

export interface Agreement {
  /** Takes the readings of a frame; returns the code once two agree on it. */
  readonly hear: (reads: readonly Read[]) => string | undefined
}

/**
 * A camera misreads now and then, check digits or not. A code counts when two readings agree that are two witnesses,
 * with no other code of ours read since the first: then it is unclear which one is meant.
 */
export const createAgreement = (): Agreement => {
  let first: Read | undefined
  return {
    hear: (reads) => {
      for (const read of reads) {
        if (!takenKinds.has(classifyScan(read.text).kind)) continue
        const same = first !== undefined && first.text === read.text && read.frame - first.frame <= framesBack
        if (first === undefined || !same) first = read
        else if (areTwo(first, read)) return read.text
      }
      return undefined
    },
  }
}
