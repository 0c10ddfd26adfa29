import { relative } from 'node:path'
import type { Fault } from './matrix.ts'

/** What vitest's JSON report says, as far as it is read here. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly ancestorTitles: readonly string[]
      readonly title: string
    }[]
  }[]
}

export interface Result {
  readonly file: string
  readonly status: 'passed' | 'failed' | 'skipped'
  /** The rows that its title, or a title above it, names. */
  readonly rows: readonly string[]
}

export interface Row extends Fault {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly files: readonly string[]
}

/** The rows that a title names: `F13 F14: a reset ...`. */
export const rowsNamed = (title: string): readonly string[] => title.match(/\bF\d\d\b/g) ?? []

const statusOf = (status: string): Result['status'] =>
  status === 'passed' || status === 'failed' ? status : 'skipped'

export const readReport = (report: VitestReport, root: string): readonly Result[] =>
  report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ status, ancestorTitles, title }) => ({
      file: relative(root, name),
      status: statusOf(status),
      rows: rowsNamed([...ancestorTitles, title].join(' ')),
    })),
  )

export const rowsOf = (faults: readonly Fault[], results: readonly Result[]): readonly Row[] =>
  faults.map((fault) => {
    const own = results.filter(({ rows }) => rows.includes(fault.id))
    const count = (status: Result['status']): number =>
      own.filter((result) => result.status === status).length
    return {
      ...fault,
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
      files: [
        ...new Set(own.filter(({ status }) => status !== 'skipped').map(({ file }) => file)),
      ].toSorted(),
    }
  })

const resultOf = ({ passed, failed, skipped }: Row): string =>
  [
    ...(failed > 0 ? [`**${failed} failed**`] : []),
    `${passed} passed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ')

/** The matrix as a table of Markdown. */
export const matrixTable = (rows: readonly Row[]): string =>
  [
    '| row | what goes wrong | what comes of it | command | last result |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${row.id} | ${row.fault} | ${row.outcome} | \`npm run test:faults -- ${row.id}\` | ${resultOf(row)} |`,
    ),
    '',
  ].join('\n')
