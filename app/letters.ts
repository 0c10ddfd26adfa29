import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { PdfLetters } from '../main/shifts/pdf.node.ts'

/** The whole Chinese set with its Latin letters; the installers carry the same two (electron-builder.yml). */
export const letterFiles = {
  regular: 'noto-sans-sc-chinese-simplified-400-normal.woff',
  bold: 'noto-sans-sc-chinese-simplified-700-normal.woff',
} as const

/** In an installed program beside its code, in a checkout where npm put them. */
const folder = (): string => {
  const beside = join(import.meta.dirname, '../letters')
  if (existsSync(join(beside, letterFiles.regular))) return beside
  const font = createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json')
  return join(dirname(font), 'files')
}

/** Letters for PDFs, read when the first one is wanted. */
export const readLetters = async (): Promise<PdfLetters> => {
  const from = folder()
  const [regular, bold] = await Promise.all(
    [letterFiles.regular, letterFiles.bold].map((file) => readFile(join(from, file))),
  )
  if (regular === undefined || bold === undefined) throw new Error(`there are no letters in ${from}`)
  return { regular, bold }
}
