import { createAgreement } from '../../drivers/camera/agree.ts'
import { createFrameDecoder } from '../../drivers/camera/frame-decoder.ts'
import { classifyScan } from '../../main/domain/scan.ts'
import { codePicture, emptyPicture, picturesPerRound, type Picture } from '../devices/camera-pictures.ts'
import { benchCameraFilms } from './camera-films.ts'
import { frameOf, readers, wasmBinary, type ReadFrame } from './camera-readers.ts'
import { quantile, type BenchRow } from './rows.ts'

/** Nothing in the chain was chosen by looking at these; what was tuned was tuned on seed 4711. */
const reportSeed = 20_261_121
const codeCount = 20 * picturesPerRound
const emptyCount = 80

/** What one reader made of one picture. */
interface Look extends Pick<Picture, 'kind' | 'symbol' | 'width'> {
  readonly right: boolean
  readonly wrong: boolean
  readonly ms: number
}

const share = (looks: readonly Look[], only: (look: Look) => boolean): string => {
  const own = looks.filter(only)
  return `${own.filter(({ right }) => right).length}/${own.length}`
}

const rowsOf = (name: string, looks: readonly Look[]): readonly BenchRow[] => {
  const codes = looks.filter(({ symbol }) => symbol !== 'none')
  const wrong = looks.filter((look) => look.wrong).length
  const right = codes.filter((look) => look.right).length
  const isOurs = name === 'our chain'
  const ms = (width: number): readonly number[] =>
    looks.filter((look) => look.width === width).map((look) => look.ms)
  const times = [640, 1280].map((width) =>
    [0.5, 0.95].map((at) => quantile(ms(width), at).toFixed(1)).join(' / '),
  )
  const read = `read ${right}/${codes.length}: Code 128 ${share(codes, ({ symbol }) => symbol === 'code128')}, QR ${share(codes, ({ symbol }) => symbol === 'qr')}, both ${share(codes, ({ symbol }) => symbol === 'both')}`
  return [
    {
      name: `${name}: pictures not read`,
      value: (100 * (codes.length - right)) / codes.length,
      unit: '%',
      note: `${read}; median / p95 ms at 640 ${times[0]}, at 1280 ${times[1]}`,
      ...(isOurs && { limit: 9 }),
    },
    { name: `${name}: single readings that are wrong`, value: wrong, unit: 'pictures' },
  ]
}

const kindRows = (looks: readonly Look[]): readonly BenchRow[] =>
  [...new Set(looks.map(({ kind }) => kind))]
    .filter((kind) => kind !== 'nothing')
    .map((kind) => {
      const own = looks.filter((look) => look.kind === kind)
      return {
        name: `our chain, ${kind}: not read`,
        value: own.filter(({ right }) => !right).length,
        unit: `of ${own.length}`,
        note: `Code 128 ${share(own, ({ symbol }) => symbol === 'code128')}, QR ${share(own, ({ symbol }) => symbol === 'qr')}`,
      }
    })

/**
 * Every reader on the same pictures, one after the other on each, so that a busy machine is as slow for all. A reading
 * is wrong when it is something a till would take, and not what is on the picture.
 */
export const benchCamera = async (): Promise<readonly BenchRow[]> => {
  // Before our decoder: it repairs the library for the whole program.
  const others = Object.entries(await readers())
  const decoder = createFrameDecoder({ wasmBinary: wasmBinary() })
  const agreement = createAgreement()
  let [accepted, wrongAccepted] = [0, 0]
  let heard: string | undefined
  const ours: ReadFrame = async (frame, at) => {
    const reads = await decoder.decode(frame, at)
    heard = agreement.hear(reads)
    return reads.map(({ text }) => text)
  }
  const all: readonly (readonly [string, ReadFrame])[] = [...others, ['our chain', ours]]
  const looks = new Map(all.map(([name]): [string, Look[]] => [name, []]))
  for (let at = 0; at < codeCount + emptyCount; at++) {
    const picture = at < codeCount ? codePicture(reportSeed, at) : emptyPicture(reportSeed, at - codeCount)
    const { kind, symbol, width, code } = picture
    const frame = frameOf(picture)
    heard = undefined
    for (const [name, read] of all) {
      const began = performance.now()
      const texts = await read(frame, at)
      const ms = performance.now() - began
      const taken = texts.filter((text) => classifyScan(text).kind !== 'unknown')
      const right = code !== undefined && taken.includes(code)
      looks.get(name)?.push({ kind, symbol, width, right, wrong: taken.some((text) => text !== code), ms })
    }
    if (heard !== undefined) accepted++
    if (heard !== undefined && heard !== code) wrongAccepted++
  }
  return [
    ...all.flatMap(([name]) => rowsOf(name, looks.get(name) ?? [])),
    {
      name: 'our chain, two readings that agree: WRONG CODES ACCEPTED',
      value: wrongAccepted,
      unit: 'codes',
      limit: 0,
      note: `${accepted} accepted on the one picture that there is of each`,
    },
    ...kindRows(looks.get('our chain') ?? []),
    ...(await benchCameraFilms(reportSeed)),
  ]
}
