import { Worker } from 'node:worker_threads'
import type { Workbook } from '../main/ports.ts'
import type { WorkbookAnswer, WorkbookMessage } from './workbook-worker.ts'

/** In a checkout it runs as it is written; beside a bundle it is built as well (`.config/build.ts`). */
const program = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './workbook-worker.ts' : './workbook-worker.mjs', import.meta.url)

/** A workbook that is made by a thread of its own: it takes seconds, in which the till goes on selling. */
export const openWorkbook = (): Workbook => {
  const worker = new Worker(program())
  const answer = new Promise<Uint8Array>((resolve, reject) => {
    worker.once('message', (made: WorkbookAnswer) => {
      if (made.ok) resolve(made.bytes)
      else reject(new Error(`the workbook could not be made: ${made.fault}`))
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the workbook could not be made: exit code ${code}`)))
  })
  // Whoever drops it does not wait for the answer.
  answer.catch(() => undefined)
  const tell = (message: WorkbookMessage): void => worker.postMessage(message, [])
  return {
    add: (sheet, rows) => tell({ sheet, rows }),
    finish: async () => {
      tell('finish')
      try {
        return await answer
      } finally {
        void worker.terminate()
      }
    },
    drop: () => void worker.terminate(),
  }
}
