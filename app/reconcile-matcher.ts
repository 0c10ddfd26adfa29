import { Worker } from 'node:worker_threads'
import type { MatchEnd, Matcher, MatchRun } from '../main/reconciliation/matching.ts'
import type { FromWorker, ToWorker, WorkerStart } from './reconcile-worker.ts'

/** In a checkout it runs as it is written; beside a bundle it is built as well (`.config/build.ts`). */
const program = (): URL =>
  new URL(
    import.meta.url.endsWith('.ts') ? './reconcile-worker.ts' : './reconcile-worker.mjs',
    import.meta.url,
  )

/** A thread waits so long for the next day, because its start costs more than most days do. Then its memory goes. */
const idleMs = 10_000

/**
 * Matches days in a thread, which reads the kept files itself; `folder` is where they lie. Days that follow each other
 * have the same thread; one that was called off or has failed is ended with its thread.
 */
export const createWorkerMatcher = (folder: string): Matcher => {
  const runs = new Set<MatchRun>()
  let idle: { readonly worker: Worker; readonly timer: NodeJS.Timeout } | undefined

  const takeWorker = (): Worker => {
    if (idle === undefined) {
      const start: WorkerStart = { folder }
      const made = new Worker(program(), { workerData: start })
      // Whoever has a day in it hears both as well; between days there is nobody to tell.
      made.on('error', () => undefined)
      made.once('exit', () => {
        if (idle?.worker === made) forgetIdle()
      })
      return made
    }
    const { worker } = idle
    forgetIdle()
    worker.ref()
    return worker
  }
  const forgetIdle = (): void => {
    clearTimeout(idle?.timer)
    idle = undefined
  }
  const endIdle = async (): Promise<void> => {
    const worker = idle?.worker
    forgetIdle()
    await worker?.terminate()
  }
  /** For the next day, if there is one soon. It keeps no process from ending. */
  const keep = (worker: Worker): void => {
    const timer = setTimeout(() => void endIdle(), idleMs)
    timer.unref()
    worker.unref()
    idle = { worker, timer }
  }

  const begin: Matcher['begin'] = (job, lookUp) => {
    const worker = takeWorker()
    let end: (ended: MatchEnd) => void = () => undefined
    const ended = new Promise<MatchEnd>((resolve) => (end = resolve))
    let isUsable = false
    const fail = (fault: unknown): void => {
      const detail = fault instanceof Error ? fault.message : String(fault)
      end({ end: 'failed', fault: { why: 'worker', detail } })
    }
    const tell = (message: ToWorker, bytes?: Uint8Array): void =>
      worker.postMessage(message, bytes === undefined ? [] : [bytes.buffer as ArrayBuffer])
    const hear = (message: FromWorker): void => {
      if (message.type === 'asks') {
        lookUp(message.ids).then((bytes) => tell({ type: 'found', bytes }, bytes), fail)
        return
      }
      isUsable = message.end.end === 'done'
      end(message.end)
    }
    const exited = (code: number): void => fail(`ended with ${code}`)
    worker.on('message', hear).once('error', fail).once('exit', exited)
    tell({ type: 'job', job })
    const run: MatchRun = {
      add: (bytes) => tell({ type: 'events', bytes }, bytes),
      added: () => tell({ type: 'added' }),
      cancel: () => end({ end: 'cancelled' }),
      ended,
    }
    runs.add(run)
    void ended.then(({ end: how }) => {
      runs.delete(run)
      worker.off('message', hear).off('error', fail).off('exit', exited)
      if (how !== 'done' || !isUsable || idle !== undefined) return worker.terminate()
      keep(worker)
      return undefined
    })
    return run
  }
  return {
    begin,
    close: async () => {
      const ends = [...runs].map(({ cancel, ended }) => (cancel(), ended))
      await Promise.all(ends)
      await endIdle()
    },
  }
}
