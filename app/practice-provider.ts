import type { ServerFault } from '../main/domain/reconciled.ts'
import { err, ok, type Result } from '../main/domain/result.ts'
import type { PracticeProvider } from '../main/ports.ts'

const patienceMs = 15_000

interface PractisedFile {
  readonly name: string
  readonly text: string
}
const isFile = (file: unknown): file is PractisedFile =>
  typeof (file as PractisedFile | null)?.name === 'string' &&
  typeof (file as PractisedFile | null)?.text === 'string'

const fault = (kind: ServerFault['kind'], detail: string): Result<never, ServerFault> => err({ kind, detail })

/** Asks the training gateway at this address, `http://127.0.0.1:PORT/gateway.do`, for its files. */
export const createPracticeProvider = (gatewayUrl: string): PracticeProvider => {
  let looks = 0
  return {
    look: async () => {
      looks += 1
      const url = new URL(`/files/looks/${looks}`, gatewayUrl)
      try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) })
        // A training gateway of an older program, or another program on its port.
        if (!answer.ok) return fault('no-such-folder', url.href)
        const files: unknown = await answer.json()
        if (!Array.isArray(files) || !files.every(isFile)) return fault('no-such-folder', url.href)
        return ok(files.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) })))
      } catch (error) {
        const isLate = error instanceof Error && error.name === 'TimeoutError'
        return fault(isLate ? 'timed-out' : 'unreachable', url.host)
      }
    },
  }
}
