import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  fileFaultSentence,
  fileFaultSentences,
  serverFaultSentence,
} from '../../../main/domain/file-sentences.ts'
import { fileFaultKinds, serverFaultKinds, type FileFault } from '../../../main/domain/reconciled.ts'
import { fileBytesMax, notATextFile } from '../../../main/reconciliation/files/encoding.ts'
import { account, checked, readGood } from './given.ts'
import { oddFiles } from './odd-files.ts'
import { oddFilesTable } from './odd-files-page.ts'

const told = ({ line, kind, found, wanted }: FileFault): string =>
  [
    line === undefined ? '' : `${line}: `,
    kind,
    found === undefined && wanted === undefined ? '' : ` ${found ?? ''}/${wanted ?? ''}`,
  ].join('')

describe('odd files', () => {
  test.each(oddFiles.map((file) => [file.what, file] as const))('%s', (_what, { name, bytes, result }) => {
    const file = checked(name, bytes)
    const shown = file.ok
      ? [`kept ${file.value.lines} lines`, file.value.findings.map(told).join(', ')]
          .filter(Boolean)
          .join('; ')
      : file.error.map(told).join(', ')
    expect(shown).toBe(result)
    // A file that is used gives every line it was counted to have, again and again.
    if (file.ok) expect(readGood(name, bytes).lines).toHaveLength(file.value.lines)
  })

  test('a file of another account is set apart, with both accounts', () => {
    const [first] = oddFiles
    expect(
      checked(first?.name ?? '', first?.bytes ?? new Uint8Array(), { account: '2088000000000055' }),
    ).toEqual({
      ok: false,
      error: [{ kind: 'other-account', found: account, wanted: '2088000000000055' }],
    })
  })

  test('a file beyond all size is refused by its length alone', () => {
    // No bytes are made for it: whoever looked at one would read `undefined`.
    const huge = { length: fileBytesMax + 1 } as Uint8Array
    expect(notATextFile('huge.txt', huge)).toEqual({
      kind: 'too-large',
      found: String(fileBytesMax + 1),
      wanted: String(fileBytesMax),
    })
  })

  test('of a file with many wrong lines the first fifty are told', () => {
    const [good] = oddFiles.filter(({ what }) => what.startsWith('settlement file'))
    const header = new TextDecoder().decode(good?.bytes).split('\n')[0]
    const bytes = new TextEncoder().encode(`${header}\n${'wrong\n'.repeat(1000)}`)
    const file = checked(good?.name ?? '', bytes)
    expect(file.ok ? [] : file.error).toHaveLength(50)
  })
})

describe('what is said of a file', () => {
  test.each(fileFaultKinds)(
    '%s: in both languages, with its values filled in, and with what to do',
    (kind) => {
      for (const language of ['en', 'zh'] as const) {
        const { headline, todo } = fileFaultSentence({ kind, found: 'FOUND', wanted: 'WANTED' }, language)
        expect(`${headline} ${todo}`).not.toMatch(/[{}]/)
        expect(todo.length).toBeGreaterThan(5)
        expect(/\p{Script=Han}/u.test(headline)).toBe(language === 'zh')
      }
    },
  )

  test.each(serverFaultKinds)('the server, %s: in both languages, and with what to do', (kind) => {
    for (const language of ['en', 'zh'] as const) {
      const { headline, todo } = serverFaultSentence({ kind, detail: 'DETAIL' }, language)
      expect(`${headline} ${todo}`).not.toMatch(/[{}]/)
      expect(`${headline} ${todo}`).toContain('DETAIL')
      expect(/\p{Script=Han}/u.test(headline)).toBe(language === 'zh')
      expect(/\p{Script=Han}/u.test(todo)).toBe(language === 'zh')
    }
  })

  test('a value that looks like a placeholder is told as it is', () => {
    const { headline } = fileFaultSentence({ kind: 'not-an-amount', found: '{wanted}', wanted: 'fee' }, 'en')
    expect(headline).toBe('fee is no amount: {wanted}')
  })

  test('there is a sentence for every kind and no other', () => {
    expect(Object.keys(fileFaultSentences).toSorted()).toEqual([...fileFaultKinds].toSorted())
  })
})

test('docs/provider-files.md has the table of odd files', () => {
  const page = join(import.meta.dirname, '../../../docs/provider-files.md')
  const [begin, end] = ['<!-- odd files: written by UPDATE_DOCS=1 -->', '<!-- end of odd files -->']
  const before = readFileSync(page, 'utf8')
  const [head = '', rest = ''] = before.split(begin)
  const after = `${head}${begin}\n\n${oddFilesTable()}\n\n${end}${rest.split(end)[1] ?? ''}`
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, after)
  expect(readFileSync(page, 'utf8')).toBe(after)
})
