import { mkdir, writeFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../browser/real-browser.ts'
import { classifyScan } from '../../main/domain/scan.ts'
import { svgFace } from '../../main/receipts/faces.ts'
import { paymentReceipt, refundReceipt, type Receipt } from '../../main/receipts/receipt.ts'
import { readPaper } from './paper.ts'
import { receiptBytes } from './presses.ts'
import { paperPicture } from './paper-picture.ts'
import { readPicture } from './reader.ts'
import {
  liveRefund,
  original,
  paid,
  recordOf,
  refunded,
  refundRecordOf,
  secondCopy,
  settingsWith,
  trainingPayment,
} from './samples.ts'

/**
 * Receipts as eyes and scanners see them, drawn by a real browser. With `RECEIPT_PICTURES` set to a folder, the
 * pictures are kept there; those in `docs/images` were made so.
 */
const keepIn = process.env['RECEIPT_PICTURES']

const settings = {
  en: settingsWith(),
  zh: settingsWith({ language: 'zh' }, { name: '林茨示例咖啡馆' }),
}

describe.skipIf(noBrowser !== undefined)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  const onPage = async <T>(html: string, look: (page: Page) => Promise<T>): Promise<T> => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } })
    try {
      await page.setContent(html)
      return await look(page)
    } finally {
      await page.close()
    }
  }
  const asImages = (...pictures: readonly string[]): string =>
    `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:"></head>` +
    `<body bgcolor="#e8e6e1"><table cellpadding="12"><tr valign="top">${pictures
      .map(
        (svg) =>
          `<td><table bgcolor="#ffffff" cellpadding="0"><tr><td><img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}"></td></tr></table></td>`,
      )
      .join('')}</tr></table></body></html>`
  const photographed = (html: string): Promise<Buffer> =>
    onPage(html, (page) => page.locator('body > table').screenshot({ type: 'png' }))

  const papers: readonly [string, Receipt, number][] = [
    ['receipt-en', paymentReceipt(settings.en, recordOf(paid()), original), 42],
    ['receipt-zh', paymentReceipt(settings.zh, recordOf(paid()), original), 42],
    ['narrow-en', paymentReceipt(settings.en, recordOf(paid()), original), 32],
    ['training-copy-zh', paymentReceipt(settings.zh, recordOf(paid(trainingPayment)), secondCopy), 32],
    [
      'refund-en',
      refundReceipt(
        settings.en,
        refundRecordOf(refunded(liveRefund, 500, 60), { refund_reason: 'Cup was cold' }),
        recordOf(paid(), [refunded(liveRefund, 500, 60)]),
        original,
      ),
      48,
    ],
  ]

  test.each(papers)(
    '%s: the code reads off the screen and off the paper, under a policy that allows pictures only',
    async (name, receipt, columns) => {
      const widthDots = columns * 12
      const onScreen = svgFace(receipt, columns)
      const onPaper = paperPicture(readPaper(receiptBytes(receipt, columns), widthDots), widthDots)
      const both = await photographed(asImages(onScreen, onPaper))
      if (keepIn !== undefined) {
        await mkdir(keepIn, { recursive: true })
        await writeFile(`${keepIn}/${name}.png`, both)
      }
      const format = columns < 40 ? 'QRCode' : 'Code128'
      const read = { format, text: receipt.code.id }
      expect(await readPicture(await photographed(asImages(onScreen)))).toEqual([read])
      expect(await readPicture(await photographed(asImages(onPaper)))).toEqual([read])
      expect(classifyScan(receipt.code.id)).toEqual({ kind: 'receipt', id: receipt.code.id })
    },
  )
})
