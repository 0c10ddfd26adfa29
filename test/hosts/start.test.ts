import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { composeTill } from '../../app/compose.ts'

const root = dirname(dirname(import.meta.dirname))
const folder = (): string => mkdtempSync(join(tmpdir(), 'spot-till-start-'))

/** Runs `npm start`'s program in a browser's place until it ends by itself. */
const start = (...args: readonly string[]): Promise<{ readonly code: number | null; readonly err: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'app/start.ts'), '--browser', '--no-open', ...args], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let err = ''
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()))
    child.on('close', (code) => resolve({ code, err }))
  })

test('a port that another program has is named, and the way out', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const { code, err } = await start('--data', folder(), '--port', String(port))
  other.close()
  expect(code).toBe(1)
  expect(err).toBe(`Port ${port} is taken by another program. Choose another with --port, or leave it out.\n`)
})

test('an option that nobody knows is answered with those that exist', async () => {
  const { code, err } = await start('--colour', 'red')
  expect(code).toBe(1)
  expect(err).toContain('usage: npm start -- [--data DIR]')
  expect(err).not.toContain('    at ')
})

test('a data folder that is a file is named, and the way out', async () => {
  const file = join(folder(), 'file')
  writeFileSync(file, '')
  const { code, err } = await start('--data', file)
  expect(code).toBe(1)
  expect(err).toContain(`The data folder ${file} cannot be written`)
  expect(err).not.toContain('    at ')
})

test('a second till on the same folder does not open: the cashier is sent to the first', async () => {
  const dataDir = folder()
  const first = await composeTill({ dataDir })
  const { code, err } = await start('--data', dataDir)
  await first.close()
  expect(code).toBe(1)
  expect(err).toContain('Go on in that window')
  expect(err).not.toContain('    at ')
})
