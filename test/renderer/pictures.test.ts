import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { noBrowser } from '../browser/real-browser.ts'
import { codePictures } from '../../main/receipts/code-pictures.ts'
import { haltText } from '../../main/domain/halt-sentences.ts'
import type { Language } from '../../main/domain/sentences.ts'
import { attempt, cancelling, everyRefund, idOf, lastSales, waiting } from './examples.ts'
import { show, typed, withFakeTill } from './fake-screen.ts'
import { openShift } from './cash-examples.ts'
import { cashScenes } from './cash-scenes.ts'
import { deviceAnswer, deviceScenes, sampleAddress } from './device-scenes.ts'
import { peopleView } from './fake-people.ts'
import { peopleScenes } from './people-scenes.ts'

const onScreen = withFakeTill()
const images = join(import.meta.dirname, '../../docs/images')
const writes = process.env['UPDATE_DOCS'] === '1'

/** A scene that is brought about once: the other language is shown of the same. */
const once =
  (enter: (page: Page) => Promise<unknown>) =>
  async (page: Page, language: Language): Promise<void> => {
    if (language === 'en') await enter(page)
  }
const scenes = new Map([...peopleScenes, ...cashScenes, ...deviceScenes])
const scene = (name: string) => {
  const enter = scenes.get(name)
  if (enter === undefined) throw new Error(`no scene is called ${name}`)
  return once(enter)
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
  'sign-in': scene('locked while a payment is under way'),
  pin: scene('too many wrong PINs'),
  people: scene('people'),
  'refund-limit': once(async (page) => {
    await show(page, { people: { ...peopleView('cashier'), refundLimit: 5000, payOutLimit: 50_000 } })
    await page.keyboard.press('Shift+F12')
    await page.locator('[data-testid=people-limit][data-set=true]').waitFor()
  }),
  'second-person': scene('second person'),
  difference: scene('close with a difference'),
  recounted: scene('close after a count that was too far off'),
  'cash-refund': scene('cash refund by receipt'),
  'empty-z': scene('close an empty day'),
  'drawer-left-open': once(async (page) => {
    await show(page, { last: lastSales(), shift: { ...openShift, drawerFault: 'left-open' } })
    await page.getByTestId('drawer-left-open').waitFor()
  }),
  'torn-scan': async (page, language) => {
    if (language === 'en') await typed(page, '3850')
    await page.evaluate(() => window.fakeTill.tear())
    await page.getByTestId('note').waitFor()
  },
  'settings-devices': once(async (page) => {
    await page.keyboard.press('F9')
    await page.getByTestId('settings-tab-devices').click()
    await page.getByTestId('settings-scanners_hid').waitFor()
    await page.getByTestId('settings-codePages').selectOption('own')
    await page.getByTestId('settings-codePage-add').click()
    await page.getByTestId('settings-codePage-0-number').fill('0')
    const hidden = await page
      .locator('.panel-body')
      .evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)
    await page.setViewportSize({ width: 1024, height: 768 + hidden })
  }),
  'setup-printer': scene('printers found'),
  'setup-printer-ask': scene('asked again after a fix'),
  'setup-drawer': scene('now close the drawer'),
  'setup-display': async (page, language) => {
    await page.setViewportSize({ width: 1024, height: 960 })
    await deviceAnswer(page, { code: codePictures(sampleAddress) })
    await scene("the customer's display")(page, language)
  },
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
