import type { CashSaleView, ClosingView, ShiftView } from '../../main/contract/cash.ts'
import type { CashBlock, Closing, ClosingSeal } from '../../main/domain/cash.ts'
import { denominationsByCurrency } from '../../main/domain/denominations.ts'
import { cashId, type InstallationId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import { instant } from '../../main/domain/time.ts'
import { morning } from './examples.ts'

/** A drawer and closings, for the screen to show. */

export const closedShift: ShiftView = {
  nextClosing: 12,
  takesCash: true,
  shiftWanted: false,
  denominations: denominationsByCurrency.USD,
}
export const openShift: ShiftView = {
  ...closedShift,
  open: { shift: 9, openedAt: morning, openedBy: 'Lin', counted: false },
}

/** Of a sale in cash. */
export const cashReceipt = cashId({
  mode: 'training',
  installation: '123456789' as InstallationId,
  number: 12,
  seq: 512,
})

/** The same, of which a part was given back. */
export const saleByReceipt: CashSaleView = {
  id: cashReceipt,
  number: 12,
  amount: money(3850, 'USD'),
  left: money(1200, 'USD'),
}

const block = (rest: Partial<CashBlock>): CashBlock => ({
  currency: 'USD',
  float: 20_000,
  sold: 38_550,
  refunded: 0,
  movedIn: 0,
  movedOut: 5000,
  ...rest,
})
export const uncounted = block({})
export const exact = block({ expected: 53_550, counted: 53_550, difference: 0 })
export const short = block({ expected: 53_550, counted: 53_300, difference: -250 })
/** It fits, after a count before that did not. */
export const recounted = block({
  expected: 53_550,
  counted: 53_550,
  difference: 0,
  earlier: { counted: 53_300, difference: -250 },
})
export const over = block({ expected: 53_550, counted: 53_600, difference: 50 })

export const closing = (number: number, cash: CashBlock): Closing => ({
  number,
  shift: 9,
  openedAt: morning,
  closedAt: instant(morning + 9 * 3_600_000),
  openedBy: 'op-1',
  closedBy: 'op-1',
  from: 400,
  to: 512,
  lines: [
    { type: 'sale', method: 'alipay', currency: 'USD', count: 14, minor: 71_240 },
    { type: 'sale', method: 'cash', currency: 'USD', count: 9, minor: 38_550 },
  ],
  alipay: [],
  cash: [cash],
  openQuestions: [],
  drawerOpenings: 1,
  integrity: {
    head: 'ab'.repeat(32),
    gross: { USD: 71_240 },
    refunded: { USD: 0 },
    previous: 'cd'.repeat(32),
  },
  operators: [{ id: 'op-1', name: 'Lin' }],
})
/** Nothing since the closing before. */
export const emptyX = (): ClosingView => ({
  ...xView(),
  closing: { ...closing(12, uncounted), lines: [], cash: [], drawerOpenings: 0 },
})
export const seal: ClosingSeal = { publicKey: 'MCowBQYDK2VwAyEA', signature: 'c2lnbmF0dXJl' }

const paper = `<svg xmlns="http://www.w3.org/2000/svg" width="504" height="700" font-family="monospace" font-size="20">
<text x="252" y="40" text-anchor="middle" font-size="30">Café Morgenstern</text><text x="252" y="90"
text-anchor="middle" font-size="26">Z 12</text><text x="20" y="150">Cash sales  9  USD 385.50</text></svg>`

export const xView = (cash: CashBlock = uncounted): ClosingView => ({
  kind: 'x',
  closing: closing(12, cash),
  svg: paper,
  text: 'X 12',
})
export const zView = (number: number, cash: CashBlock): ClosingView => ({
  kind: 'z',
  closing: closing(number, cash),
  seal,
  svg: paper,
  text: `Z ${number}`,
})
