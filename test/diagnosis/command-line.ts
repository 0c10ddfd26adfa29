import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import type { Finding } from '../../main/domain/diagnosis.ts'
import { blamed, type Blamed } from './shop.ts'

const program = join(dirname(dirname(import.meta.dirname)), 'app/cli/till.ts')
export const doctorWords = (data: string): readonly string[] => [
  process.execPath,
  program,
  'doctor',
  '--json',
  '--data',
  data,
]

const output = (command: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { timeout: 60_000, env: { ...process.env, ...environment } })
    let out = ''
    let err = ''
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()))
    child.on('error', reject)
    child.on('close', () => (out.includes('{"first"') ? resolve(out) : reject(new Error(`${out}\n${err}`))))
  })

type Line = Partial<Finding> & { readonly first?: Finding['cause'] | null }
/** Runs the command, with whatever stands before it, and reads what it names. */
export const diagnosed = async (
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Blamed> => {
  const lines = (await output(command, args, environment))
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
  const findings = lines.flatMap(({ state, cause }) =>
    state === undefined || cause === undefined ? [] : [{ state, cause }],
  )
  return blamed(findings, lines.at(-1)?.first ?? undefined)
}
