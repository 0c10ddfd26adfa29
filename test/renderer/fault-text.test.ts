import { expect, test } from 'vitest'
import { keyFaultSentences } from '../../main/gateway/signature.node.ts'
import { faultText } from '../../renderer/settings/fault-text.ts'

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

test('what nobody has translated is shown as it came', () => {
  expect(faultText('something of tomorrow', 'zh')).toBe('something of tomorrow')
})
