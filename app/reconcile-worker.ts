import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { runMatchJob } from '../main/reconciliation/match-job.node.ts'
import type { MatchEnd, MatchJob } from '../main/reconciliation/matching.ts'
import { shelvedPath } from './file-shelf.ts'
import { giveWay } from './give-way.ts'

/** What a worker is made with. */
export interface WorkerStart {
  /** Folder of the kept files. */
  readonly folder: string
}
/** One job after the other: `job`, its events, `added`; the next one comes when this one has ended. */
export type ToWorker =
  | { readonly type: 'job'; readonly job: MatchJob }
  | { readonly type: 'events'; readonly bytes: Uint8Array }
  | { readonly type: 'added' }
  | { readonly type: 'found'; readonly bytes: Uint8Array }
export type FromWorker =
  | { readonly type: 'asks'; readonly ids: readonly string[] }
  | { readonly type: 'ended'; readonly end: MatchEnd }

giveWay()
const { folder } = workerData as WorkerStart
const say = (message: FromWorker): void => parentPort?.postMessage(message, [])

let current: { readonly job: MatchJob; readonly events: Uint8Array[] } | undefined
let found: ((bytes: Uint8Array) => void) | undefined
const lookUp = (ids: readonly string[]): Promise<Uint8Array> =>
  new Promise((resolve) => {
    found = resolve
    say({ type: 'asks', ids })
  })

const run = ({ job, events }: NonNullable<typeof current>): Promise<void> =>
  runMatchJob(job, events, ({ sha256 }) => readFileSync(shelvedPath(folder, sha256)), lookUp).then(
    (end) => say({ type: 'ended', end }),
    (fault: unknown) => {
      const detail = fault instanceof Error ? fault.message : String(fault)
      say({ type: 'ended', end: { end: 'failed', fault: { why: 'worker', detail } } })
    },
  )

parentPort?.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'job':
      current = { job: message.job, events: [] }
      return
    case 'events':
      current?.events.push(message.bytes)
      return
    case 'found':
      found?.(message.bytes)
      return
    case 'added': {
      // Nothing of a day is kept for the next one.
      const ready = current
      current = undefined
      if (ready !== undefined) void run(ready)
    }
  }
})
