import { shownMinor } from '../amount.ts'

/** Colours that stay apart without colour, on paper from a printer that has none: dark, light, and in between. */
export const chartColors = {
  alipay: '#0a58c2',
  cash: '#ffc233',
  refunded: '#a51c1c',
  half: '#0a58c2',
  most: '#a15c00',
} as const

export const chartHeight = 230

/** What every chart has: nothing moves, so that a picture and a print are what was seen. */
export const plainBars = { isAnimationActive: false } as const
/** Keys go to the page: a chart is a picture, and its table is what is read. */
export const plainChart = { accessibilityLayer: false } as const
export const axisText = { fontSize: 13, fill: '#12202f' } as const

/** Amounts in minor units on an axis, without cents where there are none. */
export const axisAmount =
  (currency: string) =>
  (minor: number): string =>
    shownMinor(minor, currency).replace(/\.00$/, '')

export const tipAmount =
  (currency: string) =>
  (minor: number): string =>
    `${currency} ${shownMinor(minor, currency)}`
