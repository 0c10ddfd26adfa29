import type {
  DayReport,
  Footing,
  MatchedLine,
  ReconcileFault,
  ReconcileProgress,
} from '../../main/contract/reconciliation.ts'
import { formatAmount, isCurrency, money } from '../../main/domain/money.ts'
import type { Decision, DifferenceKey } from '../../main/domain/reconciled.ts'
import { needsDecision, outcomeSentence } from '../../main/domain/reconciliation-sentences.ts'
import type { Day } from '../../main/domain/time.ts'
import type { Settings } from '../../main/settings.ts'
import type { Till } from '../../main/till.ts'
import { withTill } from './desk.ts'
import type { CommandHost } from './host.ts'
import { readOptions, UsageFault, type Options } from './options.ts'
import { exitCodes } from './result.ts'

type Language = Settings['language']

const words = {
  en: {
    version: (number: number) => (number === 0 ? 'no file of this day yet' : `version ${number}`),
    undecided: (count: number) => (count === 0 ? 'nothing to decide' : `${count} to decide`),
    atRisk: 'at risk',
    'journal-transactions': 'journal, transactions',
    'transactions-settlement': 'transactions, settlement',
    'settlement-bank': 'settlement, bank',
    notThere: 'not there yet',
    difference: 'difference',
    feesUnchecked:
      'Fees are not checked: set matching.feeBasisPoints to what the contract says, 120 is 1.2 %.',
    decided: 'decided',
    more: (count: number) => `and ${count} more lines; --json shows the first thousand`,
    unknown: (key: string) =>
      `No day has a difference "${key}". Run "reconcile --day" and copy the key as it stands there.`,
    changed: (key: string) =>
      `"${key}" has changed since its mark was shown, and nothing was noted. Run "reconcile --day", look at it, and decide with the new mark.`,
    mark: 'mark',
    kept: 'Kept.',
    failed: {
      'amount-unit': (file: string, line: number) =>
        `Some amounts in ${file} fit the till's in major units, others in minor units; line ${line} is unlike most. Set matching.amountUnit as the contract says.`,
      worker: (detail: string) => `The day could not be matched: ${detail}`,
      'till-stopped': () => 'The till has stopped; see what "doctor" says.',
    },
    cancelled: 'Called off.',
  },
  zh: {
    version: (number: number) => (number === 0 ? '当天的文件尚未到' : `第 ${number} 版`),
    undecided: (count: number) => (count === 0 ? '无待处理差异' : `待处理 ${count} 条`),
    atRisk: '风险金额',
    'journal-transactions': '流水、交易文件',
    'transactions-settlement': '交易文件、结算文件',
    'settlement-bank': '结算文件、银行入账',
    notThere: '尚未到',
    difference: '差额',
    feesUnchecked: '未核对手续费：请按合同设置 matching.feeBasisPoints，120 即 1.2%。',
    decided: '已处理',
    more: (count: number) => `另有 ${count} 条；--json 显示前一千条`,
    unknown: (key: string) => `没有差异“${key}”。请运行 "reconcile --day" 并照原样复制其键。`,
    changed: (key: string) =>
      `“${key}”在其标记显示之后已变化，决定未保存。请运行 "reconcile --day" 查看后用新标记再决定。`,
    mark: '标记',
    kept: '已保存。',
    failed: {
      'amount-unit': (file: string, line: number) =>
        `${file} 中有的金额按主单位与本机相符，有的按最小单位相符；第 ${line} 行与多数不同。请按合同设置 matching.amountUnit。`,
      worker: (detail: string) => `无法对账：${detail}`,
      'till-stopped': () => '收银机已停止，请运行 "doctor" 查看原因。',
    },
    cancelled: '已取消。',
  },
} as const

/** How many lines are printed for people. */
const linesPrinted = 50

const amount = (minor: number, currency: string): string => {
  if (!isCurrency(currency)) return `${currency} ${minor}`
  return `${currency} ${minor < 0 ? '-' : ''}${formatAmount(money(Math.abs(minor), currency))}`
}
const footingText = ({ level, currency, left, right, difference }: Footing, language: Language): string => {
  const say = words[language]
  const other = right === undefined ? say.notThere : amount(right, currency)
  const apart =
    difference === undefined || difference === 0 ? '' : `  ${say.difference} ${amount(difference, currency)}`
  return `${say[level]}: ${amount(left, currency)} | ${other}${apart}`
}
const lineText = (line: MatchedLine, language: Language): string => {
  const { key, outcome, till, provider, atRisk, decision, mark = '' } = line
  const type = till?.type ?? provider?.type ?? 'OTHER'
  const { headline, todo } = outcomeSentence(outcome, type)[language]
  const risk =
    atRisk === undefined ? '' : `  ${words[language].atRisk} ${amount(atRisk.minor, atRisk.currency)}`
  const decided =
    decision === undefined || decision.outdated === true
      ? ''
      : `  ${words[language].decided}: ${decision.decision} (${decision.by}: ${decision.note})`
  return `"${key}"${risk}  ${words[language].mark} ${mark}${decided}\n    ${headline}. ${todo}`
}

const print = (report: DayReport, language: Language): void => {
  const say = words[language]
  const risks = report.atRisk.map(({ minor, currency }) => amount(minor, currency)).join(', ')
  console.log(
    `${report.day}, ${say.version(report.version)}: ${say.undecided(report.undecided)}${risks === '' ? '' : `, ${say.atRisk} ${risks}`}`,
  )
  for (const [outcome, count] of Object.entries(report.counts)) console.log(`  ${count} ${outcome}`)
  for (const footing of report.footings) console.log(`  ${footingText(footing, language)}`)
  if (report.feesUnchecked === true) console.log(`  ${say.feesUnchecked}`)
  const differing = report.lines.filter(({ outcome }) => needsDecision(outcome))
  for (const line of differing.slice(0, linesPrinted)) console.log(lineText(line, language))
  if (differing.length > linesPrinted) console.log(say.more(differing.length - linesPrinted))
}

const failedText = (fault: ReconcileFault, language: Language): string => {
  const say = words[language].failed
  switch (fault.why) {
    case 'till-stopped':
      return say['till-stopped']()
    case 'amount-unit':
      return say['amount-unit'](fault.detail, fault.line)
    case 'worker':
      return say.worker(fault.detail)
  }
}

const dayOption = (options: Options): Day => {
  const text = options.required('day')
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) {
    throw new UsageFault(`--day ${text} is not a day such as 2026-03-02`)
  }
  return text as Day
}

const ended = async (till: Till, day: Day): Promise<Exclude<ReconcileProgress, { state: 'working' }>> => {
  for await (const progress of till.reconciliation.run(day)) if (progress.state !== 'working') return progress
  return { state: 'cancelled' }
}

const runDay = (options: Options, host: CommandHost): Promise<number> => {
  const day = dayOption(options)
  return withTill(
    options,
    host,
    async (till) => {
      const { language } = till.view()
      const end = await ended(till, day)
      if (end.state !== 'done') {
        throw new Error(end.state === 'failed' ? failedText(end.fault, language) : words[language].cancelled)
      }
      if (options.flag('json')) console.log(JSON.stringify(end.report))
      else print(end.report, language)
      return end.report.undecided === 0 ? exitCodes.done : exitCodes.unknown
    },
    'asks',
  )
}

const decisions: readonly Decision[] = ['accepted', 'claimed', 'written-off', 'wait']

const decide = (options: Options, host: CommandHost): Promise<number> => {
  const key = options.positional(1, 'the key of the difference')
  const decision = decisions.find((one) => one === options.positional(2, decisions.join(', ')))
  if (decision === undefined) throw new UsageFault(`a decision is one of ${decisions.join(', ')}`)
  const note = options.required('note').trim()
  if (note === '' || note.length > 500) throw new UsageFault('--note says why, in up to 500 letters')
  const mark = options.required('mark')
  return withTill(
    options,
    host,
    async (till) => {
      const say = words[till.view().language]
      const decided = till.reconciliation.decide({ difference: key as DifferenceKey, mark, decision, note })
      if (!decided.ok) {
        const refusals = {
          'unknown-difference': () => say.unknown(key),
          'line-changed': () => say.changed(key),
          'till-stopped': say.failed['till-stopped'],
        }
        throw new Error(refusals[decided.error]())
      }
      console.log(options.flag('json') ? JSON.stringify({ difference: key, decision, note }) : say.kept)
      return exitCodes.done
    },
    'asks',
  )
}

/** Matches a China day with the provider's files, or notes what somebody decided on one of its lines. */
export const reconcile = (args: readonly string[], host: CommandHost): Promise<number> => {
  const options = readOptions(args, { texts: ['day', 'mark', 'note'] })
  const first = options.optional(0)
  if (first === undefined) return runDay(options, host)
  if (first === 'decide') return decide(options, host)
  throw new UsageFault(`"reconcile ${first}" is no command: use "reconcile --day" or "reconcile decide"`)
}
