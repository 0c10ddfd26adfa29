import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { isBuilt } from '../../app/built-screen.ts'
import { folder } from './screens.ts'

const made = 'out/electron/main.mjs'
const write = async (path: string, second: number): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, '')
  await utimes(path, second, second)
}

test('nothing is built where nothing was made', async () => {
  expect(isBuilt(await folder(), made)).toBe(false)
})

test.each([
  'app/compose.ts',
  'app/electron/shell.ts',
  'drivers/scanner/merge.ts',
  'main/domain/money.ts',
  'renderer/App.tsx',
  '.config/vite.config.ts',
  'package.json',
  'package-lock.json',
])('what is built is old once %s is newer', async (source) => {
  const root = await folder()
  await write(join(root, source), 100)
  await write(join(root, made), 200)
  expect(isBuilt(root, made)).toBe(true)
  await write(join(root, source), 300)
  expect(isBuilt(root, made)).toBe(false)
})
