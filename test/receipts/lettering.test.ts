import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asciiFor, cleanText, columnsOf, groupedByFour, wrapped } from '../../main/receipts/lettering.ts'

const anyText = fc.string({ unit: 'binary' })

describe('a value from outside', () => {
  test.each([
    ['control characters', 'a\u001b@\u001dV\u0000b\u007f\u0085c', 'a@Vbc'],
    ['line ends and tabs', 'a\r\n\tb\u2028c', 'a b c'],
    ['marks that turn the writing direction', 'a\u202eb\u2066c', 'abc'],
    ['the yen sign that printers spell as 0 6', '¥12', '￥12'],
    ['half a surrogate pair', 'a\ud83d', 'a\ufffd'],
    ['combining marks without a letter', '=\u0323{\u0338', '={'],
    ['an accent written apart', 'e\u0301', 'é'],
  ])('loses or mends %s', (_, from, to) => {
    expect(cleanText(from)).toBe(to)
  })

  test('is one line without control characters afterwards, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text)
        expect(clean).toBe(cleanText(clean))
        expect(clean).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]*$/u)
        expect(clean).toBe(clean.normalize('NFC'))
      }),
    )
  })
})

describe('columns', () => {
  test.each([
    ['EUR 12.50', 9],
    ['支付宝', 6],
    ['Alipay 支付宝', 13],
    ['Café Müller', 11],
    ['Straße', 6],
    ['Καφές', 5],
    ['Дом', 3],
    ['ที่นี่', 2],
    ['“茶”×3', 6],
    ['……', 4],
    ['🍵', 2],
    ['€5', 2],
    ['￥', 2],
  ])('%s takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns)
  })

  test.each([
    ['é', 'e'],
    ['Ü', 'U'],
    ['ß', 'ss'],
    ['ø', 'o'],
    ['ế', 'e'],
    ['’', "'"],
    ['a', undefined],
    ['支', undefined],
    ['ж', undefined],
    ['｛', undefined],
  ])('%s is printed as %s', (character, ascii) => {
    expect(asciiFor(character)).toBe(ascii)
  })
})

describe('wrapping', () => {
  test('breaks between words, and between Chinese glyphs', () => {
    expect(wrapped('Hauptplatz 1 beim Dom', 12)).toEqual(['Hauptplatz 1', 'beim Dom'])
    expect(wrapped('退款将退回付款人的支付宝账户', 12)).toEqual(['退款将退回付', '款人的支付宝', '账户'])
  })

  test('begins no line with a closing mark', () => {
    expect(wrapped('一二三四五，六', 10)).toEqual(['一二三四', '五，六'])
  })

  test('cuts a word only when it is longer than a line', () => {
    expect(wrapped('a 12345678901234 b', 8)).toEqual(['a', '12345678', '901234 b'])
  })

  test('groups a number by four, and leaves what is no number alone', () => {
    expect(groupedByFour('7123456789000')).toBe('7123 4567 8900 0')
    expect(groupedByFour('T03-17')).toBe('T03-17')
  })

  test('no line is too long, none is empty, and nothing but blanks is lost', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 4, max: 48 }), (text, columns) => {
        const clean = cleanText(text)
        const lines = wrapped(clean, columns)
        for (const line of lines) {
          expect(columnsOf(line)).toBeLessThanOrEqual(columns)
          expect(line).not.toBe('')
        }
        expect(lines.join('').replaceAll(' ', '')).toBe(clean.replaceAll(' ', ''))
      }),
    )
  })
})
