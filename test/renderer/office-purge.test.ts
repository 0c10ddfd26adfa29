import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { PurgeInput } from '../../main/contract/reports.ts'
import { noBrowser } from '../browser/real-browser.ts'
import { show, withFakeTill } from './fake-screen.ts'
import { called, office, signedIn, soon } from './office-asked.ts'

const onScreen = withFakeTill()

describe.skipIf(noBrowser !== undefined)('old files', () => {
  const openPurge = async (page: Page): Promise<void> => {
    await page.getByTestId('office-button').click()
    await page.getByTestId('office-tab-purge').click()
    await page.getByTestId('purge-table').waitFor()
  }
  const asked = (page: Page): Promise<readonly unknown[]> => called(page, 'reports.purge')

  test('are told by kind, size and age, and nothing goes before it is asked once more', () =>
    onScreen(async (page) => {
      await openPurge(page)
      expect(await page.getByTestId('purge-table').locator('tbody').innerText()).toBe(
        "Alipay's files\t3\t4.2 MB\t2016-03-02\t2016-10-31\nTechnician's logs\t1\t95 kB\t2026-08-01\t2026-08-01",
      )
      expect(await page.getByTestId('purge-kept').textContent()).toContain('from 2016-11-22 on')
      await page.getByTestId('purge-remove').click()
      // Whoever presses Enter twice has removed nothing.
      await page.keyboard.press('Enter')
      await page.getByTestId('purge-remove').click()
      expect(await page.getByTestId('purge-sure').textContent()).toContain(
        'Remove 4 files, 4.3 MB, older than 2026-08-22?',
      )
      expect((await asked(page)).filter((input) => (input as PurgeInput).really)).toEqual([])
      await page.getByTestId('purge-really').click()
      await page.getByTestId('purge-done').waitFor()
      expect((await asked(page)).at(-1)).toEqual({ really: true, before: '2026-08-22' })
      expect(await page.getByTestId('purge-done').textContent()).toContain('4 files')
      expect(await page.getByTestId('purge-really').count()).toBe(0)
    }))

  test('where there are people, a second one agrees to the very day', () =>
    onScreen(async (page) => {
      await show(page, signedIn('manager', 'purge'))
      await office(page, { purge: 'needs-second-person' })
      await page.evaluate(() =>
        Object.assign(window.fakeTill.answers.people, { approve: { ok: true, value: { token: 'agreed' } } }),
      )
      await openPurge(page)
      await page.getByTestId('purge-remove').click()
      await page.getByTestId('purge-really').click()
      await page.getByTestId('name-op-1').click()
      await page.keyboard.type('314159', { delay: 60 })
      await page.keyboard.press('Enter')
      await page.getByTestId('purge-done').waitFor()
      expect(await called(page, 'people.approve')).toMatchObject([
        { act: 'purge', about: 'before 2026-08-22' },
      ])
      expect((await asked(page)).at(-1)).toEqual({ really: true, before: '2026-08-22', token: 'agreed' })
    }))

  test('of an earlier day are fewer; files of later days have to be kept', () =>
    onScreen(async (page) => {
      await openPurge(page)
      await page.getByTestId('purge-before').fill('2016-03-03')
      await expect
        .poll(() => page.getByTestId('purge-table').locator('tbody tr').allInnerTexts(), soon)
        .toEqual(["Alipay's files\t1\t1.4 MB\t2016-03-02\t2016-03-02"])
      await page.getByTestId('purge-before').fill('2016-03-01')
      await page.getByTestId('purge-nothing').waitFor()
      await page.getByTestId('purge-before').fill('2026-08-23')
      await expect
        .poll(() => page.getByTestId('purge-fault').textContent(), soon)
        .toContain('have to be kept')
      expect(await page.getByTestId('purge-remove').count()).toBe(0)
    }))

  test('are for nobody who may not remove them', () =>
    onScreen(async (page) => {
      await show(page, signedIn('manager', 'export'))
      await page.getByTestId('office-button').click()
      await page.getByTestId('export').waitFor()
      expect(await page.getByTestId('office-tab-purge').count()).toBe(0)
    }))
})
