// One reconciliation by itself, in a process of its own: reads both files, matches, and says what it took.
// node test/bench/reconcile-once.ts EVENTS PROVIDER-FILE DAY
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ProviderFileFacts } from '../../main/domain/reconciled.ts'
import type { Day } from '../../main/domain/time.ts'
import { runMatchJob } from '../../main/reconciliation/match-job.node.ts'
import { usualTerms } from '../../main/reconciliation/terms.ts'

/** What a shelf says of the made provider's file. */
export const factsOf = (name: string, day: string, lines: number, bytes: number): ProviderFileFacts => ({
  sha256: 'ab'.repeat(32),
  name,
  account: '2088000000000011',
  fileKind: 'transaction',
  profile: 'spot_txn_v1',
  day: day as Day,
  part: '',
  version: 1,
  unit: 'major',
  encoding: 'utf-8',
  lines,
  bytes,
  source: 'sftp',
  findings: [],
  findingsInAll: 0,
})

if (import.meta.main) {
  const [events = '', file = '', day = ''] = process.argv.slice(2)
  const ended = await runMatchJob(
    {
      day: day as Day,
      today: '2026-03-05' as Day,
      terms: usualTerms,
      files: [factsOf(basename(file), day, 0, 0)],
    },
    [readFileSync(events)],
    () => readFileSync(file),
    () => Promise.resolve(new Uint8Array()),
  )
  if (ended.end !== 'done') throw new Error(JSON.stringify(ended))
  const { counts, footings, digest } = ended.result
  console.log(JSON.stringify({ counts, footings, digest, peakKilobytes: process.resourceUsage().maxRSS }))
}
