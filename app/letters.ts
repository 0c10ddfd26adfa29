import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { DrawingParts } from '../main/receipts/drawing.node.ts'
import type { PdfLetters } from '../main/shifts/pdf.node.ts'

const chinese = {
  regular: 'noto-sans-sc-chinese-simplified-400-normal.woff',
  bold: 'noto-sans-sc-chinese-simplified-700-normal.woff',
} as const
const thai = 'noto-sans-thai-thai-400-normal.woff'
const latinAndTheLike = (weight: 400 | 700): readonly string[] =>
  ['latin', 'latin-ext', 'vietnamese', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext'].map(
    (letters) => `noto-sans-${letters}-${weight}-normal.woff`,
  )

/**
 * For PDFs: the whole Chinese set with its Latin letters, then whatever it lacks. The installers carry the same files
 * (electron-builder.yml).
 */
export const letterFiles: Readonly<Record<'regular' | 'bold', readonly string[]>> = {
  regular: [chinese.regular, ...latinAndTheLike(400), thai],
  bold: [chinese.bold, ...latinAndTheLike(700), thai],
}

/** For lines that a printer has no letters for, in the order in which they are looked through. */
export const lineLetterFiles = {
  narrow: [
    'noto-sans-mono-latin-400-normal.woff',
    'noto-sans-mono-latin-ext-400-normal.woff',
    'noto-sans-mono-greek-400-normal.woff',
    'noto-sans-mono-greek-ext-400-normal.woff',
    'noto-sans-mono-cyrillic-400-normal.woff',
    'noto-sans-mono-cyrillic-ext-400-normal.woff',
    'noto-sans-mono-vietnamese-400-normal.woff',
    thai,
  ],
  wide: [chinese.regular, 'noto-emoji-emoji-400-normal.woff'],
} as const

/** The package that brings a file. */
export const packageOf = (file: string): string =>
  `@fontsource/${/^noto-(?:emoji|sans(?:-(?:mono|sc|thai)(?=-))?)/.exec(file)?.[0] ?? ''}`

/** In an installed program beside its code, in a checkout where npm put them. */
const placeOf = (file: string): string => {
  const beside = join(import.meta.dirname, '../letters', file)
  if (existsSync(beside)) return beside
  const font = createRequire(import.meta.url).resolve(`${packageOf(file)}/package.json`)
  return join(dirname(font), 'files', file)
}
const read = (file: string): Promise<Buffer> => readFile(placeOf(file))

/** Letters for PDFs, read when the first one is wanted. */
export const readLetters = async (): Promise<PdfLetters> => {
  const [regular, bold] = await Promise.all([
    Promise.all(letterFiles.regular.map(read)),
    Promise.all(letterFiles.bold.map(read)),
  ])
  return { regular, bold }
}

/** What lines are drawn with on paper, read when the first one is wanted. */
export const readDrawingParts = async (): Promise<DrawingParts> => {
  const rasteriser = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')
  const [narrow, wide] = await Promise.all([
    Promise.all(lineLetterFiles.narrow.map(read)),
    Promise.all(lineLetterFiles.wide.map(read)),
  ])
  return { narrow, wide, rasteriser: await readFile(rasteriser) }
}
