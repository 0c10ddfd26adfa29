import { Worker } from 'node:worker_threads'
import type { MatchEnd, Matcher, MatchRun } from '../main/reconciliation/matching.ts'
import type { FromWorker, ToWorker, WorkerStart } from './reconcile-worker.ts'

/** In a checkout it runs as it is written; beside a bundle it is built as well (`.config/build.ts`). */
const program = (): URL =>
  new URL(
    import.meta.url.endsWith('.ts') ? './reconcile-worker.ts' : './reconcile-worker.mjs',
    import.meta.url,
  )

/** Matches each day in a thread of its own, which reads the kept files itself; `folder` is where they lie. */
export const createWorkerMatcher = (folder: string): Matcher => {
  const runs = new Set<MatchRun>()
  const begin: Matcher['begin'] = (job, lookUp) => {
    const start: WorkerStart = { job, folder }
    const worker = new Worker(program(), { workerData: start })
    let end: (ended: MatchEnd) => void = () => undefined
    const ended = new Promise<MatchEnd>((resolve) => (end = resolve))
    const fail = (fault: unknown): void => {
      const detail = fault instanceof Error ? fault.message : String(fault)
      end({ end: 'failed', fault: { why: 'worker', detail } })
    }
    const tell = (message: ToWorker, bytes?: Uint8Array): void =>
      worker.postMessage(message, bytes === undefined ? [] : [bytes.buffer as ArrayBuffer])
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'ended') end(message.end)
      else lookUp(message.ids).then((bytes) => tell({ type: 'found', bytes }, bytes), fail)
    })
    worker.once('error', fail)
    worker.once('exit', (code) => fail(`ended with ${code}`))
    const run: MatchRun = {
      add: (bytes) => tell({ type: 'events', bytes }, bytes),
      added: () => tell({ type: 'added' }),
      cancel: () => end({ end: 'cancelled' }),
      ended,
    }
    runs.add(run)
    void ended.then(() => {
      runs.delete(run)
      return worker.terminate()
    })
    return run
  }
  return {
    begin,
    close: async () => {
      const ends = [...runs].map(({ cancel, ended }) => (cancel(), ended))
      await Promise.all(ends)
    },
  }
}
