import type { ReportFields } from './scanned-data.ts'

/** One report read by one layout: a whole code or a part of one. */
export interface ReportPart {
  readonly fields: ReportFields
  readonly aim: string | undefined
  readonly data: Uint8Array
  readonly continued: boolean
  /** Nothing but zeros behind the data: the length fits this layout and, as a rule, no other. */
  readonly exact: boolean
}

export const aimShape = /^\][A-Za-z][0-9A-Za-z]$/

/** The report with its id in front, whether or not the host left the id out; undefined when it is another report. */
const withId = (bytes: ArrayLike<number>, { reportId, length }: ReportFields): Uint8Array | undefined => {
  if (bytes.length === length && bytes[0] === reportId) return Uint8Array.from(bytes)
  if (bytes.length === length - 1) return Uint8Array.from([reportId, ...Array.from(bytes)])
  return undefined
}

/** Reads a report by these fields: `other` when it is another report, `misfit` when its bytes cannot be meant so. */
export const readPart = (bytes: ArrayLike<number>, fields: ReportFields): ReportPart | 'other' | 'misfit' => {
  const report = withId(bytes, fields)
  if (report === undefined) return 'other'
  const { aimAt, countAt, dataAt, dataEnd, zeroAt, continuedBit } = fields
  const length = report[countAt] ?? 0
  if (length > dataEnd - dataAt) return 'misfit'
  if (zeroAt !== undefined && report[zeroAt] !== 0) return 'misfit'
  const aim = aimAt === undefined ? undefined : String.fromCharCode(...report.subarray(aimAt, aimAt + 3))
  if (aim !== undefined && !aimShape.test(aim)) return 'misfit'
  const data = report.subarray(dataAt, dataAt + length)
  // A wrong layout runs over the end of the text into the zeros behind it.
  if (data.some((byte) => byte === 0)) return 'misfit'
  return {
    fields,
    aim,
    data,
    continued: (((report[continuedBit >> 3] ?? 0) >> (continuedBit & 7)) & 1) === 1,
    exact: report.subarray(dataAt + length, dataEnd).every((byte) => byte === 0),
  }
}
