import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trainingPartnerId } from '../../../main/training/account.ts'
import { nextCode } from '../../till/shop.ts'
import type { LiveSighting, TillNews, TillOrder } from './live-till.ts'

export interface LiveTill {
  readonly pid: number
  readonly send: (order: TillOrder) => void
  /** Resolves with the id once the intent is on disk and the PAY may leave. */
  readonly charge: (minor: number) => Promise<string>
  readonly sightings: (id: string) => readonly LiveSighting[]
  /** Resolves once the newest sighting is as wanted; rejects with all of them when it takes too long. */
  readonly until: (
    id: string,
    wanted: (sighting: LiveSighting) => boolean,
    withinMs?: number,
  ) => Promise<LiveSighting>
  readonly close: () => Promise<void>
}

export interface LiveTillOptions {
  readonly url: string
  /** PEM of the authority that the process trusts besides the usual ones. */
  readonly authority: string
  readonly gateway?: Readonly<Record<string, unknown>>
  readonly sale?: Readonly<Record<string, unknown>>
  /** Words to put before the command, as `ip netns exec NAME`. */
  readonly within?: readonly string[]
}

const wait = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms))

/** Starts a process that tells its news by messages, within a network namespace if asked. */
export const startChild = (
  file: string,
  args: readonly string[],
  within: readonly string[],
  env: Readonly<Record<string, string>>,
  hear: (news: unknown) => void,
): ChildProcess => {
  const [command = process.execPath, ...words] = [
    ...within,
    process.execPath,
    join(import.meta.dirname, file),
    ...args,
  ]
  const child = spawn(command, words, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  })
  child.on('message', hear)
  return child
}

/** A live till of its own process, with its own folder. */
export const startLiveTill = async (options: LiveTillOptions): Promise<LiveTill> => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-live-'))
  mkdirSync(folder, { recursive: true })
  const authority = join(folder, 'authority.pem')
  writeFileSync(authority, options.authority)
  const settings = {
    mode: 'live',
    shop: { name: 'Corner Shop' },
    gateway: {
      url: options.url,
      partner: trainingPartnerId,
      signType: 'RSA2',
      transName: 'Corner Shop',
      extendInfo: { storeId: 'S1', storeName: 'Corner Shop', terminalId: 'T1' },
      ...options.gateway,
    },
    sale: { ...options.sale },
  }
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings))

  const seen = new Map<string, LiveSighting[]>()
  const charged: string[] = []
  const refused: string[] = []
  let ready = false
  const child = startChild(
    'live-till.ts',
    [folder],
    options.within ?? [],
    { NODE_EXTRA_CA_CERTS: authority },
    (message) => {
      const news = message as TillNews
      if (news.news === 'ready') ready = true
      if (news.news === 'charged') charged.push(news.id)
      if (news.news === 'refused') refused.push(news.why)
      if (news.news === 'seen') seen.set(news.id, [...(seen.get(news.id) ?? []), news.sighting])
    },
  )
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null

  const until = async <T>(
    what: () => T | undefined,
    withinMs: number,
    complaint: () => string,
  ): Promise<T> => {
    const end = performance.now() + withinMs
    for (;;) {
      const found = what()
      if (found !== undefined) return found
      if (hasEnded()) throw new Error('the till ended')
      if (performance.now() > end) throw new Error(complaint())
      await wait(10)
    }
  }
  await until(
    () => (ready ? true : undefined),
    30_000,
    () => 'the till did not start',
  )
  if (child.pid === undefined) throw new Error('the till has no process')

  const send = (order: TillOrder): void => void child.send(order)
  return {
    pid: child.pid,
    send,
    charge: async (minor) => {
      const before = charged.length
      send({ order: 'charge', minor, code: nextCode() })
      return await until(
        () => {
          if (refused.length > 0) throw new Error(`refused: ${refused.join()}`)
          return charged[before]
        },
        20_000,
        () => 'nothing was charged',
      )
    },
    sightings: (id) => seen.get(id) ?? [],
    until: async (id, wanted, withinMs = 30_000) =>
      await until(
        () => {
          const last = seen.get(id)?.at(-1)
          return last !== undefined && wanted(last) ? last : undefined
        },
        withinMs,
        () => `${id} was ${JSON.stringify(seen.get(id))}`,
      ),
    close: async () => {
      if (!hasEnded()) {
        send({ order: 'close' })
        const end = performance.now() + 5000
        while (!hasEnded() && performance.now() < end) await wait(10)
        if (!hasEnded()) child.kill('SIGKILL')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
