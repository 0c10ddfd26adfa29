import { err, ok, type Result } from '../../main/domain/result.ts'
import {
  elementOf,
  parseReportDescriptor,
  usageOf,
  type DescriptorFault,
  type InputItem,
} from './report-descriptor.ts'

/**
 * Where the parts of a scan stand in the reports of a HID POS scanner. Bytes are counted with the report id as byte 0,
 * also when a host leaves it out.
 */
export interface ReportFields {
  /** 0 when the device numbers no reports. */
  readonly reportId: number
  /** Length of a report with its id, bytes. */
  readonly length: number
  /** How many bytes of data the report holds. */
  readonly countAt: number
  /** Where the three characters of the AIM symbology identifier stand (`]C1`); undefined when there are none. */
  readonly aimAt: number | undefined
  readonly dataAt: number
  readonly dataEnd: number
  /** The bit that says the code goes on in the next report, counted from the lowest bit of byte 0. */
  readonly continuedBit: number
  /** A byte that is always zero. */
  readonly zeroAt: number | undefined
}

/** HID Point of Sale Usage Tables 1.02, Bar Code Scanner page. */
const scannerPage = 0x8c
const scanner = usageOf(scannerPage, 0x02)
const symbologyIdentifiers = [0xfb, 0xfc, 0xfd].map((id) => usageOf(scannerPage, id))
const decodedData = usageOf(scannerPage, 0xfe)
const dataContinued = usageOf(scannerPage, 0xff)
/** Generic Desktop page. */
const byteCount = usageOf(0x01, 0x3b)

/** Shorter data fields hold not even a payment code. */
const dataBytesMin = 16

/** Why a descriptor that is sound says nothing of scans. */
export type NotScannedData = 'no-data' | 'no-count' | 'no-continued' | 'odd-field' | 'two-reports'

interface Found {
  readonly item: InputItem
  readonly bitAt: number
}

/** The one place of a usage among the inputs of a report; 'twice' when it has several. */
const placeOf = (inputs: readonly InputItem[], usage: number): Found | 'twice' | undefined => {
  const places = inputs.flatMap((item) => {
    const element = elementOf(item, usage)
    return element === undefined ? [] : [{ item, bitAt: 8 + item.bitAt + element * item.bits }]
  })
  return places.length > 1 ? 'twice' : places[0]
}
const wholeByte = (found: Found): number | undefined =>
  found.item.bits === 8 && found.bitAt % 8 === 0 ? found.bitAt / 8 : undefined

const fieldsOf = (inputs: readonly InputItem[], bits: number): Result<ReportFields, NotScannedData> => {
  const data = placeOf(inputs, decodedData)
  const count = placeOf(inputs, byteCount)
  const continued = placeOf(inputs, dataContinued)
  const aim = symbologyIdentifiers.map((usage) => placeOf(inputs, usage))
  if (data === undefined) return err('no-data')
  if (count === undefined) return err('no-count')
  if (continued === undefined) return err('no-continued')
  if (data === 'twice' || count === 'twice' || continued === 'twice') return err('odd-field')
  const dataAt = wholeByte(data)
  const countAt = wholeByte(count)
  if (dataAt === undefined || countAt === undefined || continued.item.bits !== 1) return err('odd-field')
  // Data is one item of many bytes and of one usage, or nothing is known of where it ends.
  const dataBytes = data.item.count
  const oneUsage = data.item.usages.length === 1 && data.item.usages[0]?.to === decodedData
  if (dataBytes < dataBytesMin || dataBytes > 0xff || !oneUsage || data.bitAt !== 8 + data.item.bitAt) {
    return err('odd-field')
  }
  if (bits % 8 !== 0) return err('odd-field')
  const aimBytes = aim.map((found) =>
    found === undefined || found === 'twice' ? undefined : wholeByte(found),
  )
  const aimAt = aimBytes[0]
  const hasAim = aim.some((found) => found !== undefined)
  if (hasAim && (aimAt === undefined || aimBytes.some((at, i) => at !== aimAt + i))) return err('odd-field')
  return ok({
    reportId: data.item.reportId,
    length: 1 + bits / 8,
    countAt,
    aimAt,
    dataAt,
    dataEnd: dataAt + dataBytes,
    continuedBit: continued.bitAt,
    zeroAt: undefined,
  })
}

/** Reads out of a report descriptor where scans stand. A scanner has one such report, or it is not believed. */
export const scannedDataFields = (
  descriptor: Uint8Array,
): Result<ReportFields, DescriptorFault | NotScannedData> => {
  const parsed = parseReportDescriptor(descriptor)
  if (!parsed.ok) return parsed
  const { inputs, inputBits } = parsed.value
  const ours = inputs.filter(
    ({ application, constant, variable }) => application === scanner && !constant && variable,
  )
  const ids = new Set(
    ours.filter((item) => elementOf(item, decodedData) !== undefined).map(({ reportId }) => reportId),
  )
  const [id] = ids
  if (id === undefined) return err('no-data')
  if (ids.size > 1) return err('two-reports')
  return fieldsOf(
    ours.filter(({ reportId }) => reportId === id),
    inputBits.get(id) ?? 0,
  )
}
