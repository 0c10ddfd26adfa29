import { createAgreement } from '../../drivers/camera/agree.ts'
import { createFrameDecoder } from '../../drivers/camera/frame-decoder.ts'
import { heldFrame, heldFilms } from '../devices/camera-hand.ts'
import { frameOf, wasmBinary } from './camera-readers.ts'
import { quantile, type BenchRow } from './rows.ts'

const framesPerSecond = 30
const filmsCount = 60
/** A customer's patience: after so many frames a film counts as not read. */
const framesMax = 90

/**
 * Codes held before the camera by a hand: how long until one is taken, by two readings that agree as the till does it,
 * and by the first reading there is. Time is the film's, as for a machine that keeps up with its camera.
 */
export const benchCameraFilms = async (seed: number): Promise<readonly BenchRow[]> => {
  const decoder = createFrameDecoder({ wasmBinary: wasmBinary() })
  const taken: number[] = []
  const seen: number[] = []
  let [wrongTaken, single, wrongSingle, frames, framesRead, onFirst] = [0, 0, 0, 0, 0, 0]
  for (const film of heldFilms(seed, filmsCount)) {
    const agreement = createAgreement()
    let accepted: string | undefined
    let isRead = false
    for (let at = 0; at < framesMax && accepted === undefined; at++) {
      const reads = await decoder.decode(frameOf(heldFrame(film, at)), at)
      accepted = agreement.hear(reads)
      single += reads.length
      wrongSingle += reads.filter(({ text }) => text !== film.code).length
      frames++
      if (reads.length > 0) framesRead++
      if (!isRead && reads.length > 0) {
        isRead = true
        seen.push((at + 1) / framesPerSecond)
      }
      if (accepted !== undefined) {
        taken.push((at + 1) / framesPerSecond)
        if (at === 0) onFirst++
      }
    }
    if (accepted !== undefined && accepted !== film.code) wrongTaken++
  }
  const note = `${frames} frames, ${framesRead} of them read, ${onFirst} codes taken on the first frame`
  return [
    {
      name: 'held by a hand: films whose code is not taken within 3 s',
      value: filmsCount - taken.length,
      unit: `of ${filmsCount}`,
      note,
    },
    {
      name: 'held by a hand, two readings that agree: WRONG CODES ACCEPTED',
      value: wrongTaken,
      unit: 'codes',
      limit: 0,
    },
    { name: 'held by a hand: single readings that are wrong', value: wrongSingle, unit: `of ${single}` },
    {
      name: 'held by a hand: code taken, two readings agreeing, p50',
      value: quantile(taken, 0.5),
      unit: 's',
    },
    {
      name: 'held by a hand: code taken, two readings agreeing, p95',
      value: quantile(taken, 0.95),
      unit: 's',
    },
    {
      name: 'held by a hand: first single reading, p50',
      value: quantile(seen, 0.5),
      unit: 's',
    },
    { name: 'held by a hand: first single reading, p95', value: quantile(seen, 0.95), unit: 's' },
  ]
}
