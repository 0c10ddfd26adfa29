import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { createAgreement } from '../../drivers/camera/agree.ts'
import { createFrameDecoder } from '../../drivers/camera/frame-decoder.ts'
import { scenesPerRound, strangeFrames } from './camera-strangers.ts'

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
