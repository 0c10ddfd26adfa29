import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'
import { startWebHost, type WebHost } from '../../app/web/server.node.ts'
import type { Contract } from '../../main/contract.ts'
import type { Chance, Log } from '../../main/ports.ts'
import { createRecordingTill, type RecordingTill } from './recording-till.ts'

export const realChance: Chance = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  digits: (length) => Array.from(randomBytes(length), (byte) => byte % 10).join(''),
}

/** A folder of its own for one test, gone after it. */
export const folder = async (files: Readonly<Record<string, string>> = {}): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'spot-till-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), content)
  }
  return path
}

export const builtScreen = (): Promise<string> =>
  folder({
    'screen/index.html': '<!doctype html><html><head><title>Till</title></head><body></body></html>',
    'screen/display.html': '<!doctype html><html><head><title>Display</title></head><body></body></html>',
    'screen/assets/index-a1.js': 'export {}',
    'screen/assets/style-b2.css': 'body { margin: 0 }',
    'screen/assets/reader-c3.wasm': '\0asm',
    'screen/notes.map': 'not a file for the page',
    'secret.txt': 'beside the screen, never part of it',
  }).then((path) => join(path, 'screen'))

/** A log that keeps its lines, so that a test can say what a technician would read. */
export const keepingLog = (): Log & { readonly lines: readonly string[] } => {
  const lines: string[] = []
  const keep =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, string | number | boolean>> = {}): void => {
      lines.push([level, event, ...Object.entries(fields).map(([key, value]) => `${key}=${value}`)].join(' '))
    }
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') }
}

export interface RunningHost extends WebHost {
  readonly till: RecordingTill
  readonly token: string
  readonly log: ReturnType<typeof keepingLog>
}

export const runHost = async (
  options: {
    readonly files?: string
    readonly port?: number
    readonly pingEveryMs?: number
    readonly chance?: Pick<Chance, 'bytes'>
  } = {},
): Promise<RunningHost> => {
  const till = createRecordingTill()
  const log = keepingLog()
  const files = options.files ?? (await builtScreen())
  const host = await startWebHost({ till, chance: realChance, log, ...options, files })
  onTestFinished(() => host.close())
  return { ...host, till, log, token: new URL(host.url).hash.slice(1) }
}

export interface Knock {
  readonly origin?: string
  readonly host?: string
  readonly path?: string
  readonly protocols?: readonly string[]
  readonly socket?: ClientOptions
}

/** Opens a WebSocket as a screen would; every part of how it knocks can be made wrong. */
export const knock = (host: RunningHost, how: Knock = {}): WebSocket =>
  new WebSocket(
    `ws://127.0.0.1:${host.port}${how.path ?? '/till'}`,
    [...(how.protocols ?? ['spot-till', host.token])],
    {
      origin: how.origin ?? `http://127.0.0.1:${host.port}`,
      ...(how.host === undefined ? {} : { headers: { host: how.host } }),
      ...how.socket,
    },
  )

/** `open`, or the HTTP status by which the host refused. */
export const answerTo = (socket: WebSocket): Promise<'open' | number> =>
  new Promise((resolve, reject) => {
    socket.once('open', () => resolve('open'))
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.on('error', reject)
  })

/** The code that the other side closed with. */
export const closeOf = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.once('close', (code) => resolve(code)))

/** The next message that the other side sends. */
export const nextMessage = (socket: WebSocket): Promise<string> =>
  new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString())))

export interface Screen {
  readonly client: ContractRouterClient<Contract>
  readonly socket: WebSocket
}

export const openScreen = async (host: RunningHost, how: Knock = {}): Promise<Screen> => {
  const socket = knock(host, how)
  const answer = await answerTo(socket)
  if (answer !== 'open') throw new Error(`The host refused the screen with ${answer}`)
  onTestFinished(() => socket.terminate())
  // `ws` behaves as the browser's WebSocket does, and its types say so in other words.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  return { client: createORPCClient(link), socket }
}

/** Waits until something holds. The test's own time limit ends a wait for something that never does. */
export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
