import { localTime, type Instant } from '../domain/time.ts'
import type { Settings } from '../settings.ts'
import { escapedText, linesOf, rowLines, rule, sized } from './document.ts'
import { codeFor } from './letters.ts'
import type { Press } from './press.ts'
import { printerFacts } from './printers.ts'
import type { Row } from './receipt.ts'
import { selfTest as says, type Words } from './wording.ts'

export interface SelfTestFacts {
  readonly at: Instant
  /** Where the printer is, as the settings have it. */
  readonly address: string
}

/** Of every language that a shop or a guest of it may write its name in. */
const accents = 'àáâãäåæçèéêëìíîïñòóôõöøœßùúûüýÿÅÉÖÜąćęłńśźżčďěňřšťůžőűășțğışįųžæøåЖФЫйюя€£§°½¿¡'
const sentences = ['Καφές Кафе Łódź', 'ร้านกาแฟ ☕ 🍵', '支付宝 收款 退款 １２．５０', '€ EUR  £ GBP  ￥ CNY']

const row = (label: Words, value: string): Row => ({ label, value, shape: 'text' })

/** Twelve digits of the shop's time: no payment has such a number, so that a scan of it finds nothing. */
const codeOf = (time: string): string => time.replaceAll(/\D/g, '').slice(0, 12)

/**
 * A slip that shows what this printer makes of these settings: its width, every letter in the way in which receipts will
 * print it, both codes. What is wrong on it is wrong on receipts, and a setting.
 */
export const selfTestDocument = (settings: Settings, { at, address }: SelfTestFacts): string => {
  const { language, printer, shop } = settings
  const { columns } = printer
  const facts = printerFacts(printer)
  const time = localTime(at, shop.timeZone)
  const centred = (text: string | Words): readonly string[] =>
    linesOf(text, language, columns).map((line) => escapedText(line))
  const rows = (...all: readonly Row[]): readonly string[] =>
    all.flatMap((one) => rowLines(one, language, columns))

  const byPage = Map.groupBy(new Set(accents), (letter) => {
    const code = printer.encoding === 'auto' ? codeFor(letter, facts, undefined) : undefined
    return code?.in === 'page' ? code.page : undefined
  })
  const pages = [...byPage].flatMap(([page, letters]) => [
    ...rows(
      page === undefined
        ? row(says.drawn, 'GS v 0')
        : row(says.codePage, `${page}, ESC t ${facts.codePages[page] ?? 0}`),
    ),
    ...centred(letters.join('')),
  ])

  return [
    '{width:*;align:center}',
    ...linesOf(says.heading, language, Math.floor(columns / 2)).map((line) =>
      sized(escapedText(line), 'big'),
    ),
    ...centred(time),
    ...centred(address),
    ...rule,
    ...rows(
      row(says.profile, printer.profile),
      row(says.width, `${columns} / ${columns * 12}`),
      row(says.chinese, facts.chinese),
      row(says.barcode, facts.barcode),
      row(says.qr, facts.qr),
      row(says.cut, printer.cut),
    ),
    ...rule,
    ...centred(says.ruler),
    ...centred('1234567890'.repeat(5).slice(0, columns)),
    ...centred('支付宝收款'.repeat(5).slice(0, Math.floor(columns / 2)) + (columns % 2 === 0 ? '' : '|')),
    ...rule,
    ...pages,
    ...rule,
    ...sentences.flatMap(centred),
    ...rule,
    '{option:code128,2,80,nohri}',
    `{code:${codeOf(time)}}`,
    '',
    '{option:qrcode,6,m}',
    `{code:${codeOf(time)}}`,
    '',
    ...centred(codeOf(time)),
    '',
    ...centred(says.wrong),
  ].join('\n')
}

/** The slip's bytes. They go to the printer as a receipt does, and are kept nowhere. */
export const selfTestPaper = (
  settings: Settings,
  press: Press,
  facts: SelfTestFacts,
): Promise<Uint8Array<ArrayBuffer>> => press.bytes(selfTestDocument(settings, facts))
