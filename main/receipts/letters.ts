import { decode, encode } from 'iconv-lite'
import { codePages, type CodePage } from '../domain/code-page.ts'
import { columnsOf } from './lettering.ts'
import type { PrinterFacts } from './printers.ts'

/** How a printer is asked for one letter: as it stands, in a code page, or in two Chinese bytes. */
export type Code =
  | { readonly in: 'ascii'; readonly byte: number }
  | { readonly in: 'page'; readonly page: CodePage; readonly byte: number }
  | { readonly in: 'chinese'; readonly bytes: readonly [number, number] }

const upperHalf = Uint8Array.from({ length: 128 }, (_, index) => index + 128)
const printable = /^[^\p{C}\p{Z}\ufffd]$/u

/** Bytes 128 to 255 of each page, by their letter. */
const pages = new Map(
  codePages.map((page) => {
    const letters = Array.from(decode(upperHalf, page), (letter, index) => [letter, index + 128] as const)
    return [page, new Map(letters.filter(([letter]) => printable.test(letter)))]
  }),
)

/**
 * The two bytes of a letter in GB18030. One of four bytes has none: a two-byte printer would print them as four wrong
 * letters (`¥` U+00A5 as `0 6`, hardware 1.6). Eighteen rare ones that the edition of 2022 gave two bytes have four here, and
 * so are drawn: printers know either edition. GB2312 is the square of it that the oldest fonts have.
 */
const chineseCode = (letter: string, chinese: 'gb18030' | 'gb2312'): Code | undefined => {
  const [lead = 0, trail = 0, ...more] = encode(letter, 'gb18030')
  if (more.length > 0 || trail < 0x40) return undefined
  if (chinese === 'gb2312' && (lead < 0xa1 || lead > 0xf7 || trail < 0xa1)) return undefined
  return { in: 'chinese', bytes: [lead, trail] }
}

/**
 * How this printer is asked for a letter; `undefined` when it has none that is as wide as its columns: the Greek of a
 * Chinese font is not. `current` is the page that it is in: staying there saves bytes.
 */
export const codeFor = (
  letter: string,
  facts: PrinterFacts,
  current: CodePage | undefined,
): Code | undefined => {
  if (/^[ -~]$/.test(letter)) return { in: 'ascii', byte: letter.charCodeAt(0) }
  if (columnsOf(letter) === 2)
    return facts.chinese === 'none' ? undefined : chineseCode(letter, facts.chinese)
  const own = Object.keys(facts.codePages) as CodePage[]
  const page = [current, ...own].find((one) => one !== undefined && pages.get(one)?.has(letter))
  const byte = page && pages.get(page)?.get(letter)
  return page === undefined || byte === undefined ? undefined : { in: 'page', page, byte }
}
