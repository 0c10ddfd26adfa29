import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Verdict } from '../../../main/journal/verify.node.ts'
import { needs } from '../machine.ts'

export const script = join(import.meta.dirname, '../../../docs/audit/verify_journal.py')

/** Where Python is, or undefined where there is none and none can be installed. */
export const python = needs('python3', 'python3')

export interface Job {
  readonly journal: string
  readonly witness?: string
  /** `SEQ:HASH8` each. */
  readonly receipts?: readonly string[]
}

export const runScript = (
  args: readonly string[],
  input = '',
): { status: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(python ?? 'python3', [script, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  return { status, out: stdout, err: stderr }
}

/** The second verifier's verdicts, in one process for all. */
export const secondVerdicts = (jobs: readonly Job[]): readonly Verdict[] => {
  const { status, out, err } = runScript(['--batch'], jobs.map((job) => JSON.stringify(job)).join('\n'))
  if (status !== 0) throw new Error(`the second verifier failed: ${err}`)
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Verdict)
}
