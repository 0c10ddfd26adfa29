import PDFDocument from 'pdfkit'
import type { Instant } from '../domain/time.ts'
import { asciiFor, cleanText, groupedByFour } from '../receipts/lettering.ts'
import type { Row } from '../receipts/receipt.ts'
import { bilingual, labels, training, type Words } from '../receipts/wording.ts'
import type { ClosingPaper } from './paper.ts'
import { trueTypeOf } from '../receipts/sfnt.node.ts'

/** Noto Sans SC in WOFF: a regular and a bold one, each with Latin and Chinese letters. */
export interface PdfLetters {
  readonly regular: Uint8Array
  readonly bold: Uint8Array
}

/** An instant as pdfkit takes it. */
export type PdfTime = NonNullable<PDFKit.DocumentInfo['CreationDate']>

interface HasFont {
  readonly _font: { readonly font: { readonly hasGlyphForCodePoint: (point: number) => boolean } }
}

/** Points. A4 is 595.28 by 841.89. */
const margin = 48
const sizes = { text: 9, title: 9.5, heading: 16, shop: 11 } as const
const lineGap = 1.5
const black = '#000000'
const grey = '#808080'

/**
 * A closing as a PDF of A4 pages: text that can be selected and searched, with the letters that it uses inside. The set
 * has Chinese and western European letters; others lose their accents as on the roll. Same paper, same bytes. Base64,
 * because that is how the screen gets it.
 */
export const createClosingPdf = (
  letters: () => Promise<PdfLetters>,
  pdfTime: (at: Instant) => PdfTime,
): ((paper: ClosingPaper) => Promise<string>) => {
  let fonts: Promise<{ readonly regular: Buffer; readonly bold: Buffer }> | undefined
  const loaded = () => {
    fonts ??= letters().then(({ regular, bold }) => ({
      regular: trueTypeOf(regular),
      bold: trueTypeOf(bold),
    }))
    fonts.catch(() => (fonts = undefined))
    return fonts
  }
  return async (paper) => draw(paper, pdfTime(paper.at), await loaded())
}

const draw = (
  paper: ClosingPaper,
  time: PdfTime,
  { regular, bold }: { readonly regular: Buffer; readonly bold: Buffer },
): Promise<string> => {
  const { language, shop } = paper
  const document = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    lang: language === 'zh' ? 'zh-CN' : 'en',
    // Else the time would be that of its making, and the same closing is to be the same file.
    info: { Title: `${bilingual(paper.heading, language)} ${cleanText(shop.name)}`, CreationDate: time },
  })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const done = new Promise<string>((resolve, reject) => {
    document.on('end', () => resolve(Buffer.concat(chunks).toString('base64')))
    document.on('error', reject)
  })
  document.registerFont('regular', regular)
  document.registerFont('bold', bold)

  // pdfkit draws nothing for a letter that the font lacks, and has no word for it; its font object knows.
  document.font('regular')
  const { font } = (document as unknown as HasFont)._font
  const drawable = (text: string): string =>
    cleanText(text).replaceAll(/./gu, (letter) =>
      font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0) ? letter : (asciiFor(letter) ?? '？'),
    )
  const say = (text: Words): string => drawable(bilingual(text, language))

  const { left } = document.page.margins
  const right = document.page.width - margin
  const width = right - left
  const bottom = document.page.height - margin - 8
  const room = (height: number): void => {
    if (document.y + height > bottom) document.addPage()
  }
  const write = (text: string, font: 'regular' | 'bold', size: number, color = black): void => {
    document.font(font).fontSize(size).fillColor(color).text(text, left, document.y, { width, lineGap })
  }
  const rule = (): void => {
    document.moveDown(0.15)
    room(20)
    document.moveTo(left, document.y).lineTo(right, document.y).lineWidth(0.5).strokeColor(grey).stroke()
    document.moveDown(0.3)
  }
  const rowOf = (row: Row): void => {
    const label = say(row.label)
    const value = row.shape === 'number' ? groupedByFour(drawable(row.value)) : drawable(row.value)
    document.font('regular').fontSize(sizes.text).fillColor(black)
    const half = width / 2 - 6
    const height = Math.max(
      document.heightOfString(label, { width: half, lineGap }),
      document.heightOfString(value, { width: half, lineGap }),
    )
    room(height)
    const { y } = document
    document.text(label, left, y, { width: half, lineGap })
    document.text(value, left + width / 2, y, { width: width / 2, align: 'right', lineGap })
    document.y = y + height
  }

  if (paper.training) write(training.map(say).join('  '), 'bold', sizes.shop)
  write(drawable(shop.name), 'bold', sizes.shop)
  for (const line of shop.address) write(drawable(line), 'regular', sizes.text)
  if (shop.taxId !== undefined) write(`${say(labels.taxId)} ${drawable(shop.taxId)}`, 'regular', sizes.text)
  document.moveDown(0.8)
  write(say(paper.heading), 'bold', sizes.heading)
  for (const { title, rows } of paper.sections) {
    rule()
    room(sizes.text * 4)
    if (title !== undefined) write(say(title), 'bold', sizes.title)
    for (const row of rows) rowOf(row)
  }
  if (paper.notes.length > 0) rule()
  for (const note of paper.notes) write(say(note), 'regular', sizes.text)

  const { start, count } = document.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page)
    // Below the margin, where text would begin a new page by itself.
    document.page.margins.bottom = 0
    document
      .font('regular')
      .fontSize(8)
      .fillColor(grey)
      .text(`${paper.name}   ${page + 1} / ${count}`, left, document.page.height - margin, {
        width,
        align: 'right',
        lineBreak: false,
      })
  }
  document.end()
  return done
}
