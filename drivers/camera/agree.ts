import { classifyScan, type ScanKind } from '../../main/domain/scan.ts'

/** Who reads: the two libraries, and our own readers of blurred bars and of QR codes under a reflection. */
export type Engine = 'js' | 'wasm' | 'shapes' | 'squares'
/** One engine's reading of one frame. */
export interface Read {
  readonly text: string
  readonly engine: Engine
  readonly frame: number
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

export interface Agreement {
  /** Takes the readings of a frame; returns the code once two agree on it. */
  readonly hear: (reads: readonly Read[]) => string | undefined
}

/**
 * A camera misreads now and then, check digits or not. A code counts when two readings agree, of two frames or of two
 * engines, with no other code of ours read since the first: then it is unclear which one is meant.
 */
export const createAgreement = (): Agreement => {
  let first: Read | undefined
  return {
    hear: (reads) => {
      for (const read of reads) {
        if (!takenKinds.has(classifyScan(read.text).kind)) continue
        const same = first !== undefined && first.text === read.text && read.frame - first.frame <= framesBack
        if (!same) first = read
        else if (first?.frame !== read.frame || first.engine !== read.engine) return read.text
      }
      return undefined
    },
  }
}
