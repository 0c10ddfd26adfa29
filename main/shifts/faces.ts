import { escapedText, linesOf, rowLines, rule, sized, type Size } from '../receipts/document.ts'
import { pictureOf, textOf } from '../receipts/faces.ts'
import { cleanText } from '../receipts/lettering.ts'
import { bilingual, copyMark, labels, training, type Words } from '../receipts/wording.ts'
import type { ClosingPaper } from './paper.ts'

/** The closing as a receiptline document, `columns` narrow characters wide, 32 to 48. */
export const closingDocument = (paper: ClosingPaper, columns: number): string => {
  const { language, shop } = paper
  const centred = (text: string | Words, size: Size = 'plain'): readonly string[] =>
    linesOf(text, language, size === 'big' ? Math.floor(columns / 2) : columns).map((line) =>
      sized(escapedText(line), size),
    )
  const banner = paper.training ? training.flatMap((line) => centred(line, 'big')) : []
  return [
    '{width:*;align:center}',
    ...banner,
    ...(paper.copy === undefined
      ? []
      : [
          ...centred(`${bilingual(copyMark, language)} ${paper.copy.number}`, 'big'),
          ...centred(`${bilingual(labels.printed, language)} ${paper.copy.printedAt}`),
        ]),
    ...(banner.length === 0 && paper.copy === undefined ? [] : ['']),
    ...centred(shop.name, 'big'),
    ...shop.address.flatMap((line) => centred(line)),
    ...(shop.taxId === undefined
      ? []
      : centred(`${bilingual(labels.taxId, language)} ${cleanText(shop.taxId)}`)),
    ...rule,
    ...centred(paper.heading, 'big'),
    ...paper.sections.flatMap(({ title, rows }) => [
      ...rule,
      ...(title === undefined ? [] : centred(title, 'bold')),
      ...rows.flatMap((row) => rowLines(row, language, columns)),
    ]),
    ...(paper.notes.length === 0 ? [] : [...rule, ...paper.notes.flatMap((note) => centred(note))]),
    ...(banner.length === 0 ? [] : ['', ...banner]),
  ].join('\n')
}

export const closingSvg = (paper: ClosingPaper, columns: number): string =>
  pictureOf(closingDocument(paper, columns), columns)
export const closingTextFace = (paper: ClosingPaper, columns: number): string =>
  textOf(closingDocument(paper, columns), columns)
