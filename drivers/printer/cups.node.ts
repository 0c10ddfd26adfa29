import { execFile } from 'node:child_process'
import { err, ok } from '../../main/domain/result.ts'
import type { PrintFault } from '../../main/ports.ts'
import type { Spooler } from './spooler.ts'

/**
 * CUPS through its own commands: they find the server as the system has set it up, and bring the rights of the user.
 * Their words are asked for untranslated.
 */
export interface CupsOptions {
  /** Another server than the system's: a host, or the path of a socket. */
  readonly server?: string
}

/** A server that hangs must not hang the queue of receipts. */
const commandMs = 10_000

interface Said {
  readonly isOk: boolean
  readonly text: string
  /** The command is not there. */
  readonly isMissing: boolean
}
const run = (
  command: 'lp' | 'lpstat' | 'cancel',
  args: readonly string[],
  { server }: CupsOptions,
  input?: Uint8Array,
): Promise<Said> =>
  new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'C', ...(server === undefined ? {} : { CUPS_SERVER: server }) }
    const options = { env, timeout: commandMs, killSignal: 'SIGKILL', maxBuffer: 1 << 22 } as const
    const child = execFile(command, [...args], options, (fault, stdout, stderr) =>
      resolve({ isOk: fault === null, text: stdout + stderr, isMissing: fault?.code === 'ENOENT' }),
    )
    // It may end before it has read everything.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })

const faultsByReason: readonly (readonly [RegExp, PrintFault])[] = [
  [/^(?:cover|door|interlock)-open/, 'cover-open'],
  [/^media-(?:empty|needed|jam)/, 'paper-out'],
  [/^(?:offline|shutdown|stopped|paused|timed-out|connecting-to-device|other-error)/, 'offline'],
]
/** The fault among the reasons for a printer's state (RFC 8011, 5.4.12), the cause before the symptom. */
export const faultInReasons = (reasons: readonly string[]): PrintFault | undefined =>
  faultsByReason.find(([reason]) => reasons.some((said) => reason.test(said)))?.[1]

const alertsIn = (text: string): readonly string[] =>
  (/^\s*Alerts: *(.*)$/m.exec(text)?.[1] ?? '').split(/[\s,]+/).filter((word) => word !== '')

/** What `lpstat -l` says of one job: the lines below its number up to the next job's. */
const jobIn = (text: string, id: string): string | undefined => {
  const jobs = text.split(/^(?=\S)/m)
  return jobs.find((job) => job.startsWith(`${id} `))
}

export const createCupsSpooler = (queue: string, options: CupsOptions = {}): Spooler => ({
  state: async () => {
    const said = await run('lpstat', ['-l', '-p', queue], options)
    if (said.isMissing) return { refuses: 'offline' }
    if (!said.isOk) {
      const scheduler = await run('lpstat', ['-r'], options)
      return { refuses: /is running/.test(scheduler.text) ? 'unknown-printer' : 'offline' }
    }
    if (/^printer \S+ disabled /m.test(said.text)) return { refuses: 'offline' }
    const fault = faultInReasons(alertsIn(said.text))
    return fault === undefined ? {} : { said: fault }
  },
  submit: async (job) => {
    const title = ['-t', 'receipt', '-o', 'raw', '-H', 'hold'] as const
    const said = await run('lp', ['-d', queue, ...title, '--', '-'], options, job)
    const id = /request id is (\S+)/.exec(said.text)?.[1]
    return id === undefined ? err('offline') : ok(id)
  },
  release: async (id) => (await run('lp', ['-i', id, '-H', 'resume'], options)).isOk,
  job: async (id) => {
    const waiting = await run('lpstat', ['-W', 'not-completed', '-o', queue], options)
    if (!waiting.isOk) return 'no-word'
    if (jobIn(waiting.text, id) !== undefined) return 'on-its-way'
    const over = await run('lpstat', ['-l', '-W', 'completed', '-o', queue], options)
    const job = jobIn(over.text, id)
    if (job === undefined) return 'no-word'
    return alertsIn(job).some((reason) => /cancel|abort/.test(reason)) ? 'failed' : 'printed'
  },
  cancel: async (id) => {
    await run('cancel', [id], options)
  },
})

/** The queues of this machine's CUPS, each with what it prints on; none when there is no CUPS. */
export const findCupsQueues = async (
  options: CupsOptions = {},
): Promise<readonly { readonly queue: string; readonly device: string }[]> => {
  const { text, isOk } = await run('lpstat', ['-v'], options)
  if (!isOk) return []
  return [...text.matchAll(/^device for (\S+): (.*)$/gm)].map(([, queue = '', device = '']) => ({
    queue,
    device,
  }))
}
