import { expect, test } from 'vitest'
import { keyFaultSentences } from '../../main/gateway/signature.node.ts'
import { parseLogo } from '../../main/receipts/logo.ts'
import { faultText } from '../../renderer/settings/fault-text.ts'
import { cup, greyPng } from '../receipts/logo-picture.ts'

test.each(Object.values(keyFaultSentences))('%s is said in Chinese to a Chinese technician', (message) => {
  expect(faultText(message, 'en')).toBe(message)
  expect(faultText(message, 'zh')).toMatch(/^[^a-z]*[\u4e00-\u9fff]/)
  expect(faultText(message, 'zh')).not.toContain(message)
})

test.each([
  [
    '/data/secrets/md5 can be read by others (mode 644). Make it private: chmod 600 "/data/secrets/md5"',
    '/data/secrets/md5 可被他人读取',
  ],
  ['live payments are still open; wait until they are settled', '还有正式交易未完成'],
  ['is missing: payments without a store may be blocked', '此项必填'],
])('%s: %s', (message, chinese) => {
  expect(faultText(message, 'zh')).toContain(chinese)
})

test('what is wrong with a logo is said in Chinese too', () => {
  const faults = [
    Buffer.from('GIF'),
    Buffer.alloc(500_001),
    greyPng(600, 8, () => 0),
    cup.subarray(0, 90),
  ].map((file) => {
    const logo = parseLogo(file, 42)
    return logo.ok ? '' : faultText(logo.error, 'zh')
  })
  expect(faults).toEqual([
    '店标不是 PNG 文件，请另存为 PNG。',
    '店标文件超过 500 KB，请缩小。',
    '店标为 600 × 8 点，此纸宽最多 504 × 400 点，请缩小。',
    '店标文件已损坏，请重新保存为 PNG。',
  ])
})

test('what nobody has translated is shown as it came', () => {
  expect(faultText('something of tomorrow', 'zh')).toBe('something of tomorrow')
})
