import { isPaymentId, isRefundId } from '../../main/domain/ids.ts'
import { readPaper } from '../receipts/paper.ts'

/** What a person reads on a paper, or on the part of it that came out. */
export interface Paper {
  readonly text: string
  /** `undefined` when the paper ended before its number. */
  readonly payment: string | undefined
  readonly refund: string | undefined
  readonly saysPaid: boolean
  readonly saysRefunded: boolean
  readonly isCopy: boolean
  readonly isMerchants: boolean
}

/** Runs of groups of four digits, in which numbers are printed. */
const numbersIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b\d{4}(?: \d{4}){6,}\b/g)].flatMap(([run]) => {
    const groups = run.split(' ')
    return groups.flatMap((_, index) =>
      index + 7 <= groups.length ? [groups.slice(index, index + 7).join('')] : [],
    )
  })

const read = (text: string): Paper => {
  const words = text.replaceAll(/\s+/g, ' ')
  const numbers = numbersIn(words)
  return {
    text: words,
    payment: numbers.find(isPaymentId),
    refund: numbers.find(isRefundId),
    // In Chinese each of these stands on one kind of paper only.
    saysPaid: words.includes('支付成功'),
    saysRefunded: words.includes('本次退款'),
    isCopy: words.includes('副本'),
    isMerchants: words.includes('商户存根'),
  }
}

/** What stands on the paper in letters, also when it ends in the middle. */
export const readPrinted = (bytes: Uint8Array): Paper =>
  read(
    readPaper(bytes, 504)
      .items.flatMap((item) => (item.kind === 'line' ? [item.text.trim()] : []))
      .join(' '),
  )
export const readFace = (text: string): Paper => read(text)
