import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Receipt } from '../../main/receipts/receipt.ts'
import { paymentReceipt } from '../../main/receipts/receipt.ts'
import { svgFace, textFace } from '../../main/receipts/faces.ts'
import { escapedText } from '../../main/receipts/document.ts'
import { readPaper, type Raster } from './paper.ts'
import { receiptBytes } from './presses.ts'
import { livePayment, original, paid, recordOf, settingsWith, tradeFacts } from './samples.ts'

/** A receipt that says `text` wherever a word from outside can stand. */
const receiptSaying = (text: string): Receipt => {
  const settings = settingsWith()
  const shop = { ...settings.shop, name: text, address: [text], taxId: text }
  const facts = {
    ...tradeFacts,
    alipayTransId: text,
    buyerLogin: `*${text}`,
    amountCny: text,
    exchangeRate: text,
    merchantDiscount: text,
    wallet: text,
  }
  const payment = { ...paid(livePayment, facts), operator: text }
  return paymentReceipt({ ...settings, shop, till: text }, recordOf(payment), original)
}

const columns = 42
const paperSaying = (text: string) => readPaper(receiptBytes(receiptSaying(text), columns), columns * 12)
/** A line that was drawn, because this printer lacks a letter of it: as wide as the paper, and a line or two high. */
const isDrawnLine = ({ width, height }: Raster): boolean =>
  width === columns * 12 && (height === 30 || height === 54)
/** Everything on the paper that is not text: symbols, cuts, complaints. */
const beyondText = (text: string): unknown => {
  const { items, complaints } = paperSaying(text)
  return {
    complaints,
    others: items.flatMap((item): readonly unknown[] => {
      if (item.kind === 'barcode') return [[...item.barcode.data]]
      if (item.kind === 'raster' && isDrawnLine(item.raster)) return []
      return item.kind === 'line' ? [] : [item.kind]
    }),
  }
}
const rulesIn = (text: string): number =>
  paperSaying(text).lines.filter((line) => line === '-'.repeat(columns)).length

const harmless = beyondText('X')
const harmlessRules = rulesIn('X')

describe('a word from outside', () => {
  test.each(Array.from({ length: 256 }, (_, value) => value))(
    'with character %i prints as text only, whatever it means to a printer or in markup',
    (value) => {
      const character = String.fromCharCode(value)
      for (const text of [`A${character}B`, `${character}A`, `A${character}`, character.repeat(8)]) {
        expect(beyondText(text)).toEqual(harmless)
      }
    },
  )

  test.each([
    ['a command of the markup', '{command:\\x1bp\\x00\\x19\\xfa}'],
    ['a command after a column', '| {c:12345} |'],
    ['a cut', '='],
    ['a rule', '---'],
    ['a rule of dashes that print as minus signs', '–––'],
    ['hexadecimal control codes', '\\x1b\\x40\\x1d\\x56\\x00'],
    ['a line end of the markup', '\\n=\\n---'],
    ['a backslash at the end', 'C:\\'],
    ['a character that becomes a backquote when it is normalised', '\u1fef'],
    ['a mark that would melt into the escape before it', '=\u0323{\u0323}'],
    ['bytes of a Chinese character that hold a backslash', '乗\\誠'],
    ['a small bracket that decomposes into a real one', '\ufe5bcommand:x\ufe5c'],
    ['an ESC/POS reset', '\u001b@'],
    ['a drawer kick', '\u001bp\u0000\u0019\u00fa'],
  ])('with %s prints as text only', (_, text) => {
    expect(beyondText(text)).toEqual(harmless)
    expect(rulesIn(text)).toBe(harmlessRules)
  })

  test('stands on the paper as it was written', () => {
    const text = 'A\\B{C}|D~E_F"G`H^I=J-K;L:M'
    expect(paperSaying(text).lines.some((line) => line.trim() === text)).toBe(true)
    expect(textFace(receiptSaying(text), columns)).toContain(text)
  })

  test('never reaches the printer as a command, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom(...'\\|{}~_"`^=-x01bnc:; A支é¥\u001b\u001d') }),
        ),
        (text) => {
          expect(beyondText(text)).toEqual(harmless)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('leaves no markup of its own in the document', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapedText(text).replaceAll(/\\x[0-9a-f]{2}/g, '')).not.toMatch(/[\\|{}~_"`^=\-;:\n\r]/)
      }),
    )
  })

  test('cannot become an element or attribute of the picture', () => {
    const attack = '</text></svg><script>alert(1)</script><image href="x" onerror="alert(1)"/>&lt;'
    const svg = svgFace(receiptSaying(attack), columns)
    const elements = new Set(Array.from(svg.matchAll(/<([a-zA-Z]+)/g), ([, name]) => name))
    expect(elements).toEqual(
      new Set(['defs', 'feComposite', 'feFlood', 'filter', 'g', 'path', 'svg', 'text', 'tspan']),
    )
    expect(svg).not.toMatch(/\son[a-z]+=|href=|style=|url\((?!#)/)
  })
})
