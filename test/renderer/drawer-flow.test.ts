import { describe, expect, test } from 'vitest'
import { parseSettings } from '../../main/settings.ts'
import {
  drawerFlowAtStart,
  stepDrawer,
  withDrawer,
  type DrawerEvent,
  type DrawerFlow,
  type DrawerWay,
} from '../../renderer/setup/drawer-flow.ts'

const byPrinter = { at: 'printer', pin: 'pin-2' } as const
const byDisplay = { at: 'display', pin: 'pin-2' } as const
const after = (...events: readonly DrawerEvent[]): DrawerFlow =>
  events.reduce<DrawerFlow>(stepDrawer, drawerFlowAtStart)
const chosen = (way: DrawerWay = byPrinter): DrawerEvent => ({ type: 'chosen', way })
const opened: DrawerEvent = { type: 'opened' }
const level = (now: 'high' | 'low' | 'unknown', said = false): DrawerEvent => ({
  type: 'level',
  level: now,
  said,
})
const isOpen = [chosen(), opened, { type: 'it-opened' }] as const

describe('how a drawer is opened', () => {
  test('it is opened at once, and somebody says whether it opened', () => {
    expect(after(chosen())).toMatchObject({ at: 'opening', way: byPrinter })
    expect(after(chosen(), opened)).toMatchObject({ at: 'asking', way: byPrinter })
  })

  test.each(['pin-2', 'pin-5'] as const)(
    'it stayed shut by %s: the other pin is next, and then no more',
    (pin) => {
      const other = pin === 'pin-2' ? 'pin-5' : 'pin-2'
      const second = after(chosen({ at: 'printer', pin }), opened, { type: 'stayed-shut' })
      expect(second).toMatchObject({ at: 'opening', way: { at: 'printer', pin: other } })
      const stuck = [opened, { type: 'stayed-shut' } as const].reduce<DrawerFlow>(stepDrawer, second)
      expect(stuck).toMatchObject({ at: 'stuck' })
      expect(stepDrawer(stuck, { type: 'again' })).toMatchObject({ at: 'opening', tried: [{ pin: other }] })
    },
  )

  test('opened again by the same pin is one try', () => {
    const again = after(chosen(), opened, { type: 'again' }, opened, { type: 'stayed-shut' })
    expect(again).toMatchObject({ at: 'opening', way: { pin: 'pin-5' } })
  })

  test('a printer that says why not is told of, and tried again', () => {
    const failed = after(chosen(), { type: 'failed', fault: 'offline' })
    expect(failed).toMatchObject({ at: 'failed', fault: 'offline' })
    expect(stepDrawer(failed, { type: 'again' })).toMatchObject({ at: 'opening' })
    expect(stepDrawer(failed, { type: 'other-way' })).toEqual({ at: 'choosing' })
  })

  test('none: nothing is opened', () => {
    expect(after(chosen({ at: 'none' }))).toMatchObject({ at: 'learned', learned: 'none', wiring: 'none' })
  })
})

describe('what its switch says', () => {
  test.each(['high', 'low'] as const)('%s while it is open, and another when it is closed', (open) => {
    const other = open === 'high' ? 'low' : 'high'
    expect(after(...isOpen)).toMatchObject({ at: 'reading' })
    expect(after(...isOpen, level(open))).toMatchObject({ at: 'closing', open })
    expect(after(...isOpen, level(open), level(open))).toMatchObject({ at: 'closing' })
    const learned = after(...isOpen, level(open), level(open), level(other))
    expect(learned).toMatchObject({ at: 'learned', wiring: `${open}-open`, learned: 'switch' })
  })

  test('the same when somebody says that it is closed: no switch is wired', () => {
    const learned = after(...isOpen, level('low'), level('low', true))
    expect(learned).toMatchObject({ at: 'learned', wiring: 'none', learned: 'no-switch' })
  })

  test('nobody answers for it: it is opened all the same', () => {
    const silent = { at: 'learned', wiring: 'none', learned: 'silent' }
    expect(after(...isOpen, level('unknown'))).toMatchObject(silent)
    expect(after(chosen(byDisplay), opened, { type: 'it-opened' })).toMatchObject(silent)
  })

  test('one look that is not answered is no news, unless somebody waits for it', () => {
    expect(after(...isOpen, level('low'), level('unknown'))).toMatchObject({ at: 'closing' })
    expect(after(...isOpen, level('low'), level('unknown', true))).toMatchObject({ learned: 'silent' })
  })

  test('an answer that comes when somebody has gone on changes nothing', () => {
    const choosing = after(...isOpen, level('low'), { type: 'other-way' })
    expect(stepDrawer(choosing, level('high'))).toBe(choosing)
    expect(stepDrawer(choosing, opened)).toBe(choosing)
  })
})

test('the settings of a way say how it is opened, and leave the rest', () => {
  const parsed = parseSettings({ drawer: { openSeconds: 90 }, cash: { explainAbove: 100 } })
  if (!parsed.ok) throw new Error('wrong')
  expect(withDrawer(parsed.value, { at: 'display', pin: 'pin-5' }, 'low-open')).toMatchObject({
    cash: { drawer: 'pin-5', explainAbove: 100 },
    drawer: { at: 'display', switch: 'low-open', openSeconds: 90 },
  })
  expect(withDrawer(parsed.value, { at: 'none' })).toMatchObject({
    cash: { drawer: 'none' },
    drawer: { at: 'printer', switch: 'none' },
  })
})
