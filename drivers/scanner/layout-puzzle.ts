import { setUpCode } from '../../main/domain/set-up-code.ts'

// Which layouts a keyboard scanner and its computer have, seen by what they make of the set-up code.

/** What the same keys write on an American keyboard, and on this one; with Shift where the letter is a capital. */
const swapped = (pairs: string): ((character: string) => string) => {
  const to = new Map<string, string>()
  for (const pair of pairs.split(' ')) {
    const [from, onto] = [...pair]
    if (from !== undefined && onto !== undefined) to.set(from, onto)
  }
  return (character) => to.get(character) ?? character
}
const frenchRow = '1& 2é 3" 4\' 5( 6- 7è 8_ 9ç 0à -)'
const frenchKeys = swapped(`${frenchRow} AQ QA WZ ZW M?`)
const germanKeys = swapped('YZ ZY -ß')
/** Where a character is on that keyboard, said by what an American one has in the same place. */
const frenchPlaces = swapped('AQ QA WZ ZW M; -6')
const germanPlaces = swapped('YZ ZY -/')

const write = (text: string, by: (character: string) => string): string => [...text].map(by).join('')

export type LayoutFinding =
  | 'layout-french-host'
  | 'layout-german-host'
  | 'layout-other-host'
  | 'layout-french-scanner'
  | 'layout-german-scanner'
  | 'caps-lock'

export interface Solved {
  /** Where the set-up code begins, counted in keys. */
  readonly from: number
  readonly finding: LayoutFinding | undefined
}

const swapCase = (text: string): string =>
  [...text]
    .map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))
    .join('')

/**
 * Finds the set-up code among keys.
 *
 * @param byLayout what the computer's layout made of each key, one character a key; a blank where it made none
 * @param byPosition what an American keyboard would have made of it
 */
export const solveLayout = (byLayout: string, byPosition: string): Solved | undefined => {
  const find = (text: string, wanted: string, finding: LayoutFinding | undefined): Solved | undefined => {
    const from = text.indexOf(wanted)
    return from < 0 ? undefined : { from, finding }
  }
  return (
    find(byLayout, setUpCode, undefined) ??
    find(swapCase(byLayout), setUpCode, 'caps-lock') ??
    find(byLayout, write(setUpCode, frenchKeys), 'layout-french-host') ??
    find(byLayout, write(setUpCode, germanKeys), 'layout-german-host') ??
    find(byPosition, write(setUpCode, frenchPlaces), 'layout-french-scanner') ??
    find(byPosition, write(setUpCode, germanPlaces), 'layout-german-scanner') ??
    find(byPosition, setUpCode, 'layout-other-host')
  )
}
