import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeTill } from '../../app/compose.ts'
import { writeSettingsFile } from '../../app/settings-file.ts'
import { money } from '../../main/domain/money.ts'
import { settingsSchema } from '../../main/settings.ts'
import type { CallTimes } from './gateway-process.ts'

const payService = 'alipay.acquire.overseas.spot.pay'

/** A code that no other sale of the run has, and that orders no bad day. */
const codeOf = (sale: number): string => `28${String(sale).padStart(12, '0')}1111`

export const ms = (nanoseconds: bigint): number => Number(nanoseconds) / 1e6

/** Times on the machine's clock that all its processes share, nanoseconds. */
export interface Sold {
  readonly id: string
  readonly scannedAt: bigint
  /** The notice with `paid`, which is told once the answer is durable, was handed to the screen's line. */
  readonly shownAt: bigint
}

export interface BenchCounter {
  /** One whole sale, to the next. Numbers tell sales apart. */
  readonly sell: (sale: number) => Promise<Sold>
  /** What the gateway notes of its PAY. */
  readonly callOf: (sold: Sold) => Promise<CallTimes>
  readonly close: () => Promise<void>
}

/** The composed till over a real socket, with the gateway in another process. */
export const openCounter = async (more: Record<string, unknown> = {}): Promise<BenchCounter> => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-bench-'))
  const gateway = fork(join(import.meta.dirname, 'gateway-process.ts'))
  const calls = new Map<string, CallTimes>()
  const port = await new Promise<number>((resolve) => {
    gateway.on('message', (message: CallTimes | { port: number }) => {
      if ('port' in message) resolve(message.port)
      else if (message.service === payService) calls.set(message.id, message)
    })
  })
  const settings = settingsSchema.parse({ training: { gatewayUrl: `http://127.0.0.1:${port}/` }, ...more })
  await writeSettingsFile(join(folder, 'settings.json'), settings)
  const { till, close } = await composeTill({ dataDir: folder, attended: true })
  let heard: ((at: bigint) => void) | undefined
  till.onNotice((notice) => {
    if (notice.type === 'view' && notice.view.current?.payment.state === 'paid')
      heard?.(process.hrtime.bigint())
  })
  return {
    sell: async (sale) => {
      calls.clear()
      const done = new Promise<bigint>((resolve) => (heard = resolve))
      const scannedAt = process.hrtime.bigint()
      const charged = till.charge(money(1250, 'USD'), codeOf(sale))
      if (!charged.ok) throw new Error(charged.error)
      const shownAt = await done
      till.next()
      return { id: charged.value, scannedAt, shownAt }
    },
    callOf: async ({ id }) => {
      // The other process's note arrives by a line of its own, a moment after the answer.
      for (;;) {
        const call = calls.get(id)
        if (call !== undefined) return call
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    close: async () => {
      await close()
      gateway.disconnect()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
