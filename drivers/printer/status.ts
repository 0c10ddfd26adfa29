import type { PrintFault } from '../../main/ports.ts'

/**
 * What an ESC/POS printer says about itself. `DLE EOT n` is answered at once, even by a printer that has stopped;
 * `GS r 1` waits its turn among the printed data, so that its answer means that all before it was carried out
 * (hardware 1.6).
 */
export const questions = { printer: 1, offlineCause: 2, paper: 4 } as const
export type Question = keyof typeof questions

export const askNow = (question: Question): Uint8Array => Uint8Array.of(0x10, 0x04, questions[question])
export const askInTurn: Uint8Array = Uint8Array.of(0x1d, 0x72, 0x01)

/**
 * `DLE DC4 8`: forget all that was sent and not printed. Without it a printer that ran out of paper prints the rest of
 * the torn receipt on the new roll.
 */
export const forgetAll: Uint8Array = Uint8Array.of(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8)

export type StatusAnswer =
  /** To `DLE EOT`: which question it answers is known from the order only. */
  | { readonly to: 'now'; readonly bits: number }
  /** To `GS r 1`. */
  | { readonly to: 'turn'; readonly paperOut: boolean }

/**
 * Tells the answers apart as they arrive, in pieces of any size. The bits that never change name the kind:
 * `0..1..10` for `DLE EOT`, `0..0....` for `GS r`. Four-byte blocks that
 * a printer sends unasked (`0..1..00` and three more) are passed over whole, else their tail would look like answers.
 */
export const createStatusReader = (): ((bytes: Uint8Array) => readonly StatusAnswer[]) => {
  let restOfBlock = 0
  return (bytes) => {
    const answers: StatusAnswer[] = []
    for (const byte of bytes) {
      if (restOfBlock > 0) restOfBlock -= 1
      else if ((byte & 0x93) === 0x12) answers.push({ to: 'now', bits: byte })
      else if ((byte & 0x93) === 0x10) restOfBlock = 3
      else if ((byte & 0x90) === 0) answers.push({ to: 'turn', paperOut: (byte & 0x0c) !== 0 })
      // Anything else is no status of ESC/POS: some print servers greet with text. It is ignored.
    }
    return answers
  }
}

/** The fault in the answers to the three questions, the cause before the symptom; `undefined` when all is well. */
export const faultIn = (bits: Readonly<Record<Question, number>>): PrintFault | undefined => {
  if (bits.offlineCause & 0x04) return 'cover-open'
  if (bits.offlineCause & 0x20 || bits.paper & 0x60) return 'paper-out'
  if (bits.offlineCause & 0x40 || bits.printer & 0x08) return 'offline'
  return undefined
}

/** Level of the drawer's switch in the answer to the first question (hardware 1.6). */
export const drawerLevelIn = (printer: number): 'high' | 'low' => (printer & 0x04 ? 'high' : 'low')
