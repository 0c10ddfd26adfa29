import PDFDocument from 'pdfkit'
import type { Instant } from '../domain/time.ts'
import { cleanText, groupedByFour } from '../receipts/lettering.ts'
import type { Row } from '../receipts/receipt.ts'
import { trueTypeOf } from '../receipts/sfnt.node.ts'
import { bilingual, labels, training, type Words } from '../receipts/wording.ts'
import type { ClosingPaper } from './paper.ts'
import { createTypesetter, type PdfFonts, type TextStyle, type Weight } from './pdf-text.node.ts'

/** Fonts in WOFF, of each weight: the first has Chinese and western European letters, the others what it lacks. */
export type PdfLetters = Readonly<Record<Weight, readonly Uint8Array[]>>

/** An instant as pdfkit takes it. */
export type PdfTime = NonNullable<PDFKit.DocumentInfo['CreationDate']>

/** Points. A4 is 595.28 by 841.89. */
const margin = 48
const text: TextStyle = { weight: 'regular', size: 9 }
const title: TextStyle = { weight: 'bold', size: 9.5 }
const heading: TextStyle = { weight: 'bold', size: 16 }
const shopName: TextStyle = { weight: 'bold', size: 11 }
const grey = '#808080'
const footer: TextStyle = { weight: 'regular', size: 8, color: grey }

/**
 * A closing as a PDF of A4 pages: text that can be selected and searched, with the letters that it uses inside. A letter
 * that no font has loses its accent, or becomes a question mark. Same paper, same bytes. Base64, because that is how the
 * screen gets it.
 */
export const createClosingPdf = (
  letters: () => Promise<PdfLetters>,
  pdfTime: (at: Instant) => PdfTime,
): ((paper: ClosingPaper) => Promise<string>) => {
  let fonts: Promise<PdfFonts> | undefined
  const loaded = () => {
    fonts ??= letters().then(({ regular, bold }) => ({
      regular: regular.map(trueTypeOf),
      bold: bold.map(trueTypeOf),
    }))
    fonts.catch(() => (fonts = undefined))
    return fonts
  }
  return async (paper) => draw(paper, pdfTime(paper.at), await loaded())
}

const draw = (paper: ClosingPaper, time: PdfTime, fonts: PdfFonts): Promise<string> => {
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
  const typesetter = createTypesetter(document, fonts)
  const say = (text: Words): string => cleanText(bilingual(text, language))

  const { left } = document.page.margins
  const right = document.page.width - margin
  const width = right - left
  const bottom = document.page.height - margin - 8
  const room = (height: number): void => {
    if (document.y + height > bottom) document.addPage()
  }
  const write = (text: string, style: TextStyle): void => {
    const lines = typesetter.lines(cleanText(text), style, width)
    for (const line of lines) {
      room(typesetter.lineHeight(style))
      const { y } = document
      typesetter.draw([line], style, { x: left, top: y, width, align: 'left' })
      document.y = y + typesetter.lineHeight(style)
    }
  }
  const rule = (): void => {
    document.moveDown(0.15)
    room(20)
    document.moveTo(left, document.y).lineTo(right, document.y).lineWidth(0.5).strokeColor(grey).stroke()
    document.moveDown(0.3)
  }
  const rowOf = (row: Row): void => {
    const value = row.shape === 'number' ? groupedByFour(row.value) : cleanText(row.value)
    const half = width / 2 - 6
    const label = typesetter.lines(say(row.label), text, half)
    const lines = typesetter.lines(value, text, half)
    const height = Math.max(label.length, lines.length) * typesetter.lineHeight(text)
    room(height)
    const { y } = document
    typesetter.draw(label, text, { x: left, top: y, width: half, align: 'left' })
    typesetter.draw(lines, text, { x: right - half, top: y, width: half, align: 'right' })
    document.y = y + height
  }

  if (paper.training) write(training.map(say).join('  '), shopName)
  write(shop.name, shopName)
  for (const line of shop.address) write(line, text)
  if (shop.taxId !== undefined) write(`${say(labels.taxId)} ${shop.taxId}`, text)
  document.moveDown(0.8)
  write(say(paper.heading), heading)
  for (const { title: words, rows } of paper.sections) {
    rule()
    room(text.size * 4)
    if (words !== undefined) write(say(words), title)
    for (const row of rows) rowOf(row)
  }
  if (paper.notes.length > 0) rule()
  for (const note of paper.notes) write(say(note), text)

  const { start, count } = document.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page)
    // Below the margin, where text would begin a new page by itself.
    document.page.margins.bottom = 0
    const lines = typesetter.lines(`${paper.name}   ${page + 1} / ${count}`, footer, width)
    typesetter.draw(lines, footer, { x: left, top: document.page.height - margin, width, align: 'right' })
  }
  document.end()
  return done
}
