import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Mutant } from './mutants.ts'

const root = dirname(dirname(import.meta.dirname))

/** The file's text with the bug in it. Throws when a piece of it is not there exactly once: the product has moved on. */
export const mutatedText = ({ name, file, edits }: Mutant): string =>
  edits.reduce(
    (text, [find, replace]) => {
      if (text.split(find).length !== 2) throw new Error(`"${name}": not exactly once in ${file}: ${find}`)
      return text.replace(find, () => replace)
    },
    readFileSync(join(root, file), 'utf8'),
  )

/** From here on this process loads the product with the bug in it. Call before anything of it is imported. */
export const plant = (mutant: Mutant): void => {
  const text = mutatedText(mutant)
  const url = pathToFileURL(join(root, mutant.file)).href
  registerHooks({
    load: (asked, context, nextLoad) => {
      const loaded = nextLoad(asked, context)
      return asked === url ? { ...loaded, source: text } : loaded
    },
  })
}
