import { expect, test } from 'vitest'
import { createSharpness } from '../../drivers/camera/sharpness.ts'

/** Pictures at thirty a second; what the camera is asked for within the given seconds. */
const watch = (
  sharpness: ReturnType<typeof createSharpness>,
  { width, ms, read = false, seconds }: { width: number; ms: number; read?: boolean; seconds: number },
  fromMs = 0,
): number | undefined => {
  for (let at = 0; at < seconds * 30; at++) {
    const wish = sharpness.hear({ width, ms, read, atMs: fromMs + (at * 1000) / 30 })
    if (wish !== undefined) return wish
  }
  return undefined
}

test('nothing read for a while by a quick machine: the code may be too small, a finer picture is asked for', () => {
  const sharpness = createSharpness(1920)
  expect(watch(sharpness, { width: 1280, ms: 20, seconds: 2 })).toBeUndefined()
  expect(watch(sharpness, { width: 1280, ms: 20, seconds: 2 }, 2000)).toBe(1920)
  expect(watch(sharpness, { width: 1920, ms: 40, seconds: 10 }, 4000)).toBeUndefined()
})

test('no finer than the camera has, and not while codes are being read', () => {
  expect(watch(createSharpness(1280), { width: 1280, ms: 20, seconds: 10 })).toBeUndefined()
  expect(watch(createSharpness(1920), { width: 1280, ms: 20, read: true, seconds: 10 })).toBeUndefined()
})

test('a machine that lags gets a coarser picture, and is not asked to try the finer one again', () => {
  const sharpness = createSharpness(1920)
  expect(watch(sharpness, { width: 1280, ms: 300, seconds: 1 })).toBe(640)
  expect(watch(sharpness, { width: 640, ms: 60, seconds: 20 }, 1000)).toBeUndefined()
})

test('one slow picture among quick ones changes nothing', () => {
  const sharpness = createSharpness(1280)
  for (let at = 0; at < 60; at++)
    expect(
      sharpness.hear({ width: 1280, ms: at % 10 === 0 ? 900 : 30, read: false, atMs: at * 33 }),
    ).toBeUndefined()
})
