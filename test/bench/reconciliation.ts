import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { paymentId, type InstallationId } from '../../main/domain/ids.ts'
import { beginOfBeijingDay, type Day } from '../../main/domain/time.ts'
import { benchSalesMeanwhile } from './reconciliation-sales.ts'
import { quantile, type BenchRow } from './rows.ts'

const root = dirname(dirname(import.meta.dirname))
export const benchDay = '2026-03-02' as Day
/** Rows on each side; the budget speaks of a million (performance P16). */
const size = Number(process.env['SPOT_TILL_BENCH_ROWS'] ?? 1_000_000)
const rounds = 3
/** What is wrong between the two sides: not there, not here, and another amount. */
const wrong = { missing: 99, strange: 100, differing: 199 }

export interface MadeInput {
  readonly events: string
  readonly file: string
  readonly bytes: number
}

const columns =
  'Partner_transaction_id|Transaction_id|Transaction_amount|Charge_amount|Currency|Payment_time|Transaction_type|Remark|Secondary_merchant_industry|Secondary_merchant_name|Operator_name|Order_scene|Trans_currency|Trans_amount|Trans_forex_rate'
const padded = (value: number, width: number): string => String(value).padStart(width, '0')

/** A day of `size` events and a provider's file of as many lines, in another order than the events. */
export const makeInput = (folder: string, rows = size): MadeInput => {
  const events = join(folder, 'events.txt')
  const file = join(folder, 'transactions.txt')
  const begin = beginOfBeijingDay(benchDay)
  const idOf = (number: number): string =>
    paymentId({
      mode: 'live',
      installation: '123456789' as InstallationId,
      number: number + 1,
      chance: padded((number * 7919) % 100_000_000, 8),
    })
  const tradeOf = (number: number): string => `20260302220014${padded(number, 14)}`
  const minorOf = (number: number): number => 100 + ((number * 37) % 90_000)
  const secondOf = (number: number): number => 3600 + (number % 79_000)
  const amount = (minor: number): string => `${Math.floor(minor / 100)}.${padded(minor % 100, 2)}`
  const write = (path: string, head: string, count: number, lineOf: (index: number) => string): void => {
    const descriptor = openSync(path, 'w')
    let text = head
    for (let index = 0; index < count; index += 1) {
      text += lineOf(index)
      if (text.length > 1 << 20) {
        writeSync(descriptor, text)
        text = ''
      }
    }
    writeSync(descriptor, text)
    closeSync(descriptor)
  }
  write(events, '', rows, (index) => {
    const id = idOf(index)
    return `PAYMENT|${id}|${id}|${tradeOf(index)}|${minorOf(index)}|EUR|${begin + secondOf(index) * 1000}|yes|paid\n`
  })
  // Every line by a step that has no factor in common with the size, so that each comes once and none in its place.
  const lines = rows - wrong.missing + wrong.strange
  const head = `Partner:2088000000000011|Payment_time: ${benchDay}|Total_count:${lines}\n${columns}\n`
  write(file, head, lines, (index) => {
    const kept = rows - wrong.missing
    const number = index < kept ? (index * 611_953) % kept : rows + index
    const minor = minorOf(number) + (number < wrong.differing ? 1 : 0)
    const second = secondOf(number)
    const time = `${padded(Math.floor(second / 3600), 2)}:${padded(Math.floor(second / 60) % 60, 2)}:${padded(second % 60, 2)}`
    const fee = amount(Math.round(minor * 0.012))
    return `${idOf(number)}|${tradeOf(number)}|${amount(minor)}|${fee}|EUR|${benchDay} ${time}|PAYMENT||5812|Cafe Example|Cafe Example Linz|paymentQrCode|EUR|${amount(minor)}|1\n`
  })
  return { events, file, bytes: statSync(events).size + statSync(file).size }
}

interface Outcome {
  readonly ms: number
  /** Of the processor, user and system together. */
  readonly cpuMs: number
  readonly peakKilobytes: number
  readonly missing: number
  readonly strange: number
  readonly differing: number
  readonly matched: number
}

/** `0m1.230s 0m0.250s`: minutes and seconds, of user and system, as `times` of a POSIX shell prints them. */
const cpuOf = (line: string): number =>
  [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000,
    0,
  )

/** Runs a program from start to end. A busy machine makes it wait, which its time of the processor hardly shows. */
const timed = (
  program: string,
  args: readonly string[],
  input?: string,
): { out: string; ms: number; cpuMs: number } => {
  const began = performance.now()
  const { stdout, stderr, status } = spawnSync('sh', ['-c', '"$@" && times', 'sh', program, ...args], {
    encoding: 'utf8',
    cwd: root,
    maxBuffer: 1 << 26,
    ...(input === undefined ? {} : { input }),
  })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
  const lines = stdout.trimEnd().split('\n')
  // The shell's own time first, then that of what it ran.
  const [, children = ''] = lines.splice(-2)
  return { out: lines.join('\n'), ms: performance.now() - began, cpuMs: cpuOf(children) }
}

const ours = ({ events, file }: MadeInput): Outcome => {
  const { out, ms, cpuMs } = timed(process.execPath, [
    join(root, 'test/bench/reconcile-once.ts'),
    events,
    file,
    benchDay,
  ])
  const { counts, peakKilobytes } = JSON.parse(out) as {
    counts: Readonly<Record<string, number>>
    peakKilobytes: number
  }
  return {
    ms,
    cpuMs,
    peakKilobytes,
    missing: counts['missing-at-provider'] ?? 0,
    strange: counts['missing-in-journal'] ?? 0,
    differing: counts['amount-differs'] ?? 0,
    matched: counts['matched'] ?? 0,
  }
}

/** The same files, imported and joined by type and id, with the same comparisons. */
const sqlite = ({ events, file }: MadeInput): Omit<Outcome, 'peakKilobytes'> => {
  const names = columns.toLowerCase().split('|')
  const same = `cast(round(f.trans_amount * 100) as integer) = e.minor and f.trans_currency = e.currency
    and f.transaction_id = e.trade and substr(f.payment_time, 1, 10) = '${benchDay}'`
  const script = `
create table e (type text, id text, payment text, trade text, minor integer, currency text, at integer, moved text, state text);
create table f (${names.map((name) => `${name} text`).join(', ')});
.mode list
.separator |
.import ${events} e
.import --skip 2 ${file} f
create index f_by_id on f (partner_transaction_id, transaction_type);
create index e_by_id on e (id, type);
select count(*) from e join f on f.partner_transaction_id = e.id and f.transaction_type = e.type where ${same};
select count(*) from e join f on f.partner_transaction_id = e.id and f.transaction_type = e.type where not (${same});
select count(*) from e left join f on f.partner_transaction_id = e.id and f.transaction_type = e.type where f.rowid is null;
select count(*) from f left join e on f.partner_transaction_id = e.id and f.transaction_type = e.type where e.rowid is null;
`
  const { out, ms, cpuMs } = timed('sqlite3', [':memory:'], script)
  const [matched = 0, differing = 0, missing = 0, strange = 0] = out.trim().split('\n').map(Number)
  return { ms, cpuMs, matched, differing, missing, strange }
}

const expectRight = (
  who: string,
  { missing, strange, differing, matched }: Omit<Outcome, 'ms' | 'cpuMs' | 'peakKilobytes'>,
) => {
  const wanted = { ...wrong, matched: size - wrong.missing - wrong.differing }
  const got = { missing, strange, differing, matched }
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${who} counted ${JSON.stringify(got)}, and there are ${JSON.stringify(wanted)}`)
  }
}

/**
 * A million journal rows against a million lines of a file (performance P16), each program from its start to its end
 * with the same two files: ours against the sqlite3 command line importing and joining them, in turns. And what a sale
 * takes meanwhile (P10).
 */
export const benchReconciliation = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-reconcile-'))
  try {
    const input = makeInput(folder)
    const hasSqlite = spawnSync('sqlite3', ['--version']).status === 0
    const own: Outcome[] = []
    const theirs: Omit<Outcome, 'peakKilobytes'>[] = []
    for (let round = 0; round < rounds; round += 1) {
      own.push(ours(input))
      if (hasSqlite) theirs.push(sqlite(input))
    }
    for (const outcome of own) expectRight('the till', outcome)
    for (const outcome of theirs) expectRight('sqlite3', outcome)
    const middle = (of: readonly Pick<Outcome, 'ms' | 'cpuMs'>[], what: 'ms' | 'cpuMs'): number =>
      quantile(
        of.map((outcome) => outcome[what]),
        0.5,
      )
    const [ms, cpuMs] = [middle(own, 'ms'), middle(own, 'cpuMs')]
    const [theirMs, theirCpuMs] = [middle(theirs, 'ms'), middle(theirs, 'cpuMs')]
    const peak = Math.max(...own.map(({ peakKilobytes }) => peakKilobytes)) * 1024
    const note = `${size} rows against as many lines, ${Math.round(input.bytes / 1e6)} MB`
    const ratio = (name: string, one: number, other: number): BenchRow => ({
      name,
      value: one / other,
      unit: 'x',
      limit: 0.2,
      note: `${(other / one).toFixed(1)} times faster`,
    })
    return [
      { name: 'P16 reconciliation, start to end of a process', value: ms, unit: 'ms', note },
      { name: 'P16 reconciliation, CPU time of it', value: cpuMs, unit: 'ms' },
      ...(hasSqlite
        ? [
            { name: 'P16 sqlite3 import and the same join', value: theirMs, unit: 'ms' },
            { name: 'P16 sqlite3, CPU time of it', value: theirCpuMs, unit: 'ms' },
            ratio('P16 reconciliation / sqlite3', ms, theirMs),
            ratio('P16 reconciliation / sqlite3 in CPU time', cpuMs, theirCpuMs),
          ]
        : [{ name: 'P16 no sqlite3 to compare with', value: Number.NaN, unit: '' }]),
      { name: 'P16 peak memory / input', value: peak / input.bytes, unit: 'x', limit: 2 },
      ...(await benchSalesMeanwhile(folder, input)),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
