import { describe, expect, test } from 'vitest'
import { classifyScan } from '../../main/domain/scan.ts'
import { svgFace, textFace } from '../../main/receipts/faces.ts'
import { paymentReceipt, refundReceipt, type Receipt } from '../../main/receipts/receipt.ts'
import { code128SetC, readPaper, type Paper } from './paper.ts'
import { receiptBytes } from './presses.ts'
import { readDots } from './reader.ts'
import {
  livePayment,
  liveRefund,
  merchantCopy,
  original,
  paid,
  recordOf,
  refunded,
  refundRecordOf,
  secondCopy,
  settingsWith,
  trainingPayment,
  cancelled,
} from './samples.ts'

const settings = settingsWith()
const receipt = paymentReceipt(settings, recordOf(paid()), original)
const inChinese = paymentReceipt(settingsWith({ language: 'zh' }), recordOf(paid()), original)
const paperOf = (of: Receipt, columns: number): Paper => readPaper(receiptBytes(of, columns), columns * 12)
const words = (paper: Paper): readonly string[] =>
  paper.lines.map((line) => line.trim().replaceAll(/ {2,}/g, ' … '))

describe('on paper of 42 columns', () => {
  const withoutBlanks = (lines: readonly string[]): readonly string[] => lines.filter((line) => line !== '')

  test('an English-speaking store puts English first', () => {
    expect(withoutBlanks(words(paperOf(receipt, 42)))).toEqual([
      'Café Example Linz',
      'Hauptplatz 1',
      '4020 Linz',
      'Tax ID 税号 ATU12345678',
      '-'.repeat(42),
      'PAID 支付成功',
      '-'.repeat(42),
      'Till 终端 … T03',
      'Cashier 收银员 … Anna',
      '-'.repeat(42),
      'Paid with 支付方式 … Alipay 支付宝',
      'Amount 交易金额 … EUR 12.50',
      'Charged 人民币金额 … CNY 98.03',
      'Exchange rate 汇率 … 1 EUR = CNY 7.8423',
      'Time 交易完成时间',
      '2026-03-02 10:04:11 +01:00',
      '-'.repeat(42),
      'Alipay transaction no. 支付宝交易号',
      '2026 0302 2200 1400 0100 0000 0017',
      'Buyer 付款人 … 138****12',
      'Record 流水 … 42 1a2b3c4d',
      '-'.repeat(42),
      'Order no. 商户交易号',
      livePayment.replaceAll(/(\d{4})(?=\d)/g, '$1 '),
      'Keep for refunds 退款请保留此单',
    ])
  })

  test('a Chinese-speaking store puts Chinese first', () => {
    const lines = words(paperOf(inChinese, 42))
    expect(lines).toContain('支付成功 PAID')
    expect(lines).toContain('交易金额 Amount … EUR 12.50')
    expect(lines).toContain('支付方式 Paid with … 支付宝 Alipay')
    expect(lines).toContain('支付宝交易号 Alipay transaction no.')
    expect(lines).toContain('商户交易号 Order no.')
    expect(lines).toContain('退款请保留此单 Keep for refunds')
  })
})

describe.each([32, 42, 48])('on paper of %i columns', (columns) => {
  const faces: readonly [string, Receipt][] = [
    ['a payment', receipt],
    ['a payment in Chinese', inChinese],
    ['a cancelled payment', paymentReceipt(settings, recordOf(cancelled('close')), original)],
    ['a training copy', paymentReceipt(settings, recordOf(paid(trainingPayment)), secondCopy)],
    [
      'a refund',
      refundReceipt(
        settings,
        refundRecordOf(refunded(liveRefund, 500, 60)),
        recordOf(paid(), [refunded(liveRefund, 500, 60)]),
        merchantCopy,
      ),
    ],
  ]
  test.each(faces)('%s is understood by the printer, fits its width and is cut once, at the end', (_, of) => {
    const paper = paperOf(of, columns)
    expect(paper.complaints).toEqual([])
    expect(paper.items.filter((item) => item.kind === 'cut')).toHaveLength(1)
    expect(paper.items.at(-1)?.kind).toBe('cut')
  })

  test('amounts stand flush right, rules are as wide as the paper', () => {
    const { items, lines } = paperOf(receipt, columns)
    const amount = items.find((item) => item.kind === 'line' && item.text.endsWith('EUR 12.50'))
    const last = amount?.kind === 'line' ? amount.glyphs.at(-1) : undefined
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBe(columns * 12)
    expect(last).toMatchObject({ height: 48, bold: true })
    expect(lines.filter((line) => line === '-'.repeat(columns)).length).toBeGreaterThan(2)
  })

  test('picture and plain text say what the paper says', () => {
    const flat = (text: string): string => text.normalize('NFD').replaceAll(/[\s\p{M}]/gu, '')
    const paper = flat(paperOf(receipt, columns).lines.join(''))
    const svg = svgFace(receipt, columns)
    const inPicture = Array.from(svg.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/g), ([, text = '']) => text)
    expect(flat(textFace(receipt, columns))).toBe(paper)
    expect(flat(inPicture.join('').replaceAll('&#xa0;', ' '))).toBe(paper.replaceAll('-'.repeat(columns), ''))
  })
})

describe('the code', () => {
  test.each([40, 42, 48])('is Code 128, set C, of the payment number at %i columns', (columns) => {
    const barcodes = paperOf(receipt, columns).items.filter((item) => item.kind === 'barcode')
    expect(barcodes).toHaveLength(1)
    const [{ barcode, x }] = barcodes as [(typeof barcodes)[number]]
    expect(barcode.type).toBe(73)
    expect(code128SetC(barcode.data)).toBe(livePayment)
    expect(classifyScan(code128SetC(barcode.data)!)).toEqual({ kind: 'receipt', id: livePayment })
    expect(barcode.moduleDots).toBe(2)
    // Code 128 wants ten modules of white on each side.
    expect(x).toBeGreaterThanOrEqual(20)
    expect(columns * 12 - x - 189 * 2).toBeGreaterThanOrEqual(20)
  })

  test.each([32, 39])('is a QR code that reads back as the payment number at %i columns', async (columns) => {
    const rasters = paperOf(receipt, columns).items.filter((item) => item.kind === 'raster')
    expect(rasters).toHaveLength(1)
    const [read] = await readDots(rasters[0]!.raster)
    expect(read).toEqual({ format: 'QRCode', text: livePayment })
    expect(classifyScan(read!.text)).toEqual({ kind: 'receipt', id: livePayment })
  })

  test('is the number of the payment on a refund too', () => {
    const refund = refunded(liveRefund, 500, 60)
    const of = refundReceipt(settings, refundRecordOf(refund), recordOf(paid(), [refund]), original)
    const [barcode] = paperOf(of, 42).items.filter((item) => item.kind === 'barcode')
    expect(code128SetC(barcode!.barcode.data)).toBe(livePayment)
  })
})

describe('marks', () => {
  const big = (paper: Paper): readonly string[] =>
    paper.items.flatMap((item) =>
      item.kind === 'line' &&
      item.glyphs[0]?.height === 48 &&
      item.glyphs[0].width % 24 === 0 &&
      item.glyphs[0].bold
        ? [item.text.trim()]
        : [],
    )

  test('a training receipt says at its top and at its bottom, large, that no money moved', () => {
    const training = paperOf(paymentReceipt(settings, recordOf(paid(trainingPayment)), original), 48)
    const large = big(training)
    expect(large.slice(0, 2)).toEqual(['TRAINING 训练', 'NO MONEY MOVED'])
    expect(large.slice(-3)).toEqual(['TRAINING 训练', 'NO MONEY MOVED', '未动用资金'])
    expect(training.lines[0]?.trim()).toBe('TRAINING 训练')
    expect(training.lines.at(-1)?.trim()).toBe('未动用资金')
    expect(paperOf(receipt, 48).lines.join()).not.toContain('TRAINING')
  })

  test('a copy says so, large, with its number and when it was printed', () => {
    const copy = paperOf(paymentReceipt(settings, recordOf(paid()), secondCopy), 42)
    expect(big(copy)[0]).toBe('COPY 副本 2')
    expect(words(copy).join(' ')).toContain('Printed 打印时间 2026-03-02 11:04:11 +01:00')
    expect(paperOf(receipt, 42).lines.join()).not.toContain('COPY')
  })

  test("the merchant's copy says whose it is", () => {
    const merchant = paperOf(paymentReceipt(settings, recordOf(paid()), merchantCopy), 42)
    expect(words(merchant)).toContain('Merchant copy 商户存根')
    expect(paperOf(receipt, 42).lines.join()).not.toContain('Merchant copy')
  })
})

test('the same receipt is the same picture, text and bytes every time', () => {
  expect(svgFace(receipt, 42)).toBe(svgFace(receipt, 42))
  expect(textFace(receipt, 42)).toBe(textFace(receipt, 42))
  expect(receiptBytes(receipt, 42)).toEqual(receiptBytes(receipt, 42))
})
