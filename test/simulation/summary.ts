import type { Outcome } from './world.ts'

/** What many worlds add up to. */
export interface Sums {
  readonly seeds: number
  readonly sales: number
  readonly paid: number
  readonly runs: number
  readonly virtualMs: number
  readonly violations: number
  readonly faults: Readonly<Record<string, number>>
}
export const emptySums: Sums = {
  seeds: 0,
  sales: 0,
  paid: 0,
  runs: 0,
  virtualMs: 0,
  violations: 0,
  faults: {},
}

export const addUp = (sums: Sums, more: Outcome | Sums): Sums => {
  const faults = { ...sums.faults }
  for (const [kind, times] of Object.entries(more.faults)) faults[kind] = (faults[kind] ?? 0) + times
  return {
    seeds: sums.seeds + ('seeds' in more ? more.seeds : 1),
    sales: sums.sales + more.sales,
    paid: sums.paid + more.paid,
    runs: sums.runs + more.runs,
    virtualMs: sums.virtualMs + more.virtualMs,
    violations:
      sums.violations + (typeof more.violations === 'number' ? more.violations : more.violations.length),
    faults,
  }
}

const round = (value: number, digits = 0): string =>
  value.toLocaleString('en', { maximumFractionDigits: digits })

export const tellSums = (sums: Sums, seconds: number): string => {
  const faults = Object.entries(sums.faults).sort(([a], [b]) => (a < b ? -1 : 1))
  const all = faults.reduce((sum, [, times]) => sum + times, 0)
  return [
    `faults: ${faults.map(([kind, times]) => `${kind} ${times}`).join(', ')}`,
    `${sums.seeds} seeds, ${sums.sales} sales (${sums.paid} paid), ${round(all)} faults, ` +
      `${round(all / Math.max(1, sums.sales), 1)} per sale, ${sums.runs} starts of a till`,
    `${round(seconds, 1)} s, ${round(sums.sales / seconds)} sales/s, ` +
      `${round(sums.virtualMs / 1000 / seconds)} times faster than real time`,
    ` ${sums.violations} violations`,
  ].join('\n')
}

export const replayOf = (seed: number, mutant: string | undefined): string =>
  `npm run simulate -- --seed ${seed} --trace${mutant === undefined ? '' : ` --mutant '${mutant}'`}`

export const lineOf = ({ seed, violations }: Outcome, mutant: string | undefined): string =>
  `seed ${seed}: ${violations.map(({ invariant, what }) => `${invariant} ${what}`).join('; ')}\n` +
  `  replay: ${replayOf(seed, mutant)}`
