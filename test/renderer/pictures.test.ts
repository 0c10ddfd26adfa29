import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { noBrowser } from '../browser/real-browser.ts'
import { haltText } from '../../main/domain/halt-sentences.ts'
import type { Language } from '../../main/domain/sentences.ts'
import { attempt, cancelling, everyRefund, idOf, lastSales, waiting } from './examples.ts'
import { show, withFakeTill } from './fake-screen.ts'
import { peopleScenes } from './people-scenes.ts'

const onScreen = withFakeTill()
const images = join(import.meta.dirname, '../../docs/images')
const writes = process.env['UPDATE_DOCS'] === '1'

/** A scene of people, brought about once: the other language is shown of the same. */
const ofPeople =
  (name: string) =>
  async (page: Page, language: Language): Promise<void> => {
    if (language === 'en') await peopleScenes.find(([scene]) => scene === name)?.[1](page)
  }

const rare: Readonly<Record<string, (page: Page, language: Language) => Promise<void>>> = {
  'open-questions': async (page) => {
    const now = await page.evaluate(() => Date.now())
    const minutesAgo = (minutes: number) => ({ createdAt: (now - minutes * 60_000) as never })
    await show(page, {
      last: lastSales(),
      open: [
        { ...cancelling(attempt(1), 'limit'), attended: false, ...minutesAgo(12) },
        { ...waiting(attempt(2, 1250), 'interrupted'), attended: false, ...minutesAgo(1) },
      ],
      openRefunds: everyRefund()
        .filter(({ state }) => state === 'unknown')
        .map((refund) => ({ ...refund, ...minutesAgo(3) })),
      discrepancies: [
        { payment: idOf(42), kind: 'paid-after-given-up', day: '2026-11-20' as never, seen: false },
      ],
    })
    await page.getByTestId('open-row').first().waitFor()
  },
  stopped: async (page) => {
    await show(page, {
      last: lastSales(),
      stopped: { why: 'journal', detail: 'SQLITE_FULL: database or disk is full' },
    })
    await page.getByTestId('stopped').waitFor()
  },
  halted: async (page, language) => {
    const detail = haltText(
      { entry: 4711, because: 'number-taken', about: idOf(42), detail: 'CONTEXT_INCONSISTENT' },
      language,
    )
    await show(page, { last: lastSales(), stopped: { why: 'halted', detail } })
    await page.getByTestId('stopped').waitFor()
  },
  'sign-in': ofPeople('locked while a payment is under way'),
  pin: ofPeople('too many wrong PINs'),
  people: ofPeople('people'),
  'second-person': ofPeople('second person'),
}

describe.skipIf(noBrowser !== undefined)('screens that a shop rarely sees', () => {
  test.each(Object.keys(rare))('%s: whole in both languages', (name) =>
    onScreen(async (page) => {
      for (const language of ['en', 'zh'] as const) {
        if (language === 'zh') {
          await page.keyboard.press('F2')
          await page.locator('html[lang=zh-CN]').waitFor()
        }
        await rare[name]?.(page, language)
        await page.waitForTimeout(300) // Fonts and transitions.
        const cut = await page.evaluate(() =>
          [...document.querySelectorAll('main > *, [data-testid=stopped]')].some(
            (element) => element.scrollHeight > element.clientHeight + 1,
          ),
        )
        expect([name, language, cut]).toEqual([name, language, false])
        if (!writes) continue
        mkdirSync(images, { recursive: true })
        await page.screenshot({ path: join(images, `${name}-${language}.png`) })
      }
    }),
  )
})
