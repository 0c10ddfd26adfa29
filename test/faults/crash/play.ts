import { spawn, type ChildProcess } from 'node:child_process'
import { dataFolder } from '../../../app/data-folder.ts'
import type { Bundle } from './bundle.ts'
import type { Told } from './counter.ts'
import type { House } from './house.ts'

export interface Played {
  readonly told: readonly Told[]
  /** The till was killed before it came to the end. */
  readonly killed: boolean
  readonly code: number | null
  readonly said: string
}

/** The calls that change something on a disk or on a wire. */
export const fileCalls = [
  'openat',
  'pwrite64',
  'write',
  'writev',
  'fsync',
  'fdatasync',
  'ftruncate',
  'rename',
  'unlink',
  'mkdir',
] as const
/** Of the sockets, which strace cannot tell from the rest: how libuv sends what Node hands it in pieces. */
export const wireCalls = ['connect', 'writev', 'sendto', 'sendmsg'] as const

/** Where a kill or an error is let in: a few files, or everything that is written anywhere. */
export const areas = {
  books: { calls: fileCalls },
  house: { calls: fileCalls },
  wire: { calls: wireCalls },
} as const
export type Area = keyof typeof areas

const pathsOf = (area: Area, data: string): readonly string[] => {
  const folder = dataFolder(data)
  const modes = ['training', 'live'] as const
  switch (area) {
    case 'books':
      return modes.flatMap((mode) => [
        folder.journal(mode),
        `${folder.journal(mode)}-journal`,
        folder.witness(mode),
      ])
    case 'house':
      return [
        ...[folder.settings, `${data}/backup.sqlite`].flatMap((file) => [
          file,
          `${file}.new`,
          `${file}.unfinished`,
          `${file}.unfinished-journal`,
        ]),
        ...['till-secret', 'md5', 'privateKey'].flatMap((name) => [
          `${data}/secrets/${name}`,
          `${data}/secrets/${name}.new`,
        ]),
        ...['secrets', 'training', 'live', 'witness', 'log'].map((name) => `${data}/${name}`),
      ]
    case 'wire':
      return []
  }
}

/** What strace lets happen at the n-th such call. */
export interface Injection {
  readonly area: Area
  readonly call: string
  /** `signal=KILL` or `error=EIO`, and when: `3`, or `3+` for the third and all after it. */
  readonly what: string
  readonly when: string
}

const straceOn = (data: string, area: Area, log = '/dev/null'): readonly string[] => [
  'strace',
  '-f',
  '-qq',
  '-o',
  log,
  ...pathsOf(area, data).flatMap((path) => ['-P', path]),
]
const injecting = (data: string, { area, call, what, when }: Injection, log?: string): readonly string[] => [
  ...straceOn(data, area, log),
  '-e',
  `trace=${call}`,
  '-e',
  `inject=${call}:${what}:when=${when}`,
]

/** Starts a till of its own process on this house, under strace when something is to happen to it. */
export const start = (
  { data }: House,
  scenario: string,
  bundle: Bundle,
  before: readonly string[] = [],
): { readonly child: ChildProcess; readonly played: Promise<Played> } => {
  const [program, ...args] = [...before, process.execPath, bundle.program, data, scenario]
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: bundle.compileCache,
      // One helper thread, so that its calls have one order from run to run.
      UV_THREADPOOL_SIZE: '1',
    },
  })
  let out = ''
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const played = new Promise<Played>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      // A line that was cut by the kill was told to nobody.
      const told = out
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Told)
      resolve({ told, killed: signal === 'SIGKILL' || code === 137, code, said })
    })
  })
  return { child, played }
}

export const playUnder = (
  house: House,
  scenario: string,
  bundle: Bundle,
  injection: Injection,
  log?: string,
): Promise<Played> => start(house, scenario, bundle, injecting(house.data, injection, log)).played

/** Lists every call of an area in a log, one a line. */
export const countUnder = (
  house: House,
  scenario: string,
  bundle: Bundle,
  area: Area,
  log: string,
): Promise<Played> => {
  const calls = areas[area].calls.join(',')
  return start(house, scenario, bundle, [...straceOn(house.data, area, log), '-e', `trace=${calls}`]).played
}
