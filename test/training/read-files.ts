import type { ProviderFile } from '../../main/training/provider-files.ts'

/**
 * Reads the provider's files, written for these tests from the documents alone: a mistake of whoever writes the files
 * or of the till's own reader cannot agree with itself here.
 */
export type Cells = Readonly<Record<string, string>>

export const cellsOf = (lines: readonly string[]): readonly Cells[] => {
  const [header = '', ...rows] = lines
  const names = header.split('|')
  return rows.map((row) => {
    const cells = row.split('|')
    if (cells.length !== names.length) throw new Error(`${cells.length} cells under ${names.length} names`)
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
  })
}

const linesOf = (text: string): readonly string[] => {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  return text.slice(0, -1).split('\n')
}

export interface ReadTransactions {
  readonly partner: string
  readonly day: string
  readonly count: number
  readonly rows: readonly Cells[]
}

export const readTransactions = (text: string): ReadTransactions => {
  const [head = '', ...lines] = linesOf(text)
  const pairs = new Map(
    head.split('|').map((pair) => {
      const [name = '', value = ''] = pair.split(':')
      return [name, value.trim()] as const
    }),
  )
  return {
    partner: pairs.get('Partner') ?? '',
    day: pairs.get('Payment_time') ?? '',
    count: Number(pairs.get('Total_count')),
    rows: cellsOf(lines),
  }
}

export const readSettlement = (text: string): readonly Cells[] => cellsOf(linesOf(text))

/** Hundredths (or whole units where there are no decimals) of an amount as the files write it. */
export const minorOf = (text: string | undefined): number => {
  if (text === undefined || !/^\d+(?:\.\d\d)?$/.test(text)) throw new Error(`${text} is no amount of a file`)
  return Number(text.replace('.', ''))
}

export const ofKind = (files: readonly ProviderFile[], kind: ProviderFile['kind']): readonly ProviderFile[] =>
  files.filter((file) => file.kind === kind)
