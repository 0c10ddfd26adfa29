import { createAgreement } from '../../drivers/camera/agree.ts'
import { createFrameDecoder } from '../../drivers/camera/frame-decoder.ts'
import { classifyScan } from '../../main/domain/scan.ts'
import { strangeFrames } from '../devices/camera-strangers.ts'
import { frameOf, wasmBinary } from './camera-readers.ts'
import type { BenchRow } from './rows.ts'

const perScene = 10

/** A camera that looks for hours at what is no code of ours: whatever it takes is wrong. */
export const benchCameraStrangers = async (frames = 1000): Promise<readonly BenchRow[]> => {
  const decoder = createFrameDecoder({ wasmBinary: wasmBinary() })
  const agreement = createAgreement()
  const accepted: string[] = []
  const single: string[] = []
  let at = 0
  for (const picture of strangeFrames(20_261_121, frames, perScene)) {
    const reads = await decoder.decode(frameOf(picture), at)
    const taken = reads.filter(({ text }) => !['unknown', 'badge'].includes(classifyScan(text).kind))
    single.push(...taken.map(({ engine }) => `${engine} on ${picture.of}`))
    if (agreement.hear(reads) !== undefined) accepted.push(picture.of)
    at++
    if (at % 1000 === 0)
      console.log(`${at} frames, ${accepted.length} codes accepted, ${single.length} single readings`)
  }
  return [
    {
      name: 'no code of ours: WRONG CODES ACCEPTED',
      value: accepted.length,
      unit: `in ${at} frames`,
      limit: 0,
      ...(accepted.length > 0 && { note: accepted.join(', ') }),
    },
    {
      name: 'no code of ours: single readings that a till would take',
      value: single.length,
      unit: `in ${at} frames`,
      ...(single.length > 0 && { note: single.slice(0, 20).join(', ') }),
    },
  ]
}
