import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Said } from './saying.ts'

/** A till in a process of its own, and all that it has said. */
export interface SellingProcess {
  /** Lets it open its journal and sell. */
  readonly go: () => void
  readonly said: readonly Said[]
  /** Resolves when it has said so, or rejects when it ends before. */
  readonly until: (type: Said['type']) => Promise<void>
  /** Ends it at once, with no chance to tidy up; resolves when it is gone and its last word is read. */
  readonly kill: () => Promise<void>
}

/** `child` is a file of this folder, `order` what it reads; `tool` runs it under another program, such as strace. */
export const startSelling = async (
  child: string,
  order: unknown,
  tool?: readonly [string, ...string[]],
): Promise<SellingProcess> => {
  const till = [join(import.meta.dirname, child), JSON.stringify(order)]
  const [program, ...args]: readonly [string, ...string[]] =
    tool === undefined ? [process.execPath, ...till] : [...tool, process.execPath, ...till]
  const started: ChildProcess = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const said: Said[] = []
  let complaints = ''
  let ended = false
  let listeners: (() => void)[] = []
  const wake = (): void => {
    for (const listener of listeners.splice(0)) listener()
  }
  started.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  started.stdin?.on('error', () => undefined)
  const lines = createInterface({ input: started.stdout as NodeJS.ReadableStream })
  lines.on('line', (line) => {
    try {
      said.push(JSON.parse(line) as Said)
    } catch {
      // The last line of a process that was killed in the middle of it: it has promised nothing yet.
    }
    wake()
  })
  const gone = (async (): Promise<void> => {
    await Promise.all([once(started, 'close'), once(lines, 'close')])
    ended = true
    wake()
  })()
  const until = async (type: Said['type']): Promise<void> => {
    while (!said.some((one) => one.type === type)) {
      if (ended) throw new Error(`the till ended before it was ${type}: ${complaints}`)
      await new Promise<void>((resolve) => (listeners = [...listeners, resolve]))
    }
  }
  await until('ready')
  const ready = said[0]
  const pid = ready?.type === 'ready' ? ready.pid : undefined
  return {
    go: () => started.stdin?.write('\n'),
    said,
    until,
    kill: async () => {
      try {
        if (!ended && pid !== undefined) process.kill(pid, 'SIGKILL')
      } catch {
        // It has just gone by itself.
      }
      await gone
      if (complaints.includes('Error')) throw new Error(complaints)
    },
  }
}
