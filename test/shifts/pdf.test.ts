import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readLetters } from '../../app/letters.ts'
import { createClosingPdf } from '../../main/shifts/pdf.node.ts'
import { trueTypeOf } from '../../main/receipts/sfnt.node.ts'
import { needs } from '../faults/machine.ts'
import { fullClosing, paperIn } from './closing-samples.ts'

const pdftotext = needs('pdftotext', 'poppler-utils')
const draw = createClosingPdf(readLetters, (at) => new Date(at))
const folder = mkdtempSync(join(tmpdir(), 'closing-pdf-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
/** With `CLOSING_PICTURES` set to a folder, the PDFs are kept there to be looked at. */
const keepIn = process.env['CLOSING_PICTURES'] ?? folder

const run = (program: string, ...args: readonly string[]): string => {
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
}
const fileWith = async (name: string, paper = paperIn('en')): Promise<string> => {
  mkdirSync(keepIn, { recursive: true })
  const file = join(keepIn, `${name}.pdf`)
  writeFileSync(file, Buffer.from(await draw(paper), 'base64'))
  return file
}

test('letters come out of WOFF as the font that they were', async () => {
  const { regular } = await readLetters()
  const font = trueTypeOf(regular)
  expect(font.readUInt32BE(0)).toBe(0x00010000)
  expect(font.length).toBeGreaterThan(regular.length)
  expect(() => trueTypeOf(Buffer.alloc(100))).toThrow('no WOFF font')
})

test('the same closing is the same file', async () => {
  expect(await draw(paperIn('zh'))).toBe(await draw(paperIn('zh')))
})

describe.skipIf(pdftotext === undefined)('read by another program (needs pdftotext)', () => {
  test.each(['en', 'zh'] as const)(
    '%s: every figure and every Chinese word can be selected',
    async (language) => {
      const text = run('pdftotext', '-layout', await fileWith(`z-${language}`, paperIn(language)), '-')
      for (const value of [
        'EUR 12345.67',
        'JPY 980',
        'EUR -1.00',
        'EUR 120000000.50',
        '4988 efefefef',
        '2026-03-02',
      ]) {
        expect(text).toContain(value)
      }
      for (const words of [
        '日结',
        '销售',
        '支付宝',
        '备用金',
        '应有',
        '实点',
        '差额',
        '王芳',
        'Anna Stastná',
        '尚未与支付宝对账',
      ]) {
        expect(text).toContain(words)
      }
      expect(text).toMatch(language === 'en' ? /DAY CLOSED Z 7 日结/ : /日结 DAY CLOSED Z 7/)
      expect(text).toContain('7123 4567 8900 0000 4231 4159 2607')
    },
  )

  test('it is A4, brings its letters along, and no empty page', async () => {
    const file = await fileWith('facts')
    expect(run('pdfinfo', file)).toMatch(/Page size: +595\.28 x 841\.89 pts \(A4\)/)
    expect(run('pdfinfo', file)).toMatch(/Pages: +[12]\n/)
    const fonts = run('pdffonts', file)
      .split('\n')
      .slice(2)
      .filter((line) => line !== '')
    expect(fonts).toHaveLength(2)
    for (const line of fonts) expect(line).toMatch(/NotoSansSC.*yes yes yes/)
  })

  test('a long list goes on over pages and loses nothing', async () => {
    const openQuestions = Array.from({ length: 120 }, (_, index) => ({
      of: 'payment' as const,
      id: String(7_000_000_000_000 + index),
      state: 'waiting',
      minor: 100 + index,
      currency: 'EUR',
    }))
    const file = await fileWith('long', paperIn('en', 'z', { ...fullClosing, openQuestions }))
    const pages = run('pdftotext', '-layout', file, '-').split('\f').slice(0, -1)
    expect(pages.length).toBeGreaterThan(3)
    pages.forEach((page, index) => expect(page).toContain(`${index + 1} / ${pages.length}`))
    const text = pages.join('')
    for (const { minor } of openQuestions) expect(text).toContain(`EUR ${(minor / 100).toFixed(2)}`)
  })
})
