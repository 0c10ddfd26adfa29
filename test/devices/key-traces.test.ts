import { describe, expect, test } from 'vitest'
import { classifyScan } from '../../main/domain/scan.ts'
import { keyTraces } from './fixtures/key-traces.ts'
import { play } from './keyboard-player.ts'

describe('each trace gives its code or a sentence that says what to do, and leaves the amount as it was typed', () => {
  test.each(keyTraces.map((trace) => [trace.name, trace] as const))(
    '%s',
    (_name, { strokes, shop, code, result, amount }) => {
      const played = play(strokes, shop)
      const kinds = played.scans.map((text) => classifyScan(text).kind)
      expect({ ...played, kinds }).toMatchObject({
        amount,
        scans: result === 'read' ? [code] : result === 'no code' ? [expect.any(String)] : [],
        kinds:
          result === 'no code'
            ? ['unknown']
            : result === 'read'
              ? [expect.not.stringMatching('unknown')]
              : [],
      })
      expect(played.partials.length > 0).toBe(result === 'scan again')
      // No key of a code does anything to the page; a modifier alone does nothing.
      expect(played.passed.filter((each) => !/^(?:Shift|Control|Alt)/.test(each))).toEqual([])
      expect(played.events.filter(({ type }) => type === 'command')).toEqual([])
    },
  )
})
