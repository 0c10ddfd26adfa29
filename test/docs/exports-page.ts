import { exportKinds } from '../../main/contract/reports.ts'
import { instant } from '../../main/domain/time.ts'
import { accountNames, type AccountName } from '../../main/reports/accounts.ts'
import { bookkeepingColumns } from '../../main/reports/bookkeeping-columns.ts'
import { closingColumns } from '../../main/reports/closings.ts'
import type { Column } from '../../main/reports/columns.ts'
import { workbookRowsMax } from '../../main/reports/exports.node.ts'
import { journalColumns } from '../../main/reports/journal-lines.ts'
import { reconciliationColumns } from '../../main/reports/reconciled-lines.ts'
import { screenBytesMax } from '../../main/reports/reports.node.ts'
import { salesColumns } from '../../main/reports/sales.ts'
import { createShopDays } from '../../main/reports/shop-days.ts'
import type { ExportKind } from '../../main/reports/tables.ts'
import { settingsSchema } from '../../main/settings.ts'

const { reports, shop, till, language } = settingsSchema.parse({})
const days = createShopDays(shop)
const { timeZone } = shop

type Described = Pick<Column<never>, 'name' | 'zh' | 'is' | 'about'>

const columns: Readonly<Record<ExportKind, readonly Described[]>> = {
  sales: salesColumns({ days, timeZone }),
  closings: closingColumns(days, timeZone),
  reconciliation: reconciliationColumns(days, timeZone),
  bookkeeping: bookkeepingColumns({ days, timeZone, till, language, accounts: reports.accounts }),
  journal: journalColumns(days, timeZone),
}

const about: Readonly<Record<ExportKind, string>> = {
  sales: `Every sale and refund that was asked for on these days, by wallet and in cash, in the order of the journal, each as
it stands when the file is made. A refund belongs to the day on which it was asked for. In a workbook each kind has a
sheet.`,
  closings: `Every figure of every Z that was made on these days, one line each. In a workbook each block has a sheet.`,
  reconciliation: `The China days, matched with the provider's files when the file is made: see
[reconciliation](reconciliation.md). In a workbook each outcome has a sheet.`,
  bookkeeping: `Double entry. Money counts on the day on which the journal says that it moved, which is the day on which the Z
counts it.`,
  journal: `The entries themselves, from the first one of these days to the last one and without a hole, also where the clock
stood wrong in between. There is no workbook of it.`,
}

const kinds: Readonly<Record<Described['is'], string>> = {
  text: 'text',
  time: 'time or day',
  amount: 'amount',
  whole: 'whole number',
  json: 'JSON',
}

const columnTable = (of: readonly Described[]): string =>
  [
    '| column | in Chinese | holds | what it says |',
    '| --- | --- | --- | --- |',
    ...of.map(({ name, zh, is, about: says }) => `| \`${name}\` | ${zh} | ${kinds[is]} | ${says} |`),
  ].join('\n')

const vouchers: readonly (readonly [string, AccountName, AccountName])[] = [
  ['a wallet paid', 'alipayClearing', 'sales'],
  ['a wallet payment was given back', 'sales', 'alipayClearing'],
  ['a customer paid for a sale that had been given up', 'alipayClearing', 'customerMoney'],
  ['that money was given back', 'customerMoney', 'alipayClearing'],
  ['a sale in cash', 'cash', 'sales'],
  ['a refund in cash', 'sales', 'cash'],
  ['a shift began with a float; money was paid in', 'cash', 'cashTransit'],
  ['money was paid out; the drawer was emptied at the closing, by what was counted', 'cashTransit', 'cash'],
  ['more was counted than expected (the other way round when less)', 'cash', 'cashDifference'],
  ['a settlement file: what is paid out', 'bank', 'alipayClearing'],
  ['a settlement file: what Alipay kept', 'fees', 'alipayClearing'],
  ['the bank credited more than the file says (the other way round when less)', 'bank', 'settlementDifference'],
]

const section = (what: ExportKind): string => `## ${what}

${about[what]}

${columnTable(columns[what])}`

/** The page about what can be exported, made from the tables that the exports are made from. */
export const exportsPage = (): string => `# Exports

For the accountant and for programs. From the office page of the screen, or without one, while the till is closed:

\`\`\`
npm run till -- export sales --from 2026-11-01 --to 2026-11-30 --format xlsx --out november.xlsx
\`\`\`

${exportKinds.map((what) => `[${what}](#${what})`).join(' · ')}. Both days count, ten years of them at most; they are days of the shop (\`shop.timeZone\`,
\`shop.dayStartsAtMinute\`), and days in China for reconciliation and settlements. Without a word for what, the command writes sales.

| format | for | how |
| --- | --- | --- |
| \`csv\` | people | RFC 4180, UTF-8 with a byte order mark; headings in the till's first language; text that a spreadsheet would work out (\`=\`, \`+\`, \`-\`, \`@\`, tab, CR or LF first, in either width) has a \`'\` before it |
| \`csv-for-machines\` | programs | RFC 4180, UTF-8 without a mark, English headings, nothing changed |
| \`xlsx\` | spreadsheets | ids as text, amounts as numbers with the decimals of their currency (as text when they have more than fifteen digits, which a spreadsheet would not keep), times as text with their offset; up to ${workbookRowsMax.toLocaleString('en')} lines |
| \`jsonl\` | programs | one JSON object a line; amounts as text, what is not there \`""\` or \`null\` |

Amounts are in major units with exactly the currency's decimals, \`-12.50\`, \`1250\` for yen, and no separators. Times are
\`${days.timeOf(instant(Date.UTC(2026, 10, 21, 9, 30)))}\`. The same journal, settings and files give the same bytes, and every export is an entry of the
journal with its lines and its SHA-256. A screen takes files up to ${screenBytesMax / 1024 / 1024} MiB; the command line writes any.

A spreadsheet that opens a CSV by a double click takes an id for a number and drops its last digits. Open the workbook, or
import the CSV with its columns as text.

${exportKinds.map(section).join('\n\n')}

## Accounts

What is booked, with the accounts' numbers of a new till (settings \`reports.accounts\`):

| when | debit | credit |
| --- | --- | --- |
${vouchers
  .map(([when, debit, credit]) => {
    const named = (account: AccountName): string =>
      `${reports.accounts[account]} ${accountNames[account].en} ${accountNames[account].zh}`
    return `| ${when} | ${named(debit)} | ${named(credit)} |`
  })
  .join('\n')}

What wallets paid stands on the clearing account until a settlement file has it; its balance is what Alipay owes. Sales are
in the currency that was keyed and settlements in the one that is paid out: where they differ, the accountant clears one
against the other with the bank's rate. Where several tills share an account (settings \`matching.otherTills\`,
\`matching.otherSystems\`), each books the lines of what it sold itself, and the bank credit that was typed in is held against
those.

## Reading the journal back

Every line of \`jsonl\` has what was hashed and the hash. For each line: SHA-256 over the netstrings of \`seq\`, \`at\`, \`mono\`,
\`till\`, \`operator\`, \`kind\`, canonical JSON of \`body\` and of \`totals\`, \`prev\` is \`hash\`, and \`prev\` is the \`hash\` of the line before
([the journal](journal-format.md)). \`test/reports/walk_chain.py\` does so in forty lines.

## What is kept for how long

\`npm run till -- purge --before 2016-01-01\` tells which of the provider's files and old logs are older and need not be kept
(settings \`reports.keepFilesDays\`, \`reports.keepLogsDays\`), and with \`--really\` takes them away and writes their names into
the journal. The page "Old files" of the office does the same: it asks once more, and where there are people, a second one
has to agree. The journal and its witness lose nothing, ever; exports are handed over and not kept.
`
