import { characterByPosition, type KeyPress } from './keystroke.ts'

/** A country's keyboard that a scanner is set to type as, other than the American one. */
export type ScannerLayout = 'french' | 'german'

const swaps: Readonly<Record<ScannerLayout, Readonly<Record<string, string>>>> = {
  french: { A: 'Q', Q: 'A', W: 'Z', Z: 'W' },
  german: { Y: 'Z', Z: 'Y' },
}

/** The letter, the digit or the hyphen that a scanner of this layout means by a key, whatever the computer's layout is. */
export const characterByScanner = (press: KeyPress, layout: ScannerLayout): string | undefined => {
  // Both have no hyphen where an American keyboard has it.
  if (layout === 'french' && press.code === 'Digit6' && !press.shift) return '-'
  if (layout === 'french' && press.code === 'Semicolon') return press.shift ? 'M' : 'm'
  if (layout === 'german' && press.code === 'Slash') return '-'
  const character = characterByPosition(press)
  const upper = character?.toUpperCase()
  const swapped = upper === undefined ? undefined : swaps[layout][upper]
  return swapped === undefined ? character : character === upper ? swapped : swapped.toLowerCase()
}
