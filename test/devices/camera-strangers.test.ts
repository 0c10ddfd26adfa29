import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { createAgreement } from '../../drivers/camera/agree.ts'
import { createFrameDecoder } from '../../drivers/camera/frame-decoder.ts'
import { emptyPicture } from './camera-pictures.ts'
import { scenesPerRound, strangeFrames } from './camera-strangers.ts'
import { chanceFrom } from './scene.ts'

// `npm run bench -- camera-strangers 10000` is the same for as long as one likes.
test(
  'two frames of everything that is no code of ours: nothing is accepted',
  { timeout: 300_000 },
  async () => {
    const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
    const decoder = createFrameDecoder({ wasmBinary: new Uint8Array(readFileSync(file)).buffer })
    const agreement = createAgreement()
    const accepted: string[] = []
    const seen = new Set<string>()
    let at = 0
    for (const { grey, width, height, of } of strangeFrames(90_210, 2 * scenesPerRound, 2)) {
      const data = new Uint8ClampedArray(4 * grey.length).fill(255)
      for (const [i, value] of grey.entries()) data.fill(value, 4 * i, 4 * i + 3)
      const code = agreement.hear(await decoder.decode({ data, width, height }, at++))
      if (code !== undefined) accepted.push(`${code} on ${of}`)
      seen.add(of)
    }
    expect(accepted).toEqual([])
    expect(seen.size).toBe(scenesPerRound / 2 + 1)
  },
)

test('bars with a wrong check digit that a library misreads until it holds, frame after frame, are not accepted', async () => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  const decoder = createFrameDecoder({ wasmBinary: new Uint8Array(readFileSync(file)).buffer })
  const agreement = createAgreement()
  const { grey, width, height } = emptyPicture(20_261_121, 199)
  const misread: string[] = []
  for (let at = 0; at < 10; at++) {
    const chance = chanceFrom(at)
    const data = new Uint8ClampedArray(4 * grey.length).fill(255)
    for (const [i, value] of grey.entries()) data.fill(value + 4 * chance.gauss(), 4 * i, 4 * i + 3)
    const reads = await decoder.decode({ data, width, height }, at)
    misread.push(...reads.map(({ text }) => text))
    expect(agreement.hear(reads)).toBeUndefined()
  }
  expect(misread.length).toBeGreaterThan(1)
})
