import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = dirname(dirname(import.meta.dirname))
const program = join(root, 'app/cli/till.ts')

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** The last line of the output, read as JSON. */
  readonly result: Record<string, unknown>
}

export const startTill = (args: readonly string[]): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [program, ...args], { cwd: root })

/** Runs one command to its end, as a shop's script would. */
export const runTill = (...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const child = startTill(args)
    let out = ''
    let err = ''
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()))
    child.on('close', (code) => {
      const last = out.trim().split('\n').at(-1) ?? ''
      resolve({
        code,
        out,
        err,
        result: last.startsWith('{') ? (JSON.parse(last) as Record<string, unknown>) : {},
      })
    })
  })

/** A fresh data folder whose till trains against a gateway of its own choosing. */
export const dataFolderFor = (gatewayUrl: string, settings: Record<string, unknown> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-cli-'))
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({
      training: { gatewayUrl },
      sale: { firstQueryMs: 500, queryEveryMs: 300, limitMs: 5000, cancelEveryMs: 300 },
      ...settings,
    }),
  )
  return folder
}
