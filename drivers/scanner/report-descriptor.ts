import { err, ok, type Result } from '../../main/domain/result.ts'

/**
 * Reads HID report descriptors (Device Class Definition for HID 1.11, 6.2.2): which bits of an input report mean what.
 * A device wrote these bytes, so nothing in them is trusted: whatever is odd is a named fault, and the work is bounded
 * by the length of the descriptor.
 */

/** The kernel takes no longer ones either (HID_MAX_DESCRIPTOR_SIZE). */
const bytesMax = 4096
const reportBitsMax = 8 * 4096
const depthMax = 32

export type DescriptorFault =
  | 'too-long'
  | 'cut-short'
  | 'reserved-item'
  | 'unbalanced-collection'
  | 'unbalanced-stack'
  | 'delimiter'
  | 'bad-report-id'
  | 'bad-range'
  | 'report-too-long'

/** A usage with its page in the upper sixteen bits. */
export type Usage = number
export const usageOf = (page: number, id: number): Usage => page * 0x10000 + id

/** Equal elements side by side that one Input item describes. */
export interface InputItem {
  /** 0 when the device numbers no reports. */
  readonly reportId: number
  /** From the first bit behind the report id. */
  readonly bitAt: number
  readonly bits: number
  readonly count: number
  /** Filling, which means nothing. */
  readonly constant: boolean
  /** Each element is a value of its own, not the number of a usage. */
  readonly variable: boolean
  /** Usages of the elements, first to last; the last of them stands for all further elements. */
  readonly usages: readonly UsageRange[]
  /** Usage of the outermost collection. */
  readonly application: Usage
}
export interface UsageRange {
  readonly from: Usage
  readonly to: Usage
}

export interface ReportDescriptor {
  readonly inputs: readonly InputItem[]
  /** Length of an input report by its id, bits, without the id. */
  readonly inputBits: ReadonlyMap<number, number>
}

/** Where a usage stands among the elements of an item; undefined when it does not. */
export const elementOf = (item: InputItem, usage: Usage): number | undefined => {
  let at = 0
  for (const { from, to } of item.usages) {
    if (usage >= from && usage <= to) return at + usage - from < item.count ? at + usage - from : undefined
    at += to - from + 1
  }
  return undefined
}

interface Globals {
  readonly page: number
  readonly bits: number
  readonly count: number
  readonly reportId: number
}

const unsigned = (data: Uint8Array): number => data.reduceRight((value, byte) => value * 256 + byte, 0)

export const parseReportDescriptor = (bytes: Uint8Array): Result<ReportDescriptor, DescriptorFault> => {
  if (bytes.length > bytesMax) return err('too-long')
  const inputs: InputItem[] = []
  const inputBits = new Map<number, number>()
  let globals: Globals = { page: 0, bits: 0, count: 0, reportId: 0 }
  const stack: Globals[] = []
  const collections: Usage[] = []
  let usages: UsageRange[] = []
  let rangeFrom: Usage | undefined
  const full = (data: Uint8Array): Usage =>
    data.length === 4 ? unsigned(data) : usageOf(globals.page, unsigned(data))

  const input = (data: Uint8Array): DescriptorFault | undefined => {
    const { reportId, bits, count } = globals
    const bitAt = inputBits.get(reportId) ?? 0
    const end = bitAt + bits * count
    if (bits > 32 || end > reportBitsMax) return 'report-too-long'
    inputBits.set(reportId, end)
    const flags = unsigned(data)
    inputs.push({
      reportId,
      bitAt,
      bits,
      count,
      constant: (flags & 1) === 1,
      variable: (flags & 2) === 2,
      usages,
      application: collections[0] ?? 0,
    })
    return undefined
  }

  const main = (tag: number, data: Uint8Array): DescriptorFault | undefined => {
    let fault: DescriptorFault | undefined
    if (tag === 0x8) fault = input(data)
    else if (tag === 0xa) {
      if (collections.length >= depthMax) fault = 'unbalanced-collection'
      collections.push(usages[0]?.from ?? 0)
    } else if (tag === 0xc) {
      if (collections.pop() === undefined) fault = 'unbalanced-collection'
    } else if (tag !== 0x9 && tag !== 0xb) fault = 'reserved-item' // Output and Feature are not read here.
    usages = []
    rangeFrom = undefined
    return fault
  }

  const global = (tag: number, data: Uint8Array): DescriptorFault | undefined => {
    if (tag === 0x0) globals = { ...globals, page: unsigned(data) }
    else if (tag === 0x7) globals = { ...globals, bits: unsigned(data) }
    else if (tag === 0x9) globals = { ...globals, count: unsigned(data) }
    else if (tag === 0x8) {
      const reportId = unsigned(data)
      if (reportId === 0 || reportId > 0xff) return 'bad-report-id'
      globals = { ...globals, reportId }
    } else if (tag === 0xa) {
      if (stack.length >= depthMax) return 'unbalanced-stack'
      stack.push(globals)
    } else if (tag === 0xb) {
      const before = stack.pop()
      if (before === undefined) return 'unbalanced-stack'
      globals = before
    } else if (tag > 0xb) return 'reserved-item'
    return undefined // The rest are ranges and units of values.
  }

  const local = (tag: number, data: Uint8Array): DescriptorFault | undefined => {
    if (tag === 0x0) usages = [...usages, { from: full(data), to: full(data) }]
    else if (tag === 0x1) rangeFrom = full(data)
    else if (tag === 0x2) {
      const to = full(data)
      if (rangeFrom === undefined || to < rangeFrom) return 'bad-range'
      usages = [...usages, { from: rangeFrom, to }]
      rangeFrom = undefined
    } else if (tag === 0xa) return 'delimiter'
    return undefined // The rest names strings and body parts.
  }

  for (let at = 0; at < bytes.length;) {
    const prefix = bytes[at] ?? 0
    if (prefix === 0xfe) return err('reserved-item') // Long items are defined and used by nobody.
    const size = [0, 1, 2, 4][prefix & 3] ?? 0
    const data = bytes.subarray(at + 1, at + 1 + size)
    if (data.length < size) return err('cut-short')
    const kind = [main, global, local][(prefix >> 2) & 3]
    const fault = kind === undefined ? 'reserved-item' : kind(prefix >> 4, data)
    if (fault !== undefined) return err(fault)
    at += 1 + size
  }
  if (collections.length > 0) return err('unbalanced-collection')
  if (inputBits.has(0) && inputBits.size > 1) return err('bad-report-id')
  return ok({ inputs, inputBits })
}
