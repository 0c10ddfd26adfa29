import { createHash } from 'node:crypto'
import { services } from '../../main/training/requests.ts'
import { beijing } from '../training/fake-clock.ts'
import { createCashier } from './cashier.ts'
import { createChecker, type Violation } from './checker.ts'
import { createTimeline } from './clock.ts'
import { Gone } from './disk-access.ts'
import type { DiskImage } from './disk.ts'
import { createGatewayModel } from './gateway.ts'
import { createMachineDisk } from './machine-disk.ts'
import { createNetwork } from './network.ts'
import { machineFaults, type MachineFault, type Plan } from './plan.ts'
import { createRandom } from './random.ts'
import { createTillHost, deadlineMs, type TillHost } from './till-host.ts'

/** What became of one world. */
export interface Outcome {
  readonly seed: number
  readonly violations: readonly Violation[]
  /** SHA-256 over everything that happened, with the tills' heads: the same seed, the same digest. */
  readonly digest: string
  readonly sales: number
  /** Sales that ended paid at the gateway. */
  readonly paid: number
  readonly faults: Readonly<Record<string, number>>
  readonly runs: number
  readonly virtualMs: number
}

/** A day of work ends after this, whatever is still open, milliseconds. */
const workMsMax = 6 * 3_600_000
/** Refunds may have to wait for the next night (spot-pay 5.6), so the end may be a day and a half away. */
const healingMsMax = 40 * 3_600_000
const dayMs = 86_400_000

/** Everything that promises were waiting for is done: the till uses no other machinery within one instant. */
const calm = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

export const runWorld = async (plan: Plan, trace?: (line: string) => void): Promise<Outcome> => {
  const random = createRandom(plan.seed)
  const timeline = createTimeline()
  const worldStart = beijing(
    `2026-03-02 ${String(Math.floor(plan.beginsAtMinute / 60)).padStart(2, '0')}:` +
      `${String(plan.beginsAtMinute % 60).padStart(2, '0')}:00`,
  )
  const log = createHash('sha256')
  const note = (line: string): void => {
    const text = `${timeline.now()} ${line}\n`
    log.update(text)
    trace?.(text.trimEnd())
  }
  const faults = new Map<string, number>()
  const onFault = (kind: string): void => void faults.set(kind, (faults.get(kind) ?? 0) + 1)
  let runs = 0
  let healed = false
  let clocksWereSet = false
  /** A machine has ended in the middle of what is happening now. */
  let torn = false

  const gateway = createGatewayModel({
    plan,
    random: random.split('gateway'),
    now: timeline.now,
    worldStart,
    note,
    onFault,
  })
  const checker = createChecker(
    gateway,
    timeline.now,
    note,
    () => !clocksWereSet,
    (till) => isOnlyFull(till),
    (till) => disks[names.indexOf(till)]?.hasReserve() === true,
  )
  const network = createNetwork({
    plan,
    random: random.split('network'),
    timeline,
    gateway,
    deadlineMs,
    note,
    onFault,
    onSent: checker.sent,
    onLeft: checker.left,
    onFalseRefusal: ({ service, id }) => {
      if (service === services.pay) checker.refusedOnTheWay(id)
    },
  })
  const names = Array.from({ length: plan.tills }, (_, index) => `till-${index + 1}`)
  const disks = names.map((name) =>
    createMachineDisk({ name, plan, random: random.split(`disk of ${name}`), note, onFault }),
  )
  const isOnlyFull = (till: string): boolean =>
    plan.disk.reserveBytes > 0 && disks[names.indexOf(till)]?.isOnlyFull() === true
  /** Copies of whole folders that somebody has made, by machine. */
  const folders = new Map<number, DiskImage>()
  const startAgain = (index: number): void => {
    const host = hosts[index]
    if (host === undefined) return
    timeline.after(dice.pick([500, 3000, 20_000, 90_000]), undefined, () => start(host))
  }
  const dice = random.split('after the power was gone')
  const hosts: readonly TillHost[] = disks.map((disk, index) =>
    createTillHost({
      name: names[index] ?? '',
      plan,
      random: random.split(`till ${index + 1}`),
      timeline,
      worldStart,
      disk,
      network,
      checker,
      note,
      onFault,
      onEnded: () => {
        torn = true
        startAgain(index)
      },
    }),
  )
  const start = (host: TillHost): void => {
    if (host.isOn()) return
    runs += 1
    host.start()
  }
  const cashiers = hosts.map((host, index) => {
    const dice = random.split(`cashier of ${host.name}`)
    return createCashier({
      plan,
      random: dice,
      host,
      checker,
      note,
      onFault,
      callForHelp: () => {
        host.stop()
        host.acknowledge()
        timeline.after(dice.int(1000, 30_000), undefined, () => {
          disks[index]?.mend()
          start(host)
        })
      },
    })
  })

  const strike = (index: number, fault: MachineFault, dice: typeof random): void => {
    const [host, disk] = [hosts[index], disks[index]]
    if (host === undefined || disk === undefined) return
    onFault(fault)
    note(`${host.name} ${fault}`)
    const { wall } = host
    if (fault.startsWith('clock-')) clocksWereSet = true
    const today = (worldStart + timeline.now() + wall.offsetMs + 8 * 3_600_000) % dayMs
    switch (fault) {
      case 'crash':
      case 'power-cut':
        host.crash(fault === 'crash' ? 'kill' : 'power-cut')
        timeline.after(dice.pick([500, 3000, 20_000, 90_000, 400_000]), undefined, () => start(host))
        return
      case 'restart':
        host.stop()
        timeline.after(dice.int(4000, 10_000), undefined, () => start(host))
        return
      case 'freeze':
        host.freeze(dice.pick([1000, 5000, 17_000, 70_000, 600_000, 3_600_000]))
        return
      case 'clock-seconds':
        wall.offsetMs += dice.pick([-1000, 1000, -30_000, 30_000])
        return
      case 'clock-day':
        wall.offsetMs += dice.pick([-dayMs, dayMs, -3_600_000, 3_600_000])
        return
      case 'clock-midnight':
        wall.offsetMs -= today + dice.int(1000, 120_000)
        return
      case 'clock-1970':
        wall.offsetMs = -(worldStart + timeline.now()) + dice.int(0, 60_000)
        return
      case 'clock-mended':
        wall.offsetMs = 0
        return
      case 'second-instance':
        host.startSecond()
        return
      case 'disk-fills':
        disk.fill()
        return
      case 'files-harmed': {
        const how = dice.pick(plan.harms)
        host.crash('kill')
        if (disk.harm(how)) onFault(how)
        note(`${host.name} ${how}`)
        timeline.after(3000, undefined, () => start(host))
        return
      }
      case 'folder-older': {
        const folder = folders.get(index)
        host.crash('kill')
        if (folder === undefined || dice.chance(0.5)) {
          const image = disk.image()
          if (image !== undefined) folders.set(index, image)
        } else {
          note(`${host.name} goes on with an older copy of its folder`)
          disk.become(folder)
          folders.delete(index)
          checker.rolledBack(host.name)
        }
        timeline.after(3000, undefined, () => start(host))
      }
    }
  }
  for (const [index, host] of hosts.entries()) {
    const dice = random.split(`fate of ${host.name}`)
    for (const fault of machineFaults) {
      const meanMs = plan.machine[fault]
      if (meanMs === undefined) continue
      const again = (strikesLeft: number): void => {
        if (strikesLeft === 0) return
        timeline.after(-Math.log(1 - dice.float()) * meanMs + 1, undefined, () => {
          if (healed) return
          strike(index, fault, dice)
          again(strikesLeft - 1)
        })
      }
      again(plan.strikesMax)
    }
    const cashier = cashiers[index]
    const look = (): void => {
      if (cashier === undefined || healed) return
      timeline.after(cashier.act(), undefined, look)
    }
    const isClone = index === 1 && plan.cloneAtMs !== undefined
    timeline.after(isClone ? plan.cloneAtMs : index * 700, undefined, () => {
      const [first, own] = disks
      const image = isClone ? first?.image() : undefined
      if (image !== undefined && own !== undefined) {
        onFault('cloned folder')
        own.become(image)
        checker.copied(names[0] ?? '', host.name)
      }
      start(host)
      look()
    })
  }

  /** Code that was running when its machine ended is torn out of the middle; anything else that breaks is a finding. */
  const broke = (error: unknown): void => {
    if (torn || error instanceof Gone) return
    checker.violation(
      'I5',
      `it broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
  }
  const onRejection = (error: unknown): void => broke(error)
  process.on('unhandledRejection', onRejection)

  const goOn = async (until: number, isDone: () => boolean): Promise<void> => {
    while (checker.violations.length === 0 && !isDone()) {
      torn = false
      try {
        if (!timeline.step(until)) return
      } catch (error) {
        broke(error)
      }
      await calm()
    }
  }

  try {
    await goOn(workMsMax, () => cashiers.every((cashier) => cashier.isDone()))
    // The line is good, the clocks are right, and every till is on.
    note('healed')
    healed = true
    network.heal()
    gateway.heal()
    for (const disk of disks) {
      disk.mend()
      disk.heal()
    }
    for (const host of hosts) host.wall.offsetMs = 0
    const from = timeline.now()
    const isUp = (host: TillHost): boolean => host.till() !== undefined
    for (const host of hosts) if (!host.isOn()) timeline.after(1000, undefined, () => start(host))
    await goOn(from + 8_000_000, () => hosts.every(isUp))
    // A till that stopped by itself sells again after a start, and finds its disk mended.
    for (const [index, host] of hosts.entries()) {
      host.crash('kill')
      host.acknowledge()
      disks[index]?.mend()
    }
    for (const host of hosts) start(host)
    checker.healed()
    await goOn(from + healingMsMax, () => false)
    // The last question about a payment that was given up waits for the next start.
    for (const host of hosts) host.crash('kill')
    for (const host of hosts) start(host)
    checker.healed()
    await calm()
    await goOn(timeline.now() + healingMsMax, () => false)
    if (checker.violations.length === 0) {
      checker.atTheEnd(new Map(hosts.map((host) => [host.name, host.journal()])))
    }
    for (const host of hosts) note(`${host.name} ends with ${host.journal()?.head().hash ?? 'nothing'}`)
    const sales = cashiers.reduce((sum, cashier) => sum + cashier.sales(), 0)
    return {
      seed: plan.seed,
      violations: checker.violations,
      digest: log.copy().digest('hex'),
      sales,
      paid: gateway.trades().filter(({ paidAt }) => paidAt !== undefined).length,
      faults: Object.fromEntries(faults),
      runs,
      virtualMs: timeline.now(),
    }
  } finally {
    for (const host of hosts) host.crash('kill')
    process.off('unhandledRejection', onRejection)
  }
}
