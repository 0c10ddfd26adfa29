import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codesPage } from '../../main/domain/codes.ts'

const file = join(import.meta.dirname, '../../docs/codes.md')

test('docs/codes.md is the page of the codes as they are', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, codesPage())
  expect(readFileSync(file, 'utf8')).toBe(codesPage())
})
