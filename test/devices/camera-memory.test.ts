import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeEach, expect, test } from 'vitest'
import { readBarcodes } from 'zxing-wasm/reader'
import type { Grey } from '../../drivers/camera/grey.ts'
import {
  createWasmReader,
  type ReadSymbols,
  type WasmModule,
  type WasmReader,
} from '../../drivers/camera/wasm-reader.ts'
import { codePicture, emptyPicture, picturesPerRound } from './camera-pictures.ts'

// `npm run bench -- camera-memory 20000` weighs all readers, for as long as one likes.
let reader: WasmReader
const module = async (): Promise<WasmModule> => {
  const running = await reader.running()
  if (running === undefined) throw new Error('The WebAssembly reader does not run.')
  return running
}
const greyOf = ({ grey, width, height }: ReturnType<typeof emptyPicture>): Grey => ({
  pixels: new Uint8ClampedArray(grey),
  width,
  height,
})
const pictures = Array.from({ length: picturesPerRound }, (_, i) =>
  greyOf(i % 3 === 0 ? emptyPicture(90_210, i) : codePicture(90_210, i)),
)
const readAll = async (): Promise<number> => {
  let read = 0
  for (const picture of pictures) if ((await reader.read(picture)) !== undefined) read++
  return read
}

beforeEach(() => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  reader = createWasmReader({ wasmBinary: new Uint8Array(readFileSync(file)).buffer })
})

test('reading leaves the memory of the WebAssembly reader as it was: the same places are free', async () => {
  const { _malloc, _free } = await module()
  const places = (): readonly number[] =>
    [8, 64, 256, 1024, 16_384, 262_144, 4_194_304].map((bytes) => {
      const place = _malloc(bytes)
      _free(place)
      return place
    })
  // The first round makes what is kept for good.
  await readAll()
  const before = places()
  expect(await readAll()).toBeGreaterThan(10)
  expect(places()).toEqual(before)
})

/** Whether each list of what was read, from now on, is deleted. */
const watchLists = async (): Promise<() => readonly boolean[]> => {
  const running = await module()
  const read = running.readBarcodesFromPixmap
  const lists: ReadSymbols[] = []
  running.readBarcodesFromPixmap = (...picture) => {
    const list = read(...picture)
    lists.push(list)
    return list
  }
  return () => lists.map((list) => list.isDeleted())
}

test('every list of what was read is deleted: it holds things of the JavaScript heap too', async () => {
  const areDeleted = await watchLists()
  await readAll()
  expect(areDeleted()).toEqual(pictures.map(() => true))
})

test('the fault in the package that is gone around here is still there', async () => {
  const areDeleted = await watchLists()
  const data = new Uint8ClampedArray(4 * 64 * 64)
  await readBarcodes({ data, width: 64, height: 64, colorSpace: 'srgb' })
  // When this fails, the package deletes its lists itself: wasm-reader.ts may call its readBarcodes again.
  expect(areDeleted()).toEqual([false])
})

test('a module that crashes costs one picture: the next is read by a new one', async () => {
  const picture = greyOf(codePicture(90_210, 1))
  const expected = await reader.read(picture)
  expect(expected).toBeDefined()
  const crashed = await module()
  crashed.HEAPU8.fill(0xff)
  expect(await reader.read(picture)).toBeUndefined()
  expect(await reader.read(picture)).toEqual(expected)
  expect(await module()).not.toBe(crashed)
})
