import type { ExportProgress } from '../contract/reports.ts'
import { spanFault } from '../domain/day-span.ts'
import { isDay } from '../domain/time.ts'
import { JournalFault } from '../journal/journal.ts'
import type { KeptFiles, Workbook } from '../ports.ts'
import { exportName, exportParts, type ExportInput, type ExportSource } from './exports.node.ts'
import { figuresOf } from './figures.ts'
import type { Reports, ReportsInside } from './inside.ts'
import { nothingMatched, type Matched } from './matched.ts'
import { createPause, TillClosed, type Pause } from './pauses.ts'
import { purge } from './purge.ts'
import { createUnsettled } from './unsettled.ts'

export interface ReportsParts extends ReportsInside {
  readonly openWorkbook: () => Workbook
  readonly files: KeptFiles
  readonly matched?: Matched
}

/** Bytes that a screen is sent of one export; a larger one is written by the command line, straight to a file. */
export const screenBytesMax = 64 * 1024 * 1024

/** Bytes of one message to the screen. */
const partBytes = 131_072
/**
 * The line to a screen that stops reading is cut when eight million letters wait (`app/web/server.node.ts`). The first
 * parts can never be as much; after them, parts leave no faster than any screen reads.
 */
const freeBytes = 4 * 1024 * 1024
const partEveryMs = 50

/** How often the screen is told how far it has come, in lines. */
const tellEvery = 2000

export const createReports = (parts: ReportsParts): Reports => {
  const { journal, settings, clock, operator } = parts
  const matched = parts.matched ?? nothingMatched
  let closed = false
  const newPause = (): Pause => createPause(clock, () => closed)
  const unsettled = createUnsettled(journal, matched, newPause())
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve)
    })

  async function* send(input: ExportInput, gone?: AbortSignal): AsyncGenerator<ExportProgress, void> {
    const source: ExportSource = {
      journal,
      settings,
      matched,
      openWorkbook: parts.openWorkbook,
      pause: newPause(),
    }
    const made = exportParts(source, input)
    let waiting: Uint8Array[] = []
    let waitingBytes = 0
    let sentBytes = 0
    let told = 0
    const take = (): ExportProgress => {
      const bytes = Buffer.concat(waiting)
      waiting = []
      waitingBytes = 0
      sentBytes += bytes.length
      return { state: 'part', base64: bytes.toString('base64') }
    }
    try {
      for (;;) {
        const next = await made.next()
        if (gone?.aborted === true) return
        if (closed) throw new TillClosed('the till was closed while an export was being made')
        if (next.done === true) {
          if (!next.value.ok) {
            yield { state: 'failed', why: next.value.why }
            return
          }
          if (waitingBytes > 0) yield take()
          const { rows, bytes, sha256 } = next.value
          const { what, format, from, to } = input
          journal.append(
            { now: clock.now(), operator: operator() },
            { kind: 'exported', what, format, from, to, rows, sha256 },
          )
          yield { state: 'done', name: exportName(input, settings.till), rows, bytes, sha256 }
          return
        }
        const { bytes, rows } = next.value
        // A workbook comes as one piece.
        for (let at = 0; at < bytes.length; at += partBytes) {
          const piece = bytes.subarray(at, at + partBytes)
          waiting.push(piece)
          waitingBytes += piece.length
          if (sentBytes + waitingBytes > screenBytesMax) {
            yield { state: 'failed', why: 'too-many' }
            return
          }
          if (waitingBytes < partBytes) continue
          yield take()
          if (sentBytes > freeBytes) await wait(partEveryMs)
        }
        if (rows >= told + tellEvery) {
          told = rows
          yield { state: 'working', rows }
        }
      }
    } catch (fault) {
      if (fault instanceof JournalFault) parts.onFault(fault, input.what, 'exported')
      else if (!(fault instanceof TillClosed)) throw fault
      yield { state: 'failed', why: 'till-stopped' }
    } finally {
      await made.return({ ok: false, why: 'wrong-span' })
    }
  }

  return {
    desk: {
      figures: async (span) => {
        if (!isDay(span.from) || !isDay(span.to)) throw new RangeError(`${span.from} or ${span.to} is no day`)
        const fault = spanFault(span)
        if (fault !== undefined) throw new RangeError(`${span.from} to ${span.to}: ${fault}`)
        const { shop, currency } = settings
        try {
          return await figuresOf({ journal, pause: newPause(), shop, currency, unsettled }, span)
        } catch (fault) {
          if (fault instanceof JournalFault) parts.onFault(fault, `${span.from} ${span.to}`, 'figures')
          throw fault
        }
      },
      export: send,
      purge: async (input) => {
        try {
          return await purge(parts, input)
        } catch (fault) {
          if (!(fault instanceof JournalFault)) throw fault
          parts.onFault(fault, input.before ?? '', 'purged')
          return { ok: false, error: 'till-stopped' }
        }
      },
    },
    stop: () => (closed = true),
  }
}
