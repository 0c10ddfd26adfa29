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
  const [regular] = (await readLetters()).regular
  if (regular === undefined) throw new Error('no font')
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
        'Anna Šťastná',
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
    for (const line of fonts) expect(line).toMatch(/NotoSans.*yes yes yes/)
    expect(fonts.filter((line) => line.includes('NotoSansSC'))).toHaveLength(2)
  })

  test.each([
    ['Polish', 'Łukasz Żółć-Święcicka'],
    ['Czech', 'Božena Němcová Řeháková'],
    ['Turkish', 'Işıl Çağrı Öztürk'],
    ['Greek', 'Γιώργος Παπαδόπουλος'],
    ['Vietnamese', 'Nguyễn Thị Ánh Trường'],
    ['Russian', 'Ольга Щёлкина'],
    ['both scripts in one word', '王Łukasz芳'],
  ])('%s: a name of %s keeps every letter and every accent', async (what, name) => {
    const operators = [
      { id: 'op-1', name },
      { id: 'op-2', name: 'Anna' },
    ]
    const paper = paperIn('en', 'z', { ...fullClosing, operators })
    const named = { ...paper, shop: { ...paper.shop, name, address: [name] } }
    const text = run('pdftotext', '-layout', await fileWith(`name-${what.replaceAll(' ', '-')}`, named), '-')
    expect(text.split(name).length - 1).toBe(4)
  })

  test('a letter of no font at all loses its accent or becomes a question mark, and nothing else is lost', async () => {
    const paper = paperIn('en')
    const named = { ...paper, shop: { ...paper.shop, name: 'Café ṋ ܐ end' } }
    const text = run('pdftotext', '-layout', await fileWith('odd', named), '-')
    expect(text).toMatch(/Café [ṋn] ？ end/)
  })

  test('a text that is too long goes on in the next line, also where it has no blank', async () => {
    const paper = paperIn('zh')
    const word = 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(4)
    const address = [word, '林茨市主广场一号，'.repeat(12), 'Hauptplatz '.repeat(20).trim()]
    const text = run(
      'pdftotext',
      '-raw',
      await fileWith('wide', { ...paper, shop: { ...paper.shop, address } }),
      '-',
    )
    const joined = text.replaceAll(/\s/g, '')
    for (const line of address) expect(joined).toContain(line.replaceAll(' ', ''))
    // No line begins with a stop.
    expect(text).not.toMatch(/^[，。]/m)
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
