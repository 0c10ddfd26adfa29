import { createHash } from 'node:crypto'
import type { TillView } from '../../main/contract.ts'
import { err, ok } from '../../main/domain/result.ts'
import { instant, type Instant, type Moment } from '../../main/domain/time.ts'
import { standingHalt } from '../../main/guard/halt.ts'
import { notingLastSeen, settleIdentity, type LastSeen } from '../../main/identity.ts'
import { createGateway } from '../../main/gateway/client.node.ts'
import { loadSigningKey, loadVerifyingKey } from '../../main/gateway/signature.node.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import { createSeal } from '../../main/payments/seal.node.ts'
import type { Chance, PrintFault, Printer } from '../../main/ports.ts'
import { gatewaySettings, settingsSchema, type Settings } from '../../main/settings.ts'
import { createTill, type Till } from '../../main/till.ts'
import {
  trainingGatewayPublicKey,
  trainingMd5Key,
  trainingMerchantPrivateKey,
  trainingPartnerId,
} from '../../main/training/account.ts'
import type { Checker } from './checker.ts'
import { clockOf, type Run, type Timeline, type WallClock } from './clock.ts'
import { journalFile, witnessFile, type MachineDisk } from './machine-disk.ts'
import type { Network } from './network.ts'
import { readPrinted } from './paper.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import { noDesk, noScanners, silent } from '../till/absent-parts.ts'

/** A machine with the production till on it. It can be switched on and off, and things happen to it. */
export interface TillHost {
  readonly name: string
  readonly wall: WallClock
  /** The running till; `undefined` while it is off, or while its program stands still. */
  readonly till: () => Till | undefined
  /** What its screen shows: the view that the till told last. */
  readonly screen: () => TillView | undefined
  readonly isOn: () => boolean
  readonly isFrozen: () => boolean
  readonly journal: () => Journal | undefined
  readonly start: () => void
  /** As a person ends it: what is on its way to the printer is still printed. */
  readonly stop: () => void
  /** As a power cut or a kill ends it. */
  readonly crash: (how: 'kill' | 'power-cut') => void
  readonly freeze: (ms: number) => void
  /** A technician looks at what the till has halted for, before it is started the next time. */
  readonly acknowledge: () => void
  /** Opens the same journal once more, as a second program would. */
  readonly startSecond: () => void
}

export interface TillHostParts {
  readonly name: string
  readonly plan: Plan
  readonly random: Random
  readonly timeline: Timeline
  readonly worldStart: Instant
  readonly disk: MachineDisk
  readonly network: Network
  readonly checker: Checker
  readonly note: (line: string) => void
  readonly onFault: (kind: string) => void
  /** Its disk has ended it, in the middle of whatever it did. */
  readonly onEnded: () => void
}

const keysOf = (signType: Plan['signType']) => {
  const [ours, theirs] =
    signType === 'MD5'
      ? [trainingMd5Key, trainingMd5Key]
      : [trainingMerchantPrivateKey, trainingGatewayPublicKey]
  const signing = loadSigningKey(signType, ours)
  const verifying = loadVerifyingKey(signType, theirs)
  if (!signing.ok || !verifying.ok) throw new Error('a training key cannot be read')
  return { signing: signing.value, verifying: verifying.value }
}
const keys = { MD5: keysOf('MD5'), RSA2: keysOf('RSA2') }

const settingsCache = new Map<string, Settings>()
const settingsOf = ({ signType, refundKind, printer }: Plan, till: string): Settings => {
  const key = `${signType}${refundKind}${String(printer.used)}${till}`
  const known = settingsCache.get(key)
  if (known !== undefined) return known
  const settings = settingsSchema.parse({
    mode: 'live',
    till,
    currency: 'USD',
    gateway: gatewaySettings.parse({
      url: 'https://gateway.example/gateway.do',
      partner: trainingPartnerId,
      signType,
      allowMd5: true,
      refundKind,
      transName: 'Corner Shop',
    }),
    printer: printer.used ? { address: '127.0.0.1:9100' } : { copies: 'none' },
  })
  settingsCache.set(key, settings)
  return settings
}
export const deadlineMs = settingsSchema.parse({}).gateway?.deadlineMs ?? 15_000

const seal = createSeal(new Uint8Array(32).fill(7))

export const createTillHost = (parts: TillHostParts): TillHost => {
  const { name, plan, random, timeline, checker, disk, note } = parts
  const wall: WallClock = { offsetMs: 0 }
  const settings = settingsOf(plan, name)
  const chance: Chance = {
    bytes: (length) => Uint8Array.from({ length }, () => random.int(0, 255)),
    digits: random.digits,
  }
  let on: { readonly run: Run; readonly till: Till; readonly journal: Journal } | undefined
  let stopping: Run | undefined
  let screen: TillView | undefined
  /** Beside the data folder: no copy of the folder brings it along. */
  let lastSeen: LastSeen | undefined
  let isTechnicianHere = false

  /** As the hosts do before a till is made of it (decision 011). */
  const settled = (journal: Journal, now: Moment): Journal => {
    // Only what the till has said before anybody came can be acknowledged.
    const halt = standingHalt(journal)
    settleIdentity(journal, {
      machine: createHash('sha256').update(name).digest('hex'),
      lastSeen,
      chance,
      now,
    })
    if (halt !== undefined && isTechnicianHere) {
      journal.append({ now, operator: 'technician' }, { kind: 'halt-acknowledged', halt: halt.entry })
    }
    isTechnicianHere = false
    return notingLastSeen(journal, (seen) => (lastSeen = seen))
  }

  const openBooks = (at: Instant, mono: number, storage: ReturnType<MachineDisk['open']>): Journal =>
    openJournal({
      file: journalFile,
      witnessFile,
      reserveBytes: plan.disk.reserveBytes,
      till: name,
      mode: settings.mode,
      version: '0.0.0',
      installation: { chance },
      now: { at, mono },
      storage,
    })

  const printerOf = (run: Run): Printer => ({
    print: (bytes, begun) =>
      new Promise((resolve) => {
        const fault = random.chance(plan.printer.fails)
          ? random.pick<PrintFault>(['offline', 'timed-out', 'paper-out', 'cover-open'])
          : undefined
        const cutAt = fault === undefined || random.chance(0.5) ? bytes.length : random.int(0, bytes.length)
        if (fault !== undefined) parts.onFault(`printer ${fault}`)
        timeline.after(random.int(50, 3000), run, () => {
          if (fault === undefined || random.chance(0.5)) {
            begun?.()
            checker.printed(name, readPrinted(bytes.subarray(0, cutAt)), cutAt === bytes.length)
          }
          note(`${name} prints ${fault ?? 'well'}`)
          resolve(fault === undefined ? ok(undefined) : err(fault))
        })
      }),
    close: () => Promise.resolve(),
  })

  const end = (): void => {
    for (const run of [on?.run, stopping]) if (run !== undefined) run.alive = false
    on = stopping = undefined
    checker.ended(name)
  }

  const start = (): void => {
    if (on !== undefined || stopping !== undefined) return
    const run: Run = { alive: true, frozenUntil: 0 }
    const clock = clockOf(timeline, run, wall, parts.worldStart)
    const { at, mono } = clock.now()
    const gone = (): void => {
      run.alive = false
      end()
      parts.onEnded()
    }
    let journal: Journal
    try {
      journal = settled(checker.watched(name, openBooks(at, mono, disk.open(gone))), { at, mono })
    } catch (fault) {
      if (!run.alive) return
      disk.kill()
      if (!(fault instanceof JournalFault)) throw fault
      note(`${name} does not open ${fault.kind} ${fault.message}`)
      if (fault.kind !== 'disk') checker.didNotOpen(name, fault, disk.refused())
      return
    }
    disk.accepted()
    let till: Till
    try {
      till = createTill({
        version: '0.0.0',
        settings,
        desk: noDesk,
        journal,
        gateway: createGateway({
          settings: { ...(settings.gateway ?? gatewaySettings.parse({})) },
          keys: keys[plan.signType],
          clock,
          transport: parts.network.transport(name, run, clock),
        }),
        clock,
        chance,
        seal,
        log: silent,
        printer: printerOf(run),
        scanners: noScanners,
        operator: () => 'anna',
        attended: true,
      })
    } catch (fault) {
      if (!run.alive) return
      disk.kill()
      if (!(fault instanceof JournalFault)) throw fault
      note(`${name} does not start ${fault.kind} ${fault.message}`)
      if (fault.kind !== 'disk') checker.didNotOpen(name, fault, disk.refused())
      return
    }
    // The disk may have ended it in the middle of its start, where the till takes what is thrown for a fault of a call.
    if (!run.alive) return
    on = { run, till, journal }
    const show = (view: TillView): void => {
      screen = view
      checker.shown(name, view)
    }
    till.onNotice((notice) => {
      if (run.alive && notice.type === 'view') show(notice.view)
    })
    show(till.view())
    note(`${name} runs, head ${journal.head().seq}`)
  }

  return {
    name,
    wall,
    till: () => (on === undefined || on.run.frozenUntil > timeline.now() ? undefined : on.till),
    screen: () => screen,
    isOn: () => on !== undefined || stopping !== undefined,
    isFrozen: () => on !== undefined && on.run.frozenUntil > timeline.now(),
    journal: () => on?.journal,
    start,
    stop: () => {
      if (on === undefined) return
      note(`${name} is stopped`)
      const { run, till } = on
      on = undefined
      stopping = run
      checker.ended(name)
      const close = async (): Promise<void> => {
        await till.close()
        if (stopping === run) end()
      }
      void close()
    },
    crash: (how) => {
      if (how === 'power-cut') disk.cutPower()
      if (on === undefined && stopping === undefined) return
      note(`${name} ends by ${how}`)
      end()
      disk.kill()
    },
    freeze: (ms) => {
      if (on === undefined) return
      on.run.frozenUntil = Math.max(on.run.frozenUntil, timeline.now() + ms)
      checker.standsStill(name, on.run.frozenUntil)
    },
    acknowledge: () => (isTechnicianHere = true),
    startSecond: () => {
      if (on === undefined) return
      try {
        const second = openBooks(instant(parts.worldStart), 0, disk.second())
        second.close()
        if (on?.journal.fault() === undefined) {
          checker.violation('I1', `${name}: a second till opened the same journal`)
        }
      } catch (fault) {
        // A till that its disk has stopped holds the journal no more, sells nothing and says so.
        const isHeld = on?.journal.fault() === undefined
        if (!(fault instanceof JournalFault) || (isHeld && fault.kind !== 'in-use')) throw fault
      }
    },
  }
}
