import type { FetchState, GivenAnswer } from '../contract/reconciliation.ts'
import { JournalFault } from '../journal/journal.ts'
import type { ServerFault } from '../domain/reconciled.ts'
import { err, ok, type Result } from '../domain/result.ts'
import type { Day, Instant } from '../domain/time.ts'
import type {
  Clock,
  FileShelf,
  FirstRead,
  Log,
  ProviderServer,
  ProviderSession,
  RemoteFile,
} from '../ports.ts'
import {
  daysToSweep,
  missingDays,
  nextVisit,
  secondReadingMs,
  type Visit,
  type Wanted,
} from './fetch-schedule.ts'
import { encodingOf, fileBytesMax, notATextFile } from './files/encoding.ts'
import { sniffHead } from './files/head.ts'
import { filesOnServer, type ServerPlaces } from './server-places.ts'
import { inSlices, ShelfFault, type Shelf } from './shelf.ts'

/** Gets the provider's files from the provider's server, by itself and when somebody asks. */
export interface Fetching {
  readonly state: () => FetchState
  /** Goes now and looks at every file of the last days. One visit at a time: who asks during one waits for that. */
  readonly fetchNow: () => Promise<FetchState>
  /** Goes by itself from here on, at the times of the schedule. */
  readonly start: () => void
  /** Goes nowhere any more; resolves when a visit under way has ended. */
  readonly stop: () => Promise<void>
}

export interface FetchingParts {
  /** Absent: nobody has set a server up. */
  readonly server?: ProviderServer | undefined
  readonly places: ServerPlaces
  readonly shelf: Pick<Shelf, 'knows'>
  /** Keeps a file, or those of a ZIP, or sets it apart; `fault`: one of them could not be kept. */
  readonly take: (
    name: string,
    bytes: Uint8Array,
  ) => Promise<{ readonly answer: GivenAnswer; readonly fault?: ShelfFault | JournalFault }>
  readonly files: FileShelf
  readonly clock: Clock
  readonly log: Log
  readonly wanted: Wanted
  readonly onChange: () => void
  /** The journal took no note of a file; the till has to stop. */
  readonly onFault: (fault: JournalFault) => void
}

/** A wait in one piece is no longer than this, because a computer that sleeps lets no timer run. */
const longestWaitMs = 5 * 60_000
const personFirst: ReadonlySet<ServerFault['kind']> = new Set([
  'host-key-unknown',
  'host-key-changed',
  'login-refused',
  'no-password',
])

/** How a file is called here: by its path below the folder, which of an Antom report has its day. */
const nameOf = (path: string, { directory, account }: ServerPlaces): string => {
  const folder = `${directory.replaceAll('{account}', account).replace(/\/+$/, '')}/`
  return path.startsWith(folder) ? path.slice(folder.length) : path
}

export const createFetching = (parts: FetchingParts): Fetching => {
  const { server, places, shelf, files, clock, log } = parts
  let state: FetchState = server === undefined ? { state: 'not-configured' } : { state: 'idle', waiting: 0 }
  let last: Visit | undefined
  let running: Promise<FetchState> | undefined
  let callOff: (() => void) | undefined
  const calledOff = new AbortController()
  const { signal } = calledOff
  /** What was read in this run of the till and is done with, by path. */
  const done = new Map<string, string>()

  const tell = (next: FetchState): FetchState => {
    state = next
    parts.onChange()
    return next
  }
  const markOf = ({ bytes, changedAt }: RemoteFile): string => `${bytes} ${changedAt}`

  /** Whether the file says itself that it is whole; one that cannot be read at all is set apart at once. */
  const hasOwnEnd = async (name: string, bytes: Uint8Array): Promise<boolean> => {
    if (notATextFile(name, bytes) !== undefined) return true
    const encoding = await inSlices(clock, encodingOf(bytes))
    const head = encoding === undefined ? undefined : sniffHead(bytes, encoding)
    return head?.ok !== true || head.value.layout.end !== 'none'
  }

  /** Remembers a first reading, or finds that this is the second one and nothing has changed. */
  const isReadTwice = async (
    path: string,
    bytes: Uint8Array,
    reads: Map<string, FirstRead>,
  ): Promise<boolean> => {
    const sha256 = await files.sha256(bytes)
    const { at: now } = clock.now()
    const before = reads.get(path)
    const isSame = before?.sha256 === sha256 && before.at <= now
    if (isSame && now - before.at >= secondReadingMs) return true
    if (!isSame) reads.set(path, { path, sha256, at: now })
    return false
  }

  const fetchOne = async (
    session: ProviderSession,
    file: RemoteFile,
    reads: Map<string, FirstRead>,
  ): Promise<Result<void, ServerFault>> => {
    const name = nameOf(file.path, places)
    if (done.get(file.path) === markOf(file)) return ok(undefined)
    if (file.bytes > fileBytesMax) {
      return err({ kind: 'file-too-large', detail: `${name}, ${file.bytes} > ${fileBytesMax}` })
    }
    tell({ state: 'running', what: name })
    const bytes = await session.read(file)
    if (!bytes.ok) return bytes
    const after = await session.stat(file.path)
    if (!after.ok) return after
    if (after.value?.bytes !== bytes.value.length || markOf(after.value) !== markOf(file)) {
      return err({
        kind: 'size-differs',
        detail: `${name}, ${bytes.value.length} / ${after.value?.bytes ?? 0}`,
      })
    }
    const isKnown = shelf.knows(await files.sha256(bytes.value))
    if (
      !isKnown &&
      !(await hasOwnEnd(name, bytes.value)) &&
      !(await isReadTwice(file.path, bytes.value, reads))
    ) {
      return ok(undefined)
    }
    const { answer, fault } = await parts.take(name, bytes.value)
    for (const one of answer.result === 'unpacked' ? answer.files : [{ name, answer }]) {
      log.info('provider-file', { name: one.name, result: one.answer.result })
    }
    if (fault !== undefined) throw fault
    reads.delete(file.path)
    done.set(file.path, markOf(file))
    return ok(undefined)
  }

  /** Every file of the swept days. One that fails keeps no other from being fetched, unless the line is gone. */
  const visit = async (
    session: ProviderSession,
    days: readonly Day[],
  ): Promise<{ readonly fault?: ServerFault; readonly reads: readonly FirstRead[] }> => {
    const reads = new Map((await files.firstReads.read()).map((read) => [read.path, read]))
    const listed = await filesOnServer(session, places, days)
    if (!listed.ok) return { fault: listed.error, reads: [...reads.values()] }
    let fault: ServerFault | undefined
    for (const file of listed.value) {
      if (signal.aborted) break
      const fetched = await fetchOne(session, file, reads)
      if (fetched.ok) continue
      fault = fetched.error
      if (fault.kind === 'broken-off' || fault.kind === 'timed-out') break
    }
    // What is no longer on the server will not be read a second time.
    const there = new Set(listed.value.map(({ path }) => path))
    const open = [...reads.values()].filter(({ path }) => there.has(path))
    const written = await files.firstReads.write(open)
    if (!written.ok) fault = { kind: 'shelf-full', detail: written.error }
    return { reads: open, ...(fault === undefined ? {} : { fault }) }
  }

  const go = async (from: ProviderServer): Promise<FetchState> => {
    tell({ state: 'running', what: '' })
    const { at } = clock.now()
    let reads: readonly FirstRead[] = []
    let fault: ServerFault | undefined
    const session = await from.connect(signal)
    if (session.ok) {
      try {
        ;({ reads, fault } = await visit(session.value, daysToSweep(at)))
      } catch (error) {
        if (error instanceof JournalFault) parts.onFault(error)
        else if (!(error instanceof ShelfFault)) throw error
        fault = { kind: 'shelf-full', detail: error.message }
      } finally {
        await session.value.close()
      }
    } else {
      fault = session.error
    }
    if (signal.aborted) return state
    const firstReadAt = reads.length === 0 ? undefined : Math.min(...reads.map((read) => read.at))
    const isMissing = missingDays(at, parts.wanted).length > 0
    last = {
      at,
      outcome:
        fault === undefined
          ? isMissing
            ? 'missing'
            : 'complete'
          : personFirst.has(fault.kind)
            ? 'refused'
            : 'failed',
      ...(firstReadAt === undefined ? {} : { firstReadAt }),
    }
    const nextAt: Instant = nextVisit(clock.now().at, last)
    if (fault !== undefined) log.warn('provider-server', { kind: fault.kind, detail: fault.detail })
    return tell(
      fault === undefined
        ? { state: 'idle', lastAt: at, nextAt, waiting: reads.length }
        : { state: 'failed', fault, nextAt },
    )
  }

  const fetchNow = (): Promise<FetchState> => {
    if (server === undefined || signal.aborted) return Promise.resolve(state)
    running ??= go(server).finally(() => {
      running = undefined
    })
    return running
  }

  const wake = async (): Promise<void> => {
    if (signal.aborted) return
    const { at } = clock.now()
    if (nextVisit(at, last) <= at) {
      await fetchNow().catch((error: unknown) => {
        log.error('provider-files', { what: String(error) })
        // Whatever it was, the next try is at the next time of the schedule and not at once.
        last = { at, outcome: 'missing' }
        tell({ state: 'failed', fault: { kind: 'broken-off', detail: String(error) } })
      })
    }
    plan()
  }
  const plan = (): void => {
    if (signal.aborted) return
    const { at } = clock.now()
    callOff = clock.after(
      Math.min(longestWaitMs, Math.max(1000, nextVisit(at, last) - at)),
      () => void wake(),
    )
  }

  return {
    state: () => state,
    fetchNow,
    start: () => {
      if (server !== undefined && callOff === undefined) plan()
    },
    stop: async () => {
      calledOff.abort()
      callOff?.()
      await running?.catch(() => undefined)
    },
  }
}
