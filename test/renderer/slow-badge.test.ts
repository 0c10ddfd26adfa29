import { describe, expect, test } from 'vitest'
import { noBrowser } from '../browser/real-browser.ts'
import { playStrokes } from '../browser/trigger.ts'
import { scanned } from '../devices/keyboard-player.ts'
import { typed, withFakeTill } from './fake-screen.ts'

const onScreen = withFakeTill()

describe.skipIf(noBrowser !== undefined)(
  'a code with letters, from a scanner so slow that its keys show',
  () => {
    test('takes back its own digits, and none of the amount that was keyed before it', () =>
      onScreen(async (page) => {
        await typed(page, '3850')
        await page.waitForTimeout(400)
        const keyboard = await page.context().newCDPSession(page)
        await playStrokes(keyboard, scanned('ST-B-QYZ2A7W\n', 0, 60))
        await page.getByTestId('note').waitFor()
        expect(await page.getByTestId('amount').innerText()).toContain('38.50')
      }))
  },
)
