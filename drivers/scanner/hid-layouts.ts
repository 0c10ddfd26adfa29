import type { ReportFields } from './scanned-data.ts'

/**
 * Layouts of the scanned-data report known from makers' manuals and captures, for hosts that do not hand out the report
 * descriptor and for devices whose descriptor does not describe what they send.
 */
export type Layout = 'H' | 'Z' | 'N'

const common = { reportId: 2, length: 64, countAt: 1, continuedBit: 63 * 8 }

export const layouts: Readonly<Record<Layout, ReportFields>> = {
  /** Honeywell and others. */
  H: { ...common, aimAt: 2, dataAt: 5, dataEnd: 61, zeroAt: undefined },
  /** Zebra. */
  Z: { ...common, aimAt: 3, dataAt: 6, dataEnd: 62, zeroAt: 2 },
  /** Newland, Unitech and others. */
  N: { ...common, aimAt: undefined, dataAt: 2, dataEnd: 58, zeroAt: undefined },
}
/** Layouts with an identifier come first: its bracket is not there by chance. */
export const layoutNames: readonly Layout[] = ['H', 'Z', 'N']
