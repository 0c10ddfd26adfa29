import { parseLogo } from '../../main/receipts/logo.ts'
import { receiptDocument } from '../../main/receipts/document.ts'
import { paymentReceipt } from '../../main/receipts/receipt.ts'
import { selfTestDocument } from '../../main/receipts/self-test.ts'
import { cup } from './logo-picture.ts'
import { models, type PrinterModel } from './paper.ts'
import type { PrinterSettings } from './presses.ts'
import { livePayment, original, paid, paidAt, recordOf, secondCopy, settingsWith } from './samples.ts'

export interface PaperScene {
  readonly titles: readonly [english: string, chinese: string]
  readonly columns: number
  readonly printer: PrinterSettings
  readonly model: PrinterModel
  readonly document: (language: 'en' | 'zh') => string
  /** What a scanner finds on it, from top to bottom. */
  readonly codes: readonly { readonly format: 'Code128' | 'QRCode'; readonly text: string }[]
}

const logo = parseLogo(cup, 32)
if (!logo.ok) throw new Error(logo.error)

const shops = {
  en: { name: 'Café Größe & Łódź', address: ['Hauptplatz 1', '4020 Linz'] },
  zh: { name: '林茨示例咖啡馆', address: ['Hauptplatz 1, 4020 Linz'] },
} as const
const guests = {
  en: { name: 'Καφενείο Ωmega', address: ['ถนนสุขุมวิท 21 ☕', 'Ελλάδα'] },
  zh: { name: '茶馆 ร้านชา 🍵', address: ['Дом чая, Ελλάδα'] },
} as const

/** Papers as they come out of printers, for eyes and scanners; their pictures are in `docs/screens.md`. */
export const paperScenes = {
  'paper-80': {
    titles: ['A receipt on 80 mm paper', '80 毫米小票'],
    columns: 42,
    printer: {},
    model: models.chinese,
    document: (language) =>
      receiptDocument(
        paymentReceipt(settingsWith({ language }, shops[language]), recordOf(paid()), original),
        42,
        { logo: logo.value, receiptCode: 'both' },
      ),
    codes: [
      { format: 'Code128', text: livePayment },
      { format: 'QRCode', text: livePayment },
    ],
  },
  'paper-58': {
    titles: ['A copy on 58 mm paper', '58 毫米副本'],
    columns: 32,
    printer: { profile: 'chinese-58', cut: 'none' },
    model: models.chineseOnly,
    document: (language) =>
      receiptDocument(
        paymentReceipt(settingsWith({ language }, shops[language]), recordOf(paid()), secondCopy),
        32,
        { logo: logo.value },
      ),
    codes: [{ format: 'QRCode', text: livePayment }],
  },
  'paper-drawn': {
    titles: ['From a printer without Chinese letters', '没有中文字库的打印机'],
    columns: 48,
    printer: { profile: 'epson' },
    model: models.epson,
    document: (language) =>
      receiptDocument(
        paymentReceipt(settingsWith({ language }, guests[language]), recordOf(paid()), original),
        48,
        { receiptCode: 'qr' },
      ),
    codes: [{ format: 'QRCode', text: livePayment }],
  },
  'paper-test': {
    titles: ['The slip that tests a printer', '打印测试页'],
    columns: 42,
    printer: {},
    model: models.chinese,
    document: (language) =>
      selfTestDocument(settingsWith({ language }), { at: paidAt, address: '192.168.1.50:9100' }),
    codes: [
      { format: 'Code128', text: '202603021004' },
      { format: 'QRCode', text: '202603021004' },
    ],
  },
} as const satisfies Readonly<Record<string, PaperScene>>
