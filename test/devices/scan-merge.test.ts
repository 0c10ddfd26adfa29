import { expect, test } from 'vitest'
import { createScanMerge } from '../../drivers/scanner/merge.ts'

const code = '281234567890123456'

test('F38: one trigger pull that arrives by two ways is one scan, whichever way is first', () => {
  for (const [first, second] of [
    ['keyboard', 'hid'],
    ['hid', 'keyboard'],
    ['camera', 'keyboard'],
  ] as const) {
    const merge = createScanMerge()
    expect(merge.isNew(code, first, 1000)).toBe(true)
    expect(merge.isNew(code, second, 2499)).toBe(false)
  }
})

test('F38: the same code by the same way is a second pull, for the till to refuse aloud', () => {
  const merge = createScanMerge()
  expect(merge.isNew(code, 'keyboard', 0)).toBe(true)
  expect(merge.isNew(code, 'keyboard', 300)).toBe(true)
})

test('another code, or the same one a while later, is news', () => {
  const merge = createScanMerge()
  expect(merge.isNew(code, 'keyboard', 0)).toBe(true)
  expect(merge.isNew('286543210987654321', 'hid', 10)).toBe(true)
  expect(merge.isNew(code, 'hid', 1500)).toBe(true)
})
