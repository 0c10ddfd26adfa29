import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeImage } from './image.ts'
import { bootMachine, type Parts } from './machine.ts'
import type { Kept, Report } from './report.ts'

/** Many times what it takes on a machine that has time for it. */
const timeoutMs = 20 * 60_000

export interface LabOptions {
  /** Words of the devices to be tried; all when there are none. */
  readonly asked?: readonly string[]
  readonly onKept?: (kept: Kept) => void
  readonly onBooting?: () => void
  readonly signal?: AbortSignal
}

export interface LabOutcome {
  readonly promises: readonly Kept[]
  /** Why what was heard is not all. */
  readonly cutShort?: string
  /** What stood on the machine's screen. */
  readonly console: string
}

/** Makes the machine, boots it, and hears which promises its devices keep. */
export const runLab = async (parts: Parts, options: LabOptions = {}): Promise<LabOutcome> => {
  const out = join(dirname(dirname(import.meta.dirname)), 'out')
  mkdirSync(out, { recursive: true })
  const folder = mkdtempSync(join(out, 'lab-'))
  try {
    const image = await makeImage(parts, folder, options.asked ?? [])
    options.onBooting?.()
    const consoleFile = join(folder, 'console.log')
    const promises: Kept[] = []
    let isWhole = false
    const ended = await bootMachine(parts.qemu, {
      kernel: parts.kernel,
      image,
      consoleFile,
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(options.signal ? [options.signal] : [])]),
      onLine: (text) => {
        if (!text.startsWith('{')) return
        const report = JSON.parse(text) as Report
        if (report.type === 'end') isWhole = true
        if (report.type !== 'promise') return
        promises.push(report)
        options.onKept?.(report)
      },
    })
    const why = ended === 'switched-off' ? 'it was not over in time' : 'its program ended early'
    return {
      promises,
      ...(isWhole ? {} : { cutShort: why }),
      console: readFileSync(consoleFile, 'utf8'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
