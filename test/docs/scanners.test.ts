import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { scannersPage } from './scanners-page.ts'

const page = join(dirname(dirname(import.meta.dirname)), 'docs/scanners.md')

/** With UPDATE_DOCS=1 the page is written instead of compared. */
test('docs/scanners.md is what the traces give', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, scannersPage())
  expect(readFileSync(page, 'utf8')).toBe(scannersPage())
})
