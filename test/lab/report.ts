/** One promise of a device's contract. Times are of the machine's own clock. */
export interface Kept {
  readonly type: 'promise'
  readonly device: string
  readonly promise: string
  readonly ms: number
  /** Why it was not kept. */
  readonly fault?: string
}

/** What the lab's machine says on its line, one JSON text a line. */
export type Report = Kept | { readonly type: 'end' }
