import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { haltText } from '../../main/domain/halt-sentences.ts'
import { noBrowser } from '../browser/real-browser.ts'
import { cashScenes } from './cash-scenes.ts'
import { deviceScenes } from './device-scenes.ts'
import {
  alipayCode,
  attempt,
  cancelled,
  cancelling,
  currentOf,
  declined,
  everyRefund,
  foundPaidAndRefused,
  idOf,
  notSent,
  paid,
  sending,
  waiting,
} from './examples.ts'
import { scanned, show, typed, withFakeTill } from './fake-screen.ts'
import { peopleScenes } from './people-scenes.ts'
import { officeScenes } from './office-scenes.ts'

const onScreen = withFakeTill()

const faults = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  )
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`))
}
/** What is wider or higher than its place. Pages may scroll in themselves, the sale never does. */
const overflowing = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [
      document.documentElement,
      ...document.querySelectorAll('main > *, main > aside > *, [data-testid=result], [data-testid=stopped]'),
    ]
      .filter(
        (element) =>
          element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1,
      )
      .map((element) => `${element.className} ${element.scrollWidth}×${element.scrollHeight}`),
  )

const open = [
  { ...waiting(attempt(1), 'timed-out'), attended: false },
  { ...cancelling(attempt(2), 'limit'), attended: false },
  { ...waiting(attempt(3), 'interrupted'), attended: false },
]
const scenes: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['sale', (page) => typed(page, '3850')],
  ['held code', (page) => scanned(page, alipayCode)],
  ['refused scan', (page) => scanned(page, 'hello')],
  ['sending', (page) => show(page, { current: currentOf(sending(attempt())) })],
  ['waiting', (page) => show(page, { current: currentOf(waiting(attempt(), 'waiting-for-buyer')) })],
  ['not confirmed', (page) => show(page, { current: currentOf(waiting(attempt(), 'wrong-signature')) })],
  ['cancelling', (page) => show(page, { current: currentOf(cancelling(attempt(), 'limit')) })],
  ['paid', (page) => show(page, { current: currentOf(paid(attempt(1, 1_234_567_890))) })],
  ['paid too late', (page) => show(page, { current: currentOf(paid(attempt(), true)) })],
  [
    'not sold, and its own refund refused',
    (page) => {
      const { payment, refunds } = foundPaidAndRefused()
      return show(page, { current: currentOf(payment, 4200, refunds) })
    },
  ],
  ['declined', (page) => show(page, { current: currentOf(declined(attempt())) })],
  ['cancelled', (page) => show(page, { current: currentOf(cancelled(attempt(), 'limit')) })],
  ['not sent', (page) => show(page, { current: currentOf(notSent(attempt(), 'tls')) })],
  [
    'training with everything at once',
    (page) =>
      show(page, {
        mode: 'training',
        signType: 'MD5',
        gateway: { state: 'offline', why: 'unreachable' },
        open,
        openRefunds: everyRefund().slice(0, 5),
        discrepancies: [
          { payment: idOf(42), kind: 'paid-after-given-up', day: '2026-11-20' as never, seen: false },
        ],
        failedPrints: [
          {
            number: 7,
            receipt: 'payment',
            of: idOf(58),
            for: 'customer',
            copy: 0,
            state: 'failed',
            fault: 'paper-out',
          },
        ],
      }),
  ],
  ['refund search', (page) => page.keyboard.press('F6')],
  ['refund', (page) => scanned(page, idOf(58))],
  [
    'refund question',
    async (page) => {
      await scanned(page, idOf(58))
      await page.getByTestId('refund-confirm').click()
    },
  ],
  ['story', (page) => page.getByTestId('sale-row').first().click()],
  ['receipt', (page) => page.keyboard.press('F8')],
  ['all sales', (page) => page.keyboard.press('F11')],
  ['typed code', (page) => page.keyboard.press('F4')],
  ['camera', (page) => page.keyboard.press('F5')],
  ['help', (page) => page.keyboard.press('F1')],
  ...cashScenes,
  ...deviceScenes,
  ...peopleScenes,
  ...['shop', 'account', 'keys', 'store', 'files', 'advanced', 'devices'].map(
    (tab) =>
      [
        `settings, ${tab}`,
        async (page: Page) => {
          await page.keyboard.press('F9')
          await page.getByTestId(`settings-tab-${tab}`).click()
          const add = page.getByTestId('settings-add-account')
          if ((await add.count()) > 0) await add.click()
          await page.getByTestId('settings-save').click()
        },
      ] as const,
  ),
  ['stopped', (page) => show(page, { stopped: { why: 'settings', detail: 'gateway.partner' } })],
  [
    'stopped when a sale had just been paid',
    async (page) => {
      await show(page, {
        current: currentOf(paid(attempt())),
        stopped: {
          why: 'halted',
          detail: haltText({ entry: 4711, because: 'number-taken', about: idOf(42), detail: 'X' }, 'en'),
        },
      })
      const ended = page.getByTestId('stopped-sale')
      expect(await ended.getAttribute('data-state')).toBe('paid')
      expect(await ended.textContent()).toMatch(/Paid.*Hand over the goods|已收款.*可以交货/)
    },
  ],
  ...officeScenes,
  ['till lost', (page) => page.evaluate(() => window.fakeTill.enter('reconnecting'))],
]

describe.skipIf(noBrowser !== undefined)('every screen in both languages', () => {
  test.each(scenes)('%s: without faults of access, inside its 1024 by 768', (_name, enter) =>
    onScreen(async (page) => {
      await enter(page)
      for (const language of ['en', 'zh-CN']) {
        if (language === 'zh-CN') {
          await page.keyboard.press('F2')
          await page.locator('html[lang=zh-CN]').waitFor()
        }
        // The kit fades colours in; contrast is measured when they are there.
        await page.waitForTimeout(200)
        expect([language, ...(await faults(page))]).toEqual([language])
        expect([language, ...(await overflowing(page))]).toEqual([language])
        if (await page.getByTestId('till-lost').isVisible()) continue
        // The banner of training takes from the height.
        await show(page, { mode: 'training' })
        await page.getByTestId('training').waitFor()
        expect([language, ...(await overflowing(page))]).toEqual([language])
        await show(page, { mode: 'live' })
        await page.getByTestId('training').waitFor({ state: 'detached' })
      }
    }),
  )
})
