import { readdirSync, readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'

/** Nice value of each thread of this program, by its number. */
const priorities = (): ReadonlyMap<string, number> =>
  new Map(
    readdirSync('/proc/self/task').map((thread) => {
      const fields = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      return [thread, Number(fields[16])]
    }),
  )

test.skipIf(process.platform !== 'linux')(
  'a thread that gives way runs behind all others of the program, and they stay as they are (skipped: only Linux has this)',
  async () => {
    const before = priorities()
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads')
       parentPort.on('message', () => undefined)
       import(process.argv[2]).then(({ giveWay }) => { giveWay(); parentPort.postMessage('done') })`,
      { eval: true, argv: [new URL('../../app/give-way.ts', import.meta.url).href] },
    )
    try {
      await new Promise((resolve) => worker.once('message', resolve))
      const now = priorities()
      const changed = [...now].filter(
        ([thread, nice]) => nice !== (before.get(thread) ?? before.get(String(process.pid))),
      )
      expect(changed.map(([, nice]) => nice)).toEqual([10])
      expect(now.get(String(process.pid))).toBe(before.get(String(process.pid)))
    } finally {
      await worker.terminate()
    }
  },
)
