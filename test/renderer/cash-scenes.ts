import type { Page } from 'playwright-core'
import { denominationsByCurrency } from '../../main/domain/denominations.ts'
import { money } from '../../main/domain/money.ts'
import type { CashAnswers } from './fake-cash.ts'
import {
  cashReceipt,
  closedShift,
  closing,
  emptyX,
  exact,
  openShift,
  over,
  recounted,
  saleByReceipt,
  seal,
  short,
  xView,
  zView,
} from './cash-examples.ts'
import { attempt, everyRefund, idOf, waiting } from './examples.ts'
import { scanned, show, typed } from './fake-screen.ts'

export const cashAnswers = (page: Page, given: CashAnswers): Promise<unknown> =>
  page.evaluate((answers) => Object.assign(window.fakeTill.answers.cash, answers), given)

/** F10 and the key of a page of the drawer. */
export const drawerPage = async (page: Page, key: string): Promise<void> => {
  await page.keyboard.press('F10')
  await page.getByTestId('cash-panel-menu').waitFor()
  await typed(page, key)
  await page.getByTestId('cash-panel-menu').waitFor({ state: 'detached' })
}

const opened = async (page: Page, key: string): Promise<void> => {
  await show(page, { shift: openShift })
  await drawerPage(page, key)
}
const tendered = async (page: Page): Promise<void> => {
  await show(page, { shift: openShift })
  await typed(page, '3850')
  await page.keyboard.press('F10')
  await page.getByTestId('tender-given').waitFor()
}

/** Every page of the drawer, brought about by its keys. */
export const cashScenes: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['sale without a shift', (page) => show(page, { shift: closedShift })],
  ['sale that needs a shift', (page) => show(page, { shift: { ...closedShift, shiftWanted: true } })],
  [
    'drawer',
    async (page) => {
      await show(page, { shift: openShift })
      await page.keyboard.press('F10')
      await page.getByTestId('shift-state').waitFor()
    },
  ],
  [
    'no drawer',
    async (page) => {
      await page.keyboard.press('F10')
      await page.getByTestId('cash-off').waitFor()
    },
  ],
  [
    'shift',
    async (page) => {
      await show(page, { shift: closedShift })
      await drawerPage(page, '1')
    },
  ],
  [
    'shift, counted',
    async (page) => {
      await show(page, { shift: closedShift })
      await drawerPage(page, '1')
      await page.getByTestId('shift-by-count').click()
    },
  ],
  ['tender', tendered],
  [
    'tender, too little',
    async (page) => {
      await tendered(page)
      await typed(page, '20')
      await page.locator('[data-short=true]').waitFor()
    },
  ],
  [
    'change',
    async (page) => {
      const change = { minor: 1150 as never, currency: 'USD' } as const
      await cashAnswers(page, { sell: { ok: true, value: { number: 12, id: cashReceipt, change } } })
      await tendered(page)
      await show(page, { shift: { ...openShift, drawerFault: 'offline' } })
      await page.getByTestId('tender-note-5000').click()
      await page.getByTestId('tender-take').click()
      await page.getByTestId('drawer-fault').waitFor()
    },
  ],
  [
    'change of the largest sum',
    async (page) => {
      const change = { minor: 9_999_996_150 as never, currency: 'USD' } as const
      await cashAnswers(page, { sell: { ok: true, value: { number: 1_234_567, id: cashReceipt, change } } })
      await tendered(page)
      await show(page, { shift: { ...openShift, drawerFault: 'not-configured' } })
      await page.getByTestId('tender-take').click()
      await page.getByTestId('drawer-by-hand').waitFor()
    },
  ],
  ['pay in', (page) => opened(page, '2')],
  [
    'pay out, refused',
    async (page) => {
      await cashAnswers(page, { move: { ok: false, error: 'more-than-there' } })
      await opened(page, '3')
      await typed(page, '99')
      await page.getByTestId('cash-reason-1').click()
      await page.getByTestId('cash-confirm').click()
      await page.getByTestId('cash-fault').waitFor()
    },
  ],
  ['cash refund', (page) => opened(page, '4')],
  [
    'cash receipt, partly given back',
    async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, { sale: saleByReceipt })
      await scanned(page, cashReceipt)
      await page.getByTestId('receipt-given-back').waitFor()
    },
  ],
  [
    'cash refund by receipt',
    async (page) => {
      await show(page, { shift: openShift })
      await cashAnswers(page, { sale: saleByReceipt })
      await scanned(page, cashReceipt)
      await page.getByTestId('receipt-cash-refund').click()
      await page.getByTestId('refund-lead').waitFor()
    },
  ],
  [
    'cash refund by receipt, done',
    async (page) => {
      await show(page, { shift: openShift })
      const refund = { ok: true, value: { number: 4, id: cashReceipt } } as const
      await cashAnswers(page, { sale: saleByReceipt, refund })
      await scanned(page, cashReceipt)
      await page.getByTestId('receipt-cash-refund').click()
      await page.getByTestId('cash-reason-1').click()
      await page.getByTestId('cash-confirm').click()
      await page.getByTestId('cash-receipt').waitFor()
    },
  ],
  ['open the drawer', (page) => page.keyboard.press('F7')],
  ['count', (page) => opened(page, '6')],
  [
    'count of a currency with many notes and coins',
    async (page) => {
      await show(page, { shift: { ...openShift, denominations: denominationsByCurrency.EUR } })
      await drawerPage(page, '6')
    },
  ],
  [
    'X',
    async (page) => {
      await cashAnswers(page, { x: { ok: true, value: xView() } })
      await opened(page, '7')
      await page.getByTestId('closing-image').waitFor()
    },
  ],
  [
    'X after a count',
    async (page) => {
      await cashAnswers(page, { x: { ok: true, value: xView(over) } })
      await opened(page, '7')
      await page.getByTestId('closing-verdict').waitFor()
    },
  ],
  [
    'close with everything open',
    async (page) => {
      await show(page, {
        open: [{ ...waiting(attempt(1), 'timed-out'), attended: false }],
        openRefunds: everyRefund().slice(0, 1),
        discrepancies: [
          { payment: idOf(42), kind: 'paid-after-given-up', day: '2026-11-20' as never, seen: false },
        ],
        reconciliation: { undecided: 3, lateFiles: 1 },
      })
      await opened(page, '8')
      await page.getByTestId('close-open').waitFor()
    },
  ],
  [
    'close with a difference',
    async (page) => {
      await cashAnswers(page, {
        count: { ok: true, value: { total: money(53_300, 'USD') } },
        x: { ok: true, value: xView(short) },
      })
      await opened(page, '8')
      await page.getByTestId('close-count').click()
      await page.getByTestId('close-day').click()
      await page.getByTestId('close-explain').waitFor()
    },
  ],
  [
    'close after a count that was too far off',
    async (page) => {
      await show(page, { shift: { ...openShift, explainAbove: 100 } })
      await cashAnswers(page, {
        count: { ok: true, value: { total: money(53_550, 'USD') } },
        x: { ok: true, value: xView(recounted) },
      })
      await drawerPage(page, '8')
      await page.getByTestId('close-count').click()
      await page.getByTestId('close-day').click()
      await page.getByTestId('closing-earlier').waitFor()
    },
  ],
  [
    'close an empty day',
    async (page) => {
      await show(page, { shift: closedShift })
      await cashAnswers(page, { x: { ok: true, value: emptyX() } })
      await drawerPage(page, '8')
      await page.getByTestId('close-day').click()
      await page.getByTestId('close-empty').waitFor()
    },
  ],
  [
    'Z',
    async (page) => {
      const [x, close] = [xView(), zView(12, short)].map((value) => ({ ok: true, value }) as const)
      await cashAnswers(page, { x: x!, close: close! })
      await opened(page, '8')
      await page.getByTestId('close-uncounted').click()
      await page.getByTestId('closing-verdict').waitFor()
    },
  ],
  [
    'closings',
    async (page) => {
      const listed = [closing(12, short), closing(11, exact)].map((each) => ({ closing: each, seal }))
      await cashAnswers(page, { closings: listed })
      await opened(page, '9')
      await page.getByTestId('closing-row').first().waitFor()
    },
  ],
  ['no closings', (page) => opened(page, '9')],
]
