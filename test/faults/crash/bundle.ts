import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, type Plugin } from 'vite'

const root = join(import.meta.dirname, '../../..')

export interface Bundle {
  readonly program: string
  /** For V8's compiled code, so that thousands of starts compile it once. */
  readonly compileCache: string
  readonly remove: () => void
}

/** Native addons and what loads them, and what reads other files of its package. */
export const withFilesOfTheirOwn = [
  'better-sqlite3',
  'koffi',
  'node-hid',
  'pdfkit',
  'pino',
  'serialport',
  'ssh2-sftp-client',
  'write-excel-file',
] as const

/** A mistake put into the product on purpose, to see that it is found. */
export interface Planted {
  readonly file: string
  readonly from: string
  readonly to: string
}

const planting = ({ file, from, to }: Planted): Plugin => ({
  name: 'planted',
  enforce: 'pre',
  transform: (text, id) => {
    if (relative(root, id) !== file) return undefined
    if (text.split(from).length !== 2)
      throw new Error(`${file} has no such place to plant a mistake: ${from}`)
    return text.replace(from, () => to)
  },
})

/**
 * A program of these tests as one file, because it is started thousands of times: from its sources a start takes four
 * times as long. Native addons and what loads them stay in node_modules, as in the shipped program.
 */
export const bundle = async (entry: string, planted?: Planted): Promise<Bundle> => {
  mkdirSync(join(root, 'out'), { recursive: true })
  const folder = mkdtempSync(join(root, 'out', 'crash-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: planted === undefined ? [] : [planting(planted)],
    ssr: {
      noExternal: true,
      external: [...withFilesOfTheirOwn],
    },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node24',
      minify: false,
      rolldownOptions: { input: entry, output: { entryFileNames: 'program.mjs', codeSplitting: false } },
    },
  })
  return {
    program: join(folder, 'program.mjs'),
    compileCache: join(folder, 'cache'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
