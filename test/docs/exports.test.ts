import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { exportsPage } from './exports-page.ts'

const page = join(dirname(dirname(import.meta.dirname)), 'docs/exports.md')

/** With UPDATE_DOCS=1 the page is written instead of compared. */
test('docs/exports.md is what the columns say', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, exportsPage())
  expect(readFileSync(page, 'utf8')).toBe(exportsPage())
})
