import type { FamilyName } from './plan.ts'
import { mutantsOfAnswers } from './mutants-of-answers.ts'
import { mutantsOfDisk } from './mutants-of-disk.ts'
import { mutantsOfStates } from './mutants-of-states.ts'

/**
 * Planted bugs: each is the mistake of one row of the fault matrix, as a change to the product's own text. The
 * simulation must find every one of them; one that it does not find says that the simulation is blind there.
 */
export interface Mutant {
  readonly name: string
  /** The row of the fault matrix that it gets wrong. */
  readonly row: string
  readonly file: string
  /** The worlds in which its row happens often; the hunt looks at no others. */
  readonly family?: FamilyName
  /** Each piece of text must be there exactly once. */
  readonly edits: readonly (readonly [find: string, replace: string])[]
}

export const mutants: readonly Mutant[] = [...mutantsOfStates, ...mutantsOfAnswers, ...mutantsOfDisk]
