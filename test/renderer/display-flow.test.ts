import { describe, expect, test } from 'vitest'
import { parseSettings } from '../../main/settings.ts'
import {
  displayPort,
  poleAt,
  poleFlowAtStart,
  stepPole,
  type Pole,
  type PoleEvent,
  type PoleFlow,
  type PoleSeen,
} from '../../renderer/setup/display-flow.ts'

const lines = poleAt('/dev/ttyUSB1', 'cd5220')
const digits = poleAt('COM4', 'led8')
const after = (...events: readonly PoleEvent[]): PoleFlow =>
  events.reduce<PoleFlow>(stepPole, poleFlowAtStart)
const chosen = (pole: Pole = lines): PoleEvent => ({ type: 'chosen', pole })
const shown: PoleEvent = { type: 'shown' }
const seen = (what: PoleSeen, elsewhere = false): PoleEvent => ({ type: 'seen', seen: what, elsewhere })

const tries = (pole: Pole, what: PoleSeen): readonly string[] => {
  const all: string[] = []
  let flow = after(chosen(pole), shown, seen(what))
  while (flow.at === 'showing') {
    const { dialect, lamps } = flow.pole
    all.push(`${dialect} ${displayPort(flow.pole)?.baud ?? 0}${lamps ? '' : ' dark'}`)
    flow = stepPole(stepPole(flow, shown), seen(what))
  }
  expect(flow.at).toBe('stuck')
  return all
}

describe('a display on a pole', () => {
  test('starts at the speed that its kind usually has', () => {
    expect(lines).toMatchObject({ dialect: 'cd5220', line: 'serial:/dev/ttyUSB1?baud=9600&flow=none' })
    expect(displayPort(digits)).toMatchObject({ path: 'COM4', baud: 2400 })
    expect(parseSettings({ display: { pole: lines } }).ok).toBe(true)
  })

  test('chosen, shown, right: then it is kept as it was shown', () => {
    expect(after(chosen(), shown, { type: 'right' })).toMatchObject({ at: 'right', pole: lines })
  })

  test('nonsense: other speeds first, then other commands', () => {
    expect(tries(lines, 'nonsense')).toEqual([
      'cd5220 19200',
      'cd5220 4800',
      'cd5220 38400',
      'cd5220 2400',
      'cd5220 115200',
      'dm-d 9600',
      'dsp800 9600',
      'aedex 9600',
    ])
  })

  test('the sum, and strange letters beside it: other commands at the same speed; a lamp of eight digits goes', () => {
    expect(tries(lines, 'stray-letters')).toEqual(['dm-d 9600', 'dsp800 9600', 'aedex 9600'])
    expect(tries(digits, 'stray-letters')).toEqual(['led8 2400 dark'])
  })

  test('nothing, and there is another port: that one is chosen', () => {
    expect(after(chosen(), shown, seen('nothing', true))).toMatchObject({
      at: 'choosing',
      because: 'nothing',
      shown: [lines],
    })
    expect(after(chosen(digits), shown, seen('nothing'))).toMatchObject({ at: 'showing', isFix: true })
  })

  test('a port that cannot be used is told of, and shown on again', () => {
    const failed = after(chosen(), { type: 'failed', fault: 'in-use' })
    expect(failed).toMatchObject({ at: 'failed', fault: 'in-use' })
    expect(stepPole(failed, { type: 'again' })).toMatchObject({ at: 'showing', pole: lines })
    expect(stepPole(failed, { type: 'other-port' })).toMatchObject({ at: 'choosing' })
  })

  test('an answer that comes when somebody has gone on changes nothing', () => {
    const choosing = after(chosen(), { type: 'other-port' })
    expect(stepPole(choosing, shown)).toBe(choosing)
    const asking = after(chosen(), shown)
    expect(stepPole(asking, { type: 'failed', fault: 'lost' })).toBe(asking)
  })
})
