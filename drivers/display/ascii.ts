/** Letters that do not fall apart into a plain one and its accent. */
const plain: Readonly<Record<string, string>> = {
  Æ: 'AE', Đ: 'D', Ð: 'D', Ł: 'L', Ø: 'O', Œ: 'OE', Þ: 'TH', ß: 'ss', æ: 'ae', đ: 'd', ð: 'd', ı: 'i', ł: 'l',
  ø: 'o', œ: 'oe', þ: 'th', '‘': "'", '’': "'", '“': '"', '”': '"', '–': '-', '—': '-', '…': '...', '€': 'EUR',
  '£': 'GBP', '¥': 'CNY', '￥': 'CNY', '\u00a0': ' ',
} // prettier-ignore

/**
 * What of a text a display shows that knows the letters of ASCII only: accents are left away, and what has no letter
 * there is left out. No control character ever gets through, so that no name can give the display a command.
 */
export const toAscii = (text: string): string =>
  [...text]
    .map((letter) => plain[letter] ?? letter)
    .join('')
    .normalize('NFKD')
    .replaceAll(/[^ -~]/g, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
