import type { Closing } from '../../main/domain/cash.ts'
import { closingPaper, type ClosingPaper } from '../../main/shifts/paper.ts'
import { createClosingSigner } from '../../main/shifts/signer.node.ts'
import { instant } from '../../main/domain/time.ts'
import { settingsWith } from '../receipts/samples.ts'
import { testKey } from './drawer-shop.ts'

export const signer = createClosingSigner(testKey)

/** A closing in which everything occurs: two currencies, a difference, questions of every kind, sums above one payment's most. */
export const fullClosing: Closing = {
  number: 7,
  shift: 7,
  openedAt: instant(Date.UTC(2026, 2, 2, 7, 0, 0)),
  closedAt: instant(Date.UTC(2026, 2, 2, 18, 4, 11)),
  openedBy: 'op-1',
  closedBy: 'op-2',
  from: 4211,
  to: 4987,
  lines: [
    { type: 'sale', method: 'alipay', currency: 'EUR', count: 412, minor: 1_234_567 },
    { type: 'sale', method: 'alipay', currency: 'JPY', count: 1, minor: 980 },
    { type: 'sale', method: 'cash', currency: 'EUR', count: 88, minor: 45_210 },
    { type: 'refund', method: 'alipay', currency: 'EUR', count: 2, minor: 2500 },
    { type: 'refund', method: 'cash', currency: 'EUR', count: 1, minor: 450 },
  ],
  alipay: [
    {
      currency: 'EUR',
      paid: { count: 412, minor: 1_234_567 },
      refunded: { count: 2, minor: 2500 },
      cancelled: { count: 3, minor: 3750 },
      declined: { count: 9, minor: 11_250 },
      foundPaid: { count: 1, minor: 1250 },
      unknown: { count: 1, minor: 1250 },
    },
  ],
  cash: [
    {
      currency: 'EUR',
      float: 10_000,
      sold: 45_210,
      refunded: 450,
      movedIn: 5000,
      movedOut: 40_000,
      expected: 19_760,
      counted: 19_660,
      difference: -100,
    },
  ],
  openQuestions: [
    {
      of: 'payment',
      id: '7123456789000000423141592607',
      state: 'waiting',
      minor: 1250,
      currency: 'EUR',
    },
    { of: 'refund', id: '8123456789000000433141592686', state: 'held', minor: 500, currency: 'EUR' },
    { of: 'print', id: '31', state: 'failed' },
    { of: 'china-day', id: '2026-03-02' },
  ],
  drawerOpenings: 4,
  integrity: {
    head: 'ab'.repeat(32),
    gross: { EUR: 12_000_000_050, JPY: 980 },
    refunded: { EUR: 2500 },
    previous: 'cd'.repeat(32),
  },
  operators: [
    { id: 'op-1', name: '王芳' },
    { id: 'op-2', name: 'Anna Šťastná' },
  ],
}

export const paperIn = (language: 'en' | 'zh', kind: 'x' | 'z' = 'z', closing = fullClosing): ClosingPaper =>
  closingPaper(
    settingsWith({ language }, language === 'zh' ? { name: '林茨示例咖啡馆' } : {}),
    closing,
    kind === 'x' ? undefined : { seal: signer.sign('x'), seq: 4988, hash: 'ef'.repeat(32) },
    signer.sha256,
  )
