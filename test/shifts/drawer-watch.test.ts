import { describe, expect, onTestFinished, test } from 'vitest'
import { kick } from '../../drivers/drawer/kick.ts'
import { createLineDrawer, type DrawerSwitch } from '../../drivers/drawer/line.ts'
import { tcpLink } from '../../drivers/links/tcp.node.ts'
import { instant } from '../../main/domain/time.ts'
import type { Clock, Drawer, DrawerState, PrintFault } from '../../main/ports.ts'
import { err, ok, type Result } from '../../main/domain/result.ts'
import { createDrawerWatch } from '../../main/shifts/drawer-watch.ts'
import { startTcpPrinter } from '../devices/tcp-printer.ts'

/** A clock that goes when it is told to, and rings what is due. */
const handClock = () => {
  let ms = 0
  let due: { at: number; ring: () => void }[] = []
  const clock: Clock = {
    now: () => ({ at: instant(ms), mono: ms }),
    after: (inMs, ring) => {
      const timer = { at: ms + inMs, ring }
      due.push(timer)
      return () => (due = due.filter((each) => each !== timer))
    },
  }
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
  return {
    clock,
    settle,
    wait: async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        ms += 1000
        const now = due.filter(({ at }) => at <= ms)
        due = due.filter(({ at }) => at > ms)
        for (const { ring } of now) ring()
        await settle()
      }
    },
  }
}

const watched = (answer: Result<void, PrintFault | 'stayed-shut'> = ok(undefined)) => {
  const time = handClock()
  const drawer = {
    state: 'open' as DrawerState,
    looks: 0,
  }
  const port: Drawer = {
    open: () => Promise.resolve(answer),
    state: () => {
      drawer.looks += 1
      return Promise.resolve(drawer.state)
    },
    close: () => Promise.resolve(),
  }
  let changes = 0
  const watch = createDrawerWatch({
    drawer: port,
    clock: time.clock,
    openMs: 60_000,
    changed: () => (changes += 1),
  })
  return { ...time, drawer, watch, changes: () => changes }
}

describe('a drawer that is looked after', () => {
  test('is told of when it stays open, and no more when it is shut', async () => {
    const { watch, wait, drawer, changes } = watched()
    await watch.kick()
    await wait(59)
    expect([watch.fault(), changes()]).toEqual([undefined, 0])
    await wait(4)
    expect([watch.fault(), changes()]).toEqual(['left-open', 1])
    drawer.state = 'closed'
    await wait(2)
    expect([watch.fault(), changes()]).toEqual([undefined, 2])
    const { looks } = drawer
    await wait(60)
    expect(drawer.looks).toBe(looks)
  })

  test('is asked once and left alone when it has no switch', async () => {
    const { watch, wait, drawer } = watched()
    drawer.state = 'unknown'
    await watch.kick()
    await wait(120)
    expect([watch.fault(), drawer.looks]).toEqual([undefined, 1])
  })

  test('begins to count anew when it is opened once more', async () => {
    const { watch, wait } = watched()
    await watch.kick()
    await wait(50)
    await watch.kick()
    await wait(50)
    expect(watch.fault()).toBeUndefined()
    await wait(14)
    expect(watch.fault()).toBe('left-open')
  })

  test.each(['stayed-shut', 'offline'] as const)(
    'that did not open says %s, and is not looked at',
    async (fault) => {
      const { watch, wait, drawer } = watched(err(fault))
      await watch.kick()
      await wait(70)
      expect([watch.fault(), drawer.looks]).toEqual([fault, 0])
    },
  )

  test('is asked nothing more when the till closes', async () => {
    const { watch, wait, drawer } = watched()
    await watch.kick()
    watch.stop()
    await wait(70)
    expect([watch.fault(), drawer.looks]).toEqual([undefined, 0])
  })
})

describe('the switch of a drawer on a real line', () => {
  const drawerWith = async (wiring: DrawerSwitch, levelWhenOpen: 'high' | 'low') => {
    const printer = await startTcpPrinter()
    onTestFinished(printer.close)
    const levels = { closed: levelWhenOpen === 'high' ? 'low' : 'high', open: levelWhenOpen } as const
    printer.condition.drawer = levels.closed
    const drawer = createLineDrawer(tcpLink(printer.address, 1000), kick(2), wiring, { springMs: 300 })
    onTestFinished(drawer.close)
    return { printer, drawer, levels }
  }

  test.each([
    ['high-open', 'high'],
    ['low-open', 'low'],
  ] as const)('is read with the wires that it has: %s', async (wiring, level) => {
    const { printer, drawer, levels } = await drawerWith(wiring, level)
    expect(await drawer.state()).toBe('closed')
    printer.condition.drawer = levels.open
    expect(await drawer.state()).toBe('open')
    expect(await drawer.open()).toEqual(ok(undefined))
  })

  test('tells that it stayed shut though the printer took the kick', async () => {
    const { printer, drawer } = await drawerWith('high-open', 'high')
    expect(await drawer.open()).toEqual(err('stayed-shut'))
    expect([...printer.paper()]).toEqual([...kick(2)])
  })

  test('is believed to be open where the printer says nothing', async () => {
    const { printer, drawer } = await drawerWith('high-open', 'high')
    printer.condition.answersNow = false
    expect(await drawer.state()).toBe('unknown')
    expect(await drawer.open()).toEqual(ok(undefined))
  })

  test('is not asked where the shop has none', async () => {
    const { printer, drawer, levels } = await drawerWith('none', 'high')
    printer.condition.drawer = levels.open
    expect(await drawer.state()).toBe('unknown')
  })
})
