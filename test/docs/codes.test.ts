import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { advices } from '../../main/domain/codes.ts'
import { codeAnchor, codesPage } from './codes-page.ts'

const file = join(import.meta.dirname, '../../docs/codes.md')

describe('docs/codes.md', () => {
  test('is the page of the codes as they are', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, codesPage())
    expect(readFileSync(file, 'utf8')).toBe(codesPage())
  })

  test('has a section for each code under its own anchor', () => {
    const anchors = [...codesPage().matchAll(/^## (\S+)$/gm)].map(([, heading = '']) => heading.toLowerCase())
    expect(anchors).toEqual(advices.map(({ code }) => codeAnchor(code)))
  })
})
