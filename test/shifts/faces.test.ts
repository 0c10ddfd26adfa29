import { describe, expect, test } from 'vitest'
import { columnsOf } from '../../main/receipts/lettering.ts'
import { closingDocument, closingSvg, closingTextFace } from '../../main/shifts/faces.ts'
import { bytesOf } from '../receipts/presses.ts'
import { readPaper } from '../receipts/paper.ts'
import { fullClosing, paperIn } from './closing-samples.ts'

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ')

describe('the face of a closing', () => {
  test.each([
    ['en', 32],
    ['en', 42],
    ['en', 48],
    ['zh', 32],
    ['zh', 42],
    ['zh', 48],
  ] as const)(
    '%s on %i columns: no line is longer than the paper, and paper, text and picture agree',
    (language, columns) => {
      const paper = paperIn(language)
      const text = closingTextFace(paper, columns)
      expect(text.split('\n').filter((line) => columnsOf(line) > columns)).toEqual([])
      const printed = readPaper(bytesOf(closingDocument(paper, columns), { columns }), columns * 12)
      const said = plain(printed.lines.join('\n'))
      for (const value of [
        'EUR 12345.67',
        'EUR 452.10',
        'EUR -1.00',
        'EUR 196.60',
        'EUR 120000000.50',
        'JPY 980',
        '4988 efefefef',
      ]) {
        expect(plain(text)).toContain(value)
        expect(said).toContain(value)
      }
      for (const value of [
        '日结',
        '支付宝',
        '备用金',
        '应有',
        '实点',
        '差额',
        '结果未明',
        '王芳',
        '尚未与支付宝对账',
      ]) {
        expect(text.replaceAll(/\s/g, '')).toContain(value)
        expect(said.replaceAll(/\s/g, '')).toContain(value)
      }
      const svg = closingSvg(paper, columns)
      expect(svg).toMatch(/^<svg /)
      expect(svg).not.toMatch(/<script|href=/)
    },
  )

  test('English comes first in an English shop, Chinese in a Chinese one, and counts stand behind both', () => {
    expect(plain(closingTextFace(paperIn('en'), 42))).toContain('Alipay 支付宝 ×412 EUR 12345.67')
    expect(plain(closingTextFace(paperIn('zh'), 42))).toContain('支付宝 Alipay ×412 EUR 12345.67')
  })

  test('an X says that it is none, has no seal, and does not tell what is expected before the count', () => {
    const [block] = fullClosing.cash
    if (block === undefined) throw new Error('a drawer')
    const { counted: _counted, difference: _difference, expected: _expected, ...blind } = block
    const text = plain(closingTextFace(paperIn('en', 'x', { ...fullClosing, cash: [blind] }), 42))
    expect(text).toContain('INTERIM REPORT X 7')
    expect(text).toContain('Nothing is closed by this')
    expect(text).toContain('Expected cash is told after the count')
    expect(text).toContain('not counted')
    expect(text).not.toMatch(/197\.60|This closing|The till's key/)
  })

  test('a day without anything is said to be one', () => {
    const empty = { ...fullClosing, lines: [], alipay: [], cash: [], openQuestions: [], operators: [] }
    const { shift: _shift, openedBy: _openedBy, ...without } = empty
    const text = plain(closingTextFace(paperIn('en', 'z', without), 42))
    expect(text).toContain('Shift 班次 none opened 未开班')
    expect(text.match(/None 无/g)).toHaveLength(3)
  })

  test('no name and no reason can draw, cut or command', () => {
    const evil = { ...fullClosing, operators: [{ id: 'op-2', name: '{code:1}|"^^^\u001bp\u0000' }] }
    const bytes = Buffer.from(bytesOf(closingDocument(paperIn('en', 'z', evil), 42)))
    expect(bytes.includes(Buffer.from([0x1b, 0x70]))).toBe(false)
    expect(closingTextFace(paperIn('en', 'z', evil), 42)).toContain('{code:1}|"^^^p')
  })
})
