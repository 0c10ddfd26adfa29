import type {
  CashBlock,
  Closing,
  ClosingLine,
  ClosingSeal,
  CountAndSum,
  OpenQuestion,
} from '../domain/cash.ts'
import { formatAmount, type Currency, type MinorUnits } from '../domain/money.ts'
import { localTime, type Instant } from '../domain/time.ts'
import type { Row } from '../receipts/receipt.ts'
import { bilingual, type Language, type Words } from '../receipts/wording.ts'
import type { Settings } from '../settings.ts'
import { closingText, noClosingBefore } from './closing.ts'
import { closingWords as says, stateWords } from './wording.ts'

export interface ClosingSection {
  readonly title?: Words
  readonly rows: readonly Row[]
}

/** All that stands on an X or a Z, before anyone decides whether it is a roll, a screen or a page. */
export interface ClosingPaper {
  /** The language that comes first. Both are always there. */
  readonly language: Language
  readonly training: boolean
  readonly shop: { readonly name: string; readonly address: readonly string[]; readonly taxId?: string }
  readonly heading: Words
  readonly sections: readonly ClosingSection[]
  readonly notes: readonly Words[]
  /** Of a file with this paper, without its ending: `z-0007-till-1`. */
  readonly name: string
  /** Printed once more: which one, and when. Absent on the original. */
  readonly copy?: { readonly number: number; readonly printedAt: string }
  /** When it was closed or read. */
  readonly at: Instant
}

/** What a Z has and an X has not: its seal, and the entry that stores it. */
export interface Stored {
  readonly seal: ClosingSeal
  readonly seq: number
  readonly hash: string
}

/** `USD -12.50`, also for sums above what one payment may be. */
const sum = (minor: number, currency: string): string => {
  const digits = formatAmount({ minor: Math.abs(minor) as MinorUnits, currency: currency as Currency })
  return `${currency} ${minor < 0 ? '-' : ''}${digits}`
}
const withSign = (minor: number, currency: string): string =>
  minor > 0 ? sum(minor, currency).replace(' ', ' +') : sum(minor, currency)

const row = (label: Words, value: string): Row => ({ label, value, shape: 'text' })
/** `Cash 现金 ×3` and a sum: the count stands behind both words, whichever comes first. */
const counted = (label: Words, { count, minor }: CountAndSum, currency: string, first: Language): Row => {
  const { en, zh } = label
  const both = first === 'en' ? { en, zh: `${zh} ×${count}` } : { en: `${en} ×${count}`, zh }
  return row(both, sum(minor, currency))
}

/** Sixteen of sixty-four digits: enough to hold two papers side by side. */
const short = (hash: string): string => hash.slice(0, 16)

const linesOf = (closing: Closing, type: ClosingLine['type'], first: Language): readonly Row[] =>
  closing.lines
    .filter((line) => line.type === type)
    .map((line) => counted(says[line.method], line, line.currency, first))

const netOf = (closing: Closing): readonly Row[] => {
  const net = new Map<string, number>()
  for (const { type, currency, minor } of closing.lines) {
    net.set(currency, (net.get(currency) ?? 0) + (type === 'sale' ? minor : -minor))
  }
  return [...net].map(([currency, minor]) => row(says.net, sum(minor, currency)))
}

const cashRows = (block: CashBlock): readonly Row[] => {
  const { currency } = block
  const line = (label: Words, minor: number | undefined): readonly Row[] =>
    minor === undefined ? [] : [row(label, sum(minor, currency))]
  return [
    ...line(says.float, block.float),
    ...line(says.sold, block.sold),
    ...line(says.cashRefunded, block.refunded),
    ...line(says.movedIn, block.movedIn),
    ...line(says.movedOut, block.movedOut),
    ...line(says.expected, block.expected),
    block.counted === undefined ? row(says.counted, '') : row(says.counted, sum(block.counted, currency)),
    ...(block.difference === undefined ? [] : [row(says.difference, withSign(block.difference, currency))]),
    ...(block.earlier === undefined
      ? []
      : [
          row(says.earlier, sum(block.earlier.counted, currency)),
          row(says.earlierDifference, withSign(block.earlier.difference, currency)),
        ]),
    ...(block.reason === undefined ? [] : [row(says.reason, block.reason)]),
  ]
}

const questionLabels = {
  payment: says.payment,
  refund: says.refund,
  print: says.print,
  'china-day': says.chinaDay,
} as const satisfies Readonly<Record<OpenQuestion['of'], Words>>

/**
 * The paper of an X (`stored` is undefined) or of a Z. `settings` may have changed since a Z: the shop's name and the
 * language are those of now, every figure is that of the closing.
 */
export const closingPaper = (
  settings: Settings,
  closing: Closing,
  stored: Stored | undefined,
  sha256: (text: string) => string,
): ClosingPaper => {
  const { language, shop } = settings
  const say = (text: Words): string => bilingual(text, language)
  const time = (at: Closing['closedAt']): string => localTime(at, shop.timeZone)
  const named = (id: string): string => closing.operators.find((one) => one.id === id)?.name ?? id
  const isZ = stored !== undefined
  const { integrity } = closing

  const question = ({ of, id, state, minor, currency }: OpenQuestion): readonly Row[] => {
    const label = questionLabels[of]
    if (minor === undefined || currency === undefined || state === undefined) return [row(label, id)]
    const known = stateWords[state]
    return [
      row(label, sum(minor, currency)),
      { label: known ?? { en: state, zh: state }, value: id, shape: 'number' },
    ]
  }
  const orNothing = (rows: readonly Row[]): readonly Row[] =>
    rows.length === 0 ? [row(says.nothing, '0')] : rows
  const totals = (label: Words, sums: Readonly<Record<string, number>>): readonly Row[] =>
    Object.entries(sums).map(([currency, minor]) => row(label, sum(minor, currency)))

  const header: ClosingSection = {
    rows: [
      row(says.till, settings.till),
      row(says.shift, closing.shift === undefined ? say(says.noShift) : String(closing.shift)),
      row(closing.shift === undefined ? says.from : says.openedAt, time(closing.openedAt)),
      ...(closing.openedBy === undefined ? [] : [row(says.openedBy, named(closing.openedBy))]),
      row(isZ ? says.closedAt : says.readAt, time(closing.closedAt)),
      row(isZ ? says.closedBy : says.readBy, named(closing.closedBy)),
      row(says.entries, `${closing.from} - ${closing.to}`),
    ],
  }
  const wallets: readonly ClosingSection[] = closing.alipay.map((block) => ({
    title: says.alipay,
    rows: (['paid', 'refunded', 'cancelled', 'declined', 'foundPaid', 'unknown'] as const).map((what) =>
      counted(says[what], block[what], block.currency, language),
    ),
  }))
  const drawers: readonly ClosingSection[] = closing.cash.map((block) => ({
    title: says.cash,
    rows: cashRows(block).map((line) =>
      line.value === '' ? { ...line, value: say(says.notCounted) } : line,
    ),
  }))
  const sections: readonly ClosingSection[] = [
    header,
    { title: says.sales, rows: orNothing(linesOf(closing, 'sale', language)) },
    { title: says.refunds, rows: orNothing(linesOf(closing, 'refund', language)) },
    { rows: netOf(closing) },
    ...wallets,
    ...drawers,
    { rows: [row(says.drawerOpenings, String(closing.drawerOpenings))] },
    { title: says.openQuestions, rows: orNothing(closing.openQuestions.flatMap(question)) },
    {
      title: says.record,
      rows: [
        ...totals(says.gross, integrity.gross),
        ...totals(says.refundedAll, integrity.refunded),
        row(says.head, `${closing.to} ${integrity.head.slice(0, 8)}`),
        row(
          says.previous,
          integrity.previous === noClosingBefore ? say(says.firstClosing) : short(integrity.previous),
        ),
        ...(stored === undefined
          ? []
          : [
              row(says.digest, short(sha256(closingText(closing)))),
              row(says.ownRecord, `${stored.seq} ${stored.hash.slice(0, 8)}`),
              row(says.key, short(sha256(stored.seal.publicKey))),
            ]),
      ],
    },
    { rows: [row(says.operators, closing.operators.map(({ name }) => name).join(', '))] },
  ]
  const kind = isZ ? 'z' : 'x'
  const heading = isZ ? says.z : says.x
  return {
    language,
    training: settings.mode === 'training',
    shop: {
      name: shop.name,
      address: shop.address,
      ...(shop.taxId === undefined ? {} : { taxId: shop.taxId }),
    },
    heading: { en: `${heading.en} ${kind.toUpperCase()} ${closing.number}`, zh: heading.zh },
    sections: sections.filter(({ rows }) => rows.length > 0),
    notes: isZ
      ? []
      : [says.xNote, ...(closing.cash.some((block) => block.expected === undefined) ? [says.notBlind] : [])],
    name: `${kind}-${String(closing.number).padStart(4, '0')}-${settings.till}`,
    at: closing.closedAt,
  }
}
