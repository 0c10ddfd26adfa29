/** What the lab's machine says on its line, one JSON text a line. Times are of its own clock. */
export type Report =
  | {
      readonly type: 'promise'
      readonly device: string
      readonly promise: string
      readonly ms: number
      /** Why it was not kept. */
      readonly fault?: string
    }
  | { readonly type: 'end' }
