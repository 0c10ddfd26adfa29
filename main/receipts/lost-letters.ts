import type { Settings } from '../settings.ts'
import { cleanText, clusters } from './lettering.ts'
import { lacksLetter } from './paper-bytes.ts'
import { paperSetup } from './press.ts'

/**
 * Letters of the shop's name, address and tax number that the printer lacks and nobody can draw (Arabic, Hebrew, Korean, and
 * rare Chinese), each once: question marks on every receipt. Empty without a printer of receipts. `loadFinder` loads
 * what tells whether a letter can be drawn, and is called when one has to be.
 */
export const lostLetters = async (
  { shop, printer }: Settings,
  loadFinder: () => Promise<(cluster: string) => boolean>,
): Promise<string> => {
  if (printer.address === undefined) return ''
  const { facts, everyLineDrawn } = paperSetup(printer)
  const lines = [shop.name, ...shop.address, shop.taxId ?? ''].map(cleanText)
  const drawn = lines.filter((line) => everyLineDrawn || lacksLetter(line, facts))
  if (drawn.length === 0) return ''
  const canDraw = await loadFinder()
  const lost = drawn.flatMap(clusters).filter((cluster) => cluster.trim() !== '' && !canDraw(cluster))
  return [...new Set(lost)].join(' ')
}
