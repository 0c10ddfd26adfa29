import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapedText } from '../../main/receipts/document.ts'
import { cleanText, clusters, columnsOf, wrapped } from '../../main/receipts/lettering.ts'
import { createPress } from '../../main/receipts/press.ts'
import { codePageTables } from './code-page-tables.ts'
import { models, readPaper, type Paper, type PrinterModel, type Raster } from './paper.ts'
import { bytesOf, draw, type PrinterSettings } from './presses.ts'
import { settingsWith } from './samples.ts'

const columns = 42

/**
 * Every letter that a printer of the Chinese market has: all of GB18030 that is two bytes long, but for the eighteen whose
 * codes meant something else before the edition of 2022: nobody knows which edition a printer follows.
 */
const chineseLetters = new Set<string>()
for (let lead = 0x81; lead <= 0xfe; lead += 1) {
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    chineseLetters.add(new TextDecoder('gb18030').decode(Uint8Array.of(lead, trail)))
  }
}

const ofEdition2022 = Array.from('龴龵龶龷龸龹龺龻︐︑︒︓︔︕︖︗︘︙')
for (const letter of ofEdition2022) {
  if (!chineseLetters.delete(letter)) throw new Error(`GB18030 has no ${letter} any more`)
}

const twins: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '•': '*',
  '×': 'x',
}
const pagesOf = (model: PrinterModel): string =>
  Object.values(model.codePages)
    .map((page) => codePageTables[page] ?? '')
    .join('')

/** What this printer shows of a letter by itself; `undefined` when only a drawing can. */
const ownLetter = (cluster: string, model: PrinterModel): string | undefined => {
  if (/^[ -~]$/.test(cluster)) return cluster
  if (columnsOf(cluster) === 2) return model.chinese && chineseLetters.has(cluster) ? cluster : undefined
  return pagesOf(model).includes(cluster) && cluster.length === 1 ? cluster : twins[cluster]
}
const own = (line: string, model: PrinterModel): string | undefined => {
  const letters = clusters(line).map((cluster) => ownLetter(cluster, model))
  return letters.includes(undefined) ? undefined : letters.join('')
}

const hasInk = ({ bytes }: Raster): boolean => bytes.some((byte) => byte !== 0)
/** Lines in order; `undefined` for one that was drawn. */
const linesOn = ({ items }: Paper): readonly (string | undefined)[] =>
  items.flatMap((item) => {
    if (item.kind === 'line') return [item.text.trim()]
    return item.kind === 'raster' ? [hasInk(item.raster) ? undefined : 'a line without ink'] : []
  })
const paperSaying = (lines: readonly string[], printer: PrinterSettings, model: PrinterModel): Paper =>
  readPaper(
    bytesOf(['{width:*}', ...lines.map(escapedText)].join('\n'), { columns, ...printer }),
    columns * 12,
    model,
  )

const printers: readonly (readonly [string, PrinterSettings, PrinterModel])[] = [
  ['generic', {}, models.chinese],
  ['epson', { profile: 'epson' }, models.epson],
  ['star', { profile: 'star' }, { codePages: { 0: 'cp437' }, chinese: false, qr: true }],
  ['chinese-58', { profile: 'chinese-58' }, models.chineseOnly],
  [
    'one whose pages the shop has set',
    { profile: 'star', codePages: { cp858: 4, cp1252: 32 } },
    { codePages: { 4: 'cp858', 32: 'cp1252' }, chinese: false, qr: true },
  ],
]

describe('a line is printed in the letters of the printer, or drawn', () => {
  const drawn = undefined
  test.each([
    ['Café Größe', { generic: 'Café Größe', epson: 'Café Größe', 'chinese-58': drawn }],
    ['Łódź', { generic: drawn, epson: 'Łódź', 'chinese-58': drawn }],
    ['Дом чая', { generic: drawn, epson: 'Дом чая', 'chinese-58': drawn }],
    ['12.50 €', { generic: drawn, epson: '12.50 €', 'chinese-58': drawn }],
    ['茶馆', { generic: '茶馆', epson: drawn, 'chinese-58': '茶馆' }],
    ['茶馆 ¥12', { generic: '茶馆 ￥12', epson: drawn, 'chinese-58': '茶馆 ￥12' }],
    ['茶馆 Café', { generic: '茶馆 Café', epson: drawn, 'chinese-58': drawn }],
    [
      'Anna’s “tea” – 3×',
      { generic: `Anna's "tea" - 3x`, epson: 'Anna’s “tea” – 3×', 'chinese-58': `Anna's "tea" - 3x` },
    ],
    ['Καφές', { generic: drawn, epson: drawn, 'chinese-58': drawn }],
    ['ร้านกาแฟ', { generic: drawn, epson: drawn, 'chinese-58': drawn }],
    ['龴︒', { generic: drawn, epson: drawn, 'chinese-58': drawn }],
    ['☕ 🍵', { generic: drawn, epson: drawn, 'chinese-58': drawn }],
  ])('%s', (text, expected) => {
    const on = (name: string): readonly (string | undefined)[] => {
      const [, settings = {}, model = models.chinese] = printers.find(([known]) => known === name) ?? []
      const paper = paperSaying([cleanText(text)], settings, model)
      expect(paper.complaints).toEqual([])
      return linesOn(paper)
    }
    expect({ generic: on('generic'), epson: on('epson'), 'chinese-58': on('chinese-58') }).toEqual(
      Object.fromEntries(Object.entries(expected).map(([name, line]) => [name, [line]])),
    )
  })

  test('a font of GB2312 draws what only GB18030 has', () => {
    const on = (chinese: string): readonly (string | undefined)[] =>
      linesOn(paperSaying(['朱镕基'], { chinese }, models.chinese))
    expect(on('gb18030')).toEqual(['朱镕基'])
    expect(on('gb2312')).toEqual([undefined])
  })

  test('with the encoding "raster" every line is drawn, in Latin letters too', () => {
    expect(linesOn(paperSaying(['Cafe', '茶馆'], { encoding: 'raster' }, models.chinese))).toEqual([
      undefined,
      undefined,
    ])
  })
})

const letter = fc.oneof(
  fc.constantFrom(
    ...'ABC xyz 0123456789.,-é ü ß ñ Ł ą Ж д Ω α ก ที่ 支 付 宝 龦 龴 ， 。 ￥ ¥ € £ ’ “ × … — 🍵 ☕',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom(
    '\u001b@',
    '\u001dV\u0000',
    '\u001bp\u0000',
    '\u0010\u0014',
    '\u001c&',
    '\u0000',
    '\n',
    '\u007f',
  ),
)
const anyText = fc.array(letter, { maxLength: 90 }).map((letters) => letters.join(''))

describe.each(printers)('on %s, whatever the text', (_, settings, model) => {
  test('no byte of it is a command, every line fits, and what is read back is the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = wrapped(cleanText(text), columns)
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns)
        const paper = paperSaying(lines, settings, model)
        // The reader complains of control bytes, of commands and letters that this printer has not, and of a line too long.
        expect(paper.complaints).toEqual([])
        expect(linesOn(paper)).toEqual(lines.map((line) => own(line, model)))
      }),
      { numRuns: 150 },
    )
  })
})

describe('a drawn line', () => {
  /** Columns with ink, by the column's number. Some letters reach a dot or two into the next one: a horn, a swash. */
  const inkedColumns = ({ width, height, bytes }: Raster, scale = 1): ReadonlySet<number> => {
    const inked = new Set<number>()
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const inColumn = Math.floor(x / scale) % 12
        if (inColumn < 2 || inColumn > 9) continue
        if (((bytes[y * (width / 8) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1)
          inked.add(Math.floor(x / (12 * scale)))
      }
    }
    return inked
  }
  const covered = 'ABCxyz0189éüßñçŁąęžőĞşưẾЖдюїΩαλςกขคงจฉ支付宝茶馆龘かなカナ☕🍵🎉€£'

  test('has every letter in its own columns, and nothing in the blanks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...covered, ' '), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(1, 2),
        (letters, scale) => {
          const text = letters.join('')
          const inked = inkedColumns(
            draw([{ text, x: 0, bold: false, scaleX: scale, scaleY: scale }], columns * 24),
            scale,
          )
          let column = 0
          for (const one of letters) {
            const own = Array.from({ length: columnsOf(one) }, (_, index) => column + index)
            expect(own.some((at) => inked.has(at))).toBe(one !== ' ')
            column += own.length
          }
          expect(Math.max(-1, ...inked)).toBeLessThan(column)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('tells letters apart: no two of them are the same dots', () => {
    const dots = Array.from(covered, (text) =>
      draw([{ text, x: 0, bold: false, scaleX: 1, scaleY: 1 }], 24).bytes.join(),
    )
    expect(new Set(dots).size).toBe(dots.length)
  })

  test('shows a question mark for a letter of no font', () => {
    const one = (text: string): string =>
      draw([{ text, x: 0, bold: false, scaleX: 1, scaleY: 1 }], 24).bytes.join()
    expect(one('ᚠ')).toBe(one('?'))
    expect(one('한')).toBe(one('？'))
  })
})

describe('without letters to draw with', () => {
  const document = ['{width:*}', ...['Łódź ξmega 茶馆', 'Straße'].map(escapedText)].join('\n')
  const readOf = (bytes: Uint8Array): readonly (string | undefined)[] =>
    linesOn(readPaper(bytes, columns * 12, models.epson))
  const { printer } = settingsWith({ printer: { profile: 'epson' } })

  test('a receipt is printed all the same, each letter as wide as it was', async () => {
    const press = createPress(printer)
    expect(readOf(await press.bytes(document))).toEqual(['Łódź ?mega ????', 'Straße'])
  })

  test.each([
    ['that cannot be loaded', () => Promise.reject(new Error('no such file'))],
    [
      'that break',
      () =>
        Promise.resolve(() => {
          throw new Error('broken')
        }),
    ],
  ])('letters %s cost no receipt', async (_, broken) => {
    expect(readOf(await createPress(printer, { letters: broken }).bytes(document))).toEqual([
      'Łódź ?mega ????',
      'Straße',
    ])
  })

  test('letters are not even loaded for a paper that wants none', async () => {
    let loads = 0
    const press = createPress(printer, {
      letters: () => {
        loads += 1
        return Promise.resolve(draw)
      },
    })
    await press.bytes('Straße')
    expect(loads).toBe(0)
    await press.bytes('茶')
    expect(loads).toBe(1)
  })
})
