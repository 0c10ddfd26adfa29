import { describe, expect, test } from 'vitest'
import { parseLogo } from '../../main/receipts/logo.ts'
import { textOf } from '../../main/receipts/faces.ts'
import { paymentReceipt } from '../../main/receipts/receipt.ts'
import { selfTestDocument } from '../../main/receipts/self-test.ts'
import { parseSettings } from '../../main/settings.ts'
import { cup, greyPng } from './logo-picture.ts'
import { code128SetC, code128Text, models, readPaper, type Paper, type PrinterModel } from './paper.ts'
import { bytesOf, receiptBytes, type PrinterSettings } from './presses.ts'
import { readDots } from './reader.ts'
import { livePayment, original, paid, paidAt, recordOf, settingsWith } from './samples.ts'

const receipt = paymentReceipt(settingsWith(), recordOf(paid()), original)
const paperWith = (printer: PrinterSettings, columns = 42, model: PrinterModel = models.chinese): Paper =>
  readPaper(receiptBytes(receipt, columns, printer), columns * 12, model)

describe('the end of the paper', () => {
  const blankDots = (paper: Paper): number => {
    const last = paper.items.filter(({ kind }) => kind === 'line').at(-1)
    return paper.heightDots - (last?.y ?? 0) - 30
  }

  test.each([
    ['cut through but for one point, as usual', {}, [false], 0],
    ['cut through', { cut: 'full' }, [true], 0],
    ['torn off by hand: four lines to the tear bar', { cut: 'none' }, [], 120],
    ['cut after as many lines as set', { cut: 'partial', feedLines: 3 }, [false], 90],
    ['torn off after as many lines as set', { cut: 'none', feedLines: 7 }, [], 210],
  ])('is %s', (_, printer, full, dots) => {
    const paper = paperWith(printer)
    expect(paper.complaints).toEqual([])
    expect(paper.items.flatMap((item) => (item.kind === 'cut' ? [item.full] : []))).toEqual(full)
    expect(blankDots(paper)).toBe(dots)
  })
})

describe('the number as a code', () => {
  const kinds = (paper: Paper): readonly string[] =>
    paper.items.flatMap(({ kind }) => (kind === 'line' || kind === 'cut' ? [] : [kind]))

  test.each([
    ['Code 128 where it fits', {}, 42, ['barcode']],
    ['QR where it does not', {}, 32, ['raster']],
    ['QR when set', { receiptCode: 'qr' }, 42, ['raster']],
    ['both when set', { receiptCode: 'both' }, 42, ['barcode', 'raster']],
    ['both, where only one of them fits', { receiptCode: 'both' }, 32, ['raster']],
  ])('is %s', (_, printer, columns, expected) => {
    const look = settingsWith({ printer }).printer
    const paper = readPaper(
      receiptBytes(receipt, columns, printer, { receiptCode: look.receiptCode }),
      columns * 12,
    )
    expect(kinds(paper)).toEqual(expected)
  })

  test('a printer that makes QR codes by itself gets the number', () => {
    const paper = readPaper(receiptBytes(receipt, 32, { qr: 'native' }), 384, { ...models.chinese, qr: true })
    expect(paper.complaints).toEqual([])
    expect(paper.items.flatMap((item) => (item.kind === 'qr' ? [item.qr] : []))).toEqual([
      { data: livePayment, cellDots: 6, level: 'M' },
    ])
  })

  test('a printer that makes no bars gets them as dots, which a scanner reads', async () => {
    const paper = paperWith({ barcode: 'raster' })
    expect(paper.complaints).toEqual([])
    const [bars] = paper.items.flatMap((item) => (item.kind === 'raster' ? [item] : []))
    expect(await readDots(bars!.raster)).toEqual([{ format: 'Code128', text: livePayment }])
    expect(bars!.x).toBeGreaterThanOrEqual(20) // The white that Code 128 wants on each side.
  })

  test('is the same for a printer that makes bars by itself', () => {
    const [bars] = paperWith({}).items.flatMap((item) => (item.kind === 'barcode' ? [item.barcode] : []))
    expect(code128SetC(bars!.data)).toBe(livePayment)
  })
})

describe('what a printer would take for an order, wherever it stands', () => {
  test.each(['1604010203040506070809101112', '1605010203040506070809101112', '1620010105060708091011121314'])(
    'does not come out of the number %s: its bars are drawn',
    async (number) => {
      const document = `{option:code128,2,80,nohri}\n{code:${number}}`
      const paper = readPaper(bytesOf(document), 42 * 12)
      expect(paper.complaints).toEqual([])
      const [bars] = paper.items.flatMap((item) => (item.kind === 'raster' ? [item.raster] : []))
      expect(await readDots(bars!)).toEqual([{ format: 'Code128', text: number }])
    },
  )

  test('does not come out of the dots of a logo, which has one dot more there', () => {
    const bits = [0x10, 0x14, 0x01, 0x00, 0x01, 0x10, 0x04, 0x01]
    const dots = greyPng(64, 8, (x) => ((bits[x >> 3] ?? 0) & (128 >> (x & 7)) ? 0 : 255))
    const logo = parseLogo(dots, 42)
    if (!logo.ok) throw new Error(logo.error)
    const paper = readPaper(receiptBytes(receipt, 42, {}, { logo: logo.value }), 42 * 12)
    expect(paper.complaints).toEqual([])
    const [first] = paper.items
    expect(first?.kind === 'raster' && [...first.raster.bytes.subarray(0, 8)]).toEqual([
      0x18, 0x14, 0x01, 0x00, 0x01, 0x18, 0x04, 0x01,
    ])
  })
})

describe('a logo', () => {
  const printed = (file: Uint8Array, columns = 42): Paper => {
    const logo = parseLogo(file, columns)
    if (!logo.ok) throw new Error(logo.error)
    return readPaper(receiptBytes(receipt, columns, {}, { logo: logo.value }), columns * 12)
  }

  test.each([42, 32])('stands in the middle above the shop, dot for dot, on %i columns', (columns) => {
    const paper = printed(cup, columns)
    expect(paper.complaints).toEqual([])
    const [first] = paper.items
    expect(first).toMatchObject({ kind: 'raster', y: 0, x: (columns * 12 - 200) / 2 })
    expect(first?.kind === 'raster' && [first.raster.width, first.raster.height]).toEqual([200, 96])
  })

  test.each([
    ['white', 255, 0, 0],
    ['black', 0, 0.99, 1],
    ['grey, in black and white dots', 128, 0.2, 0.8],
  ])('that is %s', (_, grey, least, most) => {
    const [first] = printed(greyPng(64, 64, () => grey)).items
    if (first?.kind !== 'raster') throw new TypeError('no picture')
    const black = [...first.raster.bytes]
      .flatMap((byte) => [...byte.toString(2)])
      .filter((bit) => bit === '1')
    expect(black.length / (64 * 64)).toBeGreaterThanOrEqual(least)
    expect(black.length / (64 * 64)).toBeLessThanOrEqual(most)
  })

  const large = greyPng(505, 20, () => 0)
  const zeroed = Buffer.from(cup).fill(0, 60, 120)
  test.each([
    ['is no PNG', Buffer.from('GIF89a'), 'the logo is no PNG file; save it as PNG'],
    ['is empty', Buffer.alloc(0), 'the logo is no PNG file; save it as PNG'],
    ['is wider than the paper', large, 'the logo has 505 × 20 dots; this paper takes 504 × 400 at most'],
    [
      'is longer than a hand',
      greyPng(20, 401, () => 0),
      'the logo has 20 × 401 dots; this paper takes 504 × 400 at most',
    ],
    [
      'was cut short',
      cup.subarray(0, cup.length - 40),
      'the logo is broken: it cannot be read to its end; save it again as PNG',
    ],
    [
      'has lost its head',
      cup.subarray(0, 20),
      'the logo is broken: it cannot be read to its end; save it again as PNG',
    ],
    ['has rotted', zeroed, 'the logo is broken: it cannot be read to its end; save it again as PNG'],
    ['is a huge file', Buffer.alloc(500_001), 'the logo has more than 500 KB; make it smaller'],
  ])('that %s is refused with a sentence', (_, file, error) => {
    expect(parseLogo(file, 42)).toEqual({ ok: false, error })
  })

  test('is a file of the data folder and of no other', () => {
    const logoFault = (logo: string): unknown => {
      const parsed = parseSettings({ printer: { logo } })
      return parsed.ok ? undefined : parsed.error.map(({ field }) => field)
    }
    expect(logoFault('logo.png')).toBeUndefined()
    for (const name of ['../logo.png', '/etc/logo.png', 'a\\b.png', 'logo.jpg', '']) {
      expect(logoFault(name)).toEqual(['printer.logo'])
    }
  })
})

describe('the slip that tests a printer', () => {
  const facts = { at: paidAt, address: 'printer.shop:9100' }
  const slipOf = (language: 'en' | 'zh', printer: PrinterSettings): string =>
    selfTestDocument(settingsWith({ language, printer }), facts)

  const printers: readonly (readonly [string, PrinterModel])[] = [
    ['generic', models.chinese],
    ['epson', models.epson],
    ['star', { codePages: { 0: 'cp437' }, chinese: false, qr: true }],
    ['chinese-58', models.chineseOnly],
  ]
  const cases = printers.flatMap(([profile, model]) =>
    [32, 42, 48].flatMap((columns) =>
      (['en', 'zh'] as const).map((language) => [profile, columns, language, model] as const),
    ),
  )
  test.each(cases)(
    '%s, %i columns, %s: is understood, fits, and has both codes',
    (profile, columns, language, model) => {
      const printer = { profile, columns }
      const paper = readPaper(bytesOf(slipOf(language, printer), printer), columns * 12, model)
      expect(paper.complaints).toEqual([])
      const bars = paper.items.flatMap((item) => (item.kind === 'barcode' ? [item.barcode] : []))
      expect(bars.map(({ data }) => code128Text(data))).toEqual(['202603021004'])
      const ruler = '1234567890'.repeat(5).slice(0, columns)
      expect(paper.lines.filter((line) => line === ruler)).toHaveLength(1)
      expect(paper.lines.some((line) => line.includes('printer.shop:9100'))).toBe(true)
    },
  )

  test('shows the letters of each page by itself, in the page that receipts will use', () => {
    const { lines } = readPaper(
      bytesOf(slipOf('en', { profile: 'epson' }), { profile: 'epson' }),
      504,
      models.epson,
    )
    for (const letters of ['àáâäåæç', 'ãõøý€§', 'ąćęłńśź', 'ЖФЫйюя']) {
      expect(lines.some((line) => line.includes(letters))).toBe(true)
    }
  })

  test('says both languages, and what to do when something on it is wrong', () => {
    const text = textOf(slipOf('zh', {}), 42)
    for (const words of ['打印测试', 'PRINTER TEST', '请在设置中更改', 'Change profile']) {
      expect(text.replaceAll(/\s+/g, ' ')).toContain(words)
    }
  })
})
