import { createRouterClient } from '@orpc/server'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { composeTill } from '../../app/compose.ts'
import { createRouter } from '../../app/router.ts'
import type { ExportProgress } from '../../main/contract/reports.ts'

const today = (): never => new Date().toISOString().slice(0, 10) as never

/** The whole till as a host composes it, asked as a screen asks. */
const screen = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'reports-host-'))
  const composed = await composeTill({ dataDir, attended: false, operator: 'command-line' })
  onTestFinished(() => composed.close())
  const gone = new AbortController()
  const { reports } = createRouterClient(createRouter(composed.till), { context: { gone: gone.signal } })
  return { reports, till: composed.till }
}

test('a screen is sent a file in parts, and what it is', async () => {
  const { reports } = await screen()
  const day = today()
  const told: ExportProgress[] = []
  for await (const one of await reports.export({ what: 'journal', format: 'jsonl', from: day, to: day })) {
    told.push(one)
  }
  const [part, done] = told
  expect(told).toHaveLength(2)
  const text = part?.state === 'part' ? Buffer.from(part.base64, 'base64').toString() : ''
  expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ seq: 1, kind: 'journal-opened' })
  expect(done).toMatchObject({
    state: 'done',
    name: `till-1-journal-${day as string}-${day as string}.jsonl`,
  })
})

test('a workbook is made by its own thread while the till is open', async () => {
  const { reports } = await screen()
  const told: ExportProgress[] = []
  for await (const one of await reports.export({
    what: 'reconciliation',
    format: 'xlsx',
    from: today(),
    to: today(),
  })) {
    told.push(one)
  }
  const [part] = told
  expect(part?.state === 'part' && part.base64.startsWith('UEsDB')).toBe(true)
  expect(told.at(-1)).toMatchObject({ state: 'done', rows: 0 })
})

test.each([
  [{ from: '2026-03-02', to: '2026-03-01' }, 'from', /not after/],
  [{ from: '2016-03-02', to: '2026-03-02' }, 'to', /less than 10 years after/],
  [{ from: '2026-02-30', to: '2026-03-02' }, 'from', /a day that exists/],
])('%j is refused, and the field is named: %s', async (span, field, sentence) => {
  const { reports } = await screen()
  const issue = { path: [field], message: expect.stringMatching(sentence) as string }
  const refused = { code: 'BAD_REQUEST', data: { issues: [issue] } }
  const asked = span as { readonly from: never; readonly to: never }
  await expect(reports.figures(asked)).rejects.toMatchObject(refused)
  await expect(reports.export({ what: 'sales', format: 'csv', ...asked })).rejects.toMatchObject(refused)
})

test('figures and a purge are asked for in the same way', async () => {
  const { reports } = await screen()
  expect(await reports.figures({ from: today(), to: today() })).toMatchObject({
    currency: 'USD',
    days: [{ alipay: 0, cash: 0, refunded: 0 }],
    unsettled: [],
  })
  expect(await reports.purge({ before: '2016-01-01', really: true })).toEqual({
    ok: true,
    value: { before: '2016-01-01', files: [], done: true, faults: [], keptFrom: expect.anything() as object },
  })
})
