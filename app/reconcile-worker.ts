import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { runMatchJob } from '../main/reconciliation/match-job.node.ts'
import type { MatchEnd, MatchJob } from '../main/reconciliation/matching.ts'
import { shelvedPath } from './file-shelf.ts'

/** What a worker is made with. */
export interface WorkerStart {
  readonly job: MatchJob
  /** Folder of the kept files. */
  readonly folder: string
}
export type ToWorker =
  | { readonly type: 'events'; readonly bytes: Uint8Array }
  | { readonly type: 'added' }
  | { readonly type: 'found'; readonly bytes: Uint8Array }
export type FromWorker =
  | { readonly type: 'asks'; readonly ids: readonly string[] }
  | { readonly type: 'ended'; readonly end: MatchEnd }

const { job, folder } = workerData as WorkerStart
const say = (message: FromWorker): void => parentPort?.postMessage(message, [])

const events: Uint8Array[] = []
let found: ((bytes: Uint8Array) => void) | undefined
const lookUp = (ids: readonly string[]): Promise<Uint8Array> =>
  new Promise((resolve) => {
    found = resolve
    say({ type: 'asks', ids })
  })

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'events') events.push(message.bytes)
  else if (message.type === 'found') found?.(message.bytes)
  else {
    runMatchJob(job, events, ({ sha256 }) => readFileSync(shelvedPath(folder, sha256)), lookUp).then(
      (end) => say({ type: 'ended', end }),
      (fault: unknown) => {
        const detail = fault instanceof Error ? fault.message : String(fault)
        say({ type: 'ended', end: { end: 'failed', fault: { why: 'worker', detail } } })
      },
    )
  }
})
