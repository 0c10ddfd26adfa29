import { describe, expect, test } from 'vitest'
import { noBrowser } from '../browser/real-browser.ts'
import { withFakeTill } from './fake-screen.ts'
import { openUneven } from './office-scenes.ts'

const onScreen = withFakeTill()

describe.skipIf(noBrowser !== undefined)(
  'a day with nothing to decide whose bank credit is another sum',
  () => {
    test('is not shown as done, says what to do, and that no fee was checked', () =>
      onScreen(async (page) => {
        await openUneven(page)
        expect(await page.getByTestId('day-risk').getAttribute('data-tone')).toBe('caution')
        expect(await page.getByTestId('bank-why').innerText()).toBe(
          'Not what was settled. Correct it, or note why.',
        )
        expect(await page.getByTestId('fees-unchecked').innerText()).toContain('(F9)')
      }))

    test('asks no more once a word why stands with it, which is kept when it is corrected', () =>
      onScreen(async (page) => {
        await openUneven(page, 'a cent of fee')
        expect(await page.getByTestId('bank-why').count()).toBe(0)
        expect(await page.getByTestId('day-risk').getAttribute('data-tone')).toBe('good')
        expect(await page.getByTestId('footing').last().innerText()).toContain('Note: a cent of fee')
        await page.getByTestId('bank-enter').click()
        expect(await page.getByTestId('bank-note').inputValue()).toBe('a cent of fee')
      }))
  },
)
