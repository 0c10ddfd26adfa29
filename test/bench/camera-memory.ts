import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { prepareZXingModule } from 'zxing-wasm/reader'
import { createFrameDecoder } from '../../drivers/camera/frame-decoder.ts'
import type { WasmModule } from '../../drivers/camera/wasm-reader.ts'
import { codePicture, emptyPicture } from '../devices/camera-pictures.ts'
import { frameOf, wasmBinary } from './camera-readers.ts'
import type { BenchRow } from './rows.ts'

const kib = 1024
const picturesCount = 32
/** So many frames fill caches and compile; what comes after must stay as it is. */
const warmUp = 2000
const points = 18

/** Slope of a line through the points, by least squares. */
const slopeOf = (values: readonly (readonly [number, number])[]): number => {
  const mean = (of: 0 | 1): number => values.reduce((sum, value) => sum + value[of], 0) / values.length
  const [mx, my] = [mean(0), mean(1)]
  const [both, first] = values.reduce<readonly [number, number]>(
    ([sum, own], [x, y]) => [sum + (x - mx) * (y - my), own + (x - mx) ** 2],
    [0, 0],
  )
  return both / first
}

/** Memory while a camera is left running: pictures with and without a code in turn, looked at for so many frames. */
export const benchCameraMemory = async (frames = 4000): Promise<readonly BenchRow[]> => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  // Buffers that one collection frees are swept, and taken off the account, beside the program; the next one waits for it.
  const collect = async (): Promise<void> => {
    gc()
    await setImmediate()
    gc()
  }
  const decoder = createFrameDecoder({ wasmBinary: wasmBinary() })
  const pictures = Array.from({ length: picturesCount }, (_, i) =>
    i % 2 === 0 ? codePicture(4711, 7 * i) : emptyPicture(4711, i),
  ).filter(({ width }) => width === 640)
  const every = Math.max(1, Math.floor(frames / points))
  const reader = (await prepareZXingModule({ fireImmediately: true })) as unknown as WasmModule
  const heaps: (readonly [number, number])[] = []
  const resident: number[] = []
  const wasm: number[] = []
  for (let at = 0; at < warmUp + frames; at++) {
    const picture = pictures[at % pictures.length]
    if (picture !== undefined) await decoder.decode(frameOf(picture), at)
    if (at < warmUp || (at - warmUp) % every !== 0) continue
    await collect()
    const { heapUsed, external, rss } = process.memoryUsage()
    heaps.push([at / 1000, (heapUsed + external) / kib])
    resident.push(rss / kib / kib)
    wasm.push(reader.HEAPU8.buffer.byteLength / kib / kib)
  }
  return [
    {
      name: 'camera left running: heap and buffers grow, after collection',
      value: slopeOf(heaps),
      unit: 'KiB per 1,000 frames',
      limit: 32,
      note: `${frames} frames; ${Math.round(heaps[0]?.[1] ?? 0)} KiB at first, ${Math.round(heaps.at(-1)?.[1] ?? 0)} KiB at last`,
    },
    {
      name: 'camera left running: memory of the WebAssembly reader grows',
      value: (wasm.at(-1) ?? 0) - (wasm[0] ?? 0),
      unit: 'MiB',
      limit: 0,
      note: `${wasm.at(-1)} MiB; the process ${Math.round(resident[0] ?? 0)} MiB at first, ${Math.round(resident.at(-1) ?? 0)} MiB at last`,
    },
  ]
}
