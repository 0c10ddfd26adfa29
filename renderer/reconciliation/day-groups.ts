import type { DaySummary } from '../../main/contract/reconciliation.ts'

/** Days that stand together in the list: one of them, or several in a row on which nothing was sold. */
export type DayGroup = readonly [DaySummary, ...DaySummary[]]

export const isQuiet = (group: DayGroup): boolean => group.length > 1

/** Newest first, as they come. */
export const dayGroups = (days: readonly DaySummary[]): readonly DayGroup[] => {
  const groups: [DaySummary, ...DaySummary[]][] = []
  for (const day of days) {
    const last = groups.at(-1)
    if (last?.[0].state === 'nothing-sold' && day.state === 'nothing-sold') last.push(day)
    else groups.push([day])
  }
  return groups
}
