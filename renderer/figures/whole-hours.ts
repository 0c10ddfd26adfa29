import type { Figures } from '../../main/contract/reports.ts'

/** Every hour from the first with a sale to the last: an hour without one is a gap that is meant. */
export const wholeHours = ({ hours }: Pick<Figures, 'hours'>): Figures['hours'] => {
  const sold = hours.filter(({ sales }) => sales > 0).map(({ hour }) => hour)
  if (sold.length === 0) return []
  const first = Math.min(...sold)
  return Array.from({ length: Math.max(...sold) - first + 1 }, (_, index) => {
    const hour = first + index
    return hours.find((each) => each.hour === hour) ?? { hour, alipay: 0, cash: 0, sales: 0 }
  })
}
