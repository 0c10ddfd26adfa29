import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decisionSentences, outcomeSentence } from '../../main/domain/reconciliation-sentences.ts'
import type { Sentences } from '../../main/domain/sentences.ts'
import { sayIn, type Say } from '../../renderer/i18n.ts'
import { outcomesInOrder } from '../../renderer/reconciliation/marks.ts'

const file = join(import.meta.dirname, '../../docs/manager.md')

const table = (rows: readonly string[]): string =>
  ['| on the screen | what it means and what to do | 含义与处理 |', '| --- | --- | --- |', ...rows].join('\n')

const types = ['PAYMENT', 'REFUND', 'CANCEL'] as const

const cell = ({ headline, todo }: Sentences['en']): string => `**${headline}**<br>${todo}`
const bothSay = (pick: (say: Say) => string): string => `${pick(sayIn('en'))} · ${pick(sayIn('zh'))}`

/** Every outcome as the screen says it; where it depends on the kind of line, once for each kind. */
const outcomes = (): string =>
  table(
    outcomesInOrder.flatMap((outcome) => {
      const name = bothSay((say) => say(`days.outcome.${outcome}`))
      const isOne = new Set(types.map((type) => outcomeSentence(outcome, type))).size === 1
      return (isOne ? (['PAYMENT'] as const) : types).map((type) => {
        const { en, zh } = outcomeSentence(outcome, type)
        const kind = isOne ? '' : ` (${bothSay((say) => say(`days.type.${type}`))})`
        return `| ${name}${kind} | ${cell(en)} | ${cell(zh)} |`
      })
    }),
  )
const decisions = (): string =>
  table(
    Object.values(decisionSentences).map(
      ({ en, zh }) => `| ${en.headline} · ${zh.headline} | ${en.todo} | ${zh.todo} |`,
    ),
  )

const filled = (text: string, name: string, content: string): string =>
  text.replace(
    new RegExp(`<!-- ${name} -->[\\s\\S]*<!-- /${name} -->`),
    () => `<!-- ${name} -->\n\n${content}\n\n<!-- /${name} -->`,
  )

test('the page for the manager says of every outcome and decision what the screen says', () => {
  const before = readFileSync(file, 'utf8')
  const page = filled(filled(before, 'outcomes', outcomes()), 'decisions', decisions())
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, page)
  expect(readFileSync(file, 'utf8')).toBe(page)
  expect(page).toContain('Missing at Alipay · 支付宝缺少 (Refund · 退款)')
})
